//! Who took it from whom: the parents of each dispatch, and the origins that its reporting goes back to.
//!
//! Links are never closed transitively: each dispatch is given the best parent among those that come before it, and a
//! second one where that explains a part of it that the first does not. House paragraphs cannot join two families so.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::credit::{self, Agency};
use super::links::Link;
use super::prints::Prints;
use crate::extract::Dispatch;
use crate::when::When;

/// What a dispatch goes back to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Lineage {
    /// Those it shares its prose with and that come before it, the best first; with the part of its own prose that each
    /// explains. Two where two wires were merged.
    pub(super) kin: Vec<(usize, f64)>,
    /// Whether it was made from its kin. Else both were made from a dispatch that is not in the archive.
    pub(super) made_from: bool,
    /// The agency whose dispatch is not in the archive.
    pub(super) missing: Option<Agency>,
    /// The numbers of the first dispatches that hold its reporting, ascending; its own where it has no kin.
    pub(super) origins: Vec<usize>,
}

/// So many words that only a copy shares with a dispatch, where the original has others, make it the parent …
const INNOVATIONS: f64 = 2.0;
/// … and each word that only the original shares counts against it like so many.
const AGAINST: f64 = 6.0;
/// So many words that a dispatch shares with others of its kin alone are chance.
const BESIDE: usize = 2;
/// A second parent explains at least so much of the prose that the first does not.
const SECOND: f64 = 0.2;

/// The lineages of dispatches, from their links. `order` says who can have taken from whom.
pub(super) fn lineages(prints: &[Prints], order: &Order, credits: &[Vec<Agency>], links: &[Link]) -> Vec<Lineage> {
    let mut ties: BTreeMap<usize, Vec<Tie>> = BTreeMap::new();
    for link in links {
        let (kin, of) = if order.precedes(link.a, link.b) { (link.a, link.b) } else { (link.b, link.a) };
        ties.entry(of).or_default().push(Tie { of, kin, link });
    }
    let mut numbers: Vec<usize> = (0..prints.len()).collect();
    numbers.sort_by(|&x, &y| order.compare(x, y));
    let mut lineages = vec![Lineage::default(); prints.len()];
    for d in numbers {
        lineages[d] = match ties.get(&d) {
            Some(ties) => lineage(&prints[d], order, credits, ties, &lineages),
            None => Lineage { origins: vec![d], ..Lineage::default() },
        };
    }
    lineages
}

/// A dispatch that shares prose with one that comes before it.
struct Tie<'l> {
    of: usize,
    kin: usize,
    link: &'l Link,
}

impl Tie<'_> {
    /// Which words of the later dispatch are shared: of its own prose, and what stands inside a run of it. A house paragraph
    /// proves nothing, but in the same place of the same text it does.
    fn covered(&self, prints: &Prints) -> Vec<bool> {
        let mut covered = vec![false; prints.words.len()];
        for run in self.link.passages.iter().flat_map(|p| &p.runs) {
            let from = if self.link.a == self.of { run.a } else { run.b };
            let own = |word: &usize| prints.words[*word].is_own();
            let mut words = from..from + run.len;
            if let (Some(first), Some(last)) = (words.clone().find(own), words.rfind(own)) {
                covered[first..=last].fill(true);
            }
        }
        covered
    }
}

/// The lineage of one dispatch, where those of its kin are known.
fn lineage(prints: &Prints, order: &Order, credits: &[Vec<Agency>], ties: &[Tie], known: &[Lineage]) -> Lineage {
    let own = prints.own().max(1) as f64;
    let part = |tie: &Tie| tie.link.shared as f64 / own;
    let wires = ties.iter().filter(|tie| order.wire[tie.kin]);
    let Some(first) = best(order, wires, part, 0.0).or_else(|| best(order, ties, part, 0.0)) else {
        return Lineage::default();
    };
    let mut parents = vec![first];
    let mut origins = known[first.kin].origins.clone();
    let mut explained = first.covered(prints);
    let strangers = ties.iter().filter(|t| known[t.kin].origins.iter().all(|o| !origins.contains(o)));
    let rest = |tie: &Tie| only(&tie.covered(prints), &explained) as f64 / own;
    if let Some(second) = best(order, strangers, rest, SECOND) {
        parents.push(second);
        origins.extend(&known[second.kin].origins);
        origins.sort_unstable();
        for (explained, by_second) in explained.iter_mut().zip(second.covered(prints)) {
            *explained |= by_second;
        }
    }
    let copies = ties.iter().filter(|t| known[t.kin].origins == origins && parents.iter().all(|p| p.kin != t.kin));
    if let Some(copy) = followed(prints, order, &explained, copies) {
        parents = vec![copy];
    }
    let missing = missing(order, credits, ties, known);
    let made_from = missing.is_none() || descends(prints, parents[0], ties);
    Lineage { kin: parents.iter().map(|&p| (p.kin, part(p))).collect(), made_from, missing, origins }
}

/// The agency that a dispatch and its kin go back to, where none of them stands on its page.
fn missing(order: &Order, credits: &[Vec<Agency>], ties: &[Tie], known: &[Lineage]) -> Option<Agency> {
    if ties.iter().any(|tie| order.wire[tie.kin]) {
        return None;
    }
    let of = &credits[ties[0].of];
    let theirs = ties.iter().flat_map(|tie| credits[tie.kin].iter().chain(&known[tie.kin].missing));
    of.iter().chain(theirs).min().cloned()
}

/// Whether a dispatch has nothing of its kin that this one has not: else both go back to a third.
fn descends(prints: &Prints, parent: &Tie, ties: &[Tie]) -> bool {
    let covered = parent.covered(prints);
    ties.iter().all(|tie| only(&tie.covered(prints), &covered) <= BESIDE)
}

/// Copies of copies. A text shows whom it was taken from by what both changed (the common errors of textual criticism):
/// another copy of the same originals is the parent where it shares with the dispatch words that the originals have not,
/// and the dispatch has nothing of the originals that this copy has not.
fn followed<'t, 'l: 't>(
    prints: &Prints,
    order: &Order,
    originals: &[bool],
    copies: impl Iterator<Item = &'t Tie<'l>>,
) -> Option<&'t Tie<'l>> {
    let copies: Vec<&Tie> = copies.collect();
    let mut shared_by = vec![0u16; originals.len()];
    for tie in &copies {
        for (count, covered) in shared_by.iter_mut().zip(tie.covered(prints)) {
            *count += u16::from(covered);
        }
    }
    let merit = |tie: &Tie| {
        let by_copy = tie.covered(prints);
        // What many copies changed in the same way is what anybody would change.
        let innovations: f64 =
            (0..originals.len()).filter(|&i| by_copy[i] && !originals[i]).map(|i| 1.0 / f64::from(shared_by[i])).sum();
        innovations - AGAINST * only(originals, &by_copy) as f64
    };
    best(order, copies, merit, INNOVATIONS)
}

/// How many words the first covers and the second does not.
fn only(first: &[bool], second: &[bool]) -> usize {
    first.iter().zip(second).filter(|&(&x, &y)| x && !y).count()
}

/// The tie of the greatest merit, of equals the one that comes first; none below `least`.
fn best<'t, 'l: 't>(
    order: &Order,
    ties: impl IntoIterator<Item = &'t Tie<'l>>,
    merit: impl Fn(&Tie) -> f64,
    least: f64,
) -> Option<&'t Tie<'l>> {
    ties.into_iter()
        .map(|tie| (merit(tie), tie))
        .filter(|&(merit, _)| merit >= least)
        .max_by(|x, y| x.0.total_cmp(&y.0).then_with(|| order.compare(y.1.kin, x.1.kin)))
        .map(|(_, tie)| tie)
}

/// The order in which dispatches can have been written.
#[derive(Debug)]
pub(super) struct Order {
    /// Whether a dispatch stands on the page of the agency that it or a dispatch like it credits.
    pub(super) wire: Vec<bool>,
    time: Vec<(bool, Option<jiff::civil::DateTime>)>,
    outlets: Vec<Option<String>>,
}

impl Order {
    /// Dispatches in the order of (published, id), with what each credits.
    pub(super) fn of(dispatches: &[&Dispatch], prints: &[Prints], credits: &[Vec<Agency>], links: &[Link]) -> Order {
        let speaks_for =
            |d: usize, agency: &Agency| dispatches[d].outlet.as_deref().is_some_and(|o| credit::is_of(o, agency));
        let mut wire: Vec<bool> =
            (0..dispatches.len()).map(|d| credits[d].iter().any(|agency| speaks_for(d, agency))).collect();
        for link in links {
            for (d, other) in [(link.a, link.b), (link.b, link.a)] {
                wire[d] = wire[d] || credits[other].iter().any(|agency| speaks_for(d, agency));
            }
        }
        let mut time: Vec<_> = dispatches.iter().map(|d| d.published.sort_key()).collect();
        // A day alone: in the morning, unless there is a fuller text of that day; copies are shorter rather than longer.
        for link in links {
            for (d, other) in [(link.a, link.b), (link.b, link.a)] {
                if let When::Day(day) = dispatches[d].published
                    && dispatches[other].published.day() == Some(day)
                    && prints[other].own() > prints[d].own()
                {
                    time[d] = (false, Some(day.at(23, 59, 59, 0)));
                }
            }
        }
        Order { wire, time, outlets: dispatches.iter().map(|d| d.outlet.clone()).collect() }
    }

    /// Whether a dispatch stands on the page of an agency.
    pub(super) fn speaks_for(&self, d: usize, agency: &str) -> bool {
        self.outlets[d].as_deref().is_some_and(|outlet| credit::is_of(outlet, agency))
    }

    /// Whether `x` can have been the source of `y`, of the two.
    pub(super) fn precedes(&self, x: usize, y: usize) -> bool {
        self.compare(x, y) == Ordering::Less
    }

    /// An agency's own page first, then the earlier one.
    pub(super) fn compare(&self, x: usize, y: usize) -> Ordering {
        let key = |d: usize| (!self.wire[d], self.time[d], d);
        key(x).cmp(&key(y))
    }
}
