//! Any text as a document, in every language: times, names, places and figures are found without a panic, and read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selon::{Dispatch, Document, Lang, annotate, segment};

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let Some(lang) = Lang::known().nth(usize::from(choice) % Lang::known().count()) else { return };
    let document = Document {
        lang: Some(lang.to_string()),
        published: Some("2024-06-19T12:00".to_owned()),
        ..Document::new("1", text)
    };
    let dispatch = Dispatch::from(&document);
    let marks = annotate::annotate(&dispatch, &segment::segment(&dispatch));
    let mut end = 0;
    for time in &marks.times.timexes {
        assert!(time.span.start() >= end, "times are in the order of the text and do not overlap");
        end = time.span.end();
        assert!(!time.value.is_empty() && !time.rule.is_empty());
        if let (Some(from), Some(to)) = (time.earliest, time.latest) {
            assert!(from < to, "{from} {to}");
        }
    }
    for name in &marks.names.names {
        assert!(!dispatch.text.get(name.span).trim().is_empty());
    }
});
