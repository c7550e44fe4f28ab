//! Joins what the grammar finds with what the tagger finds.
//!
//! The tagger knows better where a source and a content end; the grammar knows who relays whom, and its clauses make the
//! statements. So chains and statements are made with the grammar's spans, and a report that both find is shown with the
//! tagger's.

use super::frame;
use super::tagger::Tagged;
use super::words::Words;
use super::{Attribution, Statement};
use crate::text::Span;

/// Reports of both, in the order of the text.
pub(super) struct Joined {
    /// With the spans of the grammar where it has them.
    pub(super) attributions: Vec<Attribution>,
    /// The tagger's spans, where both have the report.
    learned: Vec<Option<Attribution>>,
    /// Whether it states nothing by itself: another report holds its content.
    pub(super) quiet: Vec<bool>,
    /// Whether it is not shown: the tagger, which is right more often, does not see it.
    hidden: Vec<bool>,
}

/// Joins the two; without a tagger, what the grammar finds is all.
pub(super) fn join(words: &Words, grammar: Vec<Attribution>, tagged: Option<Tagged>) -> Joined {
    let Some(Tagged { attributions: learned, leads }) = tagged else {
        let count = grammar.len();
        return Joined {
            attributions: grammar,
            learned: vec![None; count],
            quiet: vec![false; count],
            hidden: vec![false; count],
        };
    };
    let mut leaned = vec![false; grammar.len()];
    for (g, attribution) in grammar.iter().enumerate() {
        // A tagger that leads is mostly right where it sees no report inside a report.
        if let Some(outer) = attribution.via.or(attribution.parent.filter(|_| !leads)) {
            leaned[g] = true;
            leaned[outer] = true;
        }
    }
    let mut taken = vec![false; learned.len()];
    let mut twins: Vec<Option<Attribution>> = Vec::new();
    let mut hidden = Vec::new();
    for (g, attribution) in grammar.iter().enumerate() {
        let twin = near(&learned, attribution).find(|&l| !taken[l] && overlap(&attribution.cue, &learned[l].cue));
        let alone = near(&learned, attribution).all(|l| !overlap(&attribution.content, &learned[l].content));
        hidden.push(twin.is_none() && !leaned[g] && !alone);
        twins.push(twin.map(|l| learned[l].clone()));
        if let Some(l) = twin {
            taken[l] = true;
        }
    }
    let mut attributions = grammar;
    let mut quiet = vec![false; attributions.len()];
    for (attribution, taken) in learned.into_iter().zip(taken) {
        if !taken && (leads || says(words, &attribution)) {
            let held = near(&attributions[..twins.len().min(attributions.len())], &attribution);
            quiet.push(
                !says(words, &attribution)
                    || attribution.source.is_empty()
                    || held.into_iter().any(|g| overlap(&attribution.content, &attributions[g].content)),
            );
            attributions.push(attribution);
        }
    }
    let count = attributions.len();
    twins.resize(count, None);
    hidden.resize(count, false);
    let (attributions, order) = frame::in_order(attributions);
    let learned = order.iter().map(|&i| twins[i].take()).collect();
    Joined {
        attributions,
        learned,
        quiet: order.iter().map(|&i| quiet[i]).collect(),
        hidden: order.iter().map(|&i| hidden[i]).collect(),
    }
}

/// Whether somebody says something by a verb of saying: what a tagger that does not lead is believed.
fn says(words: &Words, attribution: &Attribution) -> bool {
    let verb = |span: &Span| words.tokens(*span).any(|k| words.verb(k).is_some());
    !attribution.source.is_empty() && attribution.cue.iter().any(verb)
}

/// What is shown: the tagger's spans, without what is hidden.
pub(super) fn show(joined: Joined, statements: &mut [Statement]) -> Vec<Attribution> {
    let mut place = Vec::with_capacity(joined.hidden.len());
    let mut count = 0;
    for &hidden in &joined.hidden {
        place.push((!hidden).then_some(count));
        count += usize::from(!hidden);
    }
    for statement in statements {
        statement.attribution = statement.attribution.and_then(|a| place[a]);
    }
    let mut shown = Vec::with_capacity(count);
    for ((mut attribution, learned), hidden) in joined.attributions.into_iter().zip(joined.learned).zip(joined.hidden) {
        if hidden {
            continue;
        }
        attribution.parent = attribution.parent.and_then(|p| place[p]);
        attribution.via = attribution.via.and_then(|v| place[v]);
        if let Some(learned) = learned {
            // "a-t-il dit": pronoun and verb are parted better by the grammar.
            let parted = attribution.cue.len() > 1;
            if !parted {
                if !learned.source.is_empty() {
                    attribution.source = learned.source;
                }
                attribution.cue = learned.cue;
            }
            attribution.content = learned.content;
            attribution.mode = learned.mode;
        }
        shown.push(attribution);
    }
    shown
}

/// The attributions of a list in the order of the text that lie near one.
fn near(all: &[Attribution], one: &Attribution) -> std::ops::Range<usize> {
    let pieces = |a: &Attribution| {
        a.source.iter().chain(&a.cue).chain(&a.content).copied().reduce(Span::cover).unwrap_or_default()
    };
    let whole = pieces(one);
    let from = all.partition_point(|a| pieces(a).start() + 4000 < whole.start());
    let to = all.partition_point(|a| pieces(a).start() < whole.end());
    from..to.max(from)
}

fn overlap(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.overlaps(*y)))
}
