//! What placing names needs to know of a language: `lang/*/place.toml`.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::annotate::lower::lower_into;
use crate::lang::{Lang, Table, Tables, expand};
use crate::segment::{Segments, TokenKind};
use crate::text::{Span, Text};

pub(super) static TABLES: Tables<PlaceTable> = Tables::new();

/// The file; all lower case, `{a,b}` stands for either.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    /// Code of a country to what its people and things are called.
    #[serde(default)]
    demonyms: BTreeMap<String, Vec<String>>,
    /// Short forms to names: "ill." = "Illinois".
    #[serde(default)]
    abbreviations: BTreeMap<String, String>,
    /// Words before a name that say what it is: "province de".
    #[serde(default)]
    before: Vec<String>,
    /// Words behind a name that say what it is: "province".
    #[serde(default)]
    behind: Vec<String>,
    /// Endings of cases, and the endings of names that they may stand for.
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    nominatives: Vec<String>,
}

/// The file, ready.
pub(super) struct PlaceTable {
    demonyms: HashMap<String, [u8; 2]>,
    abbreviations: BTreeMap<String, String>,
    before: Vec<String>,
    behind: Vec<String>,
    endings: Vec<String>,
    nominatives: Vec<String>,
}

impl PlaceTable {
    /// The words for the people and things of a country, with its code; a few hundred at most.
    pub(super) fn demonyms(&self, text: &Text, segments: &Segments) -> Vec<(Span, [u8; 2])> {
        let words = segments.tokens.iter().filter(|t| t.kind == TokenKind::Word);
        let mut lower = String::new();
        let found = words.filter_map(|t| {
            lower.clear();
            lower_into(text.get(t.span), &mut lower);
            Some((t.span, *self.demonyms.get(&lower)?))
        });
        found.take(300).collect()
    }

    /// The name that a short form stands for.
    pub(super) fn abbreviation(&self, lower: &str) -> Option<&str> {
        self.abbreviations.get(lower).map(String::as_str)
    }

    /// Other forms of a folded name, the likeliest first.
    pub(super) fn without_common_words(&self, folded: &str) -> impl Iterator<Item = String> {
        let before = self.before.iter().filter_map(|w| folded.strip_prefix(w.as_str()));
        let behind = self.behind.iter().filter_map(|w| folded.strip_suffix(w.as_str()));
        let bare = before.chain(behind).map(|rest| rest.trim().to_owned());
        let stems =
            self.endings.iter().filter_map(|e| folded.strip_suffix(e.as_str())).filter(|s| s.chars().count() > 2);
        let cases = stems.flat_map(|s| self.nominatives.iter().map(move |n| format!("{s}{n}")));
        bare.chain(cases).filter(|name| !name.is_empty())
    }
}

impl Table for PlaceTable {
    const FILE: &'static str = "place";
    type Source = Source;

    fn compile(source: Source, _: Lang) -> PlaceTable {
        let mut demonyms = HashMap::new();
        for (code, words) in &source.demonyms {
            let code = <[u8; 2]>::try_from(code.as_bytes()).expect("a country code has two letters");
            for word in words.iter().flat_map(|w| expand(w)) {
                demonyms.insert(word, code);
            }
        }
        // A blank keeps "river" from being cut out of one word.
        let before =
            source.before.iter().flat_map(|w| expand(w)).map(|w| if w.ends_with('\'') { w } else { w + " " }).collect();
        let behind = source.behind.iter().flat_map(|w| expand(w)).map(|w| format!(" {w}")).collect();
        PlaceTable {
            demonyms,
            abbreviations: source.abbreviations,
            before,
            behind,
            endings: source.endings,
            nominatives: source.nominatives,
        }
    }
}
