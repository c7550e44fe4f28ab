//! Which dispatches of an archive may belong to one story, found without a pass over the archive.
//!
//! A circle begins at one dispatch and takes in whatever is near one of its own: what holds the same fingerprints, and what
//! names the same rare things within some weeks. It errs on the side of taking in too much: [`super::stories`] then looks
//! at the texts themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::marks::Marks;

/// Which dispatches hold a fingerprint. Served by the store.
pub trait Postings {
    /// What can go wrong there.
    type Error;

    /// The marks of a dispatch.
    fn marks(&self, dispatch: i64) -> Result<Marks, Self::Error>;

    /// Dispatches that hold a fingerprint: the first ones, among which is the original, and the last ones.
    fn holders(&self, print: u32) -> Result<Vec<i64>, Self::Error>;
}

/// Which dispatches tell of a thing at about the same time. Served by the store.
pub trait Neighbours: Postings {
    /// The dispatches that are nearest in time of those that have a key, from `first` to `last` day, and of those without a
    /// day; where `day` is none, of all. [`NEAREST`] before and after, at most.
    fn about(&self, key: u32, day: Option<i32>, within: i32) -> Result<Vec<i64>, Self::Error>;

    /// Whether a dispatch still waits to be compared with the others.
    fn waits(&self, dispatch: i64) -> Result<bool, Self::Error>;

    /// All dispatches of the archive, in ascending order, or of them so many.
    fn all(&self, most: usize) -> Result<Vec<i64>, Self::Error>;

    /// The dispatches of the story that a dispatch was found to belong to, itself among them.
    fn mates(&self, dispatch: i64) -> Result<Vec<i64>, Self::Error>;
}

/// Days between two dispatches that are compared by what they tell of.
pub const DAYS: i32 = 30;
/// Of the dispatches with a key so many before and after are looked at.
pub const NEAREST: usize = 64;
/// The least of what two dispatches share of their keys, each by how rare it is.
const SHARED: f64 = 4.5;
/// The least part of the shorter one's fingerprints that a copy shares.
const PART: f64 = 0.2;
/// The least number of them.
const PRINTS: usize = 3;
/// So many neighbours of a dispatch are taken in.
const CLOSEST: usize = 40;
/// A circle that has so many grows no more; what it left out has a circle of its own.
const LARGEST: usize = 256;

/// An archive that has no more than so many is one circle: all of it is compared, as if it were traced without an archive.
const WHOLE: usize = 64;

/// Dispatches that are compared with one another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Circle {
    /// All of them, ascending.
    pub dispatches: Vec<i64>,
    /// Those whose neighbours are all among them, ascending.
    pub settled: Vec<i64>,
}

/// The circle of a dispatch.
///
/// # Errors
/// Where the archive cannot answer.
pub fn circle<A: Neighbours>(archive: &A, of: i64) -> Result<Circle, A::Error> {
    let all = archive.all(WHOLE + 1)?;
    if all.len() <= WHOLE {
        return Ok(Circle { settled: all.clone(), dispatches: all });
    }
    let mut dispatches: BTreeSet<i64> = archive.mates(of)?.into_iter().collect();
    dispatches.insert(of);
    let mut settled = BTreeSet::new();
    let mut next: Vec<i64> = vec![of];
    while let Some(dispatch) = next.pop() {
        if !settled.insert(dispatch) {
            continue;
        }
        for neighbour in neighbours(archive, dispatch)? {
            if dispatches.insert(neighbour) {
                dispatches.extend(archive.mates(neighbour)?);
            }
            if dispatches.len() < LARGEST && archive.waits(neighbour)? {
                next.push(neighbour);
            }
        }
    }
    Ok(Circle { dispatches: dispatches.into_iter().collect(), settled: settled.into_iter().collect() })
}

/// The dispatches that are near one, the nearest last.
fn neighbours<A: Neighbours>(archive: &A, dispatch: i64) -> Result<Vec<i64>, A::Error> {
    let marks = archive.marks(dispatch)?;
    let mut shared: BTreeMap<i64, f64> = BTreeMap::new();
    for &key in &marks.keys {
        let holders = archive.about(key, marks.day, DAYS)?;
        let rare = rarity(holders.len());
        for holder in holders {
            *shared.entry(holder).or_default() += rare;
        }
    }
    shared.retain(|_, sum| *sum >= SHARED);
    let mut prints: BTreeMap<i64, usize> = BTreeMap::new();
    for &print in &marks.prints {
        for holder in archive.holders(print)? {
            *prints.entry(holder).or_default() += 1;
        }
    }
    for (holder, number) in prints.into_iter().filter(|&(holder, n)| n >= PRINTS && holder != dispatch) {
        let shorter = marks.prints.len().min(archive.marks(holder)?.prints.len());
        let part = number as f64 / shorter.max(1) as f64;
        if part >= PART {
            *shared.entry(holder).or_default() += SHARED + part * marks.keys.len() as f64;
        }
    }
    shared.remove(&dispatch);
    let mut near: Vec<(i64, f64)> = shared.into_iter().collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    near.truncate(CLOSEST);
    Ok(near.into_iter().rev().map(|(holder, _)| holder).collect())
}

/// How much a key says that so many dispatches have at about the same time: one of two, nearly all; one of a hundred, little.
fn rarity(holders: usize) -> f64 {
    let most = 2.0 * NEAREST as f64 + 1.0;
    (1.0 - (holders.max(1) as f64).ln() / most.ln()).max(0.15)
}
