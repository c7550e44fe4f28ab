//! Voices that copies show to be one: whoever stands at the same place behind a copied statement and behind its original,
//! however a translation or an edited reprint writes the name.

use super::align::Pair;
use super::{Groups, class};
use crate::attribute::{Statement, VoiceKind};
use crate::reading::Reading;
use crate::reuse::Copy;

/// Joins the voices of paired statements, from the innermost outwards. `first` is where the voices of each reading begin.
pub(super) fn join(readings: &[&Reading], copies: &[Copy], pairs: &[Pair], first: &[usize], groups: &mut Groups) {
    for pair in pairs {
        let copy = &copies[pair.copy];
        let ends = [(copy.of, pair.of), (copy.from, pair.from)];
        let [of, from] =
            ends.map(|(reading, s)| cited(readings[reading], &readings[reading].attributions.statements[s]));
        if of.len() != from.len() {
            continue;
        }
        for (a, b) in of.into_iter().zip(from) {
            let kind = |reading: usize, v: usize| readings[reading].attributions.voices[v].kind;
            if class(kind(copy.of, a)) == class(kind(copy.from, b)) {
                groups.join(first[copy.of] + a, first[copy.from] + b);
            }
        }
    }
}

/// The voices that a statement cites: its chain without the outlet and the agencies that sign the page.
fn cited(reading: &Reading, statement: &Statement) -> Vec<usize> {
    let voices = &reading.attributions.voices;
    let signs = |v: usize| voices[v].kind == VoiceKind::Agency && reading.dispatch.agencies.contains(&voices[v].name);
    statement.chain.iter().skip(1).copied().filter(|&v| !signs(v)).collect()
}
