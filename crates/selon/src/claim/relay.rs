//! Statements with their chains in the voices of all dispatches, lengthened by what copies show.
//!
//! A statement in a copied passage has the chain that it has in the original, behind the outlet that copies, even where
//! copying lost or changed the attribution. Where the original is itself an agency's text, the agency follows at once:
//! the other reprinter is no link.

use std::collections::BTreeMap;

use super::{Statement, Told};
use crate::attribute::VoiceKind;
use crate::reading::Reading;
use crate::reuse::Copy;
use crate::voices::Voices;
use crate::voices::align::Pair;

/// All statements, in the order of (reading, place in the text), and which of them is copied from which.
pub(super) fn statements(
    readings: &[&Reading],
    copies: &[Copy],
    pairs: &[Pair],
    voices: &Voices,
    told: &Told,
) -> (Vec<Statement>, Vec<(usize, usize)>) {
    let mut found: Vec<Statement> = Vec::new();
    let mut first: Vec<usize> = Vec::with_capacity(readings.len());
    for (reading, r) in readings.iter().enumerate() {
        first.push(found.len());
        for statement in &r.attributions.statements {
            let mut chain: Vec<usize> = statement.chain.iter().map(|&v| voices.of_reading[reading][v]).collect();
            chain.dedup();
            let own = chain.clone();
            found.push(Statement {
                reading,
                span: statement.span,
                chain,
                own,
                stance: statement.stance,
                through: None,
                says: None,
            });
        }
    }
    let originals: BTreeMap<usize, (usize, usize)> = pairs
        .iter()
        .rev()
        .filter(|p| !told.chained.contains(&(copies[p.copy].of, p.of)))
        .map(|p| {
            let copy = &copies[p.copy];
            (first[copy.of] + p.of, (first[copy.from] + p.from, p.copy))
        })
        .collect();
    for &statement in originals.keys() {
        lengthen(statement, &originals, readings, &mut found, voices);
    }
    let copied = pairs.iter().map(|p| (first[copies[p.copy].of] + p.of, first[copies[p.copy].from] + p.from));
    let copied = copied.collect();
    (found, copied)
}

/// Follows a statement from copy to original as far as that goes, and lengthens all chains on the way, the last first.
fn lengthen(
    statement: usize,
    originals: &BTreeMap<usize, (usize, usize)>,
    readings: &[&Reading],
    found: &mut [Statement],
    voices: &Voices,
) {
    let mut way = vec![statement];
    while let Some(&(next, _)) = originals.get(&way[way.len() - 1]) {
        if way.contains(&next) || found[way[way.len() - 1]].through.is_some() {
            break;
        }
        way.push(next);
    }
    for pair in way.windows(2).rev() {
        let (copy, original) = (pair[0], pair[1]);
        if found[copy].through.is_some() {
            continue;
        }
        let Some(&outlet) = found[copy].chain.first() else { continue };
        let chain = behind(outlet, &found[original], readings, voices);
        found[copy].chain = chain;
        found[copy].through = originals.get(&copy).map(|&(_, through)| through);
    }
}

/// The chain of an original behind an outlet that copies it.
fn behind(outlet: usize, original: &Statement, readings: &[&Reading], voices: &Voices) -> Vec<usize> {
    let signs = |v: usize| {
        let own = &readings[original.reading].attributions.voices;
        own.iter().zip(&voices.of_reading[original.reading]).any(|(local, &known)| {
            known == v
                && local.kind == VoiceKind::Agency
                && readings[original.reading].dispatch.agencies.contains(&local.name)
        })
    };
    let mut rest = original.chain.as_slice();
    if rest.first() == Some(&outlet) || rest.get(1).is_some_and(|&second| signs(second)) {
        rest = &rest[1..];
    }
    let mut chain = vec![outlet];
    for &v in rest {
        if !chain.contains(&v) {
            chain.push(v);
        }
    }
    chain
}
