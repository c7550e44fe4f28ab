//! What the judge sees of a single token.

use std::ops::Range;

use super::Stretch;
use crate::annotate::name::clusters::Clusters;
use crate::annotate::name::find::Finder;
use crate::annotate::name::table::Traits;
use crate::annotate::name::word::Shape;
use crate::crf::feature::hash;
use crate::lang::Lang;

/// A token, before any label of the judge's.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Hash of the word in lower case.
    pub(super) word: u32,
    pub(super) shape: u8,
    /// Hashes of its first three letters and of its last two, three and four.
    pub(super) ends: [u32; 4],
    /// The way to its cluster.
    pub(super) way: u16,
    /// What the table says of it, and of the phrase right before it.
    pub(super) traits: Traits,
    pub(super) before: Traits,
    /// How well known a place of that name is.
    pub(super) standing: u8,
    /// People bear it as a name.
    pub(super) part: bool,
    /// It stands in small letters in other texts, elsewhere in this one.
    pub(super) ordinary: bool,
    pub(super) small: bool,
    /// It stands with a capital inside a sentence, behind another one.
    pub(super) high: bool,
    pub(super) behind: bool,
    pub(super) noun: bool,
    pub(super) first: bool,
    /// The label that the rules give it.
    pub(super) rule: u8,
    /// Its place in a run of words with capitals, and how long that is.
    pub(super) run: (u8, u8),
}

/// Tokens around a stretch whose words are looked at too.
pub(super) const AROUND: usize = 2;

/// Looks at the tokens in and around some stretches; what lies elsewhere stays blank.
pub(super) fn look(finder: &Finder, lang: Lang, labels: &[u8], stretches: &[Stretch]) -> Vec<Seen> {
    let mut seen = vec![Seen::default(); labels.len()];
    let clusters = Clusters::of(lang);
    let mut done = 0;
    for stretch in stretches {
        let from = stretch.tokens.start.saturating_sub(AROUND).max(done);
        let to = (stretch.tokens.end + AROUND).min(labels.len());
        for (i, seen) in seen.iter_mut().enumerate().take(to).skip(from) {
            *seen = one(finder, clusters, i, labels[i]);
        }
        done = to;
    }
    for stretch in stretches {
        before(finder, &stretch.tokens, &mut seen);
        runs(finder, &stretch.tokens, &mut seen);
    }
    seen
}

fn one(finder: &Finder, clusters: Clusters, i: usize, rule: u8) -> Seen {
    let word = finder.words.list[i];
    let lower = finder.words.lower(i);
    let written = finder.text.get(finder.segments.tokens[i].span);
    let high = word.is_high();
    let known = finder.known(i);
    Seen {
        word: hash(lower),
        shape: shape(word.shape, written),
        ends: if high { ends(lower) } else { [0, 0, hash(last(lower, 3)), 0] },
        way: clusters.way(written, lower),
        traits: word.traits,
        before: Traits::default(),
        standing: known.standing,
        part: known.part,
        ordinary: known.ordinary,
        small: high && finder.small.contains(lower),
        high: high && finder.high.contains(lower),
        behind: high && finder.behind.contains(lower),
        noun: high && finder.is_noun(lower),
        first: word.first_of_sentence,
        rule,
        run: (0, 0),
    }
}

fn shape(shape: Shape, written: &str) -> u8 {
    match shape {
        Shape::Mark => 1,
        Shape::Number => 2,
        Shape::Small => 3,
        Shape::Capital => 4 + u8::from(written.contains('-')),
        Shape::Capitals => match written.chars().take(5).count() {
            1 => 6,
            2 if written.ends_with('.') => 7,
            2..=4 => 8,
            _ => 9,
        },
        Shape::Mixed => 10 + u8::from(written.contains('-')),
    }
}

fn ends(lower: &str) -> [u32; 4] {
    let first = lower.char_indices().nth(3).map_or(lower, |(at, _)| &lower[..at]);
    [hash(first), hash(last(lower, 2)), hash(last(lower, 3)), hash(last(lower, 4))]
}

fn last(word: &str, letters: usize) -> &str {
    word.char_indices().rev().nth(letters - 1).map_or(word, |(at, _)| &word[at..])
}

/// Tells the words behind a phrase of its traits.
fn before(finder: &Finder, stretch: &Range<usize>, seen: &mut [Seen]) {
    for i in stretch.clone() {
        for back in 1..=4.min(i) {
            let word = finder.words.list[i - back];
            if usize::from(word.phrase) == back {
                seen[i].before = seen[i].before.with(word.traits);
            }
        }
    }
}

fn runs(finder: &Finder, stretch: &Range<usize>, seen: &mut [Seen]) {
    let mut i = stretch.start;
    while i < stretch.end {
        let end = (i..stretch.end).find(|&j| !finder.words.list[j].is_high()).unwrap_or(stretch.end);
        let length = (end - i).min(5) as u8;
        for (at, seen) in seen[i..end].iter_mut().enumerate() {
            seen.run = (at.min(3) as u8, length);
        }
        i = end.max(i + 1);
    }
}
