//! Chains of voices: through whom a report comes, in the order of relay.

use super::Attribution;
use super::cast::{Cast, Who};
use super::lexicon::Class;
use super::speaker;
use super::voice::VoiceKind;
use super::words::Words;

/// Gives each attribution its chain (no later one points back at those that are `quiet`), and each unnamed voice the one that quotes it.
pub(super) fn chains(words: &Words, cast: &mut Cast, attributions: &mut [Attribution], quiet: &[bool]) {
    let mut who: Vec<Who> = Vec::with_capacity(attributions.len());
    let mut relayed: Vec<Option<usize>> = Vec::with_capacity(attributions.len());
    let mut before: Vec<usize> = Vec::new();
    // Whoever cites is a medium, whatever else the text says of it.
    for i in 0..attributions.len() {
        if let Some(outer) = attributions[i].via
            && let Some(source) = attributions[outer].source.first()
        {
            cast.cites(&speaker::read(words, words.tokens(*source)));
        }
    }
    // A relay is told before what it relays, wherever its words stand.
    let order = order(attributions);
    who.resize(attributions.len(), Who::Nobody);
    relayed.resize(attributions.len(), None);
    let mut through: Vec<Vec<usize>> = Vec::new();
    let mut history: Vec<Vec<usize>> = Vec::new();
    for &i in &order {
        let outer = attributions[i].via.or(attributions[i].parent);
        let mut chain: Vec<usize> = outer.map(|o| attributions[o].chain.clone()).unwrap_or_default();
        if let Some(told) = attributions[i].told {
            let speaker = speaker::read(words, words.tokens(told));
            let named = speaker.name.is_some()
                || !speaker.indefinite && matches!(speaker.head, Some((_, Class::Agency | Class::Outlet)));
            if named && !speaker.own && !speaker.pronoun {
                chain.extend(cast.relay(&speaker, &before));
            }
        }
        let source = attributions[i].source.first().map(|s| speaker::read(words, words.tokens(*s)));
        let quoter = chain.last().copied();
        let found = source.map_or(Who::Nobody, |s| cast.who(&s, &before, quoter));
        match found {
            _ if attributions[i].carries => chain = history.last().cloned().unwrap_or_default(),
            Who::Named(voice) => chain.push(voice),
            Who::Again(voice) => {
                let earlier = through.get(voice).filter(|t| !t.is_empty()).cloned();
                if chain.is_empty() { chain = earlier.unwrap_or_else(|| vec![voice]) } else { chain.push(voice) }
            }
            Who::Last if chain.is_empty() => chain = history.last().cloned().unwrap_or_default(),
            Who::Last => chain.extend(behind(&history, &chain)),
            Who::Nobody => {}
        }
        dedup(&mut chain);
        if let Some(&voice) = chain.last().filter(|_| !quiet[i]) {
            before.push(voice);
            if before.len() > 64 {
                before.remove(0);
            }
            if through.len() <= voice {
                through.resize(voice + 1, Vec::new());
            }
            if !matches!(found, Who::Named(_))
                || chain.len() > 1
                || through[voice].is_empty()
                || cast.voices[voice].kind != VoiceKind::Unnamed
            {
                through[voice].clone_from(&chain);
            }
            history.push(chain.clone());
        }
        who[i] = found;
        attributions[i].chain = chain;
    }
    for attribution in attributions.iter() {
        for pair in attribution.chain.windows(2) {
            let [outer, inner] = [pair[0], pair[1]];
            if cast.voices[inner].kind == VoiceKind::Unnamed && cast.voices[inner].of.is_none() {
                cast.voices[inner].of = Some(outer);
            }
        }
    }
    let publisher = cast.publishers.saturating_sub(1);
    for voice in &mut cast.voices {
        if voice.kind == VoiceKind::Unnamed && voice.of.is_none() {
            voice.of = Some(publisher);
        }
    }
}

/// Whom a relay has named last as its source: "Atlântica said, citing the same statement".
fn behind(history: &[Vec<usize>], chain: &[usize]) -> Option<usize> {
    let relay = chain.last()?;
    let recent = || history.iter().rev().take(32);
    let deeper = recent().find(|h| h.iter().position(|v| v == relay).is_some_and(|at| at + 1 < h.len()));
    deeper.or_else(|| recent().find(|h| h.last() != Some(relay)))?.last().copied()
}

/// Outer attributions before those that stand on them; else the order of the text.
fn order(attributions: &[Attribution]) -> Vec<usize> {
    let mut order = Vec::with_capacity(attributions.len());
    let mut done = vec![false; attributions.len()];
    for i in 0..attributions.len() {
        let mut stack = vec![i];
        while let Some(&top) = stack.last() {
            let outer = attributions[top].via.or(attributions[top].parent).filter(|&o| !done[o] && !stack.contains(&o));
            match outer {
                Some(outer) if stack.len() < 16 => stack.push(outer),
                _ => {
                    stack.pop();
                    if !done[top] {
                        done[top] = true;
                        order.push(top);
                    }
                }
            }
        }
    }
    order
}

/// A voice stands once in a chain, where it stands first.
fn dedup(chain: &mut Vec<usize>) {
    let mut seen = Vec::new();
    chain.retain(|v| {
        let new = !seen.contains(v);
        seen.push(*v);
        new
    });
}
