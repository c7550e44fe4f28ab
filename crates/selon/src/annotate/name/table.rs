//! What finding names needs to know of a language: `lang/*/name.toml`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::annotate::lower::lower;
use crate::extract::{Dispatch, Document};
use crate::lang::{Lang, Table, Tables};
use crate::segment::segment;

pub(super) static TABLES: Tables<NameTable> = Tables::new();

/// The file. Every list is of words or phrases, lower case; `{a,b}` in one of them stands for either.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    honorifics: Vec<String>,
    roles: Vec<String>,
    organisations: Vec<String>,
    organisation_words: Vec<String>,
    organisation_tail: Vec<String>,
    places: Vec<String>,
    #[serde(default)]
    place_words: Vec<String>,
    places_small: Vec<String>,
    place_before: Vec<String>,
    organisation_before: Vec<String>,
    particles: Vec<String>,
    inner: Vec<String>,
    common: Vec<String>,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default)]
    links: Vec<String>,
    #[serde(default)]
    noun_endings: Vec<String>,
    #[serde(default)]
    origin_endings: Vec<String>,
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    nominatives: Vec<String>,
    #[serde(default)]
    nouns_have_capitals: bool,
    #[serde(default)]
    no_capitals: bool,
    #[serde(default)]
    rules_weigh: Option<f32>,
}

/// `lang/*/ordinary.toml`: words that a capital makes no names of; sorted, each with a blank before and behind it.
pub(super) struct Ordinary(String);

pub(super) static ORDINARY: Tables<Ordinary> = Tables::new();

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrdinarySource {
    /// Divided by blanks.
    words: String,
}

impl Table for Ordinary {
    const FILE: &'static str = "ordinary";
    type Source = OrdinarySource;

    fn compile(source: OrdinarySource, _: Lang) -> Ordinary {
        let mut words: Vec<&str> = source.words.split_whitespace().collect();
        words.sort_unstable();
        words.dedup();
        Ordinary(format!(" {} ", words.join(" ")))
    }
}

impl Ordinary {
    /// Whether a word in lower case is one.
    pub(super) fn has(&self, lower: &str) -> bool {
        let blank = |at: &usize| self.0.as_bytes()[*at] == b' ';
        let (mut from, mut to) = (0, self.0.len() - 1);
        // Both stand on blanks; the word lies between them if anywhere.
        while from < to {
            let middle = from.midpoint(to);
            let begin = (from..=middle).rev().find(blank).unwrap_or(from);
            let end = (begin + 1..=to).find(blank).unwrap_or(to);
            match self.0[begin + 1..end].cmp(lower) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => from = end,
                std::cmp::Ordering::Greater => to = begin,
            }
        }
        false
    }
}

/// What a word may be; several at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Traits(u16);

impl Traits {
    pub(super) const NONE: Traits = Traits(0);
    /// Stands before a person: "M.".
    pub(super) const HONORIFIC: Traits = Traits(1);
    /// The same, and tells a role: "président".
    pub(super) const ROLE: Traits = Traits(1 << 1);
    /// Begins an organisation's name.
    pub(super) const ORGANISATION_HEAD: Traits = Traits(1 << 2);
    /// Marks an organisation's name wherever it stands in it.
    pub(super) const ORGANISATION_WORD: Traits = Traits(1 << 3);
    /// Goes on an organisation's name in small letters.
    pub(super) const ORGANISATION_TAIL: Traits = Traits(1 << 4);
    /// Begins a place's name.
    pub(super) const PLACE_HEAD: Traits = Traits(1 << 5);
    /// Ends a place's name.
    pub(super) const PLACE_WORD: Traits = Traits(1 << 6);
    /// Begins a place's name although it has a small letter.
    pub(super) const PLACE_SMALL: Traits = Traits(1 << 7);
    /// Stands before places.
    pub(super) const PLACE_BEFORE: Traits = Traits(1 << 8);
    /// Stands before organisations.
    pub(super) const ORGANISATION_BEFORE: Traits = Traits(1 << 9);
    /// Small word inside a person's name.
    pub(super) const PARTICLE: Traits = Traits(1 << 10);
    /// Small word inside other names.
    pub(super) const INNER: Traits = Traits(1 << 11);
    /// No name although it has a capital.
    pub(super) const COMMON: Traits = Traits(1 << 12);

    /// Says of what country, and may begin an organisation's name: "Spanish Air Force".
    pub(super) const ORIGIN: Traits = Traits(1 << 13);
    /// Goes on the name behind a word that marks an organisation: "School of Art".
    pub(super) const LINK: Traits = Traits(1 << 14);

    pub(super) fn has(self, other: Traits) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn with(self, other: Traits) -> Traits {
        Traits(self.0 | other.0)
    }

    /// The numbers of the single traits.
    pub(super) fn bits(self) -> impl Iterator<Item = u32> {
        (0..u16::BITS).filter(move |bit| self.0 >> bit & 1 == 1)
    }
}

struct Phrase {
    rest: Vec<Box<str>>,
    traits: Traits,
}

/// The file, ready.
pub(super) struct NameTable {
    /// By first word; of each the longest first.
    phrases: HashMap<Box<str>, Vec<Phrase>>,
    /// Endings of cases, the longest first.
    pub(super) endings: Vec<String>,
    /// What makes of a place one who is from there, and is no name: "Chilean".
    pub(super) origin_endings: Vec<String>,
    /// Nouns that end so are no names: "Bildungsminister".
    pub(super) noun_endings: Vec<String>,
    /// What the first case has in their place.
    pub(super) nominatives: Vec<String>,
    pub(super) nouns_have_capitals: bool,
    pub(super) no_capitals: bool,
    /// What the word of the rules counts before the learned judge; without it they have the last word.
    pub(super) rules_weigh: Option<f32>,
}

impl NameTable {
    /// The longest phrase that begins the words: how many of them it takes, and what it is. The traits of the first word
    /// alone count for all that a longer phrase does not say.
    pub(super) fn longest<'w>(&self, first: &str, rest: impl Iterator<Item = &'w str> + Clone) -> (usize, Traits) {
        let Some(list) = self.phrases.get(first) else { return (1, Traits::default()) };
        let found = list.iter().find(|p| {
            let mut words = rest.clone();
            p.rest.iter().all(|want| words.next() == Some(want))
        });
        let alone = list.iter().find(|p| p.rest.is_empty()).map(|p| p.traits).unwrap_or_default();
        found.map_or((1, Traits::default()), |p| (1 + p.rest.len(), p.traits.with(alone)))
    }
}

impl Table for NameTable {
    const FILE: &'static str = "name";
    type Source = Source;

    fn compile(source: Source, lang: Lang) -> NameTable {
        let mut phrases: HashMap<Box<str>, Vec<Phrase>> = HashMap::new();
        let mut add = |list: &[String], traits: Traits| {
            for phrase in list.iter().flat_map(|p| crate::lang::expand(p)) {
                let mut words = words(&phrase, lang).into_iter();
                let Some(first) = words.next() else { continue };
                let rest: Vec<_> = words.collect();
                let known = phrases.entry(first).or_default();
                match known.iter_mut().find(|p| p.rest == rest) {
                    Some(p) => p.traits = p.traits.with(traits),
                    None => known.push(Phrase { rest, traits }),
                }
            }
        };
        add(&source.honorifics, Traits::HONORIFIC);
        add(&source.roles, Traits::ROLE);
        add(&source.organisations, Traits::ORGANISATION_HEAD);
        add(&source.organisation_words, Traits::ORGANISATION_WORD);
        add(&source.organisation_tail, Traits::ORGANISATION_TAIL);
        add(&source.places, Traits::PLACE_HEAD);
        add(&source.place_words, Traits::PLACE_WORD);
        add(&source.places_small, Traits::PLACE_SMALL);
        add(&source.place_before, Traits::PLACE_BEFORE);
        add(&source.organisation_before, Traits::ORGANISATION_BEFORE);
        add(&source.particles, Traits::PARTICLE);
        add(&source.inner, Traits::INNER);
        add(&source.common, Traits::COMMON);
        add(&source.origins, Traits::COMMON.with(Traits::ORIGIN));
        add(&source.links, Traits::LINK);
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for list in phrases.values_mut() {
            list.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        }
        let mut endings = source.endings;
        endings.sort_by_key(|e| std::cmp::Reverse(e.len()));
        let Source { origin_endings, noun_endings, nominatives, nouns_have_capitals, no_capitals, rules_weigh, .. } =
            source;
        NameTable {
            phrases,
            endings,
            origin_endings,
            noun_endings,
            nominatives,
            nouns_have_capitals,
            no_capitals,
            rules_weigh,
        }
    }
}

/// The words of a phrase, cut as the text will be.
fn words(phrase: &str, lang: Lang) -> Vec<Box<str>> {
    // An apostrophe at the end leans on a word that is not there.
    let leans = phrase.ends_with('\'') && phrase.len() > 1;
    let text = if leans { format!("{phrase}x") } else { phrase.to_owned() };
    let dispatch = Dispatch::from(&Document { lang: Some(lang.into()), ..Document::new("", text) });
    let mut tokens = segment(&dispatch).tokens;
    if leans {
        tokens.pop();
    }
    tokens.iter().map(|t| lower(dispatch.text.get(t.span)).into_boxed_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_words_are_found_among_others() {
        let words = "été zone a an and zebra";
        let list = Ordinary::compile(OrdinarySource { words: words.to_owned() }, Lang::EN);
        assert!(words.split(' ').all(|w| list.has(w)));
        assert!(["", "b", "ane", "zz", "éte", "zo"].iter().all(|w| !list.has(w)));
        assert!(!Ordinary::compile(OrdinarySource { words: String::new() }, Lang::EN).has("a"));
    }
}
