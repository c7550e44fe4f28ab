//! Words that stand in like places in a language, by the tables of `selon-data`: "Bremen" is near "Kiel", "Anna" near "Helen".
//!
//! A table is a number of slots of four bytes, a power of two: a tag that tells a word from others, and the way to its
//! cluster through a tree of clusters, the first steps in the lowest bits.

use crate::crf::feature::hash;
use crate::lang::Lang;

/// How far from its own slot a word may stand.
pub const PROBES: usize = 16;

/// The clusters of a language.
#[derive(Clone, Copy)]
pub(super) struct Clusters(&'static [[u8; 4]]);

impl Clusters {
    pub(super) fn of(lang: Lang) -> Clusters {
        let slots = selon_data::word_clusters(lang.code()).as_chunks().0;
        Clusters(if slots.len().is_power_of_two() { slots } else { &[] })
    }

    /// The way to the cluster of a word as it is written, else in small letters; 0 where it has none.
    pub(super) fn way(self, written: &str, lower: &str) -> u16 {
        match self.get(written) {
            0 if written != lower => self.get(lower),
            way => way,
        }
    }

    fn get(self, word: &str) -> u16 {
        let Some(mask) = self.0.len().checked_sub(1) else { return 0 };
        let (slot, tag) = place(word);
        for probe in 0..PROBES {
            let [a, b, c, d] = self.0[(slot as usize + probe) & mask];
            match u16::from_le_bytes([a, b]) {
                0 => break,
                other if other == tag => return u16::from_le_bytes([c, d]),
                _ => {}
            }
        }
        0
    }
}

/// Where a word's slot is, to be cut to the size of the table, and its tag.
pub fn place(word: &str) -> (u32, u16) {
    let hash = hash(word);
    (hash, ((hash.wrapping_mul(0x9e37_79b1) >> 16) as u16).max(1))
}
