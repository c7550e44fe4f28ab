//! Whatever is done to an archive, it answers as a plain model in memory does.

#![allow(clippy::disallowed_methods, reason = "tests make files")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use selon::{Document, Reading};
use selon_store::{Decision, Evidence, Incoming, Query, Shown, StatementRow, Store, What};

/// Something a desk does.
#[derive(Debug, Clone)]
enum Step {
    /// Keeps a version of a page.
    Add(usize, usize),
    /// Compares what waits with the rest.
    Trace,
    /// Says that passages of two pages state one fact, or that they state two.
    Decide(bool, usize, usize),
    /// Says that a page is taken from another one, or, of one page twice, from no other.
    Original(usize, usize),
    /// Says who is said to have said the first sentence of a page; the second name goes on with the first.
    Chain(usize, usize),
    /// Says what the first sentence of a page says.
    Says(usize, usize),
    /// Undoes a decision.
    Undo(usize),
    /// Forgets a page.
    Forget(usize),
    /// Reads all captures with a newer reader.
    Reread,
    /// Closes the archive and opens it again.
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0usize..4, 0usize..3).prop_map(|(page, version)| Step::Add(page, version)),
        2 => Just(Step::Trace),
        2 => (any::<bool>(), 0usize..4, 0usize..4).prop_map(|(same, a, b)| Step::Decide(same, a, b)),
        1 => (0usize..4, 0usize..4).prop_map(|(of, from)| Step::Original(of, from)),
        1 => (0usize..4, 0usize..3).prop_map(|(page, who)| Step::Chain(page, who)),
        1 => (0usize..4, 0usize..3).prop_map(|(page, what)| Step::Says(page, what)),
        2 => (0usize..9).prop_map(Step::Undo),
        1 => (0usize..4).prop_map(Step::Forget),
        1 => Just(Step::Reread),
        1 => Just(Step::Reopen),
    ];
    vec(step, 1..25)
}

const NAMES: [&str; 4] = ["alpha", "bravo", "carlo", "delta"];

fn text(page: usize, version: usize) -> String {
    let name = NAMES[page];
    format!(
        "Le port de {name} est fermé, a dit la préfecture. Il compte {} bateaux {name}{version}.\n{COMMON}",
        page + 12
    )
}

/// What all pages share, so that one can be taken from another.
const COMMON: &str = "La jetée nord, longue de deux cents mètres, avait été bâtie sous le règne précédent avec les pierres \
    d’une abbaye en ruine ; elle protège encore les chalutiers des vents d’hiver et les curieux viennent y voir, le \
    dimanche, les pêcheurs raccommoder leurs filets.";

/// Those who may be said to have said it: behind each other, from the first on.
const WHO: [&str; 3] = ["institution:capitainerie", "person:Jeanne Martin", "agency:Agence du Large"];

/// What the first sentence of a page may be said to say.
fn plain(page: usize, what: usize) -> String {
    format!("Aucun navire n’entre plus à {} depuis {} jours", NAMES[page], what + 40)
}

fn incoming(page: usize, version: usize) -> Incoming {
    let document = Document {
        // The last version is not the latest to be published.
        published: Some(format!("2031-03-0{}", [2, 5, 3][version])),
        lang: Some("fr".into()),
        outlet: Some(format!("Outlet {}", page % 2)),
        ..Document::new(NAMES[page], text(page, version))
    };
    Incoming::new(document.text.as_bytes(), &format!("{page}-{version}.txt"), &Reading::of_document(&document))
}

/// What the archive should hold.
#[derive(Debug, Default)]
struct Model {
    pages: BTreeMap<usize, BTreeSet<usize>>,
    waiting: bool,
    decisions: Vec<Decided>,
    readers: usize,
}

#[derive(Debug)]
struct Decided {
    id: i64,
    kind: Kind,
    pages: Vec<usize>,
    undone: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Apart,
    Original,
    Chain(usize),
    Says(usize),
}

impl Model {
    /// Whether a decision makes what is there wait.
    fn concerns(&self, pages: &[usize]) -> bool {
        pages.iter().any(|page| self.pages.contains_key(page))
    }

    /// The decisions that stand, of which all pages are there.
    fn standing(&self) -> impl DoubleEndedIterator<Item = &Decided> {
        self.decisions.iter().filter(|d| !d.undone && d.pages.iter().all(|p| self.pages.contains_key(p)))
    }

    /// The pages of the decisions of a kind that stand, where both are there.
    fn pairs(&self, kind: Kind) -> Vec<[usize; 2]> {
        self.standing().filter(|d| d.kind == kind).map(|d| [d.pages[0], d.pages[1]]).collect()
    }

    /// Whether it can be said that a page is taken from another one: nothing that stands speaks against it.
    fn can_be_taken(&self, of: usize, from: usize) -> bool {
        let told: Vec<&[usize]> = self
            .decisions
            .iter()
            .filter(|d| d.kind == Kind::Original && !d.undone)
            .map(|d| d.pages.as_slice())
            .collect();
        if of == from {
            return told.iter().all(|pages| pages[0] != of || pages.len() == 1);
        }
        let mut back = BTreeSet::from([from]);
        for _ in 0..NAMES.len() {
            back.extend(told.iter().filter(|p| p.len() == 2 && back.contains(&p[0])).map(|p| p[1]).collect::<Vec<_>>());
        }
        !back.contains(&of) && told.iter().all(|pages| **pages != [of])
    }

    fn note(&mut self, id: i64, kind: Kind, pages: Vec<usize>) {
        self.waiting |= self.concerns(&pages);
        self.decisions.push(Decided { id, kind, pages, undone: false });
    }

    fn current(&self, page: usize) -> usize {
        let age = |version: &usize| [2, 5, 3][*version];
        *self.pages[&page].iter().max_by_key(|v| age(v)).expect("a version")
    }
}

/// The first sentence of a page, without who is said to have said it.
fn first(page: usize) -> Evidence {
    Evidence {
        dispatch: NAMES[page].into(),
        quote: format!("Le port de {} est fermé", NAMES[page]),
        before: String::new(),
        after: String::new(),
    }
}

fn trace(store: &mut Store) {
    while store.trace_next().unwrap().is_some() {}
}

fn step(store: &mut Store, model: &mut Model, step: &Step) {
    match *step {
        Step::Add(page, version) => {
            store.keep(&[incoming(page, version)]).unwrap();
            model.waiting |= model.pages.entry(page).or_default().insert(version);
        }
        Step::Trace => {
            trace(store);
            model.waiting = false;
        }
        Step::Decide(same, a, b) => {
            let (what, kind) = if same { (What::Same, Kind::Same) } else { (What::Apart, Kind::Apart) };
            let decision = Decision { what, evidence: [a, b].map(first).into(), value: None, by: None };
            let id = store.decide(&decision).unwrap();
            model.note(id, kind, vec![a, b]);
        }
        Step::Original(of, from) => {
            let pages = if of == from { vec![of] } else { vec![of, from] };
            let evidence = pages.iter().map(|&page| Evidence::whole(NAMES[page])).collect();
            let decided = store.decide(&Decision { what: What::Original, evidence, value: None, by: None });
            assert_eq!(decided.is_ok(), model.can_be_taken(of, from), "{decided:?}");
            if let Ok(id) = decided {
                model.note(id, Kind::Original, pages);
            }
        }
        Step::Chain(page, who) => {
            let value = Some(WHO[..=who].join(" → "));
            let decision = Decision { what: What::Chain, evidence: vec![first(page)], value, by: None };
            model.note(store.decide(&decision).unwrap(), Kind::Chain(who), vec![page]);
        }
        Step::Says(page, what) => {
            let value = Some(plain(page, what));
            let decision = Decision { what: What::Says, evidence: vec![first(page)], value, by: None };
            model.note(store.decide(&decision).unwrap(), Kind::Says(what), vec![page]);
        }
        Step::Undo(place) => {
            let Some((id, pages, undone)) = model.decisions.get(place).map(|d| (d.id, d.pages.clone(), d.undone))
            else {
                return;
            };
            assert_eq!(store.undo(id).unwrap(), !undone);
            model.decisions[place].undone = true;
            model.waiting |= !undone && model.concerns(&pages);
        }
        Step::Reread => {
            let other = rusqlite::Connection::open(store.path()).unwrap();
            let older = [format!("0.0.{}", model.readers), selon::VERSION.to_owned()];
            other.execute("update readers set version = ?1 where version = ?2", older).unwrap();
            model.readers += 1;
            for (&page, versions) in &model.pages {
                for &version in versions {
                    store.keep(&[incoming(page, version)]).unwrap();
                }
            }
            assert_eq!(store.captures(true).unwrap(), [""; 0]);
            model.waiting |= !model.pages.is_empty();
        }
        Step::Forget(page) => {
            let forgotten = store.forget(NAMES[page]).unwrap();
            assert_eq!(!forgotten.is_empty(), model.pages.remove(&page).is_some());
            if !forgotten.is_empty() {
                model.decisions.retain(|d| !d.pages.contains(&page));
                trace(store);
                model.waiting = false;
            }
        }
        Step::Reopen => *store = Store::open(store.path()).unwrap(),
    }
}

fn agree(store: &Store, model: &Model) {
    let health = store.doctor().unwrap();
    assert!(health.ok, "{health:?}");
    assert_eq!(health.dispatches, model.pages.len() as i64);
    assert_eq!(health.captures, model.pages.values().map(BTreeSet::len).sum::<usize>() as i64);
    assert_eq!(health.untraced > 0, model.waiting);
    for (page, name) in NAMES.iter().enumerate() {
        let shown = store.show(name).unwrap();
        let Some(versions) = model.pages.get(&page) else {
            assert_eq!(shown, None);
            continue;
        };
        let Some(Shown::Dispatch(shown)) = shown else { panic!("{shown:?}") };
        assert_eq!(shown.captures.len(), versions.len());
        let current = model.current(page);
        assert_eq!(shown.text, text(page, current));
        for version in 0..3 {
            let query = Query { words: format!("{name}{version}"), most: 10, ..Query::default() };
            let found = store.search(&query).unwrap();
            assert_eq!(found.dispatches.len(), usize::from(version == current), "{query:?}");
        }
        if !model.waiting {
            assert!(!shown.statements.is_empty() && shown.story.is_some());
            let whole: Vec<char> = shown.text.chars().collect();
            for statement in shown.statements.iter().filter(|s| !s.withdrawn) {
                assert_eq!(statement.quote, whole[statement.start..statement.end].iter().collect::<String>());
            }
            // What an earlier version alone says is withdrawn, and still there.
            let withdrawn: BTreeSet<usize> = (0..3)
                .filter(|version| {
                    let words = format!("{name}{version}");
                    shown.statements.iter().any(|s| s.withdrawn && s.quote.contains(&words))
                })
                .collect();
            assert_eq!(withdrawn, versions.iter().copied().filter(|&v| v != current).collect());
        }
    }
    if !model.waiting {
        let shown = |page: usize| match store.show(NAMES[page]).unwrap() {
            Some(Shown::Dispatch(shown)) => *shown,
            other => panic!("{other:?}"),
        };
        let stated = |page: usize| {
            let words = format!("port de {} est fermé", NAMES[page]);
            let says = |s: &StatementRow| !s.withdrawn && s.quote.contains(&words);
            shown(page).statements.into_iter().find(says).expect("it says so")
        };
        let (same, apart) = (model.pairs(Kind::Same), model.pairs(Kind::Apart));
        for &[a, b] in apart.iter().filter(|[a, b]| a != b) {
            assert_ne!(stated(a).claim, stated(b).claim, "{a} and {b} are said to be apart");
        }
        for &[a, b] in same.iter().filter(|_| apart.is_empty()) {
            assert_eq!(stated(a).claim, stated(b).claim, "{a} and {b} are said to be the same");
        }
        for &page in model.pages.keys() {
            let last = |of: fn(Kind) -> Option<usize>| {
                model.standing().rev().find_map(|d| of(d.kind).filter(|_| d.pages[0] == page))
            };
            let statement = stated(page);
            if let Some(who) = last(|kind| if let Kind::Chain(who) = kind { Some(who) } else { None }) {
                let names: Vec<&str> = statement.chain.iter().rev().map(|v| v.name.as_str()).collect();
                let told = WHO[..=who].iter().map(|name| name.split_once(':').unwrap().1);
                assert_eq!(names[..names.len() - 1], told.collect::<Vec<_>>());
            } else if !model.standing().any(|d| matches!(d.kind, Kind::Chain(_))) {
                // A copy may have the chain of its original, also of one that is put right.
                assert!(statement.chain.iter().all(|v| WHO.iter().all(|who| !who.ends_with(&v.name))));
            }
            let says = last(|kind| if let Kind::Says(what) = kind { Some(what) } else { None });
            assert_eq!(statement.says, says.map(|what| plain(page, what)));
            let found = |what| {
                let words = plain(page, what);
                let found =
                    store.search(&Query { words: format!("\"{words}\""), most: 10, ..Query::default() }).unwrap();
                found.claims.iter().any(|claim| claim.id == statement.claim)
            };
            for what in 0..3 {
                assert_eq!(found(what), says == Some(what), "what it is said to say is found");
            }
            let originals: Vec<&[usize]> = model
                .standing()
                .filter(|d| d.kind == Kind::Original && d.pages[0] == page)
                .map(|d| d.pages.as_slice())
                .collect();
            if !originals.is_empty() {
                let told: BTreeSet<&str> =
                    originals.iter().filter_map(|pages| pages.get(1)).map(|&p| NAMES[p]).collect();
                let shown = shown(page);
                let from: BTreeSet<&str> = shown.copies.iter().map(|c| c.dispatch.address.as_str()).collect();
                assert!(from.is_superset(&told), "{from:?}, {told:?}");
                assert!(!told.is_empty() || from.is_empty(), "it is taken from no other");
                assert!(shown.copied_by.iter().all(|c| !told.contains(c.dispatch.address.as_str())));
            }
        }
    }
    let kept: Vec<(i64, bool, bool)> =
        store.decisions().unwrap().into_iter().map(|d| (d.id, d.undone.is_some(), d.holds)).collect();
    let there = |d: &Decided| d.pages.iter().all(|page| model.pages.contains_key(page));
    assert_eq!(kept, model.decisions.iter().map(|d| (d.id, d.undone, there(d))).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_archive_answers_as_the_model_does(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("selon.db")).unwrap();
        let mut model = Model::default();
        for one in &steps {
            step(&mut store, &mut model, one);
            agree(&store, &model);
        }
    }
}
