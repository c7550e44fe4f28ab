//! All that is to be exported, gathered once: claims with the words that state them, and the pages those stand on.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::{Date, DateTime};
use jiff::{ToSpan as _, Unit};
use selon::annotate::place::{Candidate, Class};
use selon::{Reading, Span};
use selon_store::{ClaimShown, DispatchShown, Id, Shown, StatementRow, Store};

use crate::Result;

/// Claims and the pages they stand on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    /// What it is about: a headline or the words of a claim.
    pub title: String,
    /// The claims, in the order of the archive.
    pub claims: Vec<Told>,
    /// The pages, by the names of their dispatches.
    pub pages: BTreeMap<Id, Page>,
}

/// A claim, and where it is said to have happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The claim.
    pub claim: ClaimShown,
    /// The places that its statements name and that are known, each once, the most often named first.
    pub places: Vec<Place>,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its name in the gazetteer.
    pub name: String,
    /// Its number in GeoNames; 0 for divisions, seas and regions that come from elsewhere.
    pub geonames: u32,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166, two letters.
    pub country: String,
    /// What kind of place it is.
    pub class: Class,
    /// How many statements name it.
    pub named: usize,
}

/// Tells a place from others: its number alone does not, for it may have none.
type Key = (u32, String);

impl Place {
    fn key(&self) -> Key {
        (self.geonames, self.name.clone())
    }
}

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The dispatch and its versions.
    pub dispatch: DispatchShown,
    /// Its canonical address, or the one it was fetched from.
    pub url: Option<String>,
    /// Agencies that it credits.
    pub agencies: Vec<String>,
    /// Writers.
    pub authors: Vec<String>,
    /// When its current version was captured, RFC 3339, UTC.
    pub captured: String,
    /// SHA-256 of the bytes of the current version.
    pub sha256: String,
    /// The places that its text names and that are known, with the code points that name them.
    pub places: Vec<(Range<usize>, Place)>,
}

impl Page {
    /// The day it was published.
    pub fn day(&self) -> Option<&str> {
        self.dispatch.row.published.as_deref().and_then(|p| p.get(..10))
    }

    /// The places that a statement names, each once. One of another version names none here.
    fn named(&self, statement: &StatementRow) -> BTreeMap<Key, &Place> {
        let inside = |at: &Range<usize>| at.start >= statement.start && at.end <= statement.end;
        let there = self.around(statement, 0).is_some();
        let places = self.places.iter().filter(|(at, _)| there && inside(at));
        places.map(|(_, place)| (place.key(), place)).collect()
    }

    /// Up to `most` code points before and after a statement, where the current version still has it there.
    pub fn around(&self, statement: &StatementRow, most: usize) -> Option<(String, String)> {
        let text: Vec<char> = self.dispatch.text.chars().collect();
        let quote = text.get(statement.start..statement.end)?;
        if !quote.iter().copied().eq(statement.quote.chars()) {
            return None;
        }
        let before = &text[statement.start.saturating_sub(most)..statement.start];
        let after = &text[statement.end..(statement.end + most).min(text.len())];
        Some((before.iter().collect(), after.iter().collect()))
    }
}

/// Gathers a claim (`c12`), a story (`s3`) or, where nothing is named, all stories. Nothing where the archive has no such claim
/// or story.
///
/// # Errors
/// Where the archive cannot be read.
pub fn gather(store: &Store, name: Option<&str>) -> Result<Option<Account>> {
    let mut account = Account::default();
    match name {
        None => {
            for story in store.stories()? {
                account.story(store, story)?;
            }
            "All stories".clone_into(&mut account.title);
        }
        Some(name) => match store.show(name)? {
            Some(Shown::Claim(claim)) => {
                account.title.clone_from(&claim.gist);
                account.claim(store, *claim)?;
            }
            Some(Shown::Story(story)) => {
                account.title = story.title.clone().unwrap_or_default();
                account.story(store, story.id)?;
            }
            _ => return Ok(None),
        },
    }
    Ok(Some(account))
}

impl Account {
    fn story(&mut self, store: &Store, id: Id) -> Result<()> {
        let Some(Shown::Story(story)) = store.show(&id.to_string())? else { return Ok(()) };
        for row in &story.dispatches {
            self.page(store, row.id)?;
        }
        for row in &story.claims {
            if let Some(Shown::Claim(claim)) = store.show(&row.id.to_string())? {
                self.claim(store, *claim)?;
            }
        }
        Ok(())
    }

    fn claim(&mut self, store: &Store, claim: ClaimShown) -> Result<()> {
        let mut places: BTreeMap<Key, Place> = BTreeMap::new();
        for statement in &claim.statements {
            self.page(store, statement.dispatch.id)?;
            for (key, place) in self.pages.get(&statement.dispatch.id).map(|p| p.named(statement)).into_iter().flatten()
            {
                places.entry(key).and_modify(|p| p.named += 1).or_insert_with(|| place.clone());
            }
        }
        let mut places: Vec<Place> = places.into_values().collect();
        places.sort_by_key(|p| (std::cmp::Reverse(p.named), p.key()));
        self.claims.push(Told { claim, places });
        Ok(())
    }

    fn page(&mut self, store: &Store, id: Id) -> Result<()> {
        if self.pages.contains_key(&id) {
            return Ok(());
        }
        let (Some(Shown::Dispatch(dispatch)), Id::Dispatch(number)) = (store.show(&id.to_string())?, id) else {
            return Ok(());
        };
        let read = store.reading_of(number)?;
        let places = read.as_ref().map(places).unwrap_or_default();
        let reading = read.map(|reading| reading.dispatch).unwrap_or_default();
        let current = dispatch.captures.iter().find(|c| c.sha256 == reading.sha256).or(dispatch.captures.first());
        let (sha256, seen) = current.map(|c| (c.sha256.clone(), c.seen.clone())).unwrap_or_default();
        let origin = store.origin(&sha256)?;
        let page = Page {
            url: reading.url.or(origin.url),
            agencies: reading.agencies,
            authors: reading.authors,
            captured: origin.fetched.unwrap_or(seen),
            sha256,
            places,
            dispatch: *dispatch,
        };
        self.pages.insert(id, page);
        Ok(())
    }
}

/// The places of a text that are known, in its order, each with the code points that name it.
fn places(reading: &Reading) -> Vec<(Range<usize>, Place)> {
    let text = &reading.dispatch.text;
    let points = |bytes: usize| text.as_str()[..bytes].chars().count();
    let known = reading.marks.places.iter().filter(|place| place.resolved);
    let known = known.filter_map(|place| Some((place.span, place.candidates.first()?)));
    let mark = |(span, best): (Span, &Candidate)| {
        let start = points(span.start());
        let place = Place {
            name: best.name.clone(),
            geonames: best.geonames,
            lat: best.lat,
            lon: best.lon,
            country: best.country.clone(),
            class: best.class,
            named: 1,
        };
        (start..start + text.get(span).chars().count(), place)
    };
    known.map(mark).collect()
}

/// The earliest and the latest day of a claim, both inclusive.
pub(crate) fn days(when: Option<&str>) -> (Option<Date>, Option<Date>) {
    let (first, next) = selon::When::parse(when.unwrap_or_default()).bounds();
    let last = |next: DateTime| next.checked_sub(1.second()).ok().map(DateTime::date);
    (first.map(DateTime::date), next.and_then(last))
}

/// How many days lie between two.
pub(crate) fn between(first: Date, last: Date) -> i64 {
    first.until((Unit::Day, last)).map_or(0, |span| i64::from(span.get_days()))
}

/// The names of a chain, the outlet first.
pub(crate) fn chain(statement: &StatementRow) -> Vec<&str> {
    statement.chain.iter().map(|voice| voice.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use selon::Document;

    use super::*;

    #[test]
    fn places_without_a_number_stay_two_and_their_words_read_back() {
        let text = "Früh am Morgen haben Baden-Württemberg und Rheinland-Pfalz die Grenzen geschlossen.";
        let found = places(&Reading::of_document(&Document::new("1", text)));
        let letters: Vec<char> = text.chars().collect();
        let words: Vec<String> = found.iter().map(|(at, _)| letters[at.clone()].iter().collect()).collect();
        assert_eq!(words, ["Baden-Württemberg", "Rheinland-Pfalz"]);
        assert_eq!(found.iter().map(|(_, place)| place.key()).collect::<BTreeSet<_>>().len(), 2);
    }
}
