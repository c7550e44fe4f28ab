//! Clauses: stretches with a finite verb of their own, as far as they can be told without a parser.

use std::ops::Range;

use super::lexicon::Class;
use super::phrase::DETERMINERS;
use super::words::Words;

/// How far behind "and" the verb of a new clause may stand.
const VERB_WITHIN: usize = 14;

/// Whether a word is a finite verb, as far as can be said.
pub(super) fn is_finite(words: &Words, at: usize) -> bool {
    if words.any(at, &[Class::Auxiliary, Class::Passive, Class::Finite]) {
        return !words.is(at, Class::Nonfinite);
    }
    if words.any(at, &DETERMINERS) || words.is_mark(at) {
        return false;
    }
    if words.verb(at).is_some_and(|v| v.form.finite) {
        return at == 0 || !words.any(at - 1, &DETERMINERS) && !words.is(at - 1, Class::Link);
    }
    words.ends_finite(at) && (at == 0 || !words.any(at - 1, &DETERMINERS))
}

/// Cuts a stretch of one sentence into clauses: at "and" with a subject and verb of its own behind it, at semicolons,
/// and where a relative clause asserts something behind a comma.
pub(super) fn split(words: &Words, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = range.start;
    let mut has_verb = false;
    let mut at = range.start;
    while at < range.end {
        has_verb |= is_finite(words, at);
        if at > from && has_verb {
            let cut = cut_at(words, at, range.end);
            if let Some(next) = cut {
                push(words, from..at, &mut parts);
                from = next;
                has_verb = false;
                at = next;
                continue;
            }
        }
        at += 1;
    }
    push(words, from..range.end, &mut parts);
    parts
}

fn push(words: &Words, mut part: Range<usize>, parts: &mut Vec<Range<usize>>) {
    while part.end > part.start && (words.is_comma(part.end - 1) || words.word(part.end - 1) == ";") {
        part.end -= 1;
    }
    while part.start < part.end && (words.is_comma(part.start) || words.is(part.start, Class::And)) {
        part.start += 1;
    }
    if !part.is_empty() {
        parts.push(part);
    }
}

/// Where the next clause begins, if one begins at `at`.
fn cut_at(words: &Words, at: usize, end: usize) -> Option<usize> {
    if matches!(words.word(at), ";" | "؛") {
        return Some(at + 1);
    }
    if words.is_comma(at) {
        let next = at + 1;
        if words.is(next, Class::And) && clause_begins(words, next + 1, end) {
            return Some(next + 1);
        }
        let relative = words.is(next, Class::Relative)
            && (next + 1..end.min(next + 8)).take_while(|&k| !words.is_comma(k)).any(|k| is_finite(words, k));
        if relative {
            return Some(next);
        }
        // "S1, que S2": two contents of one verb.
        let enough = words.is(next, Class::Connective) && clause_begins(words, next + 1, end);
        return enough.then_some(next);
    }
    (words.is(at, Class::And) && clause_begins(words, at + 1, end)).then_some(at + 1)
}

/// Whether a clause with a subject and a verb of its own begins here.
fn clause_begins(words: &Words, at: usize, end: usize) -> bool {
    let first = if words.is(at, Class::Complementizer) { at + 1 } else { at };
    let subject = words.any(first, &DETERMINERS)
        || words.any(first, &[Class::Pronoun, Class::Impersonal, Class::Title])
        || words.is_capital(first)
        || words.is_number(first)
        || at != first;
    if !subject || words.is_time(first) || is_finite(words, first) && !words.any(first, &DETERMINERS) {
        return false;
    }
    (first + 1..end.min(first + VERB_WITHIN))
        .take_while(|&k| !matches!(words.word(k), ";" | ":" | "."))
        .any(|k| is_finite(words, k) && !words.any(k.saturating_sub(1), &[Class::Relative]))
}
