//! Which statements assert the same fact.
//!
//! Statements that copies pair are joined first. Then the likest pair of groups is joined, again and again, while what
//! they share outweighs what they do not: agglomerative clustering on the groups' centroids, so that one odd statement
//! cannot chain two facts together. Ties fall by the order of the statements, so the result depends on nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::Statement;
use super::detail::Count;
use super::feature::Features;
use crate::annotate::figure::FATES;
use crate::attribute::Stance;
use crate::lang::Lang;
use crate::reading::Reading;

/// How much two groups must share, as a cosine, to be one claim.
const SAME: f32 = 0.34;

/// The same for groups that share no language: there is less to go by, so more of it must agree.
const SAME_ACROSS: f32 = 0.5;

/// A feature that more groups than this have finds no candidates.
const COMMON: usize = 60;

/// A claim in the making.
struct Group {
    members: Vec<usize>,
    /// The sum of the members' vectors, each of length 1.
    centroid: BTreeMap<u32, f32>,
    langs: BTreeSet<Option<Lang>>,
    denies: bool,
    counts: BTreeSet<Count>,
    /// How often it has grown: what was said of it before no longer holds.
    age: u32,
}

/// The groups, each in ascending order, in the order of their first statement.
///
/// `copied` are pairs of statements that copies say are one; `counts` the figures of each statement.
pub(super) fn groups(
    readings: &[&Reading],
    statements: &[Statement],
    stories: &[usize],
    copied: &[(usize, usize)],
    features: &Features,
    counts: &[Vec<Count>],
) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..statements.len()).collect();
    for &(a, b) in copied {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        root[a.max(b)] = a.min(b);
    }
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for s in 0..statements.len() {
        by_root.entry(find(&mut root, s)).or_default().push(s);
    }
    let mut by_story: BTreeMap<usize, Vec<Group>> = BTreeMap::new();
    for members in by_root.into_values() {
        let story = stories[statements[members[0]].reading];
        by_story.entry(story).or_default().push(Group::new(members, readings, statements, features, counts));
    }
    let mut found: Vec<Vec<usize>> =
        by_story.into_values().flat_map(|groups| join(groups, features.universal)).collect();
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

impl Group {
    fn new(
        members: Vec<usize>,
        readings: &[&Reading],
        statements: &[Statement],
        features: &Features,
        counts: &[Vec<Count>],
    ) -> Group {
        let centroid = centroid(&members, features);
        let denies = members.iter().filter(|&&m| statements[m].stance == Stance::Denies).count() * 2 > members.len();
        let counts = members.iter().flat_map(|&m| counts[m].iter().cloned()).collect();
        let langs = members.iter().map(|&m| readings[statements[m].reading].dispatch.lang).collect();
        Group { members, centroid, langs, denies, counts, age: 0 }
    }

    fn join(&mut self, other: Group) {
        self.members.extend(other.members);
        self.members.sort_unstable();
        for (feature, weight) in other.centroid {
            *self.centroid.entry(feature).or_default() += weight;
        }
        self.langs.extend(other.langs);
        self.counts.extend(other.counts);
        self.age += 1;
    }

    /// Whether both can state one fact: neither denies what the other says, and their counts can be of one thing.
    fn agrees(&self, other: &Group) -> bool {
        self.denies == other.denies && count_one_thing(&self.counts, &other.counts)
    }
}

/// Whether no two counts exclude one another, and some of them count the same or are as many: three dead and thirty
/// injured are two facts, however alike the sentences.
fn count_one_thing(a: &BTreeSet<Count>, b: &BTreeSet<Count>) -> bool {
    if a.is_empty() || b.is_empty() {
        return true;
    }
    let pairs = || a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    let fate = |c: &Count| FATES.contains(&c.what.as_str());
    let alike = |x: &Count, y: &Count| {
        x.what == y.what || (!fate(x) && !fate(y) && x.low().max(y.low()) <= x.high().min(y.high()))
    };
    !pairs().any(|(x, y)| x.excludes(y)) && pairs().any(|(x, y)| alike(x, y))
}

/// The cosine of two vectors, over the features from `least` on; 0 where they share fewer than `shared`.
fn cosine(a: &BTreeMap<u32, f32>, b: &BTreeMap<u32, f32>, least: u32, shared: usize) -> f32 {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut met = 0;
    let mut dot = 0.0;
    for (f, w) in few.range(least..) {
        if let Some(other) = many.get(f) {
            dot += w * other;
            met += 1;
        }
    }
    if met < shared {
        return 0.0;
    }
    let length = |v: &BTreeMap<u32, f32>| v.range(least..).map(|(_, w)| w * w).sum::<f32>().sqrt();
    dot / (length(a) * length(b)).max(f32::EPSILON)
}

/// Joins the groups of one story.
fn join(groups: Vec<Group>, universal: u32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    let mut queue: BTreeSet<Candidate> = BTreeSet::new();
    let mut holders: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, group) in groups.iter().enumerate() {
        for &feature in group.as_ref().expect("nothing is joined yet").centroid.keys() {
            holders.entry(feature).or_default().push(i);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for held in holders.values().filter(|h| h.len() <= COMMON) {
        for (n, &b) in held.iter().enumerate() {
            pairs.extend(held[..n].iter().map(|&a| (a, b)));
        }
    }
    let mut near: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &(a, b) in &pairs {
        near.entry(a).or_default().insert(b);
        near.entry(b).or_default().insert(a);
        queue.extend(candidate(&groups, universal, a, b));
    }
    while let Some(Candidate { first: (a, age_a), second: (b, age_b), .. }) = queue.pop_first() {
        let current = |at: usize, age: u32| groups[at].as_ref().is_some_and(|g| g.age == age);
        if !current(a, age_a) || !current(b, age_b) {
            continue;
        }
        let Some(other) = groups[b].take() else { continue };
        if let Some(group) = groups[a].as_mut() {
            group.join(other);
        }
        let mut others = near.remove(&b).unwrap_or_default();
        others.extend(near.get(&a).into_iter().flatten());
        others.remove(&a);
        others.remove(&b);
        for &c in &others {
            let of_c = near.entry(c).or_default();
            of_c.remove(&b);
            of_c.insert(a);
            queue.extend(candidate(&groups, universal, a.min(c), a.max(c)));
        }
        near.insert(a, others);
    }
    groups.into_iter().flatten().map(|g| g.members).collect()
}

/// Two groups that could be joined; the likest come first, of equals those that stand first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    unlikeness: u32,
    /// A group and its age.
    first: (usize, u32),
    second: (usize, u32),
}

fn candidate(groups: &[Option<Group>], universal: u32, a: usize, b: usize) -> Option<Candidate> {
    let (x, y) = (groups[a].as_ref()?, groups[b].as_ref()?);
    if !x.agrees(y) {
        return None;
    }
    // Between languages only what means the same in both can be met.
    let (likeness, least) = if x.langs.is_disjoint(&y.langs) {
        (cosine(&x.centroid, &y.centroid, universal, 1), SAME_ACROSS)
    } else {
        (cosine(&x.centroid, &y.centroid, 0, 1), SAME)
    };
    // Positive floats order like their bits.
    let unlikeness = u32::MAX - likeness.to_bits();
    (likeness >= least).then_some(Candidate { unlikeness, first: (a, x.age), second: (b, y.age) })
}

/// How alike two sets of statements are: the cosine of their centroids.
pub(super) fn likeness(a: &[usize], b: &[usize], features: &Features) -> f32 {
    cosine(&centroid(a, features), &centroid(b, features), 0, 1)
}

/// The sum of the statements' vectors, each of length 1.
fn centroid(members: &[usize], features: &Features) -> BTreeMap<u32, f32> {
    let mut sum = BTreeMap::new();
    for (feature, weight) in members.iter().flat_map(|&m| features.unit(m)) {
        *sum.entry(feature).or_default() += weight;
    }
    sum
}

/// The member that shares most with the others: an index into `members`. The first of equals.
pub(super) fn centre(members: &[usize], features: &Features) -> usize {
    let sum = centroid(members, features);
    let score = |m: usize| features.unit(m).map(|(f, w)| w * sum[&f]).sum::<f32>();
    let mut best = (0, f32::MIN);
    for (i, &m) in members.iter().enumerate() {
        let score = score(m);
        if score > best.1 + 1e-6 {
            best = (i, score);
        }
    }
    best.0
}
