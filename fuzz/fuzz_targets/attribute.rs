//! Any text in any of the ten languages: reading never panics, and every attribution and statement reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use selon::extract::Document;
use selon::reading::Reading;

const LANGS: [&str; 10] = ["fr", "en", "de", "es", "it", "pt", "nl", "ar", "ru", "tr"];

fuzz_target!(|input: (u8, &str)| {
    let (lang, text) = input;
    let lang = LANGS[usize::from(lang) % LANGS.len()].to_owned();
    let reading = Reading::of_document(&Document { lang: Some(lang), ..Document::new("1", text) });
    let found = &reading.attributions;
    for a in &found.attributions {
        for span in a.source.iter().chain(&a.cue).chain(&a.content) {
            assert!(!span.is_empty() && text.get(span.range()).is_some(), "a span reads back");
        }
        assert!(a.chain.iter().chain(&a.beside).all(|&v| v < found.voices.len()), "a chain names voices");
        assert!(a.parent.into_iter().chain(a.via).all(|p| p < found.attributions.len()), "a parent is there");
    }
    for s in &found.statements {
        assert!(!s.chain.is_empty() && s.chain.iter().all(|&v| v < found.voices.len()), "a statement has a chain");
    }
});
