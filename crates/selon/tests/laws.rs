//! What holds for every input: nothing past `page` fails, spans read back, the order of pages is of no weight.
#![allow(clippy::disallowed_methods, reason = "a test reads its files")]

use std::path::Path;

use proptest::prelude::*;
use selon::{Reading, Trace, page, view};

/// The pages of an example, as readings.
fn example(name: &str) -> Vec<Reading> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let entries = std::fs::read_dir(&folder).expect("the examples lie in the project");
    let mut paths: Vec<_> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|p| Reading::of_page(&page::read(&std::fs::read(p).expect("a page")).expect("a page"))).collect()
}

fn json(readings: Vec<Reading>) -> String {
    serde_json::to_string(&view::trace(&Trace::of(readings), |id| id)).expect("plain values")
}

#[test]
fn the_order_of_pages_is_of_no_weight() {
    let readings = example("valfroide");
    let once = json(readings.clone());
    let mut turned = readings.clone();
    for by in [1, 4, 7] {
        turned.rotate_left(by);
        assert_eq!(json(turned.clone()), once, "turned by {by}");
    }
    turned.reverse();
    assert_eq!(json(turned), once, "reversed");
}

#[test]
fn a_page_read_twice_counts_once() {
    let readings = example("humber-trust");
    let once = json(readings.clone());
    let twice = [readings.clone(), readings].concat();
    assert_eq!(json(twice), once);
}

#[test]
fn every_statement_reads_back_in_its_own_dispatch() {
    for name in ["valfroide", "humber-trust"] {
        let trace = Trace::of(example(name));
        for statement in trace.claims.iter().flat_map(|c| &c.statements) {
            let text = &trace.readings[statement.reading].dispatch.text;
            let words = text.get(statement.span);
            assert!(!words.trim().is_empty(), "{name}: an empty statement");
            let points = text.code_points(statement.span);
            let by_points: String = text.as_str().chars().skip(points.start).take(points.len()).collect();
            assert_eq!(by_points, words, "{name}");
            let outlet = statement.chain.first().expect("a chain has an outlet");
            assert_eq!(
                *outlet, trace.voices.of_reading[statement.reading][0],
                "{name}: a chain begins with its outlet"
            );
        }
    }
}

/// Words, marks, tags and letters in any order: more like pages than random characters are.
fn page_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "<(p|div|h1|b|a href=x|figcaption|time|script|li|table|td|blockquote)>",
        "</(p|div|h1|b|a|figcaption|script|li|table|td|blockquote)>",
        "(«|»|\"|“|”|'|’|\\.|,|:|\\?|!|\n| )",
        "(selon|a annoncé|said|according to|laut|dijo|сообщил|قال|AFP|M\\.|Ana Roz|lundi|12 morts|2031-03-04|le 7 décembre)",
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_past_page_fails(bodies in prop::collection::vec(page_like(), 1..4)) {
        let pages = bodies.iter().filter_map(|b| page::read(b.as_bytes()).ok());
        let readings: Vec<Reading> = pages.map(|p| Reading::of_page(&p)).collect();
        let trace = Trace::of(readings);
        for (claim, support) in trace.claims.iter().zip(&trace.supports) {
            prop_assert!(support.low <= support.high);
            prop_assert!(!claim.statements.is_empty());
        }
    }

    #[test]
    fn bytes_of_any_kind_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(page) = page::read(&bytes) {
            let reading = Reading::of_page(&page);
            prop_assert_eq!(reading.dispatch.sha256, page::sha256(&bytes));
        }
    }
}
