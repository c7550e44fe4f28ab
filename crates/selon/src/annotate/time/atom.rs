//! A text as the rules see it: known words, numbers and marks; all else is a gap.

use super::lexicon::{Lexicon, NONE};
use crate::text::Text;

/// The smallest piece that a rule can name: letters, digits, or one mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Its entry in the lexicon; [`NONE`] for digits and gaps.
    pub(super) entry: u32,
    /// The value of digits, -1 for words and gaps.
    pub(super) number: i32,
    /// How many digits.
    pub(super) digits: u8,
    /// No white space before it.
    pub(super) glued: bool,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// First of a block, or after a mark that ends a sentence: a capital says nothing there.
    pub(super) first: bool,
}

impl Atom {
    /// Words that no rule knows, or the end of a block.
    pub(super) fn is_gap(&self) -> bool {
        self.entry == NONE && self.number < 0
    }

    pub(super) fn is_number(&self) -> bool {
        self.number >= 0
    }
}

/// Cuts a text into atoms. Runs of unknown words are one gap.
pub(super) fn atoms(text: &Text, lexicon: &Lexicon) -> Vec<Atom> {
    let words = text.as_str();
    let bytes = words.as_bytes();
    let mut out: Vec<Atom> = Vec::with_capacity(words.len() / 12);
    let mut folded = String::with_capacity(64);
    let (mut at, mut glued, mut first) = (0, false, true);
    while at < bytes.len() {
        let b = bytes[at];
        if b == b'\n' {
            // Two gaps: no `_` reaches over the end of a block.
            gap(&mut out, at, at + 1);
            out.push(Atom {
                start: at as u32,
                end: at as u32 + 1,
                entry: NONE,
                number: -1,
                digits: 0,
                glued: false,
                capital: false,
                first: false,
            });
            (glued, first) = (false, true);
            at += 1;
        } else if b.is_ascii_whitespace() {
            glued = false;
            at += 1;
        } else if b.is_ascii_digit() {
            let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            let number = if end - at <= 9 { words[at..end].parse().unwrap_or(-1) } else { -1 };
            push_number(&mut out, at, end, number, end - at, glued);
            (glued, first) = (true, false);
            at = end;
        } else if b.is_ascii() && !b.is_ascii_alphabetic() {
            let entry = lexicon.mark(b);
            push(&mut out, at, at + 1, entry, glued, false, first);
            first = matches!(b, b'.' | b'!' | b'?') || (first && matches!(b, b'"' | b'\'' | b'(' | b'-'));
            glued = true;
            at += 1;
        } else {
            at = word(words, at, lexicon, &mut out, &mut folded, &mut glued, &mut first);
        }
    }
    out
}

/// Reads a word, or a mark or digits beyond ASCII; where it ends.
fn word(
    words: &str,
    start: usize,
    lexicon: &Lexicon,
    out: &mut Vec<Atom>,
    folded: &mut String,
    glued: &mut bool,
    first: &mut bool,
) -> usize {
    folded.clear();
    let bytes = words.as_bytes();
    let mut end = start;
    let mut ascii = true;
    while end < bytes.len() {
        let b = bytes[end];
        if b.is_ascii_alphabetic() {
            folded.push(b.to_ascii_lowercase() as char);
            end += 1;
        } else if b.is_ascii() {
            break;
        } else {
            let c = words[end..].chars().next().expect("inside the text");
            // Small letters of Western Europe and of Russian need no look into Unicode's tables.
            if matches!(c, 'ß'..='ö' | 'ø'..='ÿ' | 'а'..='я' | 'ا'..='غ' | 'ف'..='ي') {
                folded.push(c);
            } else if c.is_alphabetic() || is_combining(c) {
                fold(c, folded);
            } else {
                break;
            }
            ascii = false;
            end += c.len_utf8();
        }
    }
    if end == start {
        return other(words, start, lexicon, out, folded, glued, first);
    }
    let entry = if folded.len() <= lexicon.longest() { lexicon.word(folded) } else { NONE };
    let capital = if ascii || bytes[start].is_ascii() {
        bytes[start].is_ascii_uppercase()
    } else {
        words[start..end].chars().next().is_some_and(char::is_uppercase)
    };
    push(out, start, end, entry, *glued, capital, *first);
    (*glued, *first) = (true, false);
    end
}

/// A character beyond ASCII that is no letter.
fn other(
    words: &str,
    start: usize,
    lexicon: &Lexicon,
    out: &mut Vec<Atom>,
    folded: &mut String,
    glued: &mut bool,
    first: &mut bool,
) -> usize {
    let c = words[start..].chars().next().expect("inside the text");
    let end = start + c.len_utf8();
    if c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}') {
        *glued = false;
        return end;
    }
    if digit(c).is_some() {
        let (mut end, mut number, mut digits) = (start, 0i32, 0usize);
        for c in words[start..].chars() {
            let Some(d) = digit(c) else { break };
            end += c.len_utf8();
            digits += 1;
            number = if digits > 9 { -1 } else { number * 10 + d };
        }
        push_number(out, start, end, if digits > 9 { -1 } else { number }, digits, *glued);
        (*glued, *first) = (true, false);
        return end;
    }
    folded.clear();
    folded.push(match c {
        '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c => c,
    });
    let entry = match folded.as_bytes() {
        [b] => lexicon.mark(*b),
        _ => lexicon.word(folded),
    };
    push(out, start, end, entry, *glued, false, *first);
    *glued = true;
    end
}

fn push(out: &mut Vec<Atom>, start: usize, end: usize, entry: u32, glued: bool, capital: bool, first: bool) {
    if entry == NONE {
        gap(out, start, end);
        return;
    }
    let (start, end) = (start as u32, end as u32);
    out.push(Atom { start, end, entry, number: -1, digits: 0, glued, capital, first });
}

fn push_number(out: &mut Vec<Atom>, start: usize, end: usize, number: i32, digits: usize, glued: bool) {
    let (start, end) = (start as u32, end as u32);
    let digits = digits.min(255) as u8;
    out.push(Atom { start, end, entry: NONE, number, digits, glued, capital: false, first: false });
}

fn gap(out: &mut Vec<Atom>, start: usize, end: usize) {
    let (start, end) = (start as u32, end as u32);
    match out.last_mut() {
        Some(last) if last.is_gap() => last.end = end,
        _ => out.push(Atom {
            start,
            end,
            entry: NONE,
            number: -1,
            digits: 0,
            glued: false,
            capital: false,
            first: false,
        }),
    }
}

/// Lower case. The dotted capital I of Turkish becomes a plain i, not an i with a combining dot.
pub(super) fn fold(c: char, into: &mut String) {
    match c {
        'İ' => into.push('i'),
        c => into.extend(c.to_lowercase()),
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

/// The digits of Arabic and Persian.
fn digit(c: char) -> Option<i32> {
    match c {
        '\u{660}'..='\u{669}' => Some(c as i32 - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(c as i32 - 0x6f0),
        _ => None,
    }
}
