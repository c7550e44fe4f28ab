//! Copies: which passages come from which dispatch, of what kind, in which direction. Judged on the texts alone, so that a
//! wrong claim can never make two sources one.
//!
//! Fingerprints ([`prints`]) → which dispatches hold them → candidates → aligned passages →
//! links → parents and origins → kinds.

mod align;
mod archive;
mod credit;
mod furniture;
mod holders;
mod kind;
mod lineage;
mod links;
pub mod prints;
mod quote;
mod translation;

use serde::{Deserialize, Serialize};

pub use archive::{Answer, Archive};
pub use furniture::Furniture;

use crate::extract::Dispatch;
use crate::reading::Reading;
use crate::text::{Span, Text};

/// A dispatch, or a passage of it, is taken from another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// The dispatch that copies: an index into the readings.
    pub of: usize,
    /// The dispatch that it is taken from.
    pub from: usize,
    /// How.
    pub kind: CopyKind,
    /// Passages of `of`, each with the passage of `from` that it is taken from.
    pub passages: Vec<(Span, Span)>,
    /// Why selon thinks so, for people.
    pub reasons: Vec<String>,
}

/// How a dispatch is taken from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CopyKind {
    /// Whole.
    Reprint,
    /// Sentences or words left out, none replaced.
    Cut,
    /// Words replaced.
    Edited,
    /// A paragraph of the page or less.
    Quote,
    /// Into another language.
    Translation,
}

/// The passages that two texts share, in the order of the first, whoever took them from whom: each as the runs of words that
/// stand in both. What lies between the runs of a passage was replaced.
///
/// ```
/// use selon::{Text, reuse};
///
/// let a = Text::new("The old harbour wall broke on Monday night, officials said.");
/// let b = Text::new("Breaking: the old harbour wall broke on Monday night.");
/// let shared = reuse::shared(&a, &b);
/// let (here, there) = shared[0][0];
/// assert_eq!(a.get(here), "The old harbour wall broke on Monday night");
/// assert_eq!(b.get(there), "the old harbour wall broke on Monday night");
/// ```
pub fn shared(a: &Text, b: &Text) -> Vec<Vec<(Span, Span)>> {
    let (words_a, words_b) = (prints::Prints::of(a), prints::Prints::of(b));
    let pair = |run: &align::Run| (words_a.span(a, run.a, run.a + run.len), words_b.span(b, run.b, run.b + run.len));
    align::align(&words_a, &words_b).iter().map(|passage| passage.runs.iter().map(pair).collect()).collect()
}

/// How a dispatch is taken from another one, where it is; and its passages, each with the passage of the other. Nothing where
/// they share none.
pub fn taken(of: &Dispatch, from: &Dispatch) -> Option<(CopyKind, Vec<(Span, Span)>)> {
    let (words_of, words_from) = (prints::Prints::of(&of.text), prints::Prints::of(&from.text));
    let passages = align::align(&words_of, &words_from);
    if passages.is_empty() {
        return None;
    }
    let side = |dispatch, prints| kind::Side { dispatch, prints };
    let kind = kind::kind(side(of, &words_of), side(from, &words_from), &passages);
    let span = |p: &align::Passage| {
        let (a, b) = (p.of_a(), p.of_b());
        (words_of.span(&of.text, a.start, a.end), words_from.span(&from.text, b.start, b.end))
    };
    Some((kind, passages.iter().map(span).collect()))
}

/// Finds the copies among readings, in the order of (`of`, `from`). The same whatever the order of the readings, but for
/// the indices. What is furniture may be known from other dispatches already.
pub fn copies(readings: &[&Reading], furniture: &Furniture) -> Vec<self::Copy> {
    if readings.len() < 2 {
        return Vec::new();
    }
    let dispatches: Vec<_> = readings.iter().map(|r| &r.dispatch).collect();
    let archive = Archive::with(&dispatches, furniture);
    let mut copies = archive.copies();
    copies.extend(archive.quotes());
    copies.extend(archive.translations(readings));
    copies.sort_by_key(|c| (c.of, c.from));
    // What is a copy is no quote besides.
    copies.dedup_by_key(|c| (c.of, c.from));
    copies
}
