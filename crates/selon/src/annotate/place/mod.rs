//! Place names, and where they may lie.

mod gazetteer;
mod resolve;
mod table;

pub use gazetteer::Class;
pub(in crate::annotate) use gazetteer::walk;
pub(crate) use gazetteer::{Entries, Entry, lookup};

pub use crate::known::place::fold;
pub(crate) use crate::known::place::fold_on;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::annotate::name::{Kind, Names};
use crate::extract::Dispatch;
use crate::known;
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
    /// What kind of place it is.
    pub class: Class,
    /// ISO 3166 code of two letters; empty for seas and continents.
    pub country: String,
}

/// A first candidate that outweighs the next one elsewhere by this much is clear.
const CLEAR: f64 = 1.5;
/// Candidates that lie closer than this are one place for a reader, in kilometres.
const ONE_PLACE: f64 = 100.0;
/// The binary logarithm of the people of a place that is known by its name alone.
const KNOWN: f64 = 15.0;
/// Candidates kept of a name.
const KEPT: usize = 5;

/// Finds the places of a dispatch: its names of places, the places that names of organisations begin with ("Lille Opera"),
/// and the countries whose people and things it speaks of.
pub fn places(dispatch: &Dispatch, segments: &Segments, names: &Names) -> Vec<Place> {
    let table = dispatch.lang.and_then(|lang| table::TABLES.get(lang));
    let text = &dispatch.text;
    let mut spans: Vec<Span> = Vec::new();
    let mut asked: Vec<resolve::Asked> = Vec::new();
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    let mut keys = Vec::new();
    for name in &names.names {
        let (span, (key, entries)) = match name.kind {
            Kind::Place => (name.span, entries(table, text.get(name.span))),
            Kind::Organisation => match within(text, segments, name.span) {
                Some(found) => found,
                None => continue,
            },
            Kind::Person => continue,
        };
        *times.entry(key.clone()).or_default() += 1;
        if let Some(before) = spans.last()
            && holds_by_comma(text.as_str(), *before, span)
            && let Some(last) = asked.last_mut()
        {
            last.within = Some(keys.len());
        }
        keys.push(key);
        spans.push(span);
        asked.push(resolve::Asked { entries, former: Rc::default(), within: None, times: 1 });
    }
    let mut former: BTreeMap<&String, Rc<[bool]>> = BTreeMap::new();
    for (a, key) in asked.iter_mut().zip(&keys) {
        a.times = times[key];
        let seen = former.entry(key).or_insert_with(|| resolve::former(key, &a.entries));
        a.former = Rc::clone(seen);
    }
    let demonyms = table.map(|t| t.demonyms(text, segments)).unwrap_or_default();
    let people: Vec<[u8; 2]> = demonyms.iter().map(|(_, country)| *country).collect();
    let ranked = resolve::resolve(&asked, &people, &resolve::Prior { home: home(dispatch) });
    let mut places: Vec<Place> = spans.into_iter().zip(ranked).map(|(span, ranked)| place(span, &ranked)).collect();
    for (span, code) in demonyms {
        let free = !places.iter().any(|p| p.span.overlaps(span));
        if let Some(country) = country(code).filter(|_| free) {
            places.push(Place { span, candidates: vec![country.candidate()], resolved: true });
        }
    }
    places.sort_by_key(|p| p.span.start());
    places
}

/// The country that a dispatch is told from: of its dateline, or of its outlet where that is known.
fn home(dispatch: &Dispatch) -> [u8; 2] {
    let told = dispatch.dateline.as_deref().and_then(|d| lookup(&fold(d)).next()).map(Entry::country);
    let printed = || {
        let code = known::outlet(dispatch.outlet.as_deref()?)?.country?;
        <[u8; 2]>::try_from(code.as_bytes()).ok()
    };
    told.or_else(printed).unwrap_or_default()
}

/// The country of a code.
fn country(code: [u8; 2]) -> Option<Entry> {
    static BY_CODE: LazyLock<BTreeMap<[u8; 2], Entry>> =
        LazyLock::new(|| Entry::all().filter(|e| e.class() == Class::Country).map(|e| (e.country(), e)).collect());
    BY_CODE.get(&code).copied()
}

/// The place that the name of an organisation begins with, where it is a well-known one.
fn within(text: &crate::Text, segments: &Segments, name: Span) -> Option<(Span, (String, Vec<Entry>))> {
    let tokens = &segments.tokens[segments.tokens_in(name)];
    (1..tokens.len().min(4)).rev().find_map(|n| {
        let span = tokens[0].span.cover(tokens[n - 1].span);
        let key = fold(text.get(span));
        let entries: Vec<Entry> = lookup(&key).collect();
        let known = entries.first().is_some_and(|e| e.class() != Class::County && e.people() > KNOWN);
        known.then_some((span, (key, entries)))
    })
}

/// A place with its candidates, and whether the first is clear.
fn place(span: Span, ranked: &[(Entry, f64)]) -> Place {
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
fn entries(table: Option<&table::PlaceTable>, words: &str) -> (String, Vec<Entry>) {
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
