//! Which of the dispatches that are compared hold a fingerprint.

use super::prints::Prints;

/// Hashes are sorted in so many parts: a power of two.
const PARTS: u32 = 16;

/// The holders of each fingerprint, by number. Numbers run in the order of (published, id).
#[derive(Debug, Default)]
pub(super) struct Holders {
    /// Each hash that two dispatches or more hold, ascending.
    hashes: Vec<u64>,
    /// Where the holders of each begin in `numbers`; one more at the end.
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Holders {
    /// Takes the fingerprints of dispatches in their order.
    pub(super) fn of(archive: &[Prints]) -> Holders {
        let mut holders = Holders::default();
        // A part of all hashes at a time: the whole would be larger than what is kept of it.
        for part in 0..PARTS {
            let mut all: Vec<(u64, u32)> = Vec::new();
            for (number, prints) in archive.iter().enumerate() {
                let of_part = |hash: u64| (hash >> (u64::BITS - PARTS.ilog2())) == u64::from(part);
                let from = prints.marks.partition_point(|m| m.hash >> (u64::BITS - PARTS.ilog2()) < u64::from(part));
                let mut last = None;
                for mark in prints.marks[from..].iter().take_while(|m| of_part(m.hash)) {
                    if last != Some(mark.hash) {
                        all.push((mark.hash, number as u32));
                        last = Some(mark.hash);
                    }
                }
            }
            all.sort_unstable();
            for group in all.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
                holders.hashes.push(group[0].0);
                holders.starts.push(holders.numbers.len() as u32);
                holders.numbers.extend(group.iter().map(|&(_, number)| number));
            }
        }
        holders.starts.push(holders.numbers.len() as u32);
        holders
    }

    /// The fingerprints that two dispatches or more hold, ascending, each with its holders.
    pub(super) fn shared(&self) -> impl Iterator<Item = (u64, &[u32])> {
        self.hashes.iter().enumerate().map(|(i, &hash)| (hash, self.slice(i)))
    }

    /// The dispatches that hold a fingerprint, ascending, each once; none where it is one alone.
    pub(super) fn of_print(&self, hash: u64) -> &[u32] {
        self.hashes.binary_search(&hash).map_or(&[], |i| self.slice(i))
    }

    fn slice(&self, i: usize) -> &[u32] {
        &self.numbers[self.starts[i] as usize..self.starts[i + 1] as usize]
    }
}
