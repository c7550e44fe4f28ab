//! The learned tagger: where names stand and of what kind, by an averaged perceptron (Collins 2002) that reads from left
//! to right and sees its own last label.
//!
//! Its features are of two sorts. Those of shape, of the tables and of the world's lists are the same in all languages,
//! so that what is learned of one serves another; those of words belong to a language. A word in small letters behind no
//! name is none: most of a text costs nothing.
//!
//! A model is a table of rows of eight bytes, hashed by feature: a check byte, then the signed roots of the weights
//! of the seven labels.

use super::word::{Word, Words};
use super::{Kind, find::Found};
use crate::segment::Segments;

/// Labels: outside; then begin and inside of a person, an organisation, a place.
pub const LABELS: usize = 7;
/// The kinds in the order of their labels.
const KINDS: [Kind; 3] = [Kind::Person, Kind::Organisation, Kind::Place];

/// The label of a token of a name.
pub fn label(kind: Kind, begins: bool) -> usize {
    let at = KINDS.iter().position(|k| *k == kind).expect("every kind has labels");
    1 + 2 * at + usize::from(!begins)
}

/// A learned table.
#[derive(Debug, Clone, Copy)]
pub struct Model<'m> {
    rows: &'m [[u8; 8]],
}

impl<'m> Model<'m> {
    /// Reads a table; `None` where its size is not a power of two.
    pub fn read(bytes: &'m [u8]) -> Option<Model<'m>> {
        let (rows, rest) = bytes.as_chunks::<8>();
        (rest.is_empty() && rows.len().is_power_of_two()).then_some(Model { rows })
    }

    /// Adds the weights of a feature.
    fn add(&self, feature: u32, scores: &mut [i32; LABELS]) {
        let row = &self.rows[feature as usize & (self.rows.len() - 1)];
        if row[0] == check(feature) {
            for (score, weight) in scores.iter_mut().zip(&row[1..]) {
                // Weights are kept as roots, so that small ones are not lost beside large ones.
                let root = i32::from(weight.cast_signed());
                *score += root * root.abs();
            }
        }
    }
}

/// The byte that tells features of one row apart; 0 is for empty rows.
pub fn check(feature: u32) -> u8 {
    ((feature >> 24) as u8).max(1)
}

/// What the tagger sees of a text.
pub(super) struct View<'a> {
    pub(super) words: &'a Words,
    /// For each token, whether a name of a list begins (1) or goes on (2) there; places and organisations apart.
    pub(super) listed: &'a [u8],
    /// Whether a word stands in small letters elsewhere (1), with a capital within a sentence (2).
    pub(super) elsewhere: &'a [u8],
    /// Of the language.
    pub(super) salt: u32,
    pub(super) nouns_have_capitals: bool,
}

impl View<'_> {
    /// Whether the tagger looks at a word at all.
    pub(super) fn is_open(&self, i: usize, before: usize) -> bool {
        before != 0 || self.words.list[i].is_high() || self.listed[i] != 0
    }

    /// Calls back with every feature of a token, given the label before it.
    pub(super) fn features(&self, i: usize, from: usize, to: usize, before: usize, f: &mut impl FnMut(u32)) {
        let at = |d: isize| -> Option<(usize, Word)> {
            let j = i.checked_add_signed(d)?;
            (from..to).contains(&j).then(|| (j, self.words.list[j]))
        };
        let shape = |d: isize| at(d).map_or(9, |(_, w)| w.shape as u32);
        let world = |d: isize| at(d).map_or(15, |(_, w)| u32::from(w.part) | u32::from(w.place) << 1);
        let word = self.words.list[i];
        let b = before as u32;
        let own = shape(0) | u32::from(word.first_of_sentence) << 4 | u32::from(self.nouns_have_capitals) << 5;
        let seen = u32::from(self.elsewhere[i]);
        let list = u32::from(self.listed[i]);
        let low = u32::from(word.traits.bits());
        let length = (self.words.lower(i).len() as u32).min(12);
        for (template, value) in [
            (1, own | seen << 8),
            (2, shape(-1) | own << 4 | shape(1) << 12),
            (3, own | world(0) << 8),
            (4, b | own << 4 | world(0) << 12),
            (5, b | list << 4),
            (6, list | own << 4),
            (7, world(-1) | world(0) << 4 | b << 8),
            (8, world(0) | world(1) << 4 | shape(1) << 8 | own << 12),
            (9, b | low << 4),
            (10, own | low << 8),
            (11, length | shape(0) << 8 | b << 12),
            (12, b | shape(1) << 4 | own << 8),
        ] {
            f(hash(template, value, 0));
        }
        for d in [-2, -1, 1, 2] {
            let traits = at(d).map_or(0, |(_, w)| w.traits.bits());
            for bit in 0..16 {
                if traits & (1 << bit) != 0 {
                    f(hash(20 + (d + 2) as u32, bit, u32::from(d == -1) * (1 + b)));
                }
            }
        }
        for (template, d) in [(30, -2), (31, -1), (32, 0), (33, 1), (34, 2)] {
            let word = at(d).map_or(7, |(j, _)| text(self.words.lower(j)));
            f(hash(template, word, self.salt));
            if d == 0 {
                f(hash(35, word, self.salt ^ b));
            }
        }
        let lower = self.words.lower(i);
        for (template, n) in [(40, 3), (41, 4)] {
            let front = lower.char_indices().nth(n).map_or(lower, |(cut, _)| &lower[..cut]);
            let back = lower.char_indices().rev().nth(n - 1).map_or(lower, |(cut, _)| &lower[cut..]);
            f(hash(template, text(front), 0));
            f(hash(template + 2, text(back), self.salt));
        }
    }

    /// The labels of a sentence.
    pub(super) fn tag(&self, model: &Model, from: usize, to: usize, labels: &mut Vec<usize>) {
        labels.clear();
        let mut before = 0;
        for i in from..to {
            let label = if self.is_open(i, before) {
                let mut scores = [0; LABELS];
                self.features(i, from, to, before, &mut |f| model.add(f, &mut scores));
                best(&scores, before)
            } else {
                0
            };
            labels.push(label);
            before = label;
        }
    }
}

/// The label of most weight that may stand behind another.
pub fn best<S: PartialOrd + Copy>(scores: &[S; LABELS], before: usize) -> usize {
    let mut best = 0;
    for label in 1..LABELS {
        // The inside of a name goes on a name of its kind.
        let inside = label.is_multiple_of(2);
        if inside && before != label && before + 1 != label {
            continue;
        }
        if scores[label] > scores[best] {
            best = label;
        }
    }
    best
}

/// The names that the labels of a sentence tell.
pub(super) fn read(labels: &[usize], from: usize, out: &mut Vec<Found>) {
    let mut i = 0;
    while i < labels.len() {
        if labels[i] == 0 {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < labels.len() && labels[end] != 0 && labels[end].is_multiple_of(2) {
            end += 1;
        }
        out.push(Found { tokens: from + i..from + end, kind: KINDS[(labels[i] - 1) / 2] });
        i = end;
    }
}

fn text(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

fn hash(template: u32, value: u32, salt: u32) -> u32 {
    let mut h = value.wrapping_mul(0x9e37_79b1) ^ template.wrapping_mul(0x85eb_ca6b) ^ salt.wrapping_mul(0xc2b2_ae35);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^= h >> 12;
    h = h.wrapping_mul(0x297a_2d39);
    h ^ h >> 15
}

/// A text as the tagger learns from it: sentences, each token with the features it has behind each label.
pub struct Lesson {
    words: Words,
    listed: Vec<u8>,
    elsewhere: Vec<u8>,
    salt: u32,
    nouns_have_capitals: bool,
    segments: Segments,
}

impl Lesson {
    /// Reads a dispatch; `None` where no table speaks its language.
    pub fn new(dispatch: &crate::extract::Dispatch, segments: Segments) -> Option<Lesson> {
        let table = super::table::TABLES.get(dispatch.lang?)?;
        let words = Words::of(table, &dispatch.text, &segments);
        let finder = super::find::Finder::new(table, &dispatch.text, &segments, &words);
        let (listed, elsewhere) = (finder.listed_tokens(), finder.elsewhere());
        let salt = salt(dispatch.lang?);
        Some(Lesson { words, listed, elsewhere, salt, nouns_have_capitals: table.nouns_have_capitals, segments })
    }

    /// The sentences, as ranges of tokens.
    pub fn sentences(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.segments.sentences.iter().map(|s| s.tokens.clone())
    }

    /// The features of a token behind a label; none where the tagger does not look.
    pub fn features(&self, i: usize, sentence: &std::ops::Range<usize>, before: usize, out: &mut Vec<u32>) -> bool {
        let view = self.view();
        let open = view.is_open(i, before);
        if open {
            view.features(i, sentence.start, sentence.end, before, &mut |f| out.push(f));
        }
        open
    }

    fn view(&self) -> View<'_> {
        View {
            words: &self.words,
            listed: &self.listed,
            elsewhere: &self.elsewhere,
            salt: self.salt,
            nouns_have_capitals: self.nouns_have_capitals,
        }
    }
}

/// The salt of a language's own features.
pub(super) fn salt(lang: crate::lang::Lang) -> u32 {
    text(lang.code())
}
