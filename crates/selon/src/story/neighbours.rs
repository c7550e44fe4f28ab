//! Which dispatches came before with a heavy word: the only question that stories ask of the archive as a whole.

use std::collections::BTreeMap;

/// Looks up dispatches by what is rare in them. Served from memory here, by the store for archives that are larger.
pub trait Neighbours {
    /// The last dispatches before `number` that have a feature among their heaviest, ascending; `most` of them at most.
    /// Numbers run in the order of (published, id).
    fn before(&self, feature: u64, number: u32, most: usize) -> &[u32];
}

/// Neighbours in an archive that fits in memory.
#[derive(Debug, Default)]
pub struct InMemory {
    holders: BTreeMap<u64, Vec<u32>>,
}

impl InMemory {
    /// Takes the heaviest features of dispatches in their order; no feature twice in one dispatch.
    pub fn of(heaviest: &[Vec<u64>]) -> InMemory {
        let mut holders: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        for (number, features) in heaviest.iter().enumerate() {
            for &feature in features {
                holders.entry(feature).or_default().push(number as u32);
            }
        }
        InMemory { holders }
    }
}

impl Neighbours for InMemory {
    fn before(&self, feature: u64, number: u32, most: usize) -> &[u32] {
        let all = self.holders.get(&feature).map_or(&[][..], Vec::as_slice);
        let end = all.partition_point(|&holder| holder < number);
        &all[end.saturating_sub(most)..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_came_before_and_the_last_of_it() {
        let archive = InMemory::of(&[vec![7], vec![7, 9], vec![7], vec![9]]);
        assert_eq!(archive.before(7, 2, 64), [0, 1]);
        assert_eq!(archive.before(7, 2, 1), [1]);
        assert_eq!(archive.before(9, 1, 64), [0u32; 0]);
        assert_eq!(archive.before(8, 3, 64), [0u32; 0]);
    }
}
