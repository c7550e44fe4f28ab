//! Joins what the grammar finds with what the tagger finds.
//!
//! The tagger knows better where a source and a content end; the grammar knows who relays whom. Where both find a report,
//! it has the tagger's spans and the grammar's relations; what only the grammar finds is kept where others lean on it.

use super::Attribution;
use super::frame;
use crate::text::Span;

/// One list of both, in the order of the text.
pub(super) fn merge(grammar: Vec<Attribution>, learned: Vec<Attribution>) -> Vec<Attribution> {
    let mut twin: Vec<Option<usize>> = vec![None; grammar.len()];
    let mut taken = vec![false; learned.len()];
    for (g, attribution) in grammar.iter().enumerate() {
        let shares = |l: &usize| !taken[*l] && overlap(&attribution.cue, &learned[*l].cue);
        twin[g] = near(&learned, attribution).find(shares);
        if let Some(l) = twin[g] {
            taken[l] = true;
        }
    }
    let mut leaned = vec![false; grammar.len()];
    for (g, attribution) in grammar.iter().enumerate() {
        if let Some(outer) = attribution.via.or(attribution.parent) {
            leaned[g] = true;
            leaned[outer] = true;
        }
    }
    let mut joined: Vec<Attribution> = Vec::new();
    let mut place: Vec<Option<usize>> = vec![None; grammar.len()];
    for (g, attribution) in grammar.iter().enumerate() {
        let Some(l) = twin[g] else {
            let alone = near(&learned, attribution).all(|l| !overlap(&attribution.content, &learned[l].content));
            if leaned[g] || alone {
                place[g] = Some(joined.len());
                joined.push(attribution.clone());
            }
            continue;
        };
        place[g] = Some(joined.len());
        let mut both = Attribution {
            via: attribution.via,
            told: attribution.told,
            stance: attribution.stance,
            carries: attribution.carries,
            ..learned[l].clone()
        };
        if both.source.is_empty() {
            both.source.clone_from(&attribution.source);
        }
        joined.push(both);
    }
    for attribution in &mut joined {
        attribution.via = attribution.via.and_then(|v| place[v]);
    }
    joined.extend(learned.into_iter().zip(taken).filter(|(_, taken)| !taken).map(|(l, _)| l));
    frame::in_order(joined)
}

/// The learned attributions near one.
fn near<'l>(learned: &'l [Attribution], one: &Attribution) -> impl Iterator<Item = usize> + use<'l> {
    let whole = one.source.iter().chain(&one.cue).chain(&one.content).copied().reduce(Span::cover).unwrap_or_default();
    let begin = |a: &Attribution| a.source.iter().chain(&a.cue).chain(&a.content).map(|s| s.start()).min().unwrap_or(0);
    let from = learned.partition_point(|a| begin(a) + 4000 < whole.start());
    let to = learned.partition_point(|a| begin(a) < whole.end());
    from..to.max(from)
}

fn overlap(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.overlaps(*y)))
}
