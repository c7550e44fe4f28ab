//! Which of the dispatches that are compared hold a fingerprint.

use super::prints::Prints;

/// So many fingerprints are sorted at a time, about: more than that at once would cost more each, and more room than what is
/// kept of them.
const AT_ONCE: usize = 1 << 18;
/// Hashes are looked up among so many, about.
const BUCKET: usize = 4;

/// The holders of each fingerprint, by number. Numbers run in the order of (published, id).
#[derive(Debug, Default)]
pub(super) struct Holders {
    /// Each hash that two dispatches or more hold, ascending.
    hashes: Vec<u32>,
    /// Where the holders of each begin in `numbers`; one more at the end.
    starts: Vec<u32>,
    numbers: Vec<u32>,
    /// Where the hashes that begin with the same bits begin in `hashes`; one more at the end.
    buckets: Vec<u32>,
    /// How many bits that are not.
    rest: u32,
}

impl Holders {
    /// Takes the fingerprints of dispatches in their order.
    pub(super) fn of(archive: &[Prints]) -> Holders {
        let mut holders = Holders::default();
        let total: usize = archive.iter().map(|prints| prints.marks.len()).sum();
        let parts = (total / AT_ONCE).next_power_of_two().min(1 << 16) as u64;
        // How far each dispatch has been read.
        let mut read = vec![0u32; archive.len()];
        let mut all: Vec<u64> = Vec::with_capacity(total / parts as usize * 9 / 8);
        for part in 0..parts {
            let end = (part + 1) * ((1 << u32::BITS) / parts);
            all.clear();
            for (number, (prints, read)) in archive.iter().zip(&mut read).enumerate() {
                let rest = &prints.marks[*read as usize..];
                let mut last = None;
                for mark in rest.iter().take_while(|m| u64::from(m.hash) < end) {
                    if last != Some(mark.hash) {
                        all.push(u64::from(mark.hash) << u32::BITS | number as u64);
                        last = Some(mark.hash);
                    }
                    *read += 1;
                }
            }
            all.sort_unstable();
            let hash = |held: u64| (held >> u32::BITS) as u32;
            for group in all.chunk_by(|&a, &b| hash(a) == hash(b)).filter(|group| group.len() > 1) {
                holders.hashes.push(hash(group[0]));
                holders.starts.push(holders.numbers.len() as u32);
                holders.numbers.extend(group.iter().map(|&held| held as u32));
            }
        }
        holders.starts.push(holders.numbers.len() as u32);
        holders.fill_buckets();
        holders
    }

    fn fill_buckets(&mut self) {
        let bits = (self.hashes.len() / BUCKET).max(2).ilog2();
        self.rest = u32::BITS - bits;
        self.buckets = Vec::with_capacity((1 << bits) + 1);
        let mut at = 0;
        for bucket in 0..1u32 << bits {
            while self.hashes.get(at).is_some_and(|hash| hash >> self.rest < bucket) {
                at += 1;
            }
            self.buckets.push(at as u32);
        }
        self.buckets.push(self.hashes.len() as u32);
    }

    /// The fingerprints that two dispatches or more hold, ascending, each with its holders.
    pub(super) fn shared(&self) -> impl Iterator<Item = (u32, &[u32])> {
        self.hashes.iter().enumerate().map(|(i, &hash)| (hash, self.slice(i)))
    }

    /// The dispatches that hold a fingerprint, ascending, each once; none where it is one alone.
    pub(super) fn of_print(&self, hash: u32) -> &[u32] {
        let bucket = (hash >> self.rest) as usize;
        let (from, to) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
        self.hashes[from..to].binary_search(&hash).map_or(&[], |i| self.slice(from + i))
    }

    fn slice(&self, i: usize) -> &[u32] {
        &self.numbers[self.starts[i] as usize..self.starts[i + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn what_two_hold_is_found_and_what_one_holds_is_not() {
        let texts = ["one two three four five six", "nine one two three four five six", "eleven twelve thirteen"];
        let archive: Vec<Prints> = texts.iter().map(|text| Prints::of(&Text::new(*text))).collect();
        let holders = Holders::of(&archive);
        for mark in &archive[0].marks {
            let both = archive[1].marks.iter().any(|other| other.hash == mark.hash);
            assert_eq!(holders.of_print(mark.hash), if both { &[0, 1][..] } else { &[] });
        }
        assert!(holders.shared().count() > 0);
        assert!(archive[2].marks.iter().all(|mark| holders.of_print(mark.hash).is_empty()));
    }
}
