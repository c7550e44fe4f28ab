//! What comparing words needs to know of a language: `lang/*/story.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lang::{Lang, Table, Tables};

pub(super) static TABLES: Tables<StoryTable> = Tables::new();

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    #[serde(default)]
    state: Vec<State>,
}

/// A state that is written in two ways.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    short: String,
    name: String,
}

/// The file, ready.
pub(super) struct StoryTable {
    states: BTreeMap<String, String>,
}

impl StoryTable {
    /// The name that a word stands for: "DPRK", North Korea.
    pub(super) fn name(&self, word: &str) -> Option<&str> {
        self.states.get(word).map(String::as_str)
    }
}

impl Table for StoryTable {
    const FILE: &'static str = "story";
    type Source = Source;

    fn compile(source: Source, _: Lang) -> StoryTable {
        StoryTable { states: source.state.into_iter().map(|state| (state.short, state.name)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A state as the file has it, with what it must find and what it must not.
    #[derive(Deserialize)]
    struct Entry {
        name: String,
        examples: Vec<String>,
        not: Vec<String>,
    }

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a test reads the tables as they are written")]
    fn the_examples_hold() {
        for (lang, table) in TABLES.all() {
            let path = format!("{}/lang/{lang}/story.toml", env!("CARGO_MANIFEST_DIR"));
            let file: BTreeMap<String, Vec<Entry>> = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            let found = |text: &str, name: &str| {
                text.split(|c: char| !c.is_alphanumeric()).any(|w| table.name(w) == Some(name))
            };
            for Entry { name, examples, not } in &file["state"] {
                assert!(!examples.is_empty());
                assert!(examples.iter().all(|text| found(text, name)), "{lang}: {name} {examples:?}");
                assert!(!not.iter().any(|text| found(text, name)), "{lang}: {name} {not:?}");
            }
        }
    }
}
