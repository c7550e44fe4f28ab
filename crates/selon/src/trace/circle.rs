//! Which dispatches of an archive are compared with one another, found without a pass over the archive.
//!
//! Each dispatch is linked to the few before it that it shares most with ([`links`]). What hangs together by links is a
//! circle; where that is more than can be compared at once, it is parted at the weakest links ([`circles`]). Both follow
//! from which dispatches there are, whatever the order in which they came: [`enter`] and [`leave`] say whose links a dispatch
//! that comes or goes changes. What a circle tells is then a matter of its texts alone: see [`super::stories`].

use std::collections::{BTreeMap, BTreeSet};

use super::marks::{Marks, Position};

/// By what dispatches find one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A fingerprint of the text.
    Print(u32),
    /// A name, number or long word.
    Key(u32),
}

/// Which dispatches hold a mark. Served by the store.
pub trait Postings {
    /// What can go wrong there.
    type Error;

    /// The marks of a dispatch.
    fn marks(&self, dispatch: i64) -> Result<Marks, Self::Error>;

    /// How many fingerprints a dispatch has.
    fn prints(&self, dispatch: i64) -> Result<usize, Self::Error>;

    /// The holders of a mark before a position, and after it: the nearest first, [`REACH`] of each at most.
    fn around(&self, mark: Mark, position: Position) -> Result<[Vec<Holder>; 2], Self::Error>;
}

/// A dispatch that holds a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Which.
    pub dispatch: i64,
    /// Where it stands.
    pub at: Position,
}

/// The links that are known. Served by the store.
pub trait Neighbours: Postings {
    /// The links of a dispatch to those before it.
    fn links(&self, dispatch: i64) -> Result<Vec<Link>, Self::Error>;

    /// The dispatches that are linked to this one.
    fn behind(&self, dispatch: i64) -> Result<Vec<i64>, Self::Error>;

    /// Dispatches that a user says tell of one event with this one.
    fn same(&self, dispatch: i64) -> Result<Vec<i64>, Self::Error>;
}

/// From a dispatch to one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// How much they share.
    pub share: u32,
    /// Where the dispatch stands.
    pub from: Position,
    /// Where the one before it stands …
    pub to: Position,
    /// … and which it is.
    pub dispatch: i64,
}

impl Link {
    /// Of the links of one dispatch the best is the greatest: the one to the dispatch it shares most with, of equals to the last before
    /// it.
    fn merit(&self) -> (u32, Position) {
        (self.share, self.to)
    }
}

/// Of the dispatches that hold a mark, so many before and after a dispatch may share it with it.
pub const REACH: usize = 48;
/// Days between two dispatches that share what they tell of. Copies may be older.
const DAYS: u64 = 30;
/// A dispatch is linked to so many at most.
const LINKS: usize = 4;
/// It shares so much with each at least: each name, number or long word counts one.
const LEAST: u32 = 6;
/// The least number of fingerprints that a copy shares, of those that are kept …
const PRINTS: u32 = 3;
/// … and of the shorter one's, one of so many.
const PART: u32 = 5;
/// A whole copy shares so much.
const WHOLE_COPY: u32 = 48;
/// A circle has no more dispatches than this.
pub const LARGEST: usize = 192;
/// An archive that has no more dispatches than this is one circle: all of it is compared, as if it were traced without an archive.
pub const WHOLE: usize = 64;

/// What a dispatch shares with others.
#[derive(Debug, Default)]
struct Shared {
    keys: u32,
    prints: u32,
    at: Position,
}

/// What stands around a dispatch.
struct Around {
    marks: Marks,
    before: BTreeMap<i64, Shared>,
    after: BTreeMap<i64, Shared>,
    /// Those after it that hold a mark whose holders stand so close that a dispatch more or less between two of them counts.
    crowded: BTreeSet<i64>,
}

impl Around {
    fn of<A: Postings>(archive: &A, dispatch: i64) -> Result<Around, A::Error> {
        let mut around = Around {
            marks: archive.marks(dispatch)?,
            before: BTreeMap::new(),
            after: BTreeMap::new(),
            crowded: BTreeSet::new(),
        };
        let position = around.marks.position;
        let prints = around.marks.prints.iter().map(|&print| Mark::Print(print));
        let keys = around.marks.keys.iter().map(|&key| Mark::Key(key));
        for mark in prints.chain(keys) {
            let [before, after] = archive.around(mark, position)?;
            if before.len() + after.len() >= REACH {
                around.crowded.extend(after.iter().map(|holder| holder.dispatch));
            }
            for (holders, side) in [(before, &mut around.before), (after, &mut around.after)] {
                for holder in holders.into_iter().filter(|holder| holder.dispatch != dispatch) {
                    let shared = side.entry(holder.dispatch).or_default();
                    shared.at = holder.at;
                    match mark {
                        Mark::Print(_) => shared.prints += 1,
                        Mark::Key(_) if position.days_from(holder.at).is_none_or(|days| days <= DAYS) => {
                            shared.keys += 1;
                        }
                        Mark::Key(_) => {}
                    }
                }
            }
        }
        Ok(around)
    }

    /// Its links, the best first.
    fn links<A: Postings>(&self, archive: &A) -> Result<Vec<Link>, A::Error> {
        let mut links = Vec::new();
        for (&other, shared) in &self.before {
            let share = self.share(archive, other, shared)?;
            if share >= LEAST {
                links.push(Link { share, from: self.marks.position, to: shared.at, dispatch: other });
            }
        }
        links.sort_unstable_by_key(|link| std::cmp::Reverse(link.merit()));
        links.truncate(LINKS);
        Ok(links)
    }

    /// How much it shares with another; the same from either side.
    fn share<A: Postings>(&self, archive: &A, other: i64, shared: &Shared) -> Result<u32, A::Error> {
        if shared.prints < PRINTS {
            return Ok(shared.keys);
        }
        let shorter = self.marks.prints.len().min(archive.prints(other)?).max(1) as u32;
        let copied = shared.prints * PART >= shorter;
        Ok(shared.keys + if copied { LEAST + WHOLE_COPY * shared.prints.min(shorter) / shorter } else { 0 })
    }
}

/// The links of a dispatch, the best first.
///
/// # Errors
/// Where the archive cannot answer.
pub fn links<A: Postings>(archive: &A, dispatch: i64) -> Result<Vec<Link>, A::Error> {
    Around::of(archive, dispatch)?.links(archive)
}

/// The links of a dispatch that is new, and the dispatches after it whose links are to be found again because it came. Some
/// that have none yet may be among them.
///
/// # Errors
/// Where the archive cannot answer.
pub fn enter<A: Neighbours>(archive: &A, dispatch: i64) -> Result<(Vec<Link>, BTreeSet<i64>), A::Error> {
    let around = Around::of(archive, dispatch)?;
    let position = around.marks.position;
    let mut disturbed = BTreeSet::new();
    for (&later, shared) in &around.after {
        let share = around.share(archive, later, shared)?;
        let crowded = around.crowded.contains(&later);
        if share < LEAST && !crowded {
            continue;
        }
        let links = archive.links(later)?;
        let better = links.len() < LINKS || links.iter().any(|link| link.merit() < (share, position));
        // One more between two dispatches may put them out of each other's reach.
        let parted = crowded && links.iter().any(|link| link.to < position);
        if share >= LEAST && better || parted {
            disturbed.insert(later);
        }
    }
    Ok((around.links(archive)?, disturbed))
}

/// The dispatches whose links are to be found again when one leaves; to be asked while it is still there.
///
/// # Errors
/// Where the archive cannot answer.
pub fn leave<A: Neighbours>(archive: &A, dispatch: i64) -> Result<BTreeSet<i64>, A::Error> {
    // One less between two dispatches may bring them into each other's reach.
    let mut disturbed = Around::of(archive, dispatch)?.crowded;
    disturbed.extend(archive.behind(dispatch)?);
    disturbed.remove(&dispatch);
    Ok(disturbed)
}

/// The circles of all that hangs together with a dispatch, each ascending.
///
/// # Errors
/// Where the archive cannot answer.
pub fn circles<A: Neighbours>(archive: &A, of: i64) -> Result<Vec<Vec<i64>>, A::Error> {
    let mut numbers: BTreeMap<i64, usize> = BTreeMap::from([(of, 0)]);
    let mut links: Vec<(i64, Link)> = Vec::new();
    let mut same: Vec<(i64, i64)> = Vec::new();
    let mut next = vec![of];
    while let Some(dispatch) = next.pop() {
        let mut near = archive.behind(dispatch)?;
        for link in archive.links(dispatch)? {
            near.push(link.dispatch);
            links.push((dispatch, link));
        }
        for other in archive.same(dispatch)? {
            near.push(other);
            same.push((dispatch, other));
        }
        for other in near {
            let number = numbers.len();
            numbers.entry(other).or_insert_with(|| {
                next.push(other);
                number
            });
        }
    }
    let mut parts = Parts { of: (0..numbers.len()).collect(), size: vec![1; numbers.len()] };
    for (a, b) in same {
        parts.join(numbers[&a], numbers[&b], usize::MAX);
    }
    links.sort_unstable_by_key(|(_, link)| (std::cmp::Reverse(link.share), link.from, link.to));
    for (dispatch, link) in links {
        parts.join(numbers[&dispatch], numbers[&link.dispatch], LARGEST);
    }
    let mut circles: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for (&dispatch, &number) in &numbers {
        circles.entry(parts.first(number)).or_default().push(dispatch);
    }
    let mut circles: Vec<Vec<i64>> = circles.into_values().collect();
    circles.sort_unstable();
    Ok(circles)
}

/// Things that are being joined.
struct Parts {
    of: Vec<usize>,
    size: Vec<usize>,
}

impl Parts {
    /// What stands for the part of a thing.
    fn first(&mut self, mut thing: usize) -> usize {
        while self.of[thing] != thing {
            self.of[thing] = self.of[self.of[thing]];
            thing = self.of[thing];
        }
        thing
    }

    /// Makes one of two parts, unless that is too large.
    fn join(&mut self, a: usize, b: usize, largest: usize) {
        let (a, b) = (self.first(a), self.first(b));
        if a != b && self.size[a] + self.size[b] <= largest {
            let (small, large) = if self.size[a] < self.size[b] { (a, b) } else { (b, a) };
            self.of[small] = large;
            self.size[large] += self.size[small];
        }
    }
}

#[cfg(test)]
mod tests;
