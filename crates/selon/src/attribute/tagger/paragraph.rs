//! A paragraph as the features see it.

use std::ops::Range;

use super::model::{Model, Word};
use crate::extract::Dispatch;
use crate::segment::{Segments, TokenKind};

/// One block of a dispatch.
pub struct Paragraph {
    /// Which of [`Segments::tokens`].
    pub tokens: Range<usize>,
    /// What is seen of each.
    pub seen: Vec<Seen>,
}

/// What is seen of a token before any label.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Hash of the word in lower case.
    pub word: u32,
    /// What the model knows of it.
    pub known: Word,
    /// Hash of its capitals, small letters, digits and marks, runs cut short.
    pub shape: u32,
    /// Hashes of its last three and two and of its first four letters.
    pub ends: [u32; 3],
    /// Where it stands to quotation marks.
    pub quoted: Quoted,
    /// Its sentence, from 0 in the paragraph; a quotation is not cut.
    pub sentence: u32,
    /// A comma.
    pub comma: bool,
}

/// Where a token stands to quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Quoted {
    /// Outside.
    Out,
    /// It opens a quotation.
    Opens,
    /// Inside.
    In,
    /// It closes a quotation.
    Closes,
}

impl Seen {
    /// Whether training has met the word often enough to learn from it.
    #[inline]
    pub fn is_known(&self) -> bool {
        self.known.cue > 0
    }
}

impl Paragraph {
    /// The paragraphs of a dispatch.
    pub fn all(dispatch: &Dispatch, segments: &Segments, known: impl Fn(u32) -> Word) -> Vec<Paragraph> {
        let quoted = quoted(segments);
        let mut sentences = segments.sentences.iter().peekable();
        let mut paragraphs = Vec::new();
        while let Some(first) = sentences.next() {
            let mut tokens = first.tokens.clone();
            let mut starts = vec![];
            while let Some(next) = sentences.next_if(|s| s.block == first.block) {
                starts.push(next.tokens.start);
                tokens.end = next.tokens.end;
            }
            let mut starts = starts.into_iter().peekable();
            let mut sentence = 0;
            let seen = tokens
                .clone()
                .map(|i| {
                    let inside = |q| matches!(q, Quoted::In | Quoted::Closes);
                    if starts.next_if_eq(&i).is_some() && !inside(quoted[i]) {
                        sentence += 1;
                    }
                    let text = dispatch.text.get(segments.tokens[i].span);
                    see(text, segments.tokens[i].kind, quoted[i], sentence, &known)
                })
                .collect();
            paragraphs.push(Paragraph { tokens, seen });
        }
        paragraphs
    }

    /// The paragraphs as a model knows them.
    pub fn known(dispatch: &Dispatch, segments: &Segments, model: &Model) -> Vec<Paragraph> {
        Paragraph::all(dispatch, segments, |word| model.word(word))
    }
}

/// Where each token stands to the outermost quotation that holds it.
fn quoted(segments: &Segments) -> Vec<Quoted> {
    let mut quoted = vec![Quoted::Out; segments.tokens.len()];
    for quotation in segments.quotations.iter().filter(|q| q.depth == 0) {
        let tokens = segments.tokens_in(quotation.span);
        let last = tokens.end.saturating_sub(1);
        for i in tokens.clone() {
            quoted[i] = match i {
                _ if i == tokens.start => Quoted::Opens,
                _ if i == last && quotation.closed => Quoted::Closes,
                _ => Quoted::In,
            };
        }
    }
    quoted
}

fn see(text: &str, kind: TokenKind, quoted: Quoted, sentence: u32, known: &impl Fn(u32) -> Word) -> Seen {
    let mut word = Hash::new();
    let mut shape = Hash::new();
    let mut start = Hash::new();
    let mut last = ['\0'; 3];
    let mut run = ('\0', 0, 0);
    for (i, c) in text.chars().enumerate() {
        let mut take = |low: char| {
            let low = if matches!(low, '\u{2019}' | '\u{2bc}') { '\'' } else { low };
            word.push(low);
            if i < 4 {
                start.push(low);
            }
            last = [last[1], last[2], low];
        };
        if c.is_ascii() {
            take(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(take);
        }
        let form = match c {
            'a'..='z' => 'x',
            'A'..='Z' => 'X',
            '0'..='9' => '0',
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => '0',
            _ => c,
        };
        run = if run.0 == form { (form, run.1 + 1, run.2) } else { (form, 1, run.2 + 1) };
        if run.1 <= 2 && run.2 <= 6 {
            shape.push(form);
        }
    }
    let end = |letters: &[char]| letters.iter().fold(Hash::new(), |h, &c| h.with(c)).end();
    let word = word.end();
    Seen {
        word,
        known: known(word),
        shape: shape.end(),
        ends: [end(&last), end(&last[1..]), start.end()],
        quoted,
        sentence,
        comma: kind == TokenKind::Mark && matches!(text, "," | "،"),
    }
}

/// FNV-1a over characters.
struct Hash(u32);

impl Hash {
    fn new() -> Hash {
        Hash(0x811c_9dc5)
    }

    fn push(&mut self, c: char) {
        self.0 = (self.0 ^ c as u32).wrapping_mul(0x0100_0193);
    }

    fn with(mut self, c: char) -> Hash {
        self.push(c);
        self
    }

    /// Never 0, which marks an empty slot.
    fn end(self) -> u32 {
        self.0.max(1)
    }
}
