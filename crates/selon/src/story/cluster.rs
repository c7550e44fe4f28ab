//! Clusters of a sparse graph by average linkage: the two clusters that are most alike on average are joined, again and
//! again, down to a threshold. What is not in the graph counts as not alike.

use std::collections::{BTreeMap, BinaryHeap};

/// Two things and how alike they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) likeness: f64,
}

/// A join that was possible when it was entered: alike, then the earlier ones first.
#[derive(PartialEq)]
struct Join {
    likeness: f64,
    a: usize,
    b: usize,
    /// How often each had been joined then.
    ages: (u32, u32),
}

impl Eq for Join {}

impl Ord for Join {
    fn cmp(&self, other: &Join) -> std::cmp::Ordering {
        self.likeness.total_cmp(&other.likeness).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Join) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// For each of `count` things the number of the first one of its cluster. Depends on the edges alone, not on their order.
pub(super) fn clusters(count: usize, edges: &[Edge], threshold: f64) -> Vec<usize> {
    // The sum of likenesses between clusters; each is named by its first member.
    let mut near: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); count];
    for edge in edges {
        near[edge.a].insert(edge.b, edge.likeness);
        near[edge.b].insert(edge.a, edge.likeness);
    }
    let mut size = vec![1usize; count];
    let mut age = vec![0u32; count];
    let mut of: Vec<usize> = (0..count).collect();
    let mut heap: BinaryHeap<Join> = BinaryHeap::new();
    for (a, others) in near.iter().enumerate() {
        for (&b, &likeness) in others.range(a + 1..).filter(|(_, likeness)| **likeness >= threshold) {
            heap.push(Join { likeness, a, b, ages: (0, 0) });
        }
    }
    while let Some(join) = heap.pop() {
        let (a, b) = (join.a, join.b);
        if join.ages != (age[a], age[b]) {
            continue;
        }
        size[a] += std::mem::take(&mut size[b]);
        age[a] += 1;
        age[b] = u32::MAX;
        of[b] = a;
        near[a].remove(&b);
        for (c, sum) in std::mem::take(&mut near[b]) {
            near[c].remove(&b);
            if c != a {
                *near[a].entry(c).or_default() += sum;
            }
        }
        for (&c, &sum) in &near[a].clone() {
            near[c].insert(a, sum);
            let likeness = sum / (size[a] * size[c]) as f64;
            if likeness >= threshold {
                let (x, y) = (a.min(c), a.max(c));
                heap.push(Join { likeness, a: x, b: y, ages: (age[x], age[y]) });
            }
        }
    }
    // A cluster is named by its first member, which is never joined to a later one.
    for i in 0..count {
        of[i] = of[of[i]];
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(a: usize, b: usize, likeness: f64) -> Edge {
        Edge { a, b, likeness }
    }

    #[test]
    fn a_bridge_does_not_join_two_clusters() {
        let edges = [edge(0, 1, 0.9), edge(2, 3, 0.9), edge(1, 2, 0.6), edge(4, 5, 0.1)];
        assert_eq!(clusters(6, &edges, 0.3), [0, 0, 2, 2, 4, 5]);
        assert_eq!(clusters(6, &edges, 0.15), [0, 0, 0, 0, 4, 5]);
    }
}
