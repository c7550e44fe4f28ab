//! `lang/*/concept.toml`: news concepts that mean the same in every language, and the words that carry no matter.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::lang::{Lang, Table, Tables};
use crate::voices::fold;

pub(super) static TABLES: Tables<Concepts> = Tables::new();

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    /// Words without matter of their own: articles, auxiliaries, pronouns.
    #[serde(default)]
    empty: Vec<String>,
    /// Each concept with the beginnings of the words that stand for it; `=word` is the whole word.
    concept: BTreeMap<String, Vec<String>>,
}

/// The file, ready: all words folded.
pub(super) struct Concepts {
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
                table.insert(plain(word), concept.clone());
            }
        }
        Concepts { empty: source.empty.iter().map(|w| plain(w)).collect(), whole, beginnings }
    }
}

impl Concepts {
    /// Whether a folded word says nothing by itself.
    pub(super) fn is_empty_word(&self, word: &str) -> bool {
        self.empty.contains(word)
    }

    /// What a folded word stands for: the whole word first, then its longest beginning.
    pub(super) fn concept(&self, word: &str) -> Option<&str> {
        if let Some(concept) = self.whole.get(word) {
            return Some(concept);
        }
        let ends = word.char_indices().map(|(i, c)| i + c.len_utf8());
        ends.rev().find_map(|end| self.beginnings.get(&word[..end])).map(String::as_str)
    }
}

/// One word, folded as statements are; `fold` would take a lone article for a name.
fn plain(word: &str) -> String {
    fold(word)
}
