//! Copies: which passages come from which dispatch, of what kind, in which direction. Judged on the texts alone, so that a
//! wrong claim can never make two sources one.

use serde::{Deserialize, Serialize};

use crate::reading::Reading;
use crate::text::Span;

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

/// Finds the copies among readings, in the order of (`of`, `from`). The same whatever the order of the readings, but for
/// the indices.
pub fn copies(_readings: &[&Reading]) -> Vec<self::Copy> {
    Vec::new()
}
