//! Claims that cannot both be true: counts of one thing that exclude one another, and a denial beside what it denies.

use std::collections::BTreeMap;

use super::Claim;
use super::detail::Count;
use super::feature::Features;
use super::group::likeness;
use crate::attribute::Stance;

/// How much a denial must share with what it denies, as a cosine.
const DENIED: f32 = 0.2;

/// How much two claims with counts of one thing must share beside the counts.
const SAME_THING: f32 = 0.05;

/// Marks each of two claims with the other. `groups` holds the statements of each claim, as indices of the other two.
pub(super) fn mark(claims: &mut [Claim], groups: &[Vec<usize>], features: &Features, counts: &[Vec<Count>]) {
    let mut pairs = Vec::new();
    let mut by_story: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, claim) in claims.iter().enumerate() {
        by_story.entry(claim.story).or_default().push(i);
    }
    for members in by_story.values() {
        let counted: Vec<usize> = members.iter().copied().filter(|&c| !claims[c].figures.is_empty()).collect();
        for (n, &b) in counted.iter().enumerate() {
            for &a in &counted[..n] {
                if exclude(&groups[a], &groups[b], counts) && likeness(&groups[a], &groups[b], features) >= SAME_THING {
                    pairs.push((a, b));
                }
            }
        }
        for &denial in members.iter().filter(|&&c| denies(&claims[c])) {
            let others = members.iter().copied().filter(|&c| c != denial && !denies(&claims[c]));
            let likest = others.map(|c| (likeness(&groups[denial], &groups[c], features), c)).fold(
                None,
                |best: Option<(f32, usize)>, next| if best.is_none_or(|b| next.0 > b.0) { Some(next) } else { best },
            );
            if let Some((likeness, denied)) = likest
                && likeness >= DENIED
            {
                pairs.push((denial.min(denied), denial.max(denied)));
            }
        }
    }
    for (a, b) in pairs {
        claims[a].contradicts.push(b);
        claims[b].contradicts.push(a);
    }
    for claim in claims {
        claim.contradicts.sort_unstable();
        claim.contradicts.dedup();
    }
}

fn denies(claim: &Claim) -> bool {
    2 * claim.statements.iter().filter(|s| s.stance == Stance::Denies).count() > claim.statements.len()
}

/// Whether counts of two claims exclude one another, and none of them agree.
fn exclude(a: &[usize], b: &[usize], counts: &[Vec<Count>]) -> bool {
    let of = |members: &[usize]| members.iter().flat_map(|&m| counts[m].iter()).collect::<Vec<_>>();
    let (a, b) = (of(a), of(b));
    a.iter().any(|x| b.iter().any(|y| x.excludes(y)))
}
