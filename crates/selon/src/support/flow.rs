//! Maximum flow by blocking flows (Dinic 1970), without recursion. On graphs whose vertices have capacity 1 it takes
//! O(√V · E) steps (Even and Tarjan 1975).

use std::collections::VecDeque;

/// A network of directed edges with whole capacities.
pub(super) struct Network {
    /// Edges that leave each vertex, as indices into `edges`.
    leaving: Vec<Vec<usize>>,
    /// Each edge stands beside its reverse: `i ^ 1`.
    edges: Vec<Edge>,
}

struct Edge {
    to: usize,
    /// What can still flow along it.
    left: usize,
}

impl Network {
    /// More than any flow.
    pub(super) const UNLIMITED: usize = usize::MAX / 4;

    pub(super) fn new(vertices: usize) -> Network {
        Network { leaving: vec![Vec::new(); vertices], edges: Vec::new() }
    }

    pub(super) fn edge(&mut self, from: usize, to: usize, capacity: usize) {
        self.leaving[from].push(self.edges.len());
        self.edges.push(Edge { to, left: capacity });
        self.leaving[to].push(self.edges.len());
        self.edges.push(Edge { to: from, left: 0 });
    }

    /// Sends as much as possible, and returns how much that is.
    pub(super) fn max_flow(&mut self, source: usize, sink: usize) -> usize {
        let mut flow = 0;
        while let Some(level) = self.levels(source, sink) {
            let mut tried = vec![0; self.leaving.len()];
            loop {
                let sent = self.augment(source, sink, &level, &mut tried);
                if sent == 0 {
                    break;
                }
                flow += sent;
            }
        }
        flow
    }

    /// Which vertices can still be reached from one: after [`Network::max_flow`], the near side of the minimum cut that
    /// lies nearest to the source.
    pub(super) fn reached(&self, source: usize) -> Vec<bool> {
        let mut seen = vec![false; self.leaving.len()];
        seen[source] = true;
        let mut todo = vec![source];
        while let Some(v) = todo.pop() {
            for &e in &self.leaving[v] {
                let Edge { to, left } = self.edges[e];
                if left > 0 && !seen[to] {
                    seen[to] = true;
                    todo.push(to);
                }
            }
        }
        seen
    }

    /// How many edges each vertex lies from the source; nothing where the sink cannot be reached.
    fn levels(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let mut level = vec![usize::MAX; self.leaving.len()];
        level[source] = 0;
        let mut todo = VecDeque::from([source]);
        while let Some(v) = todo.pop_front() {
            for &e in &self.leaving[v] {
                let Edge { to, left } = self.edges[e];
                if left > 0 && level[to] == usize::MAX {
                    level[to] = level[v] + 1;
                    todo.push_back(to);
                }
            }
        }
        (level[sink] != usize::MAX).then_some(level)
    }

    /// Sends what one way of rising levels can take; `tried` keeps how many edges of each vertex lead nowhere.
    fn augment(&mut self, source: usize, sink: usize, level: &[usize], tried: &mut [usize]) -> usize {
        let mut way: Vec<usize> = Vec::new();
        let mut at = source;
        while at != sink {
            if let Some(&e) = self.leaving[at].get(tried[at]) {
                let Edge { to, left } = self.edges[e];
                if left > 0 && level[to] == level[at] + 1 {
                    way.push(e);
                    at = to;
                } else {
                    tried[at] += 1;
                }
            } else {
                // A dead end: step back and take the next edge.
                let Some(e) = way.pop() else { return 0 };
                at = self.edges[e ^ 1].to;
                tried[at] += 1;
            }
        }
        let sent = way.iter().map(|&e| self.edges[e].left).min().unwrap_or(0);
        for e in way {
            self.edges[e].left -= sent;
            self.edges[e ^ 1].left += sent;
        }
        sent
    }
}
