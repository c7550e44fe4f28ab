//! What outlets print on every page: invitations to subscribe, house paragraphs, legal lines. It joins nothing.
//!
//! How often words recur does not tell: a dispatch that five hundred papers print is no furniture. What tells is the
//! company: dispatches that share nothing else but these words.

use std::cmp::Ordering;

use super::credit::{edges, is_no_sentence};
use super::holders::Holders;
use super::prints::{Prints, SHINGLE};
use crate::extract::Dispatch;

/// Fingerprints of furniture: what is known of an archive as a whole when two dispatches are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Furniture {
    /// Ascending.
    prints: Vec<u64>,
}

/// A fingerprint in fewer dispatches than this is not looked at.
const MANY: usize = 6;
/// How many of the holders are compared.
const SAMPLE: usize = 7;
/// Fingerprints within so many words belong to the same stretch of furniture.
const STRETCH: u32 = 25;
/// Two dispatches that share this part of the other fingerprints of the shorter one have more in common than furniture.
const COMPANY: f64 = 0.3;
/// A dispatch with fewer other fingerprints does not tell.
const OTHERS: usize = 5;
/// Words between two pieces of furniture that belong to it: the name of the outlet, a number.
const FILL: usize = 4;

impl FromIterator<u64> for Furniture {
    fn from_iter<I: IntoIterator<Item = u64>>(prints: I) -> Furniture {
        let mut prints: Vec<u64> = prints.into_iter().collect();
        prints.sort_unstable();
        prints.dedup();
        Furniture { prints }
    }
}

impl Furniture {
    /// What some dispatches show: those of one outlet, say.
    pub fn of(dispatches: &[&Dispatch]) -> Furniture {
        let prints: Vec<Prints> = dispatches.iter().map(|d| Prints::of(&d.text)).collect();
        Furniture::of_prints(&prints, &Holders::of(&prints))
    }

    /// Its fingerprints, ascending.
    pub fn prints(&self) -> &[u64] {
        &self.prints
    }

    pub(super) fn of_prints(archive: &[Prints], holders: &Holders) -> Furniture {
        let prints = holders
            .shared()
            .filter(|(hash, holders)| holders.len() >= MANY && are_strangers(archive, *hash, holders))
            .map(|(hash, _)| hash)
            .collect();
        Furniture { prints }
    }

    /// Whether a fingerprint is furniture.
    pub(super) fn holds(&self, hash: u64) -> bool {
        self.prints.binary_search(&hash).is_ok()
    }

    /// Marks the words of a dispatch that are not its own: furniture, and short lines at its ends that are no sentence.
    pub(super) fn apply(&self, dispatch: &Dispatch, prints: &mut Prints) {
        let mut at: Vec<usize> = prints.marks.iter().filter(|m| self.holds(m.hash)).map(|m| m.at as usize).collect();
        at.sort_unstable();
        let mut furniture = vec![false; prints.words.len()];
        let mut end = 0;
        for from in at {
            let begin = if end > 0 && from <= end + FILL { end } else { from };
            end = from + SHINGLE;
            furniture[begin.min(from)..end].fill(true);
        }
        for block in &dispatch.blocks {
            let words = prints.words_in(block.span);
            let found = furniture[words.clone()].iter().filter(|&&f| f).count();
            // The fingerprints leave out a word or two at both ends.
            if found * 2 >= words.len() {
                furniture[words].fill(true);
            }
        }
        for line in edges(dispatch).filter(|line| is_no_sentence(dispatch.text.get(*line))) {
            furniture[prints.words_in(line)].fill(true);
        }
        for (word, _) in prints.words.iter_mut().zip(furniture).filter(|(_, f)| *f) {
            word.disown();
        }
    }
}

/// Whether most pairs of the holders of a fingerprint share little else.
fn are_strangers(archive: &[Prints], hash: u64, holders: &[u32]) -> bool {
    let number = SAMPLE.min(holders.len());
    let sample: Vec<Vec<u64>> =
        (0..number).map(|i| others(&archive[holders[i * holders.len() / number] as usize], hash)).collect();
    let (mut pairs, mut strangers) = (0, 0);
    for (i, a) in sample.iter().enumerate() {
        for b in &sample[i + 1..] {
            let shorter = a.len().min(b.len());
            if shorter >= OTHERS {
                pairs += 1;
                strangers += usize::from((common(a, b) as f64) < COMPANY * shorter as f64);
            }
        }
    }
    strangers * 3 > pairs * 2
}

/// The fingerprints of a dispatch that do not stand around this one, ascending.
fn others(prints: &Prints, hash: u64) -> Vec<u64> {
    let marks = &prints.marks;
    let Some(here) = marks.get(marks.partition_point(|m| m.hash < hash)).map(|m| m.at) else { return Vec::new() };
    marks.iter().filter(|m| m.at.abs_diff(here) > STRETCH).map(|m| m.hash).collect()
}

/// How many values two ascending lists share.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut found) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                found += 1;
                i += 1;
                j += 1;
            }
        }
    }
    found
}
