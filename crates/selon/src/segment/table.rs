//! What cutting needs to know of a language: `lang/*/segment.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::lang::{Lang, Table, Tables};

pub(super) static TABLES: Tables<SegmentTable> = Tables::new();

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    /// Words that end in a full stop and do not end a sentence: `M.`, `Mr.`.
    #[serde(default)]
    abbreviations: Vec<String>,
    /// Leans on the next word without a blank: `l'`, `qu'`.
    #[serde(default)]
    proclitics: Vec<String>,
    /// Leans on the word before: `-t-il`, `'s`.
    #[serde(default)]
    enclitics: Vec<String>,
    /// Words that are one although they begin like a proclitic: `aujourd'hui`.
    #[serde(default)]
    whole: Vec<String>,
    /// Words before which a number with a full stop is an ordinal: "14. Oktober".
    #[serde(default)]
    after_ordinal: Vec<String>,
    /// Words that begin a sentence where they stand after initials: "in the U.S. The".
    #[serde(default)]
    after_initials: Vec<String>,
}

/// The file, ready: lower case, with the plain apostrophe.
pub(super) struct SegmentTable {
    pub(super) abbreviations: BTreeSet<String>,
    pub(super) proclitics: Vec<String>,
    pub(super) enclitics: Vec<String>,
    pub(super) whole: BTreeSet<String>,
    pub(super) after_ordinal: BTreeSet<String>,
    /// As they are written.
    pub(super) after_initials: BTreeSet<String>,
}

impl Table for SegmentTable {
    const FILE: &'static str = "segment";
    type Source = Source;

    fn compile(source: Source, _: Lang) -> SegmentTable {
        // The longest first, so that "-t-il" is taken before "-il".
        let longest_first = |mut words: Vec<String>| {
            words.sort_by_key(|w| std::cmp::Reverse(w.len()));
            words
        };
        SegmentTable {
            abbreviations: source.abbreviations.into_iter().collect(),
            proclitics: longest_first(source.proclitics),
            enclitics: longest_first(source.enclitics),
            whole: source.whole.into_iter().collect(),
            after_ordinal: source.after_ordinal.into_iter().collect(),
            after_initials: source.after_initials.into_iter().collect(),
        }
    }
}
