//! What readings show beyond their words: dispatches that name the same people, bodies, places and days within days of one
//! another and speak of the same news concepts tell of one event, whatever their language; and so do a dispatch and its copy.
//!
//! Words alone part the dispatches of one event where they are in different languages, and where the archive is small:
//! nothing in it is rare then.

use std::collections::{BTreeMap, BTreeSet};

use super::likeness::{Statistics, short};
use crate::annotate::name::Kind;
use crate::concept::{CONCEPTS, fold, skeleton};
use crate::reading::Reading;
use crate::reuse::{Copy, CopyKind};

/// How much each dispatch of a small cluster must share, on average, with the likest one of a larger cluster.
const ENOUGH: f64 = 1.5;

/// Clusters of so many dispatches and fewer are small.
const SMALL: usize = 4;

/// What it is worth that one dispatch cites the outlet of the other.
const CITES: f64 = 1.0;

/// Days between two dispatches of one event at most.
const DAYS: i32 = 10;

/// What more than this share of an archive names, and more than so many dispatches, is no evidence.
const COMMON: f64 = 0.03;
const COMMON_AT_LEAST: usize = 12;
/// What more than this many dispatches name is none however large the archive is.
const COMMON_AT_MOST: usize = 100;

/// What it is worth that two dispatches speak of the same concepts and no others.
const SAME_CONCEPTS: f64 = 5.0;

/// By so much the concepts must be alike more with each multiple of `FEW` dispatches: among many, some are alike by chance.
const CROWD: f64 = 0.4;
/// So many dispatches are no crowd.
const FEW: f64 = 10.0;
/// Across languages, where words cannot tell two events apart, only so much of that is asked.
const ACROSS: f64 = 0.5;

/// So many dispatches are few enough to be put together by hand.
const UNDATED: usize = 50;

/// Clusters are joined so many times: what one join has made may show another.
const ROUNDS: usize = 2;

/// What is thought of a concept before it is met weighs as much as so many dispatches, of which this share speaks of it.
const PRIOR: (f64, f64) = (100.0, 0.05);

/// Dispatches are compared with the last so many before them that hold something in common with them …
const LAST: usize = 64;

/// … be it one of so many concepts, the rarest that they speak of.
const RAREST: usize = 12;

/// Something that dispatches can share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Trait {
    Who(String),
    Where(String),
    Day(String),
    Number(u64),
}

impl Trait {
    /// What it is counted as in the statistics of an archive.
    fn hash(&self) -> u32 {
        let (kind, bytes) = match self {
            Trait::Who(name) => (b'w', name.as_bytes().to_vec()),
            Trait::Where(name) => (b'p', name.as_bytes().to_vec()),
            Trait::Day(day) => (b'd', day.as_bytes().to_vec()),
            Trait::Number(number) => (b'n', number.to_be_bytes().to_vec()),
        };
        let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        short(bytes.into_iter().fold(add(TRAIT, kind), add))
    }

    fn weight(&self) -> f64 {
        match self {
            Trait::Who(_) => 1.0,
            Trait::Where(_) | Trait::Day(_) | Trait::Number(_) => 0.5,
        }
    }
}

/// Parts the hashes of traits from those of words.
const TRAIT: u64 = 0x5452_4149_5431_3233;

/// What statistics count of a reading.
pub(super) fn counted(reading: &Reading) -> impl Iterator<Item = u32> {
    traits(reading).into_iter().map(|shared| shared.hash())
}

/// Joins clusters: `cluster[i]` is the cluster of each reading.
pub(super) fn join(readings: &[&Reading], copies: &[Copy], statistics: Option<&Statistics>, cluster: &mut [usize]) {
    let traits: Vec<BTreeSet<Trait>> = readings.iter().map(|r| traits(r)).collect();
    let mut holders: BTreeMap<&Trait, Vec<usize>> = BTreeMap::new();
    for (reading, own) in traits.iter().enumerate() {
        for shared in own {
            holders.entry(shared).or_default().push(reading);
        }
    }
    let all = statistics.map_or(readings.len(), |s| s.dispatches() as usize);
    let most = COMMON_AT_LEAST.max(((all as f64 * COMMON) as usize).min(COMMON_AT_MOST));
    let named = |shared: &Trait, held: usize| statistics.map_or(held, |s| held.max(s.holders(shared.hash()) as usize));
    let mut evidence: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (shared, held) in holders.iter().filter(|(shared, held)| named(shared, held.len()) <= most) {
        for (n, &b) in held.iter().enumerate() {
            for &a in &held[n.saturating_sub(LAST)..n] {
                *evidence.entry((a, b)).or_default() += shared.weight();
            }
        }
    }
    for pair in citing(readings) {
        *evidence.entry(pair).or_default() += CITES;
    }
    let topics = Topics::of(readings);
    for pair in topics.candidates() {
        evidence.entry(pair).or_default();
    }
    evidence.retain(|&(a, b), _| cluster[a] != cluster[b] && within_days(readings[a], readings[b]));
    let crowd = CROWD * (readings.len() as f64 / FEW).ln().max(0.0);
    // Without a date, two dispatches of an archive may be years apart: what they share says half as much, their concepts
    // nothing.
    let few = readings.len() <= UNDATED;
    let dated = |r: &Reading| r.dispatch.published.day().is_some();
    for (&(a, b), found) in &mut evidence {
        if !(few || dated(readings[a]) && dated(readings[b])) {
            *found /= 2.0;
            continue;
        }
        let across = readings[a].dispatch.lang != readings[b].dispatch.lang;
        let least = if across { ACROSS * crowd } else { crowd };
        *found += (SAME_CONCEPTS * topics.likeness(a, b) - least).max(0.0);
    }
    for _ in 0..ROUNDS {
        join_once(&evidence, cluster);
    }
    for copy in copies.iter().filter(|c| c.kind != CopyKind::Quote) {
        merge(cluster, copy.of, copy.from);
    }
}

/// Joins each small cluster with the one that it shares most with.
fn join_once(evidence: &BTreeMap<(usize, usize), f64>, cluster: &mut [usize]) {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (reading, &c) in cluster.iter().enumerate() {
        members.entry(c).or_default().push(reading);
    }
    // For each reading of a small cluster the most that it shares with a reading of each other cluster.
    let mut best: BTreeMap<(usize, usize), BTreeMap<usize, f64>> = BTreeMap::new();
    for (&(a, b), &found) in evidence.iter().filter(|&(&(a, b), _)| cluster[a] != cluster[b]) {
        for (small, large) in [(a, b), (b, a)] {
            let (from, to) = (cluster[small], cluster[large]);
            let smaller = (members[&from].len(), std::cmp::Reverse(from)) < (members[&to].len(), std::cmp::Reverse(to));
            if smaller && members[&from].len() <= SMALL {
                let most = best.entry((from, to)).or_default().entry(small).or_default();
                *most = most.max(found);
            }
        }
    }
    // Each small cluster goes to the one that it shares most with; none is a bridge between two others.
    let mut goes: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
    for ((from, to), shares) in best {
        let mean = shares.values().sum::<f64>() / members[&from].len() as f64;
        if mean >= ENOUGH && goes.get(&from).is_none_or(|(most, _)| mean > *most) {
            goes.insert(from, (mean, to));
        }
    }
    for (from, (_, to)) in &goes {
        if !goes.contains_key(to) {
            merge(cluster, members[from][0], members[to][0]);
        }
    }
}

/// Pairs of dispatches, the earlier index first, of which one names the other's outlet as a voice.
fn citing(readings: &[&Reading]) -> BTreeSet<(usize, usize)> {
    let mut by_outlet: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (reading, r) in readings.iter().enumerate() {
        by_outlet.entry(r.dispatch.outlet.as_deref().map(fold).unwrap_or_default()).or_default().push(reading);
    }
    let mut pairs = BTreeSet::new();
    for (reading, r) in readings.iter().enumerate() {
        for voice in r.attributions.voices.iter().skip(1) {
            let named = by_outlet.get(&fold(&voice.name)).filter(|of| of.len() <= COMMON_AT_LEAST);
            let others = named.into_iter().flatten().copied().filter(|&other| other != reading);
            pairs.extend(others.map(|other| (reading.min(other), reading.max(other))));
        }
    }
    pairs
}

/// Dispatches without a date may be within days of every other.
fn within_days(a: &Reading, b: &Reading) -> bool {
    match (a.dispatch.published.day(), b.dispatch.published.day()) {
        (Some(a), Some(b)) => a.since(b).is_ok_and(|apart| apart.get_days().abs() <= DAYS),
        _ => true,
    }
}

fn merge(cluster: &mut [usize], a: usize, b: usize) {
    let (from, to) = (cluster[a].max(cluster[b]), cluster[a].min(cluster[b]));
    if from != to {
        for c in cluster.iter_mut().filter(|c| **c == from) {
            *c = to;
        }
    }
}

fn traits(reading: &Reading) -> BTreeSet<Trait> {
    let mut found = BTreeSet::new();
    for entity in &reading.marks.names.entities {
        let name = fold(&entity.name);
        let key = if entity.kind == Kind::Person { name.rsplit(' ').next().unwrap_or("") } else { name.as_str() };
        let Some(key) = skeleton(key).filter(|k| k.len() >= 3) else { continue };
        found.insert(if entity.kind == Kind::Place { Trait::Where(key) } else { Trait::Who(key) });
    }
    for place in reading.marks.places.iter().filter(|p| p.resolved) {
        found.extend(place.candidates.first().map(|c| Trait::Where(format!("#{}", c.geonames))));
    }
    let published = reading.dispatch.published.day().map(|d| d.to_string()).unwrap_or_default();
    for timex in &reading.marks.times.timexes {
        if let Some(day) =
            timex.value.get(..10).filter(|v| v.as_bytes()[4] == b'-' && !v.contains('X') && **v != published)
        {
            found.insert(Trait::Day(day.to_owned()));
        }
    }
    for figure in &reading.marks.figures {
        let numbers = [figure.low, figure.high].into_iter().flatten().filter(|n| *n > 10.0);
        found.extend(numbers.map(|n| Trait::Number(n.to_bits())));
    }
    found
}

/// The news concepts that dispatches speak of.
struct Topics {
    /// For each dispatch its concepts with their weights, in ascending order; the squares sum to one.
    of: Vec<Vec<(u32, f64)>>,
}

impl Topics {
    fn of(readings: &[&Reading]) -> Topics {
        let spoken: Vec<BTreeSet<&str>> = readings.iter().map(|r| concepts(r)).collect();
        let mut holders: BTreeMap<&str, (u32, f64)> = BTreeMap::new();
        for concept in spoken.iter().flatten() {
            holders.entry(concept).or_default().1 += 1.0;
        }
        let (prior, share) = PRIOR;
        for (number, (at, weight)) in holders.values_mut().enumerate() {
            *at = number as u32;
            *weight = ((readings.len() as f64 + prior) / (*weight + prior * share)).ln();
        }
        let unit = |spoken: &BTreeSet<&str>| {
            let length = spoken.iter().map(|c| holders[c].1.powi(2)).sum::<f64>().sqrt().max(f64::EPSILON);
            spoken.iter().map(|c| (holders[c].0, holders[c].1 / length)).collect()
        };
        Topics { of: spoken.iter().map(unit).collect() }
    }

    /// Pairs that share a concept which is among the rarest of both, the earlier index first.
    fn candidates(&self) -> BTreeSet<(usize, usize)> {
        let mut before: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut pairs = BTreeSet::new();
        for (b, spoken) in self.of.iter().enumerate() {
            let mut rarest = spoken.clone();
            rarest.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
            for (concept, _) in rarest.into_iter().take(RAREST) {
                let held = before.entry(concept).or_default();
                pairs.extend(held[held.len().saturating_sub(LAST)..].iter().map(|&a| (a, b)));
                held.push(b);
            }
        }
        pairs
    }

    /// The cosine of the concepts of two dispatches.
    fn likeness(&self, a: usize, b: usize) -> f64 {
        let theirs = &self.of[b];
        let weight = |concept: u32| theirs.binary_search_by_key(&concept, |&(c, _)| c).ok().map(|i| theirs[i].1);
        self.of[a].iter().filter_map(|&(concept, own)| weight(concept).map(|other| own * other)).sum()
    }
}

/// The concepts that a dispatch speaks of, headline and body.
fn concepts<'a>(reading: &'a Reading) -> BTreeSet<&'a str> {
    let Some(table) = reading.dispatch.lang.and_then(|lang| CONCEPTS.get(lang)) else { return BTreeSet::new() };
    let text = reading.segments.tokens.iter().map(|token| reading.dispatch.text.get(token.span));
    let title = reading.dispatch.title.as_deref().unwrap_or_default().split_whitespace();
    let mut words: Vec<&str> = text.chain(title).collect();
    words.sort_unstable();
    words.dedup();
    let mut found: BTreeSet<&'a str> = BTreeSet::new();
    for word in words {
        let folded = fold(word);
        found.extend(folded.split(' ').filter(|w| !table.is_empty_word(w)).flat_map(|w| table.concepts(w)));
    }
    found
}
