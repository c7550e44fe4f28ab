//! What statements can share: words, concepts, names, numbers, days.

use std::collections::BTreeMap;

use super::Statement;
use crate::annotate::figure::FATES;
use crate::annotate::name::Kind;
use crate::concept::{CONCEPTS, Concepts, fold, skeleton};
use crate::reading::Reading;
use crate::segment::TokenKind;
use crate::text::Span;

/// The features of all statements.
#[derive(Debug, Clone, Default)]
pub(super) struct Features {
    /// For each statement, (feature, weight) in ascending order. Rare features weigh more.
    of: Vec<Vec<(u32, f32)>>,
    /// Features from here on mean the same in every language.
    pub(super) universal: u32,
}

impl Features {
    /// A statement's vector, of length 1.
    pub(super) fn unit(&self, statement: usize) -> impl Iterator<Item = (u32, f32)> {
        let all = &self.of[statement];
        let length = all.iter().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::EPSILON);
        all.iter().map(move |&(f, w)| (f, w / length))
    }
}

/// What statements can share. Words stand first: they alone belong to one language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Feature {
    /// The beginning of a word of one language.
    Word(String),
    /// A concept of `lang/*/concept.toml`.
    Concept(String),
    /// A name, by its consonants in Latin letters.
    Name(String),
    /// A number, with what befell so many where that is known.
    Number(&'static str, u64),
    /// A day.
    Day(String),
}

impl Feature {
    /// How much it says beside how rare it is.
    fn weight(&self) -> f32 {
        match self {
            Feature::Word(_) | Feature::Name(_) => 1.0,
            Feature::Concept(_) => 1.2,
            Feature::Day(_) => 1.5,
            // "One" is an article in half of the languages, "two" stands everywhere.
            Feature::Number(_, n) if f64::from_bits(*n) <= 2.0 => 0.5,
            Feature::Number(..) => 2.0,
        }
    }
}

/// Reads the features of all statements.
pub(super) fn features(readings: &[&Reading], statements: &[Statement]) -> Features {
    let found: Vec<Vec<Feature>> = statements.iter().map(|s| of_statement(readings[s.reading], s.span)).collect();
    let mut count: BTreeMap<&Feature, u32> = BTreeMap::new();
    for feature in found.iter().flatten() {
        *count.entry(feature).or_default() += 1;
    }
    let total = statements.len().max(2) as f32;
    let index: BTreeMap<&Feature, (u32, f32)> = count
        .iter()
        .enumerate()
        .map(|(i, (&feature, &n))| (feature, (i as u32, feature.weight() * (1.0 + (total / n as f32).ln()))))
        .collect();
    let universal = count.keys().take_while(|f| matches!(f, Feature::Word(_))).count() as u32;
    Features { of: found.iter().map(|own| own.iter().map(|f| index[f]).collect()).collect(), universal }
}

/// The features of a passage, in ascending order, each once.
fn of_statement(reading: &Reading, span: Span) -> Vec<Feature> {
    let text = &reading.dispatch.text;
    let table = reading.dispatch.lang.and_then(|lang| CONCEPTS.get(lang));
    let mut found = Vec::new();
    let names: Vec<Span> = reading.marks.names.names.iter().map(|n| n.span).filter(|n| span.overlaps(*n)).collect();
    for name in reading.marks.names.names.iter().filter(|n| span.contains(n.span)) {
        let entity = &reading.marks.names.entities[name.entity];
        let words = fold(&entity.name);
        // A person is known by the last part of the name, which every page writes.
        let key = if name.kind == Kind::Person { words.rsplit(' ').next().unwrap_or("") } else { words.as_str() };
        found.extend(skeleton(key).map(Feature::Name));
    }
    for figure in reading.marks.figures.iter().filter(|f| span.overlaps(f.span)) {
        let fate = FATES.into_iter().find(|fate| *fate == figure.what).unwrap_or_default();
        found.extend([figure.low, figure.high].into_iter().flatten().map(|n| Feature::Number(fate, n.to_bits())));
    }
    let times: Vec<Span> = reading.marks.times.timexes.iter().map(|t| t.span).filter(|t| span.overlaps(*t)).collect();
    for timex in reading.marks.times.timexes.iter().filter(|t| span.overlaps(t.span)) {
        if let Some(day) = timex.value.get(..10).filter(|v| v.as_bytes()[4] == b'-' && !v.contains('X')) {
            found.push(Feature::Day(day.to_owned()));
        }
    }
    for token in &reading.segments.tokens[reading.segments.tokens_in(span)] {
        let word = fold(text.get(token.span));
        if token.kind == TokenKind::Mark || word.is_empty() || names.iter().any(|n| n.overlaps(token.span)) {
            continue;
        }
        if token.kind == TokenKind::Number {
            // "3 October" is no three of anything.
            if times.iter().any(|t| t.overlaps(token.span)) {
                continue;
            }
            found.extend(word.parse::<f64>().ok().map(|n| Feature::Number("", n.to_bits())));
            continue;
        }
        found.extend(of_word(&word, table));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn of_word(word: &str, table: Option<&Concepts>) -> Option<Feature> {
    if table.is_some_and(|t| t.is_empty_word(word)) {
        return None;
    }
    if let Some(concept) = table.and_then(|t| t.concept(word)) {
        return Some(Feature::Concept(concept.to_owned()));
    }
    // Words of three letters and less are mostly grammar where no table says so.
    (word.chars().count() > 3).then(|| Feature::Word(word.chars().take(6).collect()))
}
