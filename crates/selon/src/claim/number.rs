//! The numbers of a text as claims take them: one that is named only to be rejected ("four hostages, not three") states nothing,
//! and one without a noun counts what the text counted last ("the police put it at 1200").

use std::collections::BTreeMap;

use super::Statement;
use super::detail::{self, Count};
use crate::annotate::figure::{self, Number};
use crate::concept::{CONCEPTS, Concepts, fold};
use crate::reading::Reading;
use crate::segment::TokenKind;
use crate::text::Span;

/// So many statements back a noun is looked for.
const BACK: usize = 2;

/// The numbers of one text.
pub(super) struct Numbers {
    /// Those that it states, in the order of the text.
    pub(super) stated: Vec<Number>,
    /// Those that it rejects, each with the word that does.
    pub(super) rejected: Vec<Span>,
}

impl Numbers {
    pub(super) fn of(reading: &Reading) -> Numbers {
        let all = figure::numbers(&reading.dispatch, &reading.segments, &reading.marks.times);
        let table = reading.dispatch.lang.and_then(|lang| CONCEPTS.get(lang));
        let rejected = |n: &Number| table.and_then(|table| rejects(reading, table, n));
        let (mut stated, mut gone) = (Vec::new(), Vec::new());
        for number in all {
            match rejected(&number) {
                Some(span) => gone.push(span),
                None => stated.push(number),
            }
        }
        Numbers { stated, rejected: gone }
    }

    pub(super) fn is_rejected(&self, span: Span) -> bool {
        let first = self.rejected.partition_point(|r| r.end() <= span.start());
        self.rejected.get(first).is_some_and(|r| r.overlaps(span))
    }
}

/// The stretch from a negation to the number that it rejects, if one stands right before it or before a word without matter: "no por
/// 212". What is not one is none: "not one of them".
fn rejects(reading: &Reading, table: &Concepts, number: &Number) -> Option<Span> {
    if number.low.is_none_or(|low| low <= 1.0) {
        return None;
    }
    let segments = &reading.segments;
    let first = segments.tokens_in(number.span).start;
    let sentence = segments.sentences.get(segments.sentence_at(number.span)?)?;
    for token in segments.tokens.get(sentence.tokens.start..first)?.iter().rev().take(2) {
        let word = fold(reading.dispatch.text.get(token.span));
        if token.kind == TokenKind::Word && table.says_no(&word) {
            return Some(token.span.cover(number.span));
        }
        if token.kind != TokenKind::Word || !table.is_empty_word(&word) {
            return None;
        }
    }
    None
}

/// The counts of all statements, which stand in the order of (reading, place), and for each that counts what an earlier one names, which.
/// Of some a user has `said` what they say.
pub(super) fn counts(
    readings: &[&Reading],
    numbers: &[Numbers],
    statements: &[Statement],
    said: &BTreeMap<usize, Reading>,
) -> (Vec<Vec<Count>>, Vec<Option<usize>>) {
    let counts = |(at, s): (usize, &Statement)| match said.get(&at) {
        Some(said) => {
            let numbers = Numbers::of(said);
            detail::counts(said, said.dispatch.text.all(), |f| numbers.is_rejected(f))
        }
        None => detail::counts(readings[s.reading], s.span, |f| numbers[s.reading].is_rejected(f)),
    };
    let own: Vec<Vec<Count>> = statements.iter().enumerate().map(counts).collect();
    let noun = |at: usize| {
        let statement = &statements[at];
        let bare = bare(readings[statement.reading], &numbers[statement.reading], statement.span)?;
        let mut before = (at.saturating_sub(BACK)..at).rev().filter(|&b| {
            statements[b].reading == statement.reading && statements[b].span.end() <= statement.span.start()
        });
        let from = before.find(|&b| !own[b].is_empty())?;
        let what = &own[from][0].what;
        own[from].iter().all(|c| c.what == *what).then(|| (from, Count::of(what, bare.low, bare.high)))
    };
    let found = own
        .iter()
        .enumerate()
        .map(|(at, counts)| if counts.is_empty() && !said.contains_key(&at) { noun(at) } else { None });
    let found: Vec<Option<(usize, Count)>> = found.collect();
    let from = found.iter().map(|f| f.as_ref().map(|(from, _)| *from)).collect();
    let counts = own.into_iter().zip(found).map(|(own, found)| found.map_or(own, |(_, count)| vec![count]));
    (counts.collect(), from)
}

/// The number of a passage that has one alone, where no word is there that it could count: none behind it, and hardly any matter before.
fn bare(reading: &Reading, numbers: &Numbers, span: Span) -> Option<Number> {
    let first = numbers.stated.partition_point(|n| n.span.start() < span.start());
    let mut inside = numbers.stated[first..].iter().take_while(|n| n.span.end() <= span.end());
    let number = inside.next().filter(|_| inside.next().is_none())?;
    let after = reading.segments.tokens.get(reading.segments.tokens_in(number.span).end);
    let alone = after.is_none_or(|token| token.kind == TokenKind::Mark);
    (alone && number.low.is_some_and(|low| low > 1.0) && is_bare(reading, number.span, span)).then_some(*number)
}

/// Whether a passage says no more than who counts, and how many: "the union puts the number at five".
fn is_bare(reading: &Reading, number: Span, span: Span) -> bool {
    let Some(table) = reading.dispatch.lang.and_then(|lang| CONCEPTS.get(lang)) else { return false };
    let attributions = reading
        .attributions
        .attributions
        .iter()
        .filter(|a| a.content.iter().chain(&a.source).any(|c| c.overlaps(span)));
    let frames = attributions.flat_map(|a| a.source.iter().chain(&a.cue)).copied();
    let names = reading.marks.names.names.iter().map(|n| n.span);
    let known: Vec<Span> = frames.chain(names).filter(|s| s.overlaps(span)).collect();
    let tokens = &reading.segments.tokens[reading.segments.tokens_in(span)];
    let mut words = tokens.iter().filter(|t| t.kind == TokenKind::Word && !t.span.overlaps(number));
    let mut others = 0;
    words.all(|token| {
        let word = fold(reading.dispatch.text.get(token.span));
        if table.is_empty_word(&word) || known.iter().any(|k| k.overlaps(token.span)) {
            return true;
        }
        others += 1;
        others <= 1 && table.concepts(&word).is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Dispatch, Document};

    fn read(lang: &str, text: &str) -> Reading {
        let document = Document { lang: Some(lang.to_owned()), ..Document::new("x", text) };
        Reading::of_dispatch(Dispatch::from(&document))
    }

    fn statement(reading: &Reading, words: &str) -> Statement {
        let text = &reading.dispatch.text;
        let at = text.as_str().find(words).expect("the words");
        let span = text.span(at..at + words.len());
        Statement {
            reading: 0,
            span,
            chain: Vec::new(),
            own: Vec::new(),
            stance: crate::attribute::Stance::Asserts,
            through: None,
            says: None,
        }
    }

    #[test]
    fn a_figure_that_is_rejected_is_not_stated() {
        for (lang, text, rejected) in [
            ("en", "Four hostages, not three, were freed.", true),
            ("fr", "Quatre otages, et non trois, ont été libérés.", true),
            ("es", "Ganó por 37 votos, no por 212.", true),
            ("en", "Not one of the four hostages was hurt.", false),
            ("en", "They did not say when the four were freed.", false),
        ] {
            assert_eq!(Numbers::of(&read(lang, text)).rejected.len(), usize::from(rejected), "{text}");
        }
    }

    #[test]
    fn a_number_alone_counts_what_was_counted_before() {
        let text = "Three thousand people marched on Friday, the union said. The police put it at 1200. The road is 40 metres wide.";
        let reading = read("en", text);
        let said =
            ["Three thousand people marched on Friday", "The police put it at 1200", "The road is 40 metres wide"];
        let statements: Vec<Statement> = said.iter().map(|words| statement(&reading, words)).collect();
        let (counts, nouns) = counts(&[&reading], &[Numbers::of(&reading)], &statements, &BTreeMap::new());
        assert_eq!(nouns, [None, Some(0), None]);
        assert!(counts[0][0].excludes(&counts[1][0]));
        assert!(!counts[0][0].excludes(&counts[2][0]));
    }
}
