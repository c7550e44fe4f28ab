//! Claims that cannot both be true: counts of one thing that exclude one another, and a denial beside what it denies.

use std::collections::{BTreeMap, BTreeSet};

use super::Claim;
use super::evidence::topic_odds;
use super::feature::Traits;
use crate::lang::Lang;

/// The log odds from which two claims speak of one thing.
const ONE_THING: f32 = -2.5;

/// Marks each of two claims with the other. `groups` holds the statements of each claim, as indices of `traits`.
pub(super) fn mark(claims: &mut [Claim], groups: &[Vec<usize>], traits: &[Traits]) {
    let mut by_story: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, claim) in claims.iter().enumerate() {
        by_story.entry(claim.story).or_default().push(i);
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for members in by_story.values() {
        for (n, &b) in members.iter().enumerate() {
            for &a in &members[..n] {
                if one_thing(&groups[a], &groups[b], traits) >= ONE_THING && exclude(&groups[a], &groups[b], traits) {
                    pairs.insert((a, b));
                }
            }
        }
    }
    for (a, b) in pairs {
        claims[a].contradicts.push(b);
        claims[b].contradicts.push(a);
    }
    for claim in claims {
        claim.contradicts.sort_unstable();
    }
}

/// The greatest log odds that statements of two claims speak of one thing, whatever they say of it.
fn one_thing(a: &[usize], b: &[usize], traits: &[Traits]) -> f32 {
    let speak = |members: &[usize]| -> BTreeMap<Option<Lang>, usize> {
        members.iter().rev().map(|&m| (traits[m].lang, m)).collect()
    };
    let (a, b) = (speak(a), speak(b));
    let odds = a.values().flat_map(|&x| b.values().map(move |&y| topic_odds(&traits[x], &traits[y])));
    odds.fold(f32::MIN, f32::max)
}

/// Whether most statements of one claim say that it is so and most of the other that it is not, or their counts of one
/// thing exclude one another.
fn exclude(a: &[usize], b: &[usize], traits: &[Traits]) -> bool {
    let negative = |members: &[usize]| 2 * members.iter().filter(|&&m| traits[m].negative).count() > members.len();
    let counts = |members: &[usize]| members.iter().flat_map(|&m| &traits[m].counts).cloned().collect::<BTreeSet<_>>();
    let (x, y) = (counts(a), counts(b));
    negative(a) != negative(b) || x.iter().any(|x| y.iter().any(|y| x.excludes(y)))
}
