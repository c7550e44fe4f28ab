//! How fast pages are read, beside the parser alone over the same pages in the same run. Run it on optimised code, with a folder
//! of saved pages where there is one:
//! `SELON_PAGES=pages cargo test --release -p selon --lib extract::speed -- --ignored --nocapture`.

use std::path::{Path, PathBuf};

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink as _;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::tree::{Sink, Tree};
use crate::page::{self, Page};

/// html5ever with our tree, and nothing else.
fn bare(html: &str) -> Tree {
    let options = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
    let tokenizer = Tokenizer::new(TreeBuilder::new(Sink::new(html.len()), options), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.sink.finish()
}

/// The pages of `SELON_PAGES`, or those of our own gold.
#[expect(clippy::disallowed_methods, reason = "a measurement reads pages")]
fn pages() -> Vec<PathBuf> {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../gold/trace");
    let mut folders = vec![PathBuf::from(std::env::var("SELON_PAGES").unwrap_or_else(|_| own.to_owned()))];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of pages") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "html") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads pages")]
fn load(path: &Path) -> Option<Page> {
    page::read(&std::fs::read(path).ok()?).ok()
}

#[test]
#[ignore = "measures; it cannot fail"]
#[expect(clippy::disallowed_methods, reason = "measures time")]
#[expect(clippy::print_stdout, reason = "says what it measured")]
fn pages_a_second() {
    let timed = |work: &mut dyn FnMut()| {
        let began = std::time::Instant::now();
        work();
        began.elapsed().as_secs_f64()
    };
    let (mut alone, mut read, mut decoded, mut number, mut bytes) = (0.0, 0.0, 0.0, 0usize, 0usize);
    for path in pages() {
        let mut page = None;
        decoded += timed(&mut || page = load(&path));
        let Some(page) = page else { continue };
        number += 1;
        bytes += page.body.len();
        // Whoever comes second finds warm caches: in turns.
        let mut parse = || alone += timed(&mut || drop(std::hint::black_box(bare(&page.body))));
        let mut extract = || read += timed(&mut || drop(std::hint::black_box(super::extract(&page))));
        if number % 2 == 0 {
            parse();
            extract();
        } else {
            extract();
            parse();
        }
    }
    println!(
        "{number} pages, {:.1} MB: parser alone {:.0} pages/s; whole stage {:.0} pages/s, {:.2} of it; with decoding {:.0}",
        bytes as f64 / 1e6,
        number as f64 / alone,
        number as f64 / read,
        alone / read,
        number as f64 / (read + decoded),
    );
}
