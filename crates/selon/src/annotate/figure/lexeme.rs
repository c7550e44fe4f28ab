//! The words of a sentence, with what the table says of them.

use std::ops::Range;

use super::table::{FigureTable, Meaning};
use super::words;
use crate::annotate::lower::lower_into;
use crate::annotate::time::Times;
use crate::segment::{Token, TokenKind};
use crate::text::{Span, Text};

/// A word, phrase, number or mark of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Lexeme<'t> {
    pub(super) span: Span,
    pub(super) kind: TokenKind,
    /// Its first word, lower case, as a range of [`Line::folded`].
    word: Range<usize>,
    /// The value of a number in digits, or of a compound word.
    pub(super) value: Option<f64>,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether it is part of a time expression.
    pub(super) in_time: bool,
    pub(super) meanings: &'t [Meaning],
}

impl Lexeme<'_> {
    pub(super) fn is(&self, meaning: &Meaning) -> bool {
        self.meanings.contains(meaning)
    }

    pub(super) fn is_mark(&self) -> bool {
        self.kind == TokenKind::Mark && self.meanings.is_empty()
    }
}

/// A sentence as lexemes. Made once and read into again, so that memory is kept.
#[derive(Default)]
pub(super) struct Line<'t> {
    pub(super) lexemes: Vec<Lexeme<'t>>,
    folded: String,
    words: Vec<Range<usize>>,
}

impl<'t> Line<'t> {
    /// Reads a sentence.
    pub(super) fn read(&mut self, table: &'t FigureTable, text: &Text, tokens: &[Token], times: &Times) {
        self.lexemes.clear();
        self.folded.clear();
        self.words.clear();
        for token in tokens {
            let start = self.folded.len();
            lower_into(text.get(token.span), &mut self.folded);
            self.words.push(start..self.folded.len());
        }
        let mut time = tokens.first().map_or(0, |t| first_time(times, t.span));
        let mut i = 0;
        while i < tokens.len() {
            let token = tokens[i];
            let word = &self.folded[self.words[i].clone()];
            let (length, value, meanings) = if token.kind == TokenKind::Number {
                let (length, value) = self.digits(table, text, tokens, i);
                (length, value, &[][..])
            } else {
                let rest = self.words[i + 1..].iter().map(|w| &self.folded[w.clone()]);
                let (length, meanings) = table.longest(word, rest);
                let value = if meanings.is_empty() { words::compound(table, word) } else { None };
                (length, value, meanings)
            };
            let span = token.span.cover(tokens[i + length - 1].span);
            while times.timexes.get(time).is_some_and(|t| t.span.end() <= span.start()) {
                time += 1;
            }
            self.lexemes.push(Lexeme {
                span,
                kind: token.kind,
                word: self.words[i].clone(),
                value,
                capital: text.get(token.span).chars().next().is_some_and(char::is_uppercase),
                in_time: times.timexes.get(time).is_some_and(|t| t.span.overlaps(span)),
                meanings,
            });
            i += length;
        }
    }

    /// The first word of a lexeme, lower case.
    pub(super) fn word(&self, at: usize) -> &str {
        &self.folded[self.lexemes[at].word.clone()]
    }

    /// A number in digits that begins at token `i`: how many tokens it takes ("2 000" takes two), and its value, if it is a
    /// plain number: "12-year-old", "09:37" and "3/4" have none.
    fn digits(&self, table: &FigureTable, text: &Text, tokens: &[Token], i: usize) -> (usize, Option<f64>) {
        let word = &self.folded[self.words[i].clone()];
        let mut length = 1;
        let mut end = i + 1;
        let grouped = |a: usize, b: usize| {
            let gap = &text.as_str()[tokens[a].span.end()..tokens[b].span.start()];
            matches!(gap, " " | "\u{a0}" | "\u{202f}" | "\u{2009}")
        };
        let groups = table.group.contains(' ') && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
        while groups && end < tokens.len() && tokens[end].kind == TokenKind::Number && grouped(end - 1, end) {
            let next = &self.folded[self.words[end].clone()];
            let whole = next.split(table.decimal).next().unwrap_or_default();
            if whole.len() != 3 || !whole.bytes().all(|b| b.is_ascii_digit()) {
                break;
            }
            length += 1;
            end += 1;
            if whole.len() < next.len() {
                break;
            }
        }
        let mut written = String::with_capacity(16);
        for range in &self.words[i..end] {
            written.push_str(&self.folded[range.clone()]);
        }
        let value = words::digits(&written, &table.group, table.decimal).or_else(|| {
            let money = self.lexemes.last().is_some_and(|l| l.meanings.iter().any(|m| matches!(m, Meaning::Before(_))));
            let (digits, suffix) = written.split_at(written.find(char::is_alphabetic).filter(|_| money)?);
            Some(words::digits(digits, &table.group, table.decimal)? * table.glued.get(suffix)?)
        });
        (length, value)
    }
}

fn first_time(times: &Times, span: Span) -> usize {
    times.timexes.partition_point(|t| t.span.end() <= span.start())
}
