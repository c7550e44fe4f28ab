//! Claims that cannot both be true: counts of one thing that exclude one another, and a denial beside what it denies.

use std::collections::{BTreeMap, BTreeSet};

use super::Claim;
use super::detail::Count;
use super::evidence::topic_odds;
use super::feature::Traits;
use crate::lang::Lang;

/// The log odds from which two claims with counts of one thing speak of one thing.
const COUNTED: f32 = -1.0;

/// The same for a toll: a story tells of one number of dead; of people, jars and euros it counts many.
const TOLL: f32 = -3.0;
const TOLLS: [&str; 6] = ["arrest", "death", "displace", "injure", "missing", "rescue"];

/// The same for a claim and one that says that it is not so.
const DENIED: f32 = 0.0;

/// Marks each of two claims with the other. `groups` holds the statements of each claim, as indices of `traits`.
///
/// `nouns`: for statements with a count whose noun an earlier statement gives, which that is.
pub(super) fn mark(claims: &mut [Claim], groups: &[Vec<usize>], traits: &[Traits], nouns: &[Option<usize>]) {
    let mut by_story: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, claim) in claims.iter().enumerate() {
        by_story.entry(claim.story).or_default().push(i);
    }
    let sides: Vec<Side> = groups.iter().map(|members| Side::of(members, traits)).collect();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for members in by_story.values() {
        // Of all that may deny a claim, or be denied by it, only the likest.
        let mut likest: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
        for (n, &b) in members.iter().enumerate() {
            for &a in &members[..n] {
                let counted = sides[a].excludes(&sides[b]);
                if counted.is_none() && sides[a].negative == sides[b].negative {
                    continue;
                }
                let odds = one_thing(&sides[a], &sides[b], traits);
                let beside = || {
                    let counts = |x: usize, y: usize| {
                        groups[x].iter().any(|&s| nouns[s].is_some_and(|noun| groups[y].binary_search(&noun).is_ok()))
                    };
                    counts(a, b) || counts(b, a)
                };
                if counted.is_some_and(|least| odds >= least || beside()) {
                    pairs.insert((a, b));
                } else if sides[a].negative != sides[b].negative && odds >= DENIED {
                    for (one, other) in [(a, b), (b, a)] {
                        let best = likest.entry(one).or_insert((odds, other));
                        if odds > best.0 {
                            *best = (odds, other);
                        }
                    }
                }
            }
        }
        let mutual = |&(&a, &(_, b)): &(&usize, &(f32, usize))| a < b && likest.get(&b).is_some_and(|l| l.1 == a);
        pairs.extend(likest.iter().filter(mutual).map(|(&a, &(_, b))| (a, b)));
    }
    for (a, b) in pairs {
        claims[a].contradicts.push(b);
        claims[b].contradicts.push(a);
    }
    for claim in claims {
        claim.contradicts.sort_unstable();
    }
}

/// What a claim says, as far as others can contradict it.
struct Side {
    /// The first statement of each language.
    speak: BTreeMap<Option<Lang>, usize>,
    /// Whether most of its statements say that something is not so.
    negative: bool,
    counts: BTreeSet<Count>,
}

impl Side {
    fn of(members: &[usize], traits: &[Traits]) -> Side {
        Side {
            speak: members.iter().rev().map(|&m| (traits[m].lang, m)).collect(),
            negative: 2 * members.iter().filter(|&&m| traits[m].negative).count() > members.len(),
            counts: members.iter().flat_map(|&m| &traits[m].counts).cloned().collect(),
        }
    }

    /// Where counts of one thing exclude one another, the log odds from which the claims speak of one thing.
    fn excludes(&self, other: &Side) -> Option<f32> {
        let pairs = self.counts.iter().flat_map(|x| other.counts.iter().map(move |y| (x, y)));
        let least =
            pairs.filter(|(x, y)| x.excludes(y)).map(|(x, _)| if TOLLS.contains(&&*x.what) { TOLL } else { COUNTED });
        least.reduce(f32::min)
    }
}

/// The greatest log odds that statements of two claims speak of one thing, whatever they say of it.
fn one_thing(a: &Side, b: &Side, traits: &[Traits]) -> f32 {
    let pairs = a.speak.values().flat_map(|&x| b.speak.values().map(move |&y| (x, y)));
    pairs.map(|(x, y)| topic_odds(&traits[x], &traits[y])).fold(f32::MIN, f32::max)
}
