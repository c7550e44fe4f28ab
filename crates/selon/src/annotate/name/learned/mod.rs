//! The learned judge of names: what the rules found, and what they left, looked at once more.
//!
//! A linear-chain conditional random field over hashed features labels the tokens around words with capitals. What the rules
//! said is among its features; besides, what they said counts as much as `rules_weigh` of a language's table says. It is
//! learned by `cargo xtask train` and lies in `selon-data` with a card.

mod features;
mod model;
mod seen;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::Range;

pub use model::{BEGIN, LABELS, MAGIC, Model};

use super::Kind;
use super::find::{Finder, Found, LONGEST};
use super::table::Traits;
use super::word::Shape;
use crate::crf::Features;
use crate::extract::Dispatch;
use crate::lang::Lang;
use crate::segment::Segments;
use seen::Seen;

/// A text as the judge sees it.
struct View {
    seen: Vec<Seen>,
    lang: u32,
    stretches: Vec<Stretch>,
}

/// Tokens that are looked at, in their sentence.
#[derive(Debug, Clone)]
struct Stretch {
    tokens: Range<usize>,
    sentence: Range<usize>,
}

impl View {
    fn new(finder: &Finder, lang: Lang, ruled: &[Found]) -> View {
        let labels = labels(finder.segments, ruled);
        let stretches = stretches(finder, &labels);
        let seen = seen::look(finder, lang, &labels, &stretches);
        View { seen, lang: crate::crf::feature::hash(lang.code()), stretches }
    }

    fn judge(&self, model: &Model, rules_weigh: f32) -> Vec<Found> {
        let mut found = Vec::new();
        let mut features = Features::default();
        let mut scores: Vec<[f32; LABELS]> = Vec::new();
        for stretch in &self.stretches {
            scores.clear();
            for i in stretch.tokens.clone() {
                features::of(self, stretch, i, &mut features);
                let mut score = model.table.scores(&features.0);
                score[usize::from(self.seen[i].rule)] += rules_weigh;
                scores.push(score);
            }
            spans(&model.chain.best(&scores), stretch.tokens.start, &mut found);
        }
        found
    }
}

/// The names of labels.
fn spans(labels: &[u8], first: usize, found: &mut Vec<Found>) {
    for (k, &label) in labels.iter().enumerate() {
        let i = first + k;
        match label {
            0 => {}
            l if l % 2 == 1 => found.push(Found { tokens: i..i + 1, kind: BEGIN[usize::from(l / 2)] }),
            _ => {
                if let Some(last) = found.last_mut().filter(|f| f.tokens.end == i && f.tokens.len() < LONGEST) {
                    last.tokens.end += 1;
                }
            }
        }
    }
}

/// The label of each token of some names.
fn labels(segments: &Segments, names: &[Found]) -> Vec<u8> {
    let mut labels = vec![0; segments.tokens.len()];
    for name in names {
        let begin = 1 + 2 * BEGIN.iter().position(|&k| k == name.kind).unwrap_or_default() as u8;
        labels[name.tokens.clone()].fill(begin + 1);
        labels[name.tokens.start] = begin;
    }
    labels
}

/// Between two words with capitals stand no more others of one name.
const GAP: usize = 3;

/// Words with capitals, words of names that rules found, and short gaps between them.
fn stretches(finder: &Finder, labels: &[u8]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for sentence in &finder.segments.sentences {
        if finder.is_shouted(sentence.tokens.clone()) {
            continue;
        }
        for i in sentence.tokens.clone() {
            if labels[i] == 0
                && !finder.words.list[i].is_high()
                && !is_number_of_name(finder, i, sentence.tokens.clone())
            {
                continue;
            }
            match stretches.last_mut() {
                Some(last)
                    if last.tokens.end + GAP >= i
                        && last.sentence == sentence.tokens
                        && (last.tokens.end..i).all(|gap| may_join(finder, gap)) =>
                {
                    last.tokens.end = i + 1;
                }
                _ => stretches.push(Stretch { tokens: i..i + 1, sentence: sentence.tokens.clone() }),
            }
        }
    }
    stretches
}

/// Whether what stands between two words with capitals may belong to the name of both.
fn may_join(finder: &Finder, i: usize) -> bool {
    const SMALL: Traits = Traits::PARTICLE.with(Traits::INNER).with(Traits::LINK).with(Traits::ORGANISATION_TAIL);
    let word = finder.words.list[i];
    match word.shape {
        Shape::Mark => matches!(finder.words.lower(i), "&" | "-" | "–" | "/" | "." | "'" | "+" | "@"),
        _ => word.traits.has(SMALL),
    }
}

/// A number beside a word with a capital, perhaps behind its full stop: "Mainz 05", "1. FC Union".
fn is_number_of_name(finder: &Finder, i: usize, sentence: Range<usize>) -> bool {
    let words = &finder.words.list;
    let high = |j: usize| j < sentence.end && words[j].is_high();
    words[i].shape == Shape::Number
        && ((i > sentence.start && high(i - 1))
            || high(i + 1)
            || (i + 2 < sentence.end && finder.words.lower(i + 1) == "." && high(i + 2)))
}

/// What the judge makes of what the rules found.
pub(super) fn judge(finder: &Finder, lang: Lang, ruled: Vec<Found>) -> Vec<Found> {
    let Some(rules_weigh) = finder.table.rules_weigh else { return ruled };
    let Some(model) = model::shipped() else { return ruled };
    let judged = View::new(finder, lang, &ruled).judge(model, rules_weigh);
    with_clear(finder, ruled, judged)
}

/// Well known enough for the name of a place to need no judge: a country, a region, a large city.
const WELL_KNOWN: u8 = 3;

/// The judged names, and of those that the rules found alone what is clear: a well-known place, the surname of somebody whom
/// the text names in full.
fn with_clear(finder: &Finder, ruled: Vec<Found>, mut judged: Vec<Found>) -> Vec<Found> {
    let surnames: HashSet<&str> = judged
        .iter()
        .filter(|n| n.kind == Kind::Person && n.tokens.len() > 1)
        .map(|n| finder.words.lower(n.tokens.end - 1))
        .collect();
    let mut kept = Vec::new();
    let mut next = 0;
    for mut name in ruled {
        while judged.get(next).is_some_and(|j| j.tokens.end <= name.tokens.start) {
            next += 1;
        }
        let free = judged.get(next).is_none_or(|j| j.tokens.start >= name.tokens.end);
        let at = name.tokens.start;
        if !free || name.tokens.len() > 1 {
            continue;
        }
        if surnames.contains(finder.words.lower(at)) {
            name.kind = Kind::Person;
            kept.push(name);
        } else if name.kind == Kind::Place && finder.known(at).standing >= WELL_KNOWN {
            kept.push(name);
        }
    }
    judged.extend(kept);
    judged.sort_by_key(|n| n.tokens.start);
    judged
}

/// Learning: a text with its names, as sequences of features and labels.
pub fn examples(
    dispatch: &Dispatch,
    segments: &Segments,
    names: &[(Range<usize>, Kind)],
    mut push: impl FnMut(Vec<(Vec<u32>, u8)>),
) {
    super::with_finder(dispatch, segments, |finder, lang| {
        let names: Vec<Found> =
            names.iter().map(|(tokens, kind)| Found { tokens: tokens.clone(), kind: *kind }).collect();
        let right = labels(segments, &names);
        let view = View::new(finder, lang, &finder.find());
        let mut features = Features::default();
        for stretch in &view.stretches {
            let one = |i: usize| {
                features::of(&view, stretch, i, &mut features);
                (features.0.clone(), right[i])
            };
            push(stretch.tokens.clone().map(one).collect());
        }
    });
}

/// Judging a text whose names somebody else marked: how probable the label of each of its tokens is to a model, which looks at
/// no token outside of its stretches.
pub fn likely(dispatch: &Dispatch, segments: &Segments, names: &[(Range<usize>, Kind)], model: &Model) -> Vec<f32> {
    let mut likely = Vec::new();
    super::with_finder(dispatch, segments, |finder, lang| {
        let names: Vec<Found> =
            names.iter().map(|(tokens, kind)| Found { tokens: tokens.clone(), kind: *kind }).collect();
        let labels = labels(segments, &names);
        likely = labels.iter().map(|&l| f32::from(u8::from(l == 0))).collect();
        let view = View::new(finder, lang, &finder.find());
        let mut features = Features::default();
        for stretch in &view.stretches {
            let mut score = |i: usize| {
                features::of(&view, stretch, i, &mut features);
                model.table.scores(&features.0)
            };
            let scores: Vec<[f32; LABELS]> = stretch.tokens.clone().map(&mut score).collect();
            let posterior = model.chain.posterior(&scores, |_, _, _, _| {});
            for (i, row) in stretch.tokens.clone().zip(posterior) {
                likely[i] = row[usize::from(labels[i])];
            }
        }
    });
    likely
}

/// Trying a model out: what it makes of a text.
pub fn judged(
    dispatch: &Dispatch,
    segments: &Segments,
    model: &Model,
    rules_weigh: Option<f32>,
) -> Vec<(Range<usize>, Kind)> {
    let mut all = Vec::new();
    super::with_finder(dispatch, segments, |finder, lang| {
        let ruled = finder.find();
        let mut found = match rules_weigh.or(finder.table.rules_weigh) {
            Some(weigh) => {
                let judged = View::new(finder, lang, &ruled).judge(model, weigh);
                with_clear(finder, ruled, judged)
            }
            None => ruled,
        };
        finder.agree(&mut found);
        all = found.into_iter().map(|f| (f.tokens, f.kind)).collect();
    });
    all
}
