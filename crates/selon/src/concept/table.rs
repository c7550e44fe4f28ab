//! `lang/*/concept.toml`: news concepts that mean the same in every language, and the words that carry no matter.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::fold;
use crate::lang::{Lang, Table, Tables};

/// The concepts of every language.
pub static CONCEPTS: Tables<Concepts> = Tables::new();

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Words without matter of their own: articles, auxiliaries, pronouns.
    #[serde(default)]
    empty: Vec<String>,
    /// Each concept with the beginnings of the words that stand for it; `=word` is the whole word.
    concept: BTreeMap<String, Vec<String>>,
}

/// The file, ready: all words folded.
pub struct Concepts {
    empty: BTreeSet<String>,
    whole: BTreeMap<String, String>,
    beginnings: BTreeMap<String, String>,
}

impl Table for Concepts {
    const FILE: &'static str = "concept";
    type Source = Source;

    fn compile(source: Source, _: Lang) -> Concepts {
        let (mut whole, mut beginnings) = (BTreeMap::new(), BTreeMap::new());
        for (concept, words) in source.concept {
            for word in words {
                let (table, word) = match word.strip_prefix('=') {
                    Some(word) => (&mut whole, word),
                    None => (&mut beginnings, word.as_str()),
                };
                table.insert(fold(word), concept.clone());
            }
        }
        Concepts { empty: source.empty.iter().map(|w| fold(w)).collect(), whole, beginnings }
    }
}

impl Concepts {
    /// Whether a folded word says nothing by itself.
    pub fn is_empty_word(&self, word: &str) -> bool {
        self.empty.contains(word)
    }

    /// What a folded word stands for: the whole word first, then its longest beginning.
    pub fn concept(&self, word: &str) -> Option<&str> {
        if let Some(concept) = self.whole.get(word) {
            return Some(concept);
        }
        let ends = word.char_indices().map(|(i, c)| i + c.len_utf8());
        ends.rev().find_map(|end| self.beginnings.get(&word[..end])).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[examples]` and `[not]` of every `lang/*/concept.toml`.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads the sources")]
    fn every_language_keeps_its_examples() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("lang");
        let mut seen = 0;
        for lang in Lang::known() {
            let Some(table) = CONCEPTS.get(lang) else { continue };
            let file = root.join(lang.code()).join("concept.toml");
            let source: toml::Table = std::fs::read_to_string(&file).expect("its source").parse().expect("TOML");
            let pairs = |key: &str| source[key].as_table().expect("a table").clone();
            for (word, concept) in pairs("examples") {
                assert_eq!(table.concept(&fold(&word)), concept.as_str(), "{lang}: {word}");
                seen += 1;
            }
            for (word, concept) in pairs("not") {
                assert_ne!(table.concept(&fold(&word)), concept.as_str(), "{lang}: {word}");
            }
        }
        assert!(seen > 50, "ten languages have examples");
    }

    #[test]
    fn the_longest_beginning_counts() {
        let table = CONCEPTS.get(Lang::FR).expect("French has concepts");
        assert_eq!(table.concept("arretes"), Some("arrest"));
        assert_eq!(table.concept("arrive"), Some("arrive"));
        assert!(table.is_empty_word("dans"));
    }
}
