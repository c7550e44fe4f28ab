//! Whatever is done to an archive, it answers as a plain model in memory does.

#![allow(clippy::disallowed_methods, reason = "tests make files")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use selon::{Document, Reading, Trace};
use selon_store::{Decision, Evidence, Incoming, Query, Shown, Store};

/// Something a desk does.
#[derive(Debug, Clone)]
enum Step {
    /// Keeps a version of a page.
    Add(usize, usize),
    /// Compares what waits with the rest.
    Trace,
    /// Decides something about a page.
    Decide(usize),
    /// Undoes a decision.
    Undo(usize),
    /// Forgets a page.
    Forget(usize),
    /// Closes the archive and opens it again.
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0usize..4, 0usize..3).prop_map(|(page, version)| Step::Add(page, version)),
        2 => Just(Step::Trace),
        1 => (0usize..4).prop_map(Step::Decide),
        1 => (0usize..6).prop_map(Step::Undo),
        1 => (0usize..4).prop_map(Step::Forget),
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
    decisions: Vec<(i64, usize, bool)>,
}

impl Model {
    fn current(&self, page: usize) -> usize {
        let age = |version: &usize| [2, 5, 3][*version];
        *self.pages[&page].iter().max_by_key(|v| age(v)).expect("a version")
    }
}

fn trace(store: &mut Store) {
    let circle = store.circle(&[]).unwrap();
    let readings = circle.dispatches.iter().map(|&d| store.reading_of(d).unwrap().unwrap()).collect();
    store.keep_trace(&Trace::of(readings)).unwrap();
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
        Step::Decide(page) => {
            let evidence = Evidence {
                dispatch: NAMES[page].into(),
                quote: "est fermé".into(),
                before: String::new(),
                after: String::new(),
            };
            let id = store.decide(&Decision { what: "no-copy".into(), evidence: vec![evidence], value: None }).unwrap();
            model.decisions.push((id, page, false));
        }
        Step::Undo(place) => {
            if let Some(decision) = model.decisions.get_mut(place) {
                assert_eq!(store.undo(decision.0).unwrap(), !decision.2);
                decision.2 = true;
            }
        }
        Step::Forget(page) => {
            let forgotten = store.forget(NAMES[page]).unwrap();
            assert_eq!(!forgotten.is_empty(), model.pages.remove(&page).is_some());
            if !forgotten.is_empty() {
                model.decisions.retain(|(_, of, _)| *of != page);
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
            for statement in &shown.statements {
                assert_eq!(statement.quote, whole[statement.start..statement.end].iter().collect::<String>());
            }
        }
    }
    let decisions: Vec<(i64, bool)> =
        store.decisions().unwrap().into_iter().map(|d| (d.id, d.undone.is_some())).collect();
    assert_eq!(decisions, model.decisions.iter().map(|&(id, _, undone)| (id, undone)).collect::<Vec<_>>());
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
