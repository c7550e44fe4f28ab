//! Words, numbers and marks.
//!
//! A word holds letters, digits, combining marks, inner apostrophes and hyphens; what leans on it (`l'`, `-t-il`) stands
//! apart. A number holds inner points, commas and colons, but no blanks: what groups three digits is for `annotate` to say.

use serde::{Deserialize, Serialize};

use super::table::SegmentTable;
use crate::text::{Span, Text};

/// One word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TokenKind {
    /// Begins with a letter.
    Word,
    /// Begins with a digit.
    Number,
    /// One mark: punctuation, a symbol.
    Mark,
}

/// Appends the tokens of a span of a text.
pub(super) fn tokens(text: &Text, span: Span, table: Option<&SegmentTable>, out: &mut Vec<Token>) {
    let base = span.start();
    let words = text.get(span);
    let mut chars = words.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || is_invisible(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            let end = chars.peek().map_or(words.len(), |&(i, _)| i);
            out.push(Token { span: text.span(base + start..base + end), kind: TokenKind::Mark });
            continue;
        }
        let number = c.is_numeric();
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let mut after = words[at + next.len_utf8()..].chars();
            let joins = continues(next)
                || (is_joint(next, number)
                    && after.next().is_some_and(|n| {
                        if number && !is_hyphen(next) { n.is_numeric() } else { n.is_alphanumeric() }
                    }));
            if !joins {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        // A full stop belongs to an abbreviation and to single capitals ("M.", "J.").
        if let Some(&(at, '.')) = chars.peek()
            && !number
            && dotted(&words[start..at], table)
        {
            end = at + 1;
            chars.next();
        }
        let kind = if number { TokenKind::Number } else { TokenKind::Word };
        push_word(text, base + start, &words[start..end], kind, table, out);
    }
}

/// Combining marks, and letters and digits themselves.
fn continues(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

/// Marks of direction, byte-order marks, zero-width spaces and soft hyphens at the edges of words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Whether a mark inside a word or number joins its two sides.
fn is_joint(c: char, number: bool) -> bool {
    match c {
        '\'' | '\u{2019}' | '\u{2bc}' | '\u{ad}' | '\u{200c}' | '\u{200d}' => true,
        c if is_hyphen(c) => true,
        '.' | ',' | ':' | '/' => number,
        '&' => !number,
        _ => false,
    }
}

/// Whether a full stop after this word is part of it.
fn dotted(word: &str, table: Option<&SegmentTable>) -> bool {
    let mut chars = word.chars();
    let single = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let known = || table.is_some_and(|t| t.abbreviations.contains(&format!("{}.", fold(word))));
    // "U.S." comes in pieces: each capital takes its stop.
    single || known()
}

/// Lower case, with the plain apostrophe.
fn fold(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '\u{2019}' | '\u{2bc}') { '\'' } else { c })
        .collect()
}

/// Appends a word, with what leans on it apart.
fn push_word(
    text: &Text,
    start: usize,
    word: &str,
    kind: TokenKind,
    table: Option<&SegmentTable>,
    out: &mut Vec<Token>,
) {
    let mut push = |from: usize, to: usize, kind| {
        if from < to {
            out.push(Token { span: text.span(start + from..start + to), kind });
        }
    };
    let joined = word.contains(['\'', '\u{2019}', '\u{2bc}', '-', '\u{2010}', '\u{2011}']);
    let Some(table) = table.filter(|_| joined && kind == TokenKind::Word) else {
        push(0, word.len(), kind);
        return;
    };
    let folded = fold(word);
    if table.whole.contains(&folded) {
        push(0, word.len(), kind);
        return;
    }
    let (mut from, mut to) = (0, word.len());
    // "qu'l'" cannot be, but "d'aujourd'hui" and "n'y" can: one proclitic at a time, while something is left.
    while let Some(cut) = table.proclitics.iter().find_map(|p| leans_left(&word[from..to], p)) {
        push(from, from + cut, kind);
        from += cut;
        if table.whole.contains(&fold(&word[from..to])) {
            break;
        }
    }
    let mut tail = Vec::new();
    while let Some(cut) = table.enclitics.iter().find_map(|e| leans_right(&word[from..to], e)) {
        tail.push((to - cut, to));
        to -= cut;
    }
    push(from, to, kind);
    for (a, b) in tail.into_iter().rev() {
        push(a, b, kind);
    }
}

/// The bytes of `word` that are this proclitic, if it begins with it and something is left.
fn leans_left(word: &str, proclitic: &str) -> Option<usize> {
    let mut bytes = 0;
    let mut rest = word.chars();
    for want in proclitic.chars() {
        let c = rest.next()?;
        if fold_char(c) != want {
            return None;
        }
        bytes += c.len_utf8();
    }
    (bytes < word.len()).then_some(bytes)
}

/// The bytes of `word` that are this enclitic, if it ends with it and something is left.
fn leans_right(word: &str, enclitic: &str) -> Option<usize> {
    let mut bytes = 0;
    let mut rest = word.chars().rev();
    for want in enclitic.chars().rev() {
        let c = rest.next()?;
        if fold_char(c) != want {
            return None;
        }
        bytes += c.len_utf8();
    }
    (bytes < word.len()).then_some(bytes)
}

fn fold_char(c: char) -> char {
    match c {
        '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}
