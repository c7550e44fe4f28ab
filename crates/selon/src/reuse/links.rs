//! Which dispatches share prose, and which of it.

use super::align::{Passage, align};
use super::furniture::Furniture;
use super::holders::Holders;
use super::prints::Prints;

/// Two dispatches that share prose of their own.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// The number of the earlier one, in the order of (published, id).
    pub(super) a: usize,
    /// The number of the later one.
    pub(super) b: usize,
    /// How many words of their own prose they share.
    pub(super) shared: usize,
    /// Where: `a` and `b` of the runs are words of the two.
    pub(super) passages: Vec<Passage>,
}

/// Of the holders of a fingerprint the first ones are looked at, among which is the original …
const FIRST: usize = 16;
/// … and the last ones before a dispatch, among which is what it may have been taken from. So a dispatch costs the same in
/// an archive of any size.
const LAST: usize = 32;
/// So many candidates are compared word by word.
const CANDIDATES: usize = 40;
/// Two dispatches that share fewer fingerprints are not compared.
const FINGERPRINTS: u32 = 4;
/// The least part of the shorter one's own prose that must stand in the other.
const PART: f64 = 0.36;
/// The least number of words.
const WORDS: usize = 20;

/// The links of dispatch `b` to earlier ones, in their order.
pub(super) fn links(
    archive: &[Prints],
    holders: &Holders,
    furniture: &Furniture,
    scratch: &mut Scratch,
    b: usize,
) -> Vec<Link> {
    let prints = &archive[b];
    let own = prints.own();
    scratch
        .candidates(prints, holders, furniture, b, true)
        .into_iter()
        .filter_map(|a| {
            let passages = align(&archive[a], prints);
            let shared = shared(&archive[a], prints, &passages);
            let shorter = own.min(archive[a].own());
            (shared >= WORDS.min(shorter / 2).max(8) && shared as f64 >= PART * shorter as f64).then_some(Link {
                a,
                b,
                shared,
                passages,
            })
        })
        .collect()
}

/// Words that are the prose of both.
fn shared(a: &Prints, b: &Prints, passages: &[Passage]) -> usize {
    let both = |run: &super::align::Run| {
        (0..run.len).filter(|i| a.words[run.a + i].is_own() && b.words[run.b + i].is_own()).count()
    };
    passages.iter().flat_map(|p| &p.runs).map(both).sum()
}

/// Room for counting, used again for each dispatch.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl Scratch {
    /// Earlier dispatches that share enough fingerprints, ascending; only of their own prose where `own` says so.
    pub(super) fn candidates(
        &mut self,
        prints: &Prints,
        holders: &Holders,
        furniture: &Furniture,
        b: usize,
        own: bool,
    ) -> Vec<usize> {
        if self.counts.len() < b {
            self.counts.resize(b.next_power_of_two(), 0);
        }
        let mut last = None;
        for mark in &prints.marks {
            if last == Some(mark.hash)
                || own && !prints.words[mark.at as usize + 1].is_own()
                || furniture.holds(mark.hash)
            {
                continue;
            }
            last = Some(mark.hash);
            let holding = holders.of_print(mark.hash);
            let before = &holding[..holding.partition_point(|&h| (h as usize) < b)];
            let (first, rest) = before.split_at(before.len().min(FIRST));
            for &a in first.iter().chain(&rest[rest.len().saturating_sub(LAST)..]) {
                if self.counts[a as usize] == 0 {
                    self.touched.push(a);
                }
                self.counts[a as usize] += 1;
            }
        }
        let mut found: Vec<(u32, u32)> = Vec::new();
        for a in self.touched.drain(..) {
            let count = std::mem::take(&mut self.counts[a as usize]);
            if count >= FINGERPRINTS {
                found.push((count, a));
            }
        }
        // Those that share most; of equals the earlier.
        found.sort_unstable_by_key(|&(count, a)| (std::cmp::Reverse(count), a));
        found.truncate(CANDIDATES);
        let mut numbers: Vec<usize> = found.into_iter().map(|(_, a)| a as usize).collect();
        numbers.sort_unstable();
        numbers
    }
}
