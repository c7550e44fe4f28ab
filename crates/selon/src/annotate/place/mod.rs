//! Place names, and where they may lie.

use serde::{Deserialize, Serialize};

use crate::annotate::name::Names;
use crate::extract::Dispatch;
use crate::segment::Segments;
use crate::text::Span;

/// One mention of a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its words.
    pub span: Span,
    /// Where it may lie, the likeliest first. Empty where it is not known: no pin is invented.
    pub candidates: Vec<Candidate>,
    /// Whether the first candidate is clear enough to be shown as the place.
    pub resolved: bool,
}

/// Where a place may lie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its name in the gazetteer.
    pub name: String,
    /// Its number in GeoNames.
    pub geonames: u32,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166 code of two letters; empty for seas and continents.
    pub country: String,
}

/// Finds the places of a dispatch.
pub fn places(_dispatch: &Dispatch, _segments: &Segments, _names: &Names) -> Vec<Place> {
    Vec::new()
}
