//! On how many independent voices a claim rests.
//!
//! The chains of a claim's statements are joined into one graph: an edge from each voice to the one that relays it, from
//! SOURCE to every origin, from every publishing outlet to READER. Each voice has capacity 1. The support of the claim is
//! the maximum flow: by Menger's theorem (1927) the smallest number of voices that would all have to be wrong for it to
//! fall. It rests on the minimum cut nearest to SOURCE. Two outlets that cite one another and nobody else hang on no
//! origin: their support is 0.
//!
//! ```
//! use selon::support::{Kind, support};
//!
//! // An agency quotes an unnamed official; two papers print the agency, one of them without saying so.
//! let (paper, other, agency, official) = (0, 1, 2, 3);
//! let kinds = [Kind::Relay, Kind::Relay, Kind::Relay, Kind::Unnamed];
//! let chains = [vec![paper, agency, official], vec![other, agency, official], vec![agency, official]];
//! let support = support(&chains, &kinds, &[]);
//! assert_eq!((support.low, support.high), (1, 1));
//! assert_eq!(support.rests_on, [official]);
//! ```

mod flow;
mod graph;

use std::collections::BTreeSet;

use graph::Graph;

/// How independent the voices of a claim are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Support {
    /// The flow where unnamed sources that may be one person are counted as one.
    pub low: usize,
    /// The flow where every unnamed source is counted as its own voice.
    pub high: usize,
    /// The flow where the voices that are on record may be heard by many: how many independent lines vouch that they
    /// said so.
    pub witnesses: usize,
    /// The voices of the minimum cut nearest to SOURCE, in ascending order; empty where the support is 0. Taken without
    /// merging unnamed sources.
    pub rests_on: Vec<usize>,
    /// Whether some voices cite one another in a ring that no origin feeds.
    pub circular: bool,
    /// The voices of such rings, in ascending order.
    pub ring: Vec<usize>,
}

/// What support needs to know of a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Passes things on, or says them itself: an outlet, an agency, a group.
    Relay,
    /// On record by name: a person, an institution, a document. Whether many heard it say so can be asked apart.
    OnRecord,
    /// Has no name.
    Unnamed,
}

/// The support of one claim.
///
/// `chains` are those of its statements, each the outlet first and the last voice named last; `kinds` says what every
/// voice is; `may_be` are pairs of unnamed voices that could be one person.
///
/// `low` merges all that `may_be` joins, also through a third one: it never overstates.
///
/// # Panics
/// Where a chain names a voice that `kinds` does not have.
pub fn support<C: AsRef<[usize]>>(chains: &[C], kinds: &[Kind], may_be: &[(usize, usize)]) -> Support {
    let chains: Vec<&[usize]> = chains.iter().map(AsRef::as_ref).filter(|c| !c.is_empty()).collect();
    let graph = Graph::new(&chains, kinds.len(), |v| v);
    let (high, rests_on) = graph.cut(|_| false);
    let (witnesses, _) = graph.cut(|v| kinds[v] == Kind::OnRecord);
    let ring = graph.unfed_rings();
    let low = if may_be.is_empty() {
        high
    } else {
        let merged = merge(kinds, may_be);
        Graph::new(&chains, kinds.len(), |v| merged[v]).cut(|_| false).0.min(high)
    };
    Support { low, high, witnesses, rests_on, circular: !ring.is_empty(), ring }
}

/// For each voice the least voice that it may be.
fn merge(kinds: &[Kind], may_be: &[(usize, usize)]) -> Vec<usize> {
    let mut root: Vec<usize> = (0..kinds.len()).collect();
    let unnamed = |v: usize| kinds.get(v) == Some(&Kind::Unnamed);
    let pairs: BTreeSet<_> = may_be.iter().copied().filter(|&(a, b)| unnamed(a) && unnamed(b)).collect();
    for (a, b) in pairs {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        root[a.max(b)] = a.min(b);
    }
    (0..root.len()).map(|v| find(&mut root, v)).collect()
}

fn find(root: &mut [usize], mut v: usize) -> usize {
    while root[v] != v {
        root[v] = root[root[v]];
        v = root[v];
    }
    v
}

#[cfg(test)]
mod tests;
