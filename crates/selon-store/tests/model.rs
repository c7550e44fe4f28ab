//! Whatever is done to an archive, it answers as a plain model in memory does.

#![allow(clippy::disallowed_methods, reason = "tests make files")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use selon::{Document, Reading};
use selon_store::{Decision, Evidence, Incoming, Query, Shown, Store, What};

/// Something a desk does.
#[derive(Debug, Clone)]
enum Step {
    /// Keeps a version of a page.
    Add(usize, usize),
    /// Compares what waits with the rest.
    Trace,
    /// Says that passages of two pages state one fact, or that they state two.
    Decide(bool, usize, usize),
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
        1 => (0usize..6).prop_map(Step::Undo),
        1 => (0usize..4).prop_map(Step::Forget),
        1 => Just(Step::Reread),
        1 => Just(Step::Reopen),
    ];
    vec(step, 1..25)
}

const NAMES: [&str; 4] = ["alpha", "bravo", "carlo", "delta"];

fn text(page: usize, version: usize) -> String {
    let name = NAMES[page];
    format!("Le port de {name} est fermé, a dit la préfecture. Il compte {} bateaux {name}{version}.", page + 12)
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
    same: bool,
    pages: [usize; 2],
    undone: bool,
}

impl Model {
    /// Whether a decision makes what is there wait.
    fn concerns(&self, pages: [usize; 2]) -> bool {
        pages.iter().any(|page| self.pages.contains_key(page))
    }

    /// The pages of the decisions that stand, where both are there.
    fn standing(&self, same: bool) -> Vec<[usize; 2]> {
        let of = |d: &&Decided| d.same == same && !d.undone && d.pages.iter().all(|p| self.pages.contains_key(p));
        self.decisions.iter().filter(of).map(|d| d.pages).collect()
    }

    fn current(&self, page: usize) -> usize {
        let age = |version: &usize| [2, 5, 3][*version];
        *self.pages[&page].iter().max_by_key(|v| age(v)).expect("a version")
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
            let evidence = [a, b].map(|page| Evidence {
                dispatch: NAMES[page].into(),
                quote: format!("Le port de {} est fermé", NAMES[page]),
                before: String::new(),
                after: String::new(),
            });
            let what = if same { What::Same } else { What::Apart };
            let id = store.decide(&Decision { what, evidence: evidence.into(), value: None, by: None }).unwrap();
            model.decisions.push(Decided { id, same, pages: [a, b], undone: false });
            model.waiting |= model.concerns([a, b]);
        }
        Step::Undo(place) => {
            let Some((id, pages, undone)) = model.decisions.get(place).map(|d| (d.id, d.pages, d.undone)) else {
                return;
            };
            assert_eq!(store.undo(id).unwrap(), !undone);
            model.decisions[place].undone = true;
            model.waiting |= !undone && model.concerns(pages);
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
        let claim = |page: usize| {
            let Some(Shown::Dispatch(shown)) = store.show(NAMES[page]).unwrap() else { panic!("it is there") };
            let words = format!("port de {} est fermé", NAMES[page]);
            shown.statements.iter().find(|s| !s.withdrawn && s.quote.contains(&words)).expect("it says so").claim
        };
        let (same, apart) = (model.standing(true), model.standing(false));
        for &[a, b] in apart.iter().filter(|[a, b]| a != b) {
            assert_ne!(claim(a), claim(b), "{a} and {b} are said to be apart");
        }
        for &[a, b] in same.iter().filter(|_| apart.is_empty()) {
            assert_eq!(claim(a), claim(b), "{a} and {b} are said to be the same");
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
