//! The words of a text as names see them: shape, and what the table says.

use super::table::{NameTable, Traits};
use crate::annotate::lower::lower_into;
use crate::segment::{Segments, Token, TokenKind};
use crate::text::Text;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Mark,
    Number,
    Small,
    /// "Paris"
    Capital,
    /// "ONU"
    Capitals,
    /// "TotalEnergies", "al-Assad", "McDonald"
    Mixed,
}

/// A word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) shape: Shape,
    pub(super) traits: Traits,
    /// How many words the phrase that gave the traits takes.
    pub(super) phrase: u8,
    pub(super) first_of_sentence: bool,
}

impl Word {
    /// Whether it is written like a name.
    pub(super) fn is_high(self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Capitals | Shape::Mixed)
    }
}

/// The words of a text.
pub(super) struct Words {
    pub(super) list: Vec<Word>,
    lower: String,
    ranges: Vec<std::ops::Range<u32>>,
}

impl Words {
    pub(super) fn of(table: &NameTable, text: &Text, segments: &Segments) -> Words {
        let mut all = Words {
            list: Vec::with_capacity(segments.tokens.len()),
            lower: String::with_capacity(text.len()),
            ranges: Vec::with_capacity(segments.tokens.len()),
        };
        for token in &segments.tokens {
            let start = all.lower.len() as u32;
            lower_into(text.get(token.span), &mut all.lower);
            all.ranges.push(start..all.lower.len() as u32);
        }
        for sentence in &segments.sentences {
            let mut first = true;
            for i in sentence.tokens.clone() {
                let token = segments.tokens[i];
                let rest =
                    all.ranges[i + 1..sentence.tokens.end].iter().map(|r| &all.lower[r.start as usize..r.end as usize]);
                let (phrase, traits) = table.longest(all.lower(i), rest);
                let shape = shape(text, token);
                all.list.push(Word { shape, traits, phrase: phrase as u8, first_of_sentence: first });
                first &= token.kind == TokenKind::Mark;
            }
        }
        all
    }

    /// A word in lower case.
    pub(super) fn lower(&self, i: usize) -> &str {
        let r = &self.ranges[i];
        &self.lower[r.start as usize..r.end as usize]
    }
}

fn shape(text: &Text, token: Token) -> Shape {
    match token.kind {
        TokenKind::Mark => return Shape::Mark,
        TokenKind::Number => return Shape::Number,
        TokenKind::Word => {}
    }
    let word = text.get(token.span);
    let mut upper = 0;
    let mut small = 0;
    let first_upper = word.chars().next().is_some_and(char::is_uppercase);
    for c in word.chars().take(64) {
        upper += usize::from(c.is_uppercase());
        small += usize::from(c.is_lowercase());
    }
    match (upper, small) {
        (0, _) => Shape::Small,
        (_, 0) => Shape::Capitals,
        (1, _) if first_upper => Shape::Capital,
        _ => Shape::Mixed,
    }
}
