//! Which statements assert the same fact.
//!
//! Statements that copies pair are one from the start. Then the likest two groups are joined, again and again, while it is
//! likelier than not that their statements are one fact: average linkage over the evidence between pairs of statements,
//! so that one odd statement cannot chain two facts together. Ties fall by the order of the statements, so the result
//! depends on nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{log_odds, log_odds_of_claims};
use super::feature::Traits;
use crate::lang::Lang;

/// The log odds from which two groups are one claim.
const SAME: f32 = 0.0;

/// The log odds of two statements that share nothing rare.
const STRANGERS: f32 = -6.0;

/// A feature that more statements than this have finds no candidates.
const COMMON: usize = 60;

/// Statements that are one from the start: the first of each language speaks for the others.
struct Node {
    members: Vec<usize>,
    speak: BTreeMap<Option<Lang>, usize>,
}

/// The groups, each in ascending order, in the order of their first statement.
///
/// `copied` are pairs of statements that copies say are one.
pub(super) fn groups(stories: &[usize], copied: &[(usize, usize)], traits: &[Traits]) -> Vec<Vec<usize>> {
    among((0..traits.len()).collect(), stories, copied, traits, log_odds)
}

/// The same for the statements of claims alone, which are taken as one on less evidence.
pub(super) fn of_claims(
    claims: &[Vec<usize>],
    stories: &[usize],
    copied: &[(usize, usize)],
    traits: &[Traits],
) -> Vec<Vec<usize>> {
    let mut statements = claims.concat();
    statements.sort_unstable();
    among(statements, stories, copied, traits, log_odds_of_claims)
}

/// How likely it is that two statements are one fact.
type Odds = fn(&Traits, &Traits) -> f32;

fn among(
    statements: Vec<usize>,
    stories: &[usize],
    copied: &[(usize, usize)],
    traits: &[Traits],
    odds: Odds,
) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..traits.len()).collect();
    for &(a, b) in copied {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        root[a.max(b)] = a.min(b);
    }
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for s in statements {
        by_root.entry(find(&mut root, s)).or_default().push(s);
    }
    let mut by_story: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
    for members in by_root.into_values() {
        let mut speak = BTreeMap::new();
        for &m in &members {
            speak.entry(traits[m].lang).or_insert(m);
        }
        by_story.entry(stories[traits[members[0]].reading]).or_default().push(Node { members, speak });
    }
    let mut found: Vec<Vec<usize>> = by_story.into_values().flat_map(|nodes| join(nodes, traits, odds)).collect();
    found.sort_unstable();
    found
}

fn find(root: &mut [usize], mut v: usize) -> usize {
    while root[v] != v {
        root[v] = root[root[v]];
        v = root[v];
    }
    v
}

impl Node {
    /// The log odds that two nodes are one fact: between statements of one language where they have one in common.
    fn meets(&self, other: &Node, traits: &[Traits], odds: Odds) -> f32 {
        let mut same: Vec<f32> = Vec::new();
        for (lang, &a) in &self.speak {
            same.extend(other.speak.get(lang).map(|&b| odds(&traits[a], &traits[b])));
        }
        if same.is_empty() {
            let pairs = self.speak.values().flat_map(|&a| other.speak.values().map(move |&b| (a, b)));
            same.extend(pairs.map(|(a, b)| odds(&traits[a], &traits[b])));
        }
        same.iter().sum::<f32>() / same.len().max(1) as f32
    }
}

/// The evidence between two groups: the log odds of the pairs of nodes that were compared, and how many they are.
type Between = (f32, u32);

/// A claim in the making.
struct Group {
    members: Vec<usize>,
    nodes: u32,
    /// The groups that it was compared with.
    near: BTreeMap<usize, Between>,
    /// How often it has grown: what was said of it before no longer holds.
    age: u32,
}

/// Joins the nodes of one story.
fn join(nodes: Vec<Node>, traits: &[Traits], odds: Odds) -> Vec<Vec<usize>> {
    let mut groups: Vec<Option<Group>> = nodes
        .iter()
        .map(|n| Some(Group { members: n.members.clone(), nodes: 1, near: BTreeMap::new(), age: 0 }))
        .collect();
    let mut queue: BTreeSet<Candidate> = BTreeSet::new();
    for (a, b) in candidates(&nodes, traits) {
        let between = (nodes[a].meets(&nodes[b], traits, odds), 1);
        for (one, other) in [(a, b), (b, a)] {
            groups[one].as_mut().expect("nothing is joined yet").near.insert(other, between);
        }
        queue.extend(Candidate::new(&groups, a, b));
    }
    while let Some(Candidate { first: (a, age_a), second: (b, age_b), .. }) = queue.pop_first() {
        let current = |at: usize, age: u32| groups[at].as_ref().is_some_and(|g| g.age == age);
        if !current(a, age_a) || !current(b, age_b) {
            continue;
        }
        let Some(other) = groups[b].take() else { continue };
        let Some(group) = groups[a].as_mut() else { continue };
        group.members.extend(other.members);
        group.nodes += other.nodes;
        group.age += 1;
        group.near.remove(&b);
        for (c, (sum, n)) in other.near.into_iter().filter(|(c, _)| *c != a) {
            let between = group.near.entry(c).or_default();
            *between = (between.0 + sum, between.1 + n);
        }
        let near = group.near.clone();
        for (c, between) in near {
            if let Some(third) = groups[c].as_mut() {
                third.near.remove(&b);
                third.near.insert(a, between);
            }
            queue.extend(Candidate::new(&groups, a.min(c), a.max(c)));
        }
    }
    let mut found: Vec<Vec<usize>> = groups.into_iter().flatten().map(|g| g.members).collect();
    for members in &mut found {
        members.sort_unstable();
    }
    found
}

/// The pairs of nodes that share something rare, in ascending order.
fn candidates(nodes: &[Node], traits: &[Traits]) -> BTreeSet<(usize, usize)> {
    let mut holders: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, node) in nodes.iter().enumerate() {
        for held in node.speak.values().flat_map(|&s| &traits[s].features) {
            let holders = holders.entry(held.feature).or_default();
            if holders.last() != Some(&i) {
                holders.push(i);
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for held in holders.values().filter(|h| h.len() <= COMMON) {
        for (n, &b) in held.iter().enumerate() {
            pairs.extend(held[..n].iter().map(|&a| (a, b)));
        }
    }
    pairs
}

/// Two groups that could be joined; the likest come first, of equals those that stand first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    unlikeness: u32,
    /// A group and its age.
    first: (usize, u32),
    second: (usize, u32),
}

impl Candidate {
    fn new(groups: &[Option<Group>], a: usize, b: usize) -> Option<Candidate> {
        let (x, y) = (groups[a].as_ref()?, groups[b].as_ref()?);
        let &(sum, compared) = x.near.get(&b)?;
        let pairs = x.nodes * y.nodes;
        let odds = (sum + pairs.saturating_sub(compared) as f32 * STRANGERS) / pairs as f32;
        // Positive floats order like their bits.
        let unlikeness = u32::MAX - (odds - SAME).max(0.0).to_bits();
        (odds >= SAME).then_some(Candidate { unlikeness, first: (a, x.age), second: (b, y.age) })
    }
}
