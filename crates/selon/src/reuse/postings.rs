//! Which dispatches hold a fingerprint: the only question that copy detection asks of the archive as a whole.

use super::prints::Prints;

/// Looks fingerprints up. Served from memory here, by the store for archives that are larger.
pub trait Postings {
    /// The dispatches that hold a fingerprint, by number, ascending; each once. Numbers run in the order of (published, id).
    fn holders(&self, hash: u64) -> &[u32];
}

/// Postings of an archive that fits in memory.
#[derive(Debug, Default)]
pub struct InMemory {
    /// Each hash that two dispatches or more hold, ascending.
    hashes: Vec<u64>,
    /// Where the holders of each begin in `holders`; one more at the end.
    starts: Vec<u32>,
    holders: Vec<u32>,
}

impl InMemory {
    /// Takes the fingerprints of dispatches in their order.
    pub fn of(archive: &[Prints]) -> InMemory {
        let mut all: Vec<(u64, u32)> = Vec::with_capacity(archive.iter().map(|p| p.marks.len()).sum());
        for (number, prints) in archive.iter().enumerate() {
            let mut last = None;
            for mark in &prints.marks {
                if last != Some(mark.hash) {
                    all.push((mark.hash, number as u32));
                    last = Some(mark.hash);
                }
            }
        }
        all.sort_unstable();
        let mut postings = InMemory::default();
        for group in all.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
            postings.hashes.push(group[0].0);
            postings.starts.push(postings.holders.len() as u32);
            postings.holders.extend(group.iter().map(|&(_, number)| number));
        }
        postings.starts.push(postings.holders.len() as u32);
        postings
    }

    /// The fingerprints that two dispatches or more hold, ascending, each with its holders.
    pub fn shared(&self) -> impl Iterator<Item = (u64, &[u32])> {
        self.hashes.iter().enumerate().map(|(i, &hash)| (hash, self.slice(i)))
    }

    fn slice(&self, i: usize) -> &[u32] {
        &self.holders[self.starts[i] as usize..self.starts[i + 1] as usize]
    }
}

impl Postings for InMemory {
    fn holders(&self, hash: u64) -> &[u32] {
        self.hashes.binary_search(&hash).map_or(&[], |i| self.slice(i))
    }
}
