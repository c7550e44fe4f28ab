//! Which of the dispatches that are compared came before with a heavy word.

use std::collections::BTreeMap;

/// The dispatches that have a feature among their heaviest, by number. Numbers run in the order of (published, id).
#[derive(Debug, Default)]
pub(super) struct Before {
    holders: BTreeMap<u64, Vec<u32>>,
}

impl Before {
    /// Takes the heaviest features of dispatches in their order; no feature twice in one dispatch.
    pub(super) fn of(heaviest: &[Vec<u64>]) -> Before {
        let mut holders: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        for (number, features) in heaviest.iter().enumerate() {
            for &feature in features {
                holders.entry(feature).or_default().push(number as u32);
            }
        }
        Before { holders }
    }

    /// The last dispatches before `number` that have a feature, ascending; `most` of them at most.
    pub(super) fn before(&self, feature: u64, number: u32, most: usize) -> &[u32] {
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
        let archive = Before::of(&[vec![7], vec![7, 9], vec![7], vec![9]]);
        assert_eq!(archive.before(7, 2, 64), [0, 1]);
        assert_eq!(archive.before(7, 2, 1), [1]);
        assert_eq!(archive.before(9, 1, 64), [0u32; 0]);
        assert_eq!(archive.before(8, 3, 64), [0u32; 0]);
    }
}
