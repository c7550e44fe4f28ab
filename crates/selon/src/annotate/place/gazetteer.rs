//! The places of the world by name, read straight from the bytes of `selon-data`: nothing is built at the start.
//!
//! `names.fst` maps a folded name to a number: shifted left by one, the index of its place; or, with the lowest bit set,
//! where in `postings.bin` its places stand: a count of one byte, then three bytes for each, the likeliest first. A record
//! of `places.bin` has 16 bytes: latitude and longitude as fractions of 90 and 180 degrees (16 bits each), number in
//! GeoNames (24), where its name begins in `names.bin` (24), country (two letters), first-level division (16), the binary
//! logarithm of its people times 8, class.

use std::sync::LazyLock;

use fst::Map;
use serde::{Deserialize, Serialize};

use super::Candidate;
use crate::annotate::walk::Walk;

const RECORD: usize = 16;

static NAMES: LazyLock<Map<&'static [u8]>> =
    LazyLock::new(|| Map::new(selon_data::PLACE_NAMES).expect("the gazetteer is whole"));

/// What kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A state.
    Country,
    /// A sea, a continent, a region of no fixed rank.
    Region,
    /// A town or part of one.
    City,
    /// The first level below the state.
    Division,
    /// The second level.
    County,
}

/// A place of the gazetteer, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry(u32);

impl Entry {
    /// Every place.
    pub(crate) fn all() -> impl Iterator<Item = Entry> {
        (0..(selon_data::PLACES.len() / RECORD) as u32).map(Entry)
    }

    fn record(self) -> &'static [u8; RECORD] {
        let at = self.0 as usize * RECORD;
        selon_data::PLACES[at..at + RECORD].try_into().expect("a record")
    }

    /// Its number in this gazetteer.
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn lat(self) -> f64 {
        let r = self.record();
        f64::from(i16::from_le_bytes([r[0], r[1]])) / 32767.0 * 90.0
    }

    pub(crate) fn lon(self) -> f64 {
        let r = self.record();
        f64::from(i16::from_le_bytes([r[2], r[3]])) / 32767.0 * 180.0
    }

    pub(crate) fn geonames(self) -> u32 {
        let r = self.record();
        u32::from_le_bytes([r[4], r[5], r[6], 0])
    }

    pub(crate) fn name(self) -> &'static str {
        let r = self.record();
        let rest = &selon_data::PLACE_TITLES[u32::from_le_bytes([r[7], r[8], r[9], 0]) as usize..];
        let end = memchr::memchr(0, rest).unwrap_or(rest.len());
        std::str::from_utf8(&rest[..end]).unwrap_or_default()
    }

    /// Two letters; zeros for seas and continents.
    pub(crate) fn country(self) -> [u8; 2] {
        let r = self.record();
        [r[10], r[11]]
    }

    /// Its first-level division; 0 where it has none. Numbers are of use only to compare.
    pub(crate) fn division(self) -> u16 {
        let r = self.record();
        u16::from_le_bytes([r[12], r[13]])
    }

    /// The binary logarithm of its people.
    pub(crate) fn people(self) -> f64 {
        f64::from(self.record()[14]) / 8.0
    }

    pub(crate) fn class(self) -> Class {
        match self.record()[15] {
            0 => Class::Country,
            1 => Class::Region,
            2 => Class::City,
            3 => Class::Division,
            _ => Class::County,
        }
    }

    pub(crate) fn candidate(self) -> Candidate {
        let country = self.country();
        Candidate {
            name: self.name().to_owned(),
            geonames: self.geonames(),
            lat: self.lat(),
            lon: self.lon(),
            class: self.class(),
            country: if country[0] == 0 { String::new() } else { String::from_utf8_lossy(&country).into_owned() },
        }
    }
}

/// The places of a folded name (see [`super::fold`]), the likeliest first where a name alone is given.
pub(crate) fn lookup(folded: &str) -> Entries {
    Entries::of(NAMES.get(folded))
}

/// A walk through the folded names; [`Entries::of`] reads its values.
pub(in crate::annotate) fn walk() -> Walk<'static, &'static [u8]> {
    Walk::new(&NAMES)
}

/// The places of one name, the likeliest first.
#[derive(Debug, Clone)]
pub(crate) enum Entries {
    One(Option<Entry>),
    /// Postings, three bytes for each.
    More(std::slice::ChunksExact<'static, u8>),
}

impl Entries {
    /// Reads a value of `names.fst`.
    pub(crate) fn of(value: Option<u64>) -> Entries {
        match value {
            None => Entries::One(None),
            Some(value) if value & 1 == 0 => Entries::One(Some(Entry((value >> 1) as u32))),
            Some(value) => {
                let postings = &selon_data::PLACE_POSTINGS[(value >> 1) as usize..];
                Entries::More(postings[1..=3 * usize::from(postings[0])].chunks_exact(3))
            }
        }
    }
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        match self {
            Entries::One(entry) => entry.take(),
            Entries::More(postings) => postings.next().map(|p| Entry(u32::from_le_bytes([p[0], p[1], p[2], 0]))),
        }
    }
}
