//! Which statement of a copy is which statement of its original.

use std::collections::BTreeMap;

use crate::reading::Reading;
use crate::reuse::{Copy, CopyKind};
use crate::segment::TokenKind;
use crate::text::Span;

/// A statement of a copy and the one it is taken from: indices of `attributions.statements` of the two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Which copy.
    pub copy: usize,
    /// Of the reading that copies.
    pub of: usize,
    /// Of the reading that is copied.
    pub from: usize,
}

/// How alike two statements in one language must be, as a share of the words of both.
const ALIKE: f64 = 0.5;

/// The pairs of all copies, in the order of (copy, statement that copies).
pub fn pairs(readings: &[&Reading], copies: &[Copy]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (index, copy) in copies.iter().enumerate() {
        let (of, from) = (readings[copy.of], readings[copy.from]);
        for (s, statement) in of.attributions.statements.iter().enumerate() {
            let passage = copy.passages.iter().find(|(here, _)| {
                here.intersection(statement.span).is_some_and(|both| 2 * both.len() >= statement.span.len())
            });
            let Some(&(here, there)) = passage else { continue };
            let candidates = from.attributions.statements.iter().enumerate().filter(|(_, t)| t.span.overlaps(there));
            let scored = candidates.map(|(t, original)| {
                let score = if copy.kind == CopyKind::Translation {
                    overlap(relative(statement.span, here), relative(original.span, there))
                } else {
                    shared_words(of, statement.span, from, original.span)
                };
                (score, t)
            });
            // The first of equals, so that the order of the text decides.
            let best = scored.fold(None, |best: Option<(f64, usize)>, next| match best {
                Some(b) if b.0 >= next.0 => Some(b),
                _ => Some(next),
            });
            let least = if copy.kind == CopyKind::Translation { 0.3 } else { ALIKE };
            if let Some((score, t)) = best
                && score >= least
            {
                pairs.push(Pair { copy: index, of: s, from: t });
            }
        }
    }
    pairs
}

/// Where a span lies in a passage, as shares of the passage's length.
fn relative(span: Span, passage: Span) -> (f64, f64) {
    let share = |at: usize| (at as f64 - passage.start() as f64) / passage.len().max(1) as f64;
    (share(span.start()).clamp(0.0, 1.0), share(span.end()).clamp(0.0, 1.0))
}

/// What two stretches share, of what they cover together.
fn overlap(a: (f64, f64), b: (f64, f64)) -> f64 {
    let both = (a.1.min(b.1) - a.0.max(b.0)).max(0.0);
    let either = (a.1.max(b.1) - a.0.min(b.0)).max(f64::EPSILON);
    both / either
}

/// Dice's coefficient over the words of two passages.
fn shared_words(a: &Reading, span_a: Span, b: &Reading, span_b: Span) -> f64 {
    let mut counts: BTreeMap<String, i32> = BTreeMap::new();
    let mut total = 0;
    for word in words(a, span_a) {
        *counts.entry(word).or_default() += 1;
        total += 1;
    }
    let mut shared = 0;
    for word in words(b, span_b) {
        total += 1;
        if let Some(left) = counts.get_mut(&word).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    f64::from(2 * shared) / f64::from(total.max(1))
}

fn words(reading: &Reading, span: Span) -> impl Iterator<Item = String> {
    let tokens = &reading.segments.tokens[reading.segments.tokens_in(span)];
    tokens.iter().filter(|t| t.kind != TokenKind::Mark).map(|t| reading.dispatch.text.get(t.span).to_lowercase())
}
