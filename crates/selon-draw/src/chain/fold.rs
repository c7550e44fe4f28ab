//! Fewer boxes: voices with the same links become one with their number.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chains, Link, LinkKind, Voice};
use crate::words::Words;

/// So many boxes are drawn at most, about.
const BOXES: usize = 72;
/// So many links are drawn at most.
const LINKS: usize = 300;
/// So many voices with the same links become one box, in a graph of more voices than `SMALL`.
const ALIKE: usize = 4;
/// A graph of so many voices is drawn whole.
const SMALL: usize = 12;
/// The rest of a graph that is too large becomes so many boxes, by how far they are from the origins.
const RESTS: usize = 6;

/// The graph to draw.
pub(super) struct Folded {
    pub(super) nodes: Vec<Node>,
    pub(super) links: Vec<Link>,
}

/// One box.
pub(super) struct Node {
    /// The voice, or what the box says of its voices.
    pub(super) voice: Voice,
    /// How many voices it stands for.
    pub(super) count: usize,
    /// All their names, for the pointer that rests on it.
    pub(super) names: String,
}

/// Folds a graph until a page can show it.
pub(super) fn fold(chains: &Chains, links: &[Link], words: &Words) -> Folded {
    let count = chains.voices.len();
    let mut group: Vec<usize> = (0..count).collect();
    if count > SMALL {
        fold_alike(chains, links, &mut group);
    }
    let boxes: BTreeSet<usize> = group.iter().copied().collect();
    if boxes.len() > BOXES {
        fold_rest(chains, links, &mut group);
    }
    build(chains, links, &group, words)
}

/// Voices of one look that have it from the same ones in the same way, and from which the same ones have it.
fn fold_alike(chains: &Chains, links: &[Link], group: &mut [usize]) {
    type Sign = (Vec<(bool, usize, LinkKind, bool)>, (bool, bool, bool, bool));
    let mut signs: Vec<Sign> =
        chains.voices.iter().map(|v| (Vec::new(), (v.unnamed, v.outlet, v.own_word, v.ring))).collect();
    for link in links {
        signs[link.to].0.push((false, link.from, link.kind, link.inferred));
        signs[link.from].0.push((true, link.to, link.kind, link.inferred));
    }
    let mut alike: BTreeMap<Sign, Vec<usize>> = BTreeMap::new();
    for (v, sign) in signs.into_iter().enumerate() {
        // A voice without links is alone, and what the claim rests on is always shown by name.
        if !sign.0.is_empty() && !chains.voices[v].rests_on {
            alike.entry(sign).or_default().push(v);
        }
    }
    for voices in alike.into_values().filter(|v| v.len() >= ALIKE) {
        for &v in &voices {
            group[v] = voices[0];
        }
    }
}

/// Keeps the boxes with the most links and those the claim rests on; the others are joined by their distance from the origins.
fn fold_rest(chains: &Chains, links: &[Link], group: &mut [usize]) {
    let count = group.len();
    let mut degree = vec![0_usize; count];
    let mut next = vec![Vec::new(); count];
    let mut fed = vec![false; count];
    for link in links {
        degree[group[link.from]] += 1;
        degree[group[link.to]] += 1;
        next[group[link.from]].push(group[link.to]);
        fed[group[link.to]] = true;
    }
    let mut depth = vec![usize::MAX; count];
    let mut front: Vec<usize> = (0..count).filter(|&v| group[v] == v && !fed[v]).collect();
    let mut far = 0;
    while !front.is_empty() {
        let mut later = Vec::new();
        for v in front {
            if depth[v] == usize::MAX {
                depth[v] = far;
                later.append(&mut next[v]);
            }
        }
        front = later;
        far += 1;
    }
    let mut heads: Vec<usize> = (0..count).filter(|&v| group[v] == v).collect();
    heads.sort_by_key(|&v| (!chains.voices[v].rests_on, std::cmp::Reverse(degree[v]), v));
    let mut first_of_rest: BTreeMap<(usize, bool), usize> = BTreeMap::new();
    let mut joined: Vec<usize> = (0..count).collect();
    for &v in &heads[BOXES - 2 * RESTS..] {
        let part = depth[v].min(far) * (RESTS - 1) / far.max(1);
        joined[v] = *first_of_rest.entry((part, chains.voices[v].outlet)).or_insert(v);
    }
    for g in group.iter_mut() {
        *g = joined[*g];
    }
}

fn build(chains: &Chains, links: &[Link], group: &[usize], words: &Words) -> Folded {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (v, &g) in group.iter().enumerate() {
        members.entry(g).or_default().push(v);
    }
    let number: BTreeMap<usize, usize> = members.keys().enumerate().map(|(i, &g)| (g, i)).collect();
    let nodes = members.values().map(|of| node(chains, of, words)).collect();
    let mut drawn: Vec<Link> = links
        .iter()
        .map(|l| Link { from: number[&group[l.from]], to: number[&group[l.to]], ..l.clone() })
        .filter(|l| l.from != l.to)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    drawn.truncate(LINKS);
    Folded { nodes, links: drawn }
}

fn node(chains: &Chains, of: &[usize], words: &Words) -> Node {
    let first = &chains.voices[of[0]];
    if of.len() == 1 {
        return Node { voice: first.clone(), count: 1, names: first.name.clone() };
    }
    let all = |test: fn(&Voice) -> bool| of.iter().all(|&v| test(&chains.voices[v]));
    let names: Vec<&str> = of.iter().take(40).map(|&v| chains.voices[v].name.as_str()).collect();
    let kind = if all(|v| v.unnamed) { words.unnamed.to_owned() } else { String::new() };
    let voice = Voice {
        name: format!("{} {}", words.say_number(of.len() as f64), words.voices),
        kind,
        unnamed: all(|v| v.unnamed),
        rests_on: of.iter().any(|&v| chains.voices[v].rests_on),
        own_word: all(|v| v.own_word),
        ring: all(|v| v.ring),
        outlet: all(|v| v.outlet),
        href: None,
    };
    Node { voice, count: of.len(), names: names.join(", ") }
}
