//! The assertions of a dispatch, clause by clause, each with its chain.

use std::cmp::Ordering;
use std::ops::Range;

use super::clause;
use super::lexicon::Class;
use super::words::Words;
use super::{Attribution, Stance, Statement};
use crate::extract::Role;

/// Fewer words assert nothing.
const MIN_WORDS: usize = 3;

/// A flat sentence takes the chain of an attributed one that shares this much of its words.
const SAME_CLAIM: f64 = 0.6;

/// The voices that stand before what the text names, by the page alone.
pub(super) struct Prefix {
    /// Before an attribution.
    pub(super) attributed: Vec<usize>,
    /// Of a statement with none.
    pub(super) flat: Vec<usize>,
}

/// The statements of a dispatch, in the order of the text. Attributions that are `quiet` state nothing by themselves.
pub(super) fn statements(
    words: &Words,
    attributions: &[Attribution],
    quiet: &[bool],
    prefix: &Prefix,
) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut flat: Vec<(usize, usize)> = Vec::new();
    let extents: Vec<Range<usize>> = attributions.iter().map(|a| extent(words, a)).collect();
    for (s, sentence) in words.segments.sentences.iter().enumerate() {
        let role = words.dispatch.blocks.get(sentence.block).map_or(Role::Paragraph, |b| b.role);
        if matches!(
            role,
            Role::Headline
                | Role::Subhead
                | Role::Byline
                | Role::DateLine
                | Role::AgencyLine
                | Role::Caption
                | Role::Credit
                | Role::ReadAlso
                | Role::Tags
                | Role::Comment
                | Role::Boilerplate
        ) {
            continue;
        }
        if words.word(sentence.tokens.end.saturating_sub(1)) == "?" {
            continue;
        }
        let begun = found.len();
        in_sentence(words, sentence.tokens.clone(), attributions, quiet, &extents, prefix, &mut found);
        for (k, statement) in found.iter().enumerate().skip(begun) {
            if statement.attribution.is_none() {
                flat.push((k, s));
            }
        }
    }
    carry_up(words, attributions, prefix, &mut found, &flat);
    found.sort_by_key(|s| (s.span.start(), s.span.end()));
    found.dedup_by(|a, b| a.span == b.span && a.chain == b.chain);
    found
}

/// A question or an expectation asserts nothing; a demand states that it is made, on the word of who tells of it.
fn is_wish(attribution: &Attribution) -> bool {
    match attribution.stance {
        Stance::Orders => attribution.parent.is_some(),
        stance => matches!(stance, Stance::Asks | Stance::Expects),
    }
}

fn extent(words: &Words, a: &Attribution) -> Range<usize> {
    let span = a.source.iter().chain(&a.cue).chain(&a.content).copied().reduce(crate::Span::cover);
    span.map_or(0..0, |s| words.tokens(s))
}

fn in_sentence(
    words: &Words,
    sentence: Range<usize>,
    attributions: &[Attribution],
    quiet: &[bool],
    extents: &[Range<usize>],
    prefix: &Prefix,
    found: &mut Vec<Statement>,
) {
    let mut end = sentence.end;
    while end > sentence.start && matches!(words.word(end - 1), "." | "…" | "!" | "؟") {
        end -= 1;
    }
    let sentence = words.behind_dateline(sentence.start..end)..end;
    let first = extents.partition_point(|e| e.start + 4000 < sentence.start);
    let here: Vec<usize> = (first..attributions.len())
        .take_while(|&i| extents[i].start < sentence.end)
        .filter(|&i| extents[i].end > sentence.start && !quiet[i] && !is_wish(&attributions[i]))
        .filter(|&i| content_in(words, &attributions[i], &sentence).next().is_some())
        .collect();
    let mut taken: Vec<Range<usize>> = Vec::new();
    for &i in &here {
        let deeper =
            here.iter().any(|&j| j != i && (attributions[j].parent == Some(i) || attributions[j].via == Some(i)));
        if deeper {
            // Its content is said again, from deeper down: only what the deeper one leaves out is its own.
            continue;
        }
        let pieces: Vec<Range<usize>> = content_in(words, &attributions[i], &sentence).collect();
        let whole = whole(words, i, &here, attributions, &sentence);
        let parts: Vec<Range<usize>> = pieces.iter().flat_map(|p| clause::split(words, p.clone())).collect();
        let content: usize = pieces.iter().map(Range::len).sum();
        let tag = whole.len().saturating_sub(content);
        let only = parts.len() == 1 || pieces.len() > 1;
        let mut spans: Vec<Range<usize>> = Vec::new();
        if only {
            let cover = pieces[0].start..pieces[pieces.len() - 1].end;
            let before = whole.start < cover.start;
            // A tag that is longer than what it tags, with all that follows it, is part of the passage.
            let alone = here.iter().all(|&j| extents[j].start < cover.end || j == i);
            let behind = if alone { sentence.end.saturating_sub(cover.end) } else { tag };
            let said = cover.clone().filter(|&k| !words.is_mark(k)).count();
            spans.push(if said < MIN_WORDS {
                // "« C'est faux », a-t-il dit": too little without who says it.
                whole.clone()
            } else if !before && content >= behind {
                cover
            } else if !before && alone {
                cover.start..sentence.end
            } else {
                whole.clone()
            });
        } else {
            for (k, part) in parts.iter().enumerate() {
                let from = if k == 0 { whole.start.min(part.start) } else { part.start };
                let to = if k + 1 == parts.len() { whole.end.max(part.end) } else { part.end };
                spans.push(from..to);
            }
        }
        // "gazetemize gönderdiği açıklamada", "nous a déclaré": what the outlet was told itself is its own.
        let lead = pieces[0].start..pieces[0].start + 3;
        let said = |k: usize| pieces.iter().any(|p| p.contains(&k)) && !lead.contains(&k);
        let own = whole.clone().any(|k| words.is(k, Class::Own) && words.quotation(k).is_none() && !said(k));
        let only = Prefix { attributed: vec![0], flat: vec![0] };
        let prefix = if own { &only } else { prefix };
        for span in spans {
            let a = &attributions[i];
            for voice in &a.beside {
                let mut named = a.chain.clone();
                named.pop();
                named.push(*voice);
                push(words, span.clone(), chain(prefix, &named), Some(i), a.stance, found);
            }
            push(words, span, chain(prefix, &a.chain), Some(i), a.stance, found);
        }
        taken.push(whole);
    }
    taken.sort_by_key(|t| t.start);
    let mut from = sentence.start;
    for t in taken.iter().cloned().chain(std::iter::once(sentence.end..sentence.end)) {
        if t.start > from {
            let rest = from..t.start;
            let all = taken.is_empty();
            let has_verb = rest.clone().any(|k| clause::is_finite(words, k));
            if all || has_verb && rest.len() > 4 {
                for part in clause::split(words, rest) {
                    // What the outlet saw itself is its own, whatever the byline.
                    let own = part.clone().take(12).any(|k| words.is(k, Class::Own));
                    let chain = if own { vec![0] } else { prefix.flat.clone() };
                    push(words, part, chain, None, Stance::Asserts, found);
                }
            }
        }
        from = from.max(t.end);
    }
}

/// Source, cue and content of an attribution and of those it stands on, inside a sentence.
fn whole(
    words: &Words,
    i: usize,
    here: &[usize],
    attributions: &[Attribution],
    sentence: &Range<usize>,
) -> Range<usize> {
    let mut from = usize::MAX;
    let mut to = 0;
    let mut next = Some(i);
    let mut rounds = 0;
    while let Some(j) = next.filter(|j| here.contains(j) && rounds < 8) {
        let a = &attributions[j];
        for span in a.source.iter().chain(&a.cue).chain(&a.content) {
            let t = words.tokens(*span);
            let t = t.start.max(sentence.start)..t.end.min(sentence.end);
            if t.start < t.end {
                from = from.min(t.start);
                to = to.max(t.end);
            }
        }
        next = a.via.or(a.parent);
        rounds += 1;
    }
    from.min(to)..to
}

fn content_in<'x>(
    words: &'x Words,
    a: &'x Attribution,
    sentence: &Range<usize>,
) -> impl Iterator<Item = Range<usize>> + 'x {
    let sentence = sentence.clone();
    a.content.iter().filter_map(move |span| {
        let t = words.tokens(*span);
        let t = t.start.max(sentence.start)..t.end.min(sentence.end);
        (t.start < t.end).then_some(t)
    })
}

fn chain(prefix: &Prefix, named: &[usize]) -> Vec<usize> {
    // What the outlet's own reporter says is the outlet's own.
    if named == [0] {
        return vec![0];
    }
    let mut chain = prefix.attributed.clone();
    for &voice in named {
        if !chain.contains(&voice) {
            chain.push(voice);
        }
    }
    chain
}

fn push(
    words: &Words,
    tokens: Range<usize>,
    chain: Vec<usize>,
    attribution: Option<usize>,
    stance: Stance,
    found: &mut Vec<Statement>,
) {
    let count = tokens.clone().filter(|&k| !words.is_mark(k)).count();
    let Some(span) = words.span(tokens.start, tokens.end) else { return };
    if count >= MIN_WORDS {
        found.push(Statement { span, chain, attribution, stance });
    }
}

/// A flat sentence whose claim is attributed further on takes that chain: the outlet has only moved the attribution down.
fn carry_up(
    words: &Words,
    attributions: &[Attribution],
    prefix: &Prefix,
    found: &mut [Statement],
    flat: &[(usize, usize)],
) {
    let contents: Vec<(usize, Vec<u64>)> = attributions
        .iter()
        .enumerate()
        .filter(|(_, a)| !a.chain.is_empty() && a.stance != Stance::Denies)
        .map(|(i, a)| (i, sorted(a.content.iter().flat_map(|s| stems(words, words.tokens(*s))))))
        .take(200)
        .collect();
    let mut sentence_chain: Option<(usize, usize)> = None;
    for &(k, sentence) in flat.iter().take(200) {
        let tokens = words.tokens(found[k].span);
        let mine = sorted(stems(words, tokens.clone()));
        let best = contents
            .iter()
            .filter(|(i, _)| attributions[*i].content.iter().any(|c| c.start() > found[k].span.end()))
            .map(|(i, theirs)| {
                let shared = shared(&mine, theirs);
                let least = mine.len().min(theirs.len()).max(1);
                (shared, shared as f64 / least as f64, *i)
            })
            .filter(|(shared, part, _)| *shared >= 3 && *part >= SAME_CLAIM)
            .max_by(|a, b| {
                let depth = |i: usize| attributions[i].chain.len();
                a.1.total_cmp(&b.1).then(depth(a.2).cmp(&depth(b.2))).then(b.2.cmp(&a.2))
            });
        let taken = match (best, sentence_chain) {
            (Some((_, _, i)), _) => Some(i),
            (None, Some((s, i))) if s == sentence && words.is(tokens.start, Class::Relative) => Some(i),
            _ => None,
        };
        if let Some(i) = taken {
            found[k].chain = chain(prefix, &attributions[i].chain);
            sentence_chain = Some((sentence, i));
        }
    }
}

/// In ascending order, each once.
fn sorted(stems: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut stems: Vec<u64> = stems.collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// How many two sorted lists share.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, count) = (i + 1, j + 1, count + 1),
        }
    }
    count
}

/// The words that tell what a passage speaks of, cut to their beginnings, which is what little grammar the comparison needs,
/// as numbers (FNV-1a).
fn stems<'x>(words: &'x Words, tokens: Range<usize>) -> impl Iterator<Item = u64> + 'x {
    const LITTLE: [Class; 12] = [
        Class::Auxiliary,
        Class::Passive,
        Class::Clitic,
        Class::Negation,
        Class::Adverb,
        Class::Link,
        Class::At,
        Class::Preposition,
        Class::Relative,
        Class::And,
        Class::Pronoun,
        Class::Complementizer,
    ];
    tokens
        .filter(move |&k| !words.is_mark(k) && !words.any(k, &LITTLE) && !words.any(k, &super::phrase::DETERMINERS))
        .map(|k| {
            let letters = words.word(k).chars().take(5);
            letters.fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(c)).wrapping_mul(0x100_0000_01b3))
        })
}
