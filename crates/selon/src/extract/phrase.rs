//! What the first words of a line say that it is: "Lire aussi : …", "© 2031 …", "Mots-clés : …".

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, Match};

use super::table::everywhere;

/// What a line says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Credit,
    ReadAlso,
    Section,
    Tags,
    Rights,
    Boilerplate,
    Source,
    Comments,
}

/// Phrases by their first letter, the longest first.
struct Index(BTreeMap<char, Vec<(String, Class)>>);

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let words = &everywhere().furniture;
        let lists = [
            (&words.credit, Class::Credit),
            (&words.read_also, Class::ReadAlso),
            (&words.section, Class::Section),
            (&words.tags, Class::Tags),
            (&words.rights, Class::Rights),
            (&words.boilerplate, Class::Boilerplate),
            (&everywhere().byline.source, Class::Source),
            (&words.comments, Class::Comments),
        ];
        let mut index: BTreeMap<char, Vec<(String, Class)>> = BTreeMap::new();
        for (phrases, class) in lists {
            for phrase in phrases {
                if let Some(first) = phrase.chars().next() {
                    index.entry(first).or_default().push((phrase.clone(), class));
                }
            }
        }
        for phrases in index.values_mut() {
            phrases.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        }
        Index(index)
    })
}

/// Lower case, the plain apostrophe, without signs in front.
pub(super) fn folded(line: &str) -> String {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            '’' => out.push('\''),
            c => out.extend(c.to_lowercase().filter(|c| *c != '\u{307}')),
        }
    }
    out
}

/// The phrases that a folded line begins with, as (class, what follows the phrase), longest phrase first.
pub(super) fn openings(folded: &str) -> impl Iterator<Item = (Class, &str)> {
    let phrases = folded.chars().next().and_then(|c| index().0.get(&c)).map_or(&[][..], Vec::as_slice);
    phrases.iter().filter_map(move |(phrase, class)| {
        let rest = folded.strip_prefix(phrase.as_str())?;
        (!rest.chars().next().is_some_and(char::is_alphabetic)).then_some((*class, rest))
    })
}

/// Whether a line begins with a phrase of a class, and what follows it.
pub(super) fn opening(folded: &str, class: Class) -> Option<&str> {
    openings(folded).find(|(c, _)| *c == class).map(|(_, rest)| rest)
}

/// Whether the phrase is all the line says, up to a colon or a count.
pub(super) fn ends(rest: &str) -> bool {
    rest.trim_matches(|c: char| !c.is_alphabetic()).is_empty()
}

/// Whether a phrase is set off from what follows by a sign, as labels are.
pub(super) fn labels(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '>', '»', '→', '|', '-', '–', '/', '▶', '►', '•', '·']) || ends(rest)
}

/// Lists whose phrases are looked for anywhere in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Rights,
    Newsletter,
    Paywall,
    Consent,
    Live,
}

/// Whether a folded line holds a phrase of a list, as words of their own.
pub(super) fn holds(folded: &str, list: List) -> bool {
    found(folded, list).next().is_some()
}

/// How many phrases of a list a folded line holds.
pub(super) fn count(folded: &str, list: List) -> usize {
    found(folded, list).count()
}

fn found(folded: &str, list: List) -> impl Iterator<Item = Match> + '_ {
    static AUTOMATA: OnceLock<[AhoCorasick; 5]> = OnceLock::new();
    let automata = AUTOMATA.get_or_init(|| {
        let words = &everywhere().furniture;
        [&words.rights, &words.newsletter, &words.paywall, &words.consent, &words.live]
            .map(|list| AhoCorasick::new(list).expect("a few phrases"))
    });
    automata[list as usize].find_overlapping_iter(folded).filter(|found| {
        let before = folded[..found.start()].chars().next_back();
        let after = folded[found.end()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether a text contains a phrase of a list as words of their own.
pub(super) fn contains(folded: &str, phrases: &[String]) -> bool {
    phrases.iter().any(|phrase| {
        folded.match_indices(phrase.as_str()).any(|(at, _)| {
            let before = folded[..at].chars().next_back();
            let after = folded[at + phrase.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
    })
}
