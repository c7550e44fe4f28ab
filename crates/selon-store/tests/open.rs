//! Archives that cannot be opened say why, and are not touched.

#![allow(clippy::disallowed_methods, reason = "tests make files")]

use std::path::Path;

use rusqlite::Connection;
use selon::{Document, Reading};
use selon_store::{Change, ErrorKind, Incoming, SCHEMA, Step, Store};

fn page(id: &str, text: &str) -> Incoming {
    let document = Document { published: Some("2031-03-04".into()), ..Document::new(id, text) };
    Incoming::new(text.as_bytes(), &format!("pages/{id}.txt"), &Reading::of_document(&document))
}

fn refusal(path: &Path) -> ErrorKind {
    let before = std::fs::read(path).unwrap();
    let error = Store::open(path).unwrap_err();
    assert_eq!(std::fs::read(path).unwrap(), before, "the file was touched");
    assert!(error.to_string().starts_with(&path.display().to_string()));
    error.kind
}

#[test]
fn what_is_no_archive_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "These are notes of mine, and rather long ones. ".repeat(50)).unwrap();
    assert!(matches!(refusal(&text), ErrorKind::NotAnArchive));

    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute("create table mine (x integer)", []).unwrap();
    assert!(matches!(refusal(&other), ErrorKind::NotAnArchive));

    let missing = folder.path().join("missing.db");
    assert!(matches!(Store::open_to_read(&missing).unwrap_err().kind, ErrorKind::Missing));
    assert!(!missing.exists());
}

#[test]
fn an_archive_of_a_later_selon_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("selon.db");
    drop(Store::open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", SCHEMA + 1).unwrap();
    assert!(matches!(refusal(&path), ErrorKind::Later { found, known } if found == SCHEMA + 1 && known == SCHEMA));
    assert!(matches!(Store::open_to_read(&path).unwrap_err().kind, ErrorKind::Later { .. }));
}

#[test]
fn keeping_a_page_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("selon.db")).unwrap();
    let first = page("a", "Le port est fermé.");
    let kept = store.keep(std::slice::from_ref(&first)).unwrap();
    assert_eq!(kept[0].change, Change::New);
    assert_eq!(store.keep(std::slice::from_ref(&first)).unwrap()[0].change, Change::None);
    let second = store.keep(&[page("a", "Le port est ouvert.")]).unwrap();
    assert_eq!((second[0].change, second[0].dispatch), (Change::Version, kept[0].dispatch));
}

#[test]
fn what_was_kept_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("selon.db");
    let text = "Le port est fermé, dit la préfecture.";
    Store::open(&path).unwrap().keep(&[page("a", text)]).unwrap();
    let store = Store::open_to_read(&path).unwrap();
    let hash = selon::page::sha256(text.as_bytes());
    assert_eq!(store.bytes(&hash).unwrap().unwrap(), text.as_bytes());
    let reading = store.reading(&hash).unwrap().unwrap();
    let fresh = Reading::of_document(&Document { published: Some("2031-03-04".into()), ..Document::new("a", text) });
    assert_eq!(format!("{reading:?}"), format!("{fresh:?}"));
}

#[test]
fn two_writers_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("selon.db");
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let path = &path;
            scope.spawn(move || {
                let mut store = Store::open(path).unwrap();
                for n in 0..20 {
                    store.keep(&[page(&format!("{writer}-{n}"), &format!("Texte {writer} {n}."))]).unwrap();
                }
            });
        }
    });
    assert_eq!(Store::open_to_read(&path).unwrap().doctor().unwrap().dispatches, 40);
}

#[test]
fn an_archive_that_another_process_holds_is_waited_for_and_then_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("selon.db");
    let mut store = Store::open(&path).unwrap();
    store.wait_for(std::time::Duration::from_millis(200)).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let error = store.keep(&[page("a", "Le port est fermé.")]).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Locked), "{error}");
    assert_eq!(Store::open_to_read(&path).unwrap().doctor().unwrap().captures, 0, "readers are not held up");
    other.execute_batch("rollback").unwrap();
    store.keep(&[page("a", "Le port est fermé.")]).unwrap();
}

#[test]
fn what_is_forgotten_is_gone_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("selon.db");
    let mut store = Store::open(&path).unwrap();
    let outlet = |id: &str, outlet: &str, text: &str| {
        let document = Document { outlet: Some(outlet.into()), ..Document::new(id, text) };
        Incoming::new(text.as_bytes(), &format!("{id}.txt"), &Reading::of_document(&document))
    };
    // The words to look for stand in the file as they are, compressed they could not be found.
    store
        .keep(&[
            outlet("a", "Le Zyphrak", "Zyphrakine, dit le maire."),
            outlet("b", "La Vigie", "Quorblatte, dit le maire."),
        ])
        .unwrap();
    while store.trace_next().unwrap().is_some() {}
    let holds = |words: &str| {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|f| std::fs::read(f.unwrap().path()).unwrap());
        let low = |bytes: Vec<u8>| bytes.to_ascii_lowercase();
        files.map(low).any(|bytes| bytes.windows(words.len()).any(|w| w == words.as_bytes()))
    };
    assert!(holds("zyphrak") && holds("quorblatte"));
    assert_eq!(store.forget("le zyphrak").unwrap(), ["a"]);
    assert!(!holds("zyphrak"), "words of what was forgotten are left");
    assert!(holds("quorblatte"));
    assert_eq!(store.forget("Le Zyphrak").unwrap(), [""; 0]);
    let health = store.doctor().unwrap();
    assert!(health.ok && health.dispatches == 1, "{health:?}");
    assert!(store.bytes(&selon::page::sha256("Zyphrakine, dit le maire.".as_bytes())).unwrap().is_none());
}

#[test]
fn a_dispatch_waits_until_its_story_is_traced_and_a_story_is_traced_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("selon.db")).unwrap();
    let page = |n: usize| {
        let text = format!("Le port de Brest est fermé depuis lundi, a annoncé la préfecture maritime. Page {n}.");
        let reading = Reading::of_document(&Document::new(format!("{n}"), text.as_str()));
        Incoming::new(text.as_bytes(), &format!("{n}.txt"), &reading)
    };
    store.keep(&(0..90).map(page).collect::<Vec<_>>()).unwrap();
    let mut traced: Vec<i64> = Vec::new();
    assert!(matches!(store.trace_next_with(&mut |story, _| traced.push(story)).unwrap(), Some(Step::Compared(_))));
    assert_eq!((store.doctor().unwrap().untraced, traced.len()), (90, 0));
    let mut store = Store::open(store.path()).unwrap();
    while store.trace_next_with(&mut |story, _| traced.push(story)).unwrap().is_some() {}
    assert_eq!(store.doctor().unwrap().untraced, 0);
    let steps = traced.len();
    traced.sort_unstable();
    traced.dedup();
    assert_eq!(traced.len(), steps);
    assert!(store.stories().unwrap().len() <= steps && steps > 0);
}
