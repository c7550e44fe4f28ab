//! The graph of voices of one claim.

use std::collections::{BTreeMap, BTreeSet};

use super::flow::Network;

/// Voices and who relays whom.
pub(super) struct Graph {
    /// The voices there are, in ascending order; the others below are indices into it.
    voices: Vec<usize>,
    /// From each voice to those that relay it.
    relayed_by: BTreeSet<(usize, usize)>,
    origins: Vec<usize>,
    publishers: Vec<usize>,
}

impl Graph {
    /// Joins chains; `same` maps each voice to the one that it is counted as.
    pub(super) fn new(chains: &[&[usize]], count: usize, same: impl Fn(usize) -> usize) -> Graph {
        let chains: Vec<Vec<usize>> = chains
            .iter()
            .map(|chain| {
                let mut chain: Vec<usize> = chain.iter().map(|&v| same(v)).collect();
                chain.dedup();
                chain
            })
            .collect();
        let voices: Vec<usize> = chains.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
        debug_assert!(voices.last().is_none_or(|&v| v < count));
        let index: BTreeMap<usize, usize> = voices.iter().enumerate().map(|(i, &v)| (v, i)).collect();

        let mut relayed_by = BTreeSet::new();
        let mut ends = BTreeSet::new();
        let mut relays = BTreeSet::new();
        let mut own_word = BTreeSet::new();
        let mut publishers = BTreeSet::new();
        for chain in &chains {
            let chain: Vec<usize> = chain.iter().map(|v| index[v]).collect();
            publishers.insert(chain[0]);
            ends.insert(chain[chain.len() - 1]);
            if chain.len() == 1 {
                own_word.insert(chain[0]);
            }
            for pair in chain.windows(2) {
                relays.insert(pair[0]);
                relayed_by.insert((pair[1], pair[0]));
            }
        }
        // Whoever has it from someone is an origin only on its own word, in a dispatch of its own.
        let origins = ends.into_iter().filter(|v| !relays.contains(v) || own_word.contains(v)).collect();
        Graph { voices, relayed_by, origins, publishers: publishers.into_iter().collect() }
    }

    /// The maximum flow, and the minimum cut nearest to SOURCE, in voices. Origins for which `unlimited` holds have no
    /// capacity of their own; READER still hears each publisher once.
    pub(super) fn cut(&self, unlimited: impl Fn(usize) -> bool) -> (usize, Vec<usize>) {
        // Each voice is an edge from `2v` to `2v + 1`.
        let n = self.voices.len();
        let (source, reader) = (2 * n, 2 * n + 1);
        let mut network = Network::new(2 * n + 2);
        for v in 0..n {
            let free = self.origins.binary_search(&v).is_ok() && unlimited(self.voices[v]);
            network.edge(2 * v, 2 * v + 1, if free { Network::UNLIMITED } else { 1 });
        }
        for &(from, to) in &self.relayed_by {
            network.edge(2 * from + 1, 2 * to, Network::UNLIMITED);
        }
        for &origin in &self.origins {
            network.edge(source, 2 * origin, Network::UNLIMITED);
        }
        for &publisher in &self.publishers {
            network.edge(2 * publisher + 1, reader, 1);
        }
        let flow = network.max_flow(source, reader);
        let reached = network.reached(source);
        let cut = (0..n).filter(|&v| reached[2 * v] && !reached[2 * v + 1]).map(|v| self.voices[v]).collect();
        (flow, cut)
    }

    /// The voices that cite one another in a ring which nothing from an origin reaches.
    pub(super) fn unfed_rings(&self) -> Vec<usize> {
        let n = self.voices.len();
        let mut next = vec![Vec::new(); n];
        for &(from, to) in &self.relayed_by {
            next[from].push(to);
        }
        let mut fed = vec![false; n];
        let mut todo = self.origins.clone();
        while let Some(v) = todo.pop() {
            if !std::mem::replace(&mut fed[v], true) {
                todo.extend(&next[v]);
            }
        }
        // Among the voices that nothing feeds, take away whoever is relayed by none of them or relays none of them,
        // until only rings and the ways between rings are left.
        let mut alive: Vec<bool> = fed.iter().map(|f| !f).collect();
        let mut previous = vec![Vec::new(); n];
        for &(from, to) in &self.relayed_by {
            previous[to].push(from);
        }
        let degree = |edges: &[Vec<usize>], alive: &[bool], v: usize| edges[v].iter().filter(|&&w| alive[w]).count();
        let mut todo: Vec<usize> = (0..n).filter(|&v| alive[v]).collect();
        while let Some(v) = todo.pop() {
            if alive[v] && (degree(&next, &alive, v) == 0 || degree(&previous, &alive, v) == 0) {
                alive[v] = false;
                todo.extend(next[v].iter().chain(&previous[v]).filter(|&&w| alive[w]));
            }
        }
        (0..n).filter(|&v| alive[v]).map(|v| self.voices[v]).collect()
    }
}
