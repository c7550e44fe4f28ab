//! Any bytes as a page: reading never panics, and what it finds reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selon::{extract, page};

fuzz_target!(|bytes: &[u8]| {
    let Ok(page) = page::read(bytes) else { return };
    let dispatch = extract::extract(&page);
    let mut end = 0;
    for block in &dispatch.blocks {
        assert!(block.span.start() >= end, "blocks are in the order of the text and do not overlap");
        end = block.span.end();
        assert!(!dispatch.text.get(block.span).is_empty(), "a block has words");
    }
    let (explained, why) = extract::explain(&page);
    assert_eq!(explained.text.as_str(), dispatch.text.as_str(), "asking why changes nothing");
    assert!(why.pieces.iter().filter_map(|p| p.span).all(|span| span.end() <= end));
});
