//! Place names, and where they may lie.

mod fold;
mod gazetteer;
mod resolve;
mod table;

pub use fold::{fold, fold_into};
pub use gazetteer::Class;
pub(crate) use gazetteer::lookup;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::annotate::name::{Kind, Names};
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

/// A first candidate that outweighs the next one elsewhere by this much is clear.
const CLEAR: f64 = 1.0;
/// Candidates that lie closer than this are one place for a reader, in kilometres.
const ONE_PLACE: f64 = 100.0;
/// Candidates kept of a name.
const KEPT: usize = 5;

/// Finds the places of a dispatch.
pub fn places(dispatch: &Dispatch, segments: &Segments, names: &Names) -> Vec<Place> {
    let table = dispatch.lang.and_then(|lang| table::TABLES.get(lang));
    let text = &dispatch.text;
    let mut spans: Vec<Span> = Vec::new();
    let mut asked: Vec<resolve::Asked> = Vec::new();
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    let mut keys = Vec::new();
    for name in names.names.iter().filter(|n| n.kind == Kind::Place) {
        let words = text.get(name.span);
        let (key, entries) = entries(table, words);
        *times.entry(key.clone()).or_default() += 1;
        if let Some(before) = spans.last()
            && holds_by_comma(text.as_str(), *before, name.span)
            && let Some(last) = asked.last_mut()
        {
            last.within = Some(keys.len());
        }
        keys.push(key);
        spans.push(name.span);
        asked.push(resolve::Asked { entries, within: None, times: 1 });
    }
    for (a, key) in asked.iter_mut().zip(&keys) {
        a.times = times[key];
    }
    let people = table.map(|t| t.demonyms(text, segments)).unwrap_or_default();
    let home = dispatch
        .dateline
        .as_deref()
        .and_then(|d| lookup(&fold(d)).next())
        .map(gazetteer::Entry::country)
        .unwrap_or_default();
    let ranked = resolve::resolve(&asked, &people, &resolve::Prior { home });
    spans.into_iter().zip(ranked).map(|(span, ranked)| place(span, &ranked)).collect()
}

/// A place with its candidates, and whether the first is clear.
fn place(span: Span, ranked: &[(gazetteer::Entry, f64)]) -> Place {
    let resolved = match ranked {
        [] => false,
        [(first, weight), rest @ ..] => {
            let rival = rest.iter().find(|(e, _)| resolve::kilometres(*first, *e) > ONE_PLACE);
            *weight > 5.0 && rival.is_none_or(|(_, w)| weight - w > CLEAR)
        }
    };
    Place { span, candidates: ranked.iter().take(KEPT).map(|(e, _)| e.candidate()).collect(), resolved }
}

/// The places of a name: as it stands, as its abbreviation is spelt out, without a word for what it is, without an
/// ending of a case.
fn entries(table: Option<&table::PlaceTable>, words: &str) -> (String, Vec<gazetteer::Entry>) {
    let key = fold(words);
    let plain = |key: &str| lookup(key).collect::<Vec<_>>();
    let mut found = plain(&key);
    if let Some(table) = table {
        if let Some(spelt) = table.abbreviation(&words.to_lowercase()) {
            found = plain(&fold(spelt));
        }
        if found.is_empty() {
            found = table.without_common_words(&key).map(|k| plain(&k)).find(|f| !f.is_empty()).unwrap_or_default();
        }
    }
    (key, found)
}

/// "Springfield, Illinois": the second holds the first.
fn holds_by_comma(text: &str, inner: Span, outer: Span) -> bool {
    inner.end() <= outer.start() && matches!(&text[inner.end()..outer.start()], ", " | " (" | "," | ", in ")
}

#[cfg(test)]
mod tests;
