//! The words of a text as names see them: shape, what the table says, what the world's lists say.

use super::parts;
use super::table::{NameTable, Traits};
use crate::annotate::place::{self, Class};
use crate::segment::{Segments, Token, TokenKind};
use crate::text::Text;

/// Lower case, with the plain apostrophe.
pub(super) fn lower(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '\u{2019}' | '\u{2bc}' => out.push('\''),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            'İ' => out.push('i'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

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
    /// Whether it is a spelling of a name part that people bear.
    pub(super) part: bool,
    /// Whether it alone is a place, and how well known: 0 for none, 3 for countries and large cities.
    pub(super) place: u8,
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
        let mut folded = String::new();
        for sentence in &segments.sentences {
            let mut first = true;
            for i in sentence.tokens.clone() {
                let token = segments.tokens[i];
                let rest =
                    all.ranges[i + 1..sentence.tokens.end].iter().map(|r| &all.lower[r.start as usize..r.end as usize]);
                let (phrase, traits) = table.longest(all.lower(i), rest);
                let shape = shape(text, token);
                let mut word =
                    Word { shape, traits, phrase: phrase as u8, first_of_sentence: first, part: false, place: 0 };
                if word.is_high() || (table.no_capitals && shape == Shape::Small) {
                    folded.clear();
                    place::fold_into(text.get(token.span), &mut folded);
                    word.part = parts::is_part(&folded);
                    word.place = standing(&folded);
                }
                first &= token.kind == TokenKind::Mark;
                all.list.push(word);
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

/// How well known a place of this name is: 0 where there is none.
pub(super) fn standing(folded: &str) -> u8 {
    place::lookup(folded)
        .map(|p| match p.class() {
            Class::Country | Class::Region => 3,
            Class::Division => 2,
            Class::City if p.people() > 17.5 => 3,
            Class::City if p.people() > 15.0 => 2,
            _ => 1,
        })
        .max()
        .unwrap_or(0)
}

fn lower_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let begin = out.len();
        out.push_str(word);
        out[begin..].make_ascii_lowercase();
    } else {
        out.push_str(&lower(word));
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
