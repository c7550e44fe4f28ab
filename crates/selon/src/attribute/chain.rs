//! Chains of voices: through whom a report comes, in the order of relay.

use super::Attribution;
use super::cast::{Cast, Who};
use std::ops::Range;

use super::lexicon::Class;
use super::phrase;
use super::speaker;
use super::voice::VoiceKind;
use super::words::Words;

/// Gives each attribution its chain (no later one points back at those that are `quiet`), and each unnamed voice the one that quotes it.
/// `publisher` is the voice of the page that quotes whom no other voice quotes.
pub(super) fn chains(
    words: &Words,
    cast: &mut Cast,
    attributions: &mut [Attribution],
    quiet: &[bool],
    publisher: usize,
) {
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
    let mut mere_words = vec![false; attributions.len()];
    let mut through: Vec<Vec<usize>> = Vec::new();
    let mut history: Vec<Vec<usize>> = Vec::new();
    for &i in &order {
        let outer = attributions[i].via.or(attributions[i].parent);
        // "X says S, according to a statement": X, not whoever spoke last.
        let outer = outer.filter(|&o| !mere_words[o]);
        let mut chain: Vec<usize> = outer.map(|o| attributions[o].chain.clone()).unwrap_or_default();
        if let Some(told) = attributions[i].told {
            let speaker = speaker::read(words, words.tokens(told));
            let named = speaker.name.is_some()
                || !speaker.indefinite && matches!(speaker.head, Some((_, Class::Agency | Class::Outlet)));
            // "told reporters", "à la presse": nobody in particular; "a este periódico": the outlet itself.
            let press = speaker.head.is_some_and(|(k, _)| words.is(k, Class::Group)) && speaker.name.is_none();
            let own = speaker.own || speaker.demonstrative && speaker.name.is_none();
            if named && !own && !press && !speaker.pronoun {
                chain.extend(cast.relay(&speaker, &before));
            }
        }
        let mut sources =
            attributions[i].source.first().map(|s| side_by_side(words, words.tokens(*s))).unwrap_or_default();
        let quoter = chain.last().copied();
        let first = (!sources.is_empty()).then(|| speaker::read(words, sources.remove(0)));
        if let Some(agency) = first.as_ref().and_then(|s| s.told_agency(words)) {
            chain.extend(cast.relay(&agency, &before));
        }
        mere_words[i] = first.as_ref().is_some_and(|s| {
            matches!(s.head, Some((_, Class::Words))) && s.name.is_none() && s.complement.is_none() && !s.same
        });
        let pair = first.as_ref().and_then(|s| cast.both(s));
        let mut beside = Vec::new();
        let found = match (pair, first) {
            (Some((one, other)), _) => {
                beside.push(other);
                Who::Named(one)
            }
            (None, Some(first)) if first.pronoun && outer.is_some_and(|o| is_medium(words, &attributions[o])) => {
                // "She writes that S, according to the agency": she is not the agency.
                let others: Vec<usize> = before.iter().copied().filter(|v| !chain.contains(v)).collect();
                cast.who(&first, &others, quoter)
            }
            (None, Some(first)) => cast.who(&first, &before, quoter),
            (None, None) => Who::Nobody,
        };
        for tokens in sources {
            if let Who::Named(voice) | Who::Again(voice) = cast.who(&speaker::read(words, tokens), &before, quoter) {
                beside.push(voice);
            }
        }
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
        beside.retain(|v| !chain.contains(v));
        attributions[i].beside = beside;
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
    for voice in &mut cast.voices {
        if voice.kind == VoiceKind::Unnamed && voice.of.is_none() {
            voice.of = Some(publisher);
        }
    }
}

/// Whether the source of a report is a medium by its noun: "the agency", "das Blatt".
fn is_medium(words: &Words, attribution: &Attribution) -> bool {
    let head = attribution.source.first().and_then(|s| speaker::read(words, words.tokens(*s)).head);
    matches!(head, Some((_, Class::Agency | Class::Outlet)))
}

/// The phrases of those who say it side by side: "the mayor and the prefect", "Kessler und Brandolini".
fn side_by_side(words: &Words, source: Range<usize>) -> Vec<Range<usize>> {
    let speaks =
        |range: Range<usize>| range.clone().any(|k| words.any(k, &phrase::SPEAKERS) || words.person(k).is_some());
    let names = |k: usize| words.name(k).map(|(_, name)| name);
    let cut = source.clone().skip(1).take(phrase::REACH).find(|&k| {
        let next = k + 1;
        let begins =
            words.any(next, &phrase::DETERMINERS) || words.is(next, Class::Title) || words.person(next).is_some();
        let apart = names(k - 1).is_some() && names(next).is_some() && names(k - 1) != names(next);
        words.is(k, Class::And)
            && next < source.end
            && (apart || begins && speaks(source.start..k) && speaks(next..source.end))
    });
    match cut {
        Some(cut) => Vec::from([source.start..cut, cut + 1..source.end]),
        None => Vec::from([source]),
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
