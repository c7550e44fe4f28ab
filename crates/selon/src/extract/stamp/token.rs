//! A line cut into numbers, words and signs.

#[derive(Debug)]
pub(super) struct Token<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// Whether white space stands before it.
    pub(super) blank: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Number(u32),
    Word,
    Sign(char),
}

/// How much of a line is read.
const MAX_TOKENS: usize = 400;

pub(super) fn lex(line: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut chars = line.char_indices().peekable();
    let mut blank = false;
    while let Some((start, c)) = chars.next() {
        if tokens.len() >= MAX_TOKENS {
            break;
        }
        if c.is_whitespace() || c == '\u{200e}' || c == '\u{200f}' {
            blank = true;
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut run = |same: fn(char) -> bool, most: usize| {
            let mut n = 1;
            while let Some(&(i, c)) = chars.peek() {
                if !same(c) || n == most {
                    break;
                }
                chars.next();
                n += 1;
                end = i + c.len_utf8();
            }
            end
        };
        let kind = if c.is_ascii_digit() {
            // Minutes have two digits: whatever follows them has lost the border between two elements.
            let minutes = matches!(tokens.as_slice(), [.., Token { kind: Kind::Number(h), .. }, Token { kind: Kind::Sign(':'), .. }] if *h < 24)
                && !blank;
            end = run(|c| c.is_ascii_digit(), if minutes { 2 } else { 14 });
            Kind::Number(line[start..end].parse().unwrap_or(u32::MAX))
        } else if c.is_alphabetic() {
            end = run(|c| c.is_alphabetic() || is_mark(c), 60);
            Kind::Word
        } else {
            Kind::Sign(c)
        };
        tokens.push(Token { start, end, kind, text: &line[start..end], blank });
        blank = false;
    }
    tokens
}

/// Marks that belong to the letter before: vowels in Arabic, the dot of a Turkish İ in lower case.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}')
}

pub(super) fn number(tokens: &[Token<'_>], at: usize) -> Option<u32> {
    match tokens.get(at)?.kind {
        Kind::Number(n) => Some(n),
        _ => None,
    }
}

pub(super) fn sign(tokens: &[Token<'_>], at: usize) -> Option<char> {
    match tokens.get(at)?.kind {
        Kind::Sign(c) => Some(c),
        _ => None,
    }
}
