//! Where sentences end.

use super::table::SegmentTable;
use super::{Sentence, Token, TokenKind};
use crate::text::Text;

/// Appends the sentences of a block whose tokens begin at `first`.
pub(super) fn sentences(
    text: &Text,
    tokens: &[Token],
    first: usize,
    block: usize,
    table: Option<&SegmentTable>,
    out: &mut Vec<Sentence>,
) {
    let mut begin = first;
    let mut i = first;
    while i < tokens.len() {
        let mut end = i + 1;
        if ends(text, tokens, i, table) {
            // Closing marks after the stop belong to the sentence: « Il vient. »
            while end < tokens.len() && closes(text, tokens, end) {
                end += 1;
            }
            push(text, tokens, begin, end, block, out);
            begin = end;
        }
        i = end;
    }
    push(text, tokens, begin, tokens.len(), block, out);
}

fn push(text: &Text, tokens: &[Token], begin: usize, end: usize, block: usize, out: &mut Vec<Sentence>) {
    if begin < end {
        let span = tokens[begin].span.cover(tokens[end - 1].span);
        out.push(Sentence { span: text.trim(span), block, tokens: begin..end });
    }
}

/// Whether a sentence ends with this token.
fn ends(text: &Text, tokens: &[Token], i: usize, table: Option<&SegmentTable>) -> bool {
    let mark = text.get(tokens[i].span);
    if !matches!(mark, "." | "!" | "?" | "…" | "؟" | "。" | "۔" | "！" | "？") {
        return ends_with_abbreviation(text, tokens, i, mark, table);
    }
    // What follows the marks that close: only a small letter or a mark of punctuation speaks against an end.
    let mut next = i + 1;
    while next < tokens.len()
        && (closes(text, tokens, next) || matches!(text.get(tokens[next].span), "." | "!" | "?" | "…"))
    {
        if matches!(text.get(tokens[next].span), "." | "!" | "?" | "…") {
            return false; // The last mark of "?!" or "..." decides.
        }
        next += 1;
    }
    let Some(token) = tokens.get(next) else { return true };
    let word = text.get(token.span);
    let Some(c) = word.chars().next() else { return true };
    if matches!(c, ',' | ';' | ':' | ')' | ']' | '%') {
        return false;
    }
    let glued = token.span.start() == tokens[i].span.end();
    // "lemonde.fr", "p.m"; but "fin.Le" is two sentences that lost their blank.
    if glued && !c.is_uppercase() && !is_quote(word) {
        return false;
    }
    let ordinal = next == i + 1 && mark == "." && is_ordinal(text, tokens, i, word, table);
    // « Vraiment ? », dit-il. The tag goes on with a small letter.
    !ordinal && !c.is_lowercase()
}

/// Whether a full stop makes an ordinal of the number before it: "am 14. Oktober".
fn is_ordinal(text: &Text, tokens: &[Token], stop: usize, word: &str, table: Option<&SegmentTable>) -> bool {
    let number = stop.checked_sub(1).map(|before| tokens[before]);
    number.is_some_and(|n| {
        n.kind == TokenKind::Number && text.get(n.span).len() <= 2 && n.span.end() == tokens[stop].span.start()
    }) && table.is_some_and(|t| t.after_ordinal.contains(&word.to_lowercase()))
}

fn ends_with_abbreviation(text: &Text, tokens: &[Token], i: usize, word: &str, table: Option<&SegmentTable>) -> bool {
    if tokens[i].kind != TokenKind::Word || !word.ends_with('.') {
        return false;
    }
    let title = table.is_some_and(|t| t.abbreviations.contains(&word.to_lowercase()));
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    // "M. Roz", "J. Roz": a name follows. "in the U.S. The …": the last of several initials may end.
    if title || letters < 1 {
        return false;
    }
    let initials = i > 0 && {
        let before = text.get(tokens[i - 1].span);
        before.ends_with('.') && before.len() <= 4 && tokens[i - 1].span.end() == tokens[i].span.start()
    };
    initials
        && tokens.get(i + 1).is_some_and(|next| table.is_some_and(|t| t.after_initials.contains(text.get(next.span))))
}

fn is_quote(word: &str) -> bool {
    matches!(word, "\"" | "«" | "»" | "“" | "”" | "„" | "‘" | "’" | "'")
}

/// Whether a token closes what stands before it.
fn closes(text: &Text, tokens: &[Token], i: usize) -> bool {
    let glued = i > 0 && tokens[i - 1].span.end() == tokens[i].span.start();
    match text.get(tokens[i].span) {
        "»" | "”" | "’" | ")" | "]" => true,
        // The straight mark closes what it touches; German “ closes too.
        "\"" | "'" | "“" => glued,
        _ => false,
    }
}
