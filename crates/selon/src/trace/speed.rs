//! How long a story of many dispatches takes to trace, and one more of them. Run it on optimised code:
//! `cargo test --release -p selon --lib trace::speed -- --ignored --nocapture`.

use super::{Corpus, Decisions, Trace};
use crate::extract::{Dispatch, Document};
use crate::page;
use crate::reading::Reading;

/// So many dispatches: the pages of the examples, each again and again with other words left out and other figures.
#[expect(clippy::disallowed_methods, reason = "a test reads its files")]
fn dispatches(count: usize) -> Vec<Reading> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let folders = ["humber-trust", "valfroide"].map(|name| root.join(name));
    let mut paths: Vec<_> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("an example").map(|entry| entry.expect("a page").path()))
        .filter(|path| path.extension().is_some_and(|e| e == "html" || e == "txt"))
        .collect();
    paths.sort();
    let pages: Vec<Dispatch> = paths
        .iter()
        .map(|path| Reading::of_page(&page::read(&std::fs::read(path).expect("a page")).expect("a page")).dispatch)
        .collect();
    (0..count).map(|n| edited(&pages[n % pages.len()], n)).collect()
}

/// The `n`th edit of a dispatch: every so many words are left out, and some figures are others.
fn edited(page: &Dispatch, n: usize) -> Reading {
    let words = page.text.as_str().split(' ').enumerate().filter(|(at, _)| !(at + n).is_multiple_of(7 + n % 11));
    let words: Vec<String> = words
        .map(|(at, word)| match word.parse::<usize>() {
            Ok(figure) if (at + n).is_multiple_of(3) => (figure + n % 9).to_string(),
            _ => word.to_owned(),
        })
        .collect();
    let document = Document {
        lang: page.lang.map(|lang| lang.to_string()),
        outlet: page.outlet.as_ref().map(|outlet| format!("{outlet} {n}")),
        published: Some(format!("2033-02-{:02}T{:02}:{:02}", 12 + n % 5, n % 24, n % 60)),
        title: page.title.clone(),
        ..Document::new(format!("https://example.org/{n}"), words.join(" "))
    };
    Reading::of_document(&document)
}

#[test]
#[ignore = "measures; it cannot fail"]
#[expect(clippy::print_stdout, reason = "says what it measured")]
#[expect(clippy::disallowed_methods, reason = "measures time")]
fn a_story_of_five_hundred_dispatches() {
    let readings = dispatches(501);
    for count in [125, 250, 500, 501] {
        let began = std::time::Instant::now();
        let trace = Trace::of_story(readings[..count].to_vec(), &Corpus::default(), &Decisions::default());
        let took = began.elapsed().as_secs_f64();
        let statements: usize = trace.claims.iter().map(|c| c.statements.len()).sum();
        println!("{count} dispatches: {took:.2} s, {} claims of {statements} statements", trace.claims.len());
    }
}
