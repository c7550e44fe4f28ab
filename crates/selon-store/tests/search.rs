//! Searches of an archive in which many dispatches hold the same word.

#![allow(clippy::disallowed_methods, reason = "tests make files")]

use selon::{Document, Reading};
use selon_store::{Incoming, Query, Store};

fn page(n: usize, published: &str, text: &str) -> Incoming {
    let document = Document {
        published: Some(published.to_owned()),
        lang: Some("fr".into()),
        ..Document::new(format!("https://example.org/{n}"), text)
    };
    Incoming::new(text.as_bytes(), &format!("{n}.txt"), &Reading::of_document(&document))
}

#[test]
fn what_many_dispatches_hold_is_found_in_old_ones_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("selon.db")).unwrap();
    let mut pages = vec![page(0, "2020-05-01", "Le phare du port est éteint.")];
    pages.extend((1..=2_200).map(|n| page(n, "2031-03-04", &format!("Le port n° {n}."))));
    for some in pages.chunks(500) {
        store.keep(some).unwrap();
    }
    let found = |query: Query| -> Vec<String> {
        store.search(&query).unwrap().dispatches.into_iter().map(|row| row.address).collect()
    };
    let port = Query { words: "port".into(), most: 20, ..Query::default() };
    assert_eq!(found(port.clone()).len(), 20);
    // More than are ranked, where more are asked for.
    assert_eq!(found(Query { most: 5_000, ..port.clone() }).len(), 2_201);
    // Of the latest none is that old.
    let old = ["https://example.org/0"];
    assert_eq!(found(Query { to: Some("2020-12-31".into()), ..port.clone() }), old);
    assert_eq!(found(Query { words: "port phare".into(), ..port }), old);
    assert_eq!(found(Query { to: Some("2020-12-31".into()), most: 20, ..Query::default() }), old);
    assert!(store.doctor().unwrap().ok);
}
