//! Stretches in quotation marks, also over several paragraphs.

use serde::{Deserialize, Serialize};

use super::{Token, TokenKind};
use crate::extract::Dispatch;
use crate::text::Span;

/// A stretch in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without them, trimmed.
    pub inner: Span,
    /// 0 for the outermost.
    pub depth: u8,
    /// Whether a closing mark was found; else it runs to the end of its paragraph.
    pub closed: bool,
}

/// A mark that was opened and waits for its closing one.
struct Open {
    at: usize,
    close: &'static [&'static str],
    block: usize,
}

/// A quotation that runs over more blocks than this was never closed.
const MAX_BLOCKS: usize = 12;

/// Finds the quotations of a dispatch.
pub(super) fn quotations(dispatch: &Dispatch, tokens: &[Token]) -> Vec<Quotation> {
    let text = &dispatch.text;
    let mut open: Vec<Open> = Vec::new();
    let mut found: Vec<Quotation> = Vec::new();
    let mut block = 0;
    for (i, token) in tokens.iter().enumerate() {
        let mut first_of_block = i == 0;
        while block + 1 < dispatch.blocks.len() && dispatch.blocks[block + 1].span.start() <= token.span.start() {
            block += 1;
            first_of_block = true;
            // A mark that opens without ever closing is a torn one: it holds its own paragraph only.
            let next = text.get(token.span);
            let goes_on = open
                .last()
                .is_some_and(|o| opens_again(text.get(tokens[o.at].span), next) && block - o.block < MAX_BLOCKS);
            // A block before may hold nothing but marks that nobody sees, and so no token.
            if !goes_on && i > 0 {
                let end = tokens[i - 1].span;
                while let Some(o) = open.pop() {
                    found.push(close(dispatch, tokens[o.at].span, end, open.len(), false));
                }
            }
        }
        if token.kind != TokenKind::Mark {
            continue;
        }
        let mark = text.get(token.span);
        if let Some(at) = open.iter().rposition(|o| o.close.contains(&mark))
            && closing(dispatch, tokens, i, mark)
            && !(first_of_block && i > 0)
        {
            while open.len() > at + 1 {
                open.pop();
            }
            let o = open.pop().expect("it was found");
            found.push(close(dispatch, tokens[o.at].span, token.span, open.len(), true));
        } else if let Some(pair) = opening(dispatch, tokens, i, mark)
            && open.len() < 4
            // Each paragraph of a long quotation opens it again.
            && (!first_of_block || open.is_empty())
        {
            open.push(Open { at: i, close: pair, block });
        }
    }
    if let Some(last) = tokens.last() {
        while let Some(o) = open.pop() {
            found.push(close(dispatch, tokens[o.at].span, last.span, open.len(), false));
        }
    }
    found.sort_by_key(|q| (q.span.start(), std::cmp::Reverse(q.span.end())));
    found
}

fn close(dispatch: &Dispatch, from: Span, to: Span, depth: usize, closed: bool) -> Quotation {
    let text = &dispatch.text;
    let span = from.cover(to);
    let end = if closed { to.start() } else { to.end() };
    let inner = text.trim(text.span(from.end()..end.max(from.end())));
    Quotation { span, inner, depth: depth as u8, closed }
}

/// Whether a paragraph that begins with `next` carries on a quotation that `first` opened.
fn opens_again(first: &str, next: &str) -> bool {
    next == first || (first == "«" && matches!(next, "»" | "«"))
}

/// The marks that close what this one opens, if it opens anything here.
fn opening(dispatch: &Dispatch, tokens: &[Token], i: usize, mark: &str) -> Option<&'static [&'static str]> {
    let before_is_word = i > 0 && tokens[i - 1].span.end() == tokens[i].span.start() && {
        dispatch.text.get(tokens[i - 1].span).chars().next_back().is_some_and(char::is_alphanumeric)
    };
    let after_is_glued = tokens.get(i + 1).is_some_and(|t| t.span.start() == tokens[i].span.end());
    match mark {
        "«" => Some(&["»"]),
        "“" => Some(&["”", "\""]),
        "„" => Some(&["“", "”", "\""]),
        "‹" => Some(&["›"]),
        "‘" => Some(&["’"]),
        "‚" => Some(&["‘", "’"]),
        "\"" if !before_is_word => Some(&["\"", "”"]),
        "''" => Some(&["''"]),
        // German and Danish books turn the marks: »so«.
        "»" if !before_is_word && after_is_glued => Some(&["«"]),
        "'" if !before_is_word && after_is_glued => Some(&["'"]),
        _ => None,
    }
}

/// Whether a mark that could close does so here: the straight ones and apostrophes must touch what they close.
fn closing(dispatch: &Dispatch, tokens: &[Token], i: usize, mark: &str) -> bool {
    let glued_after = tokens.get(i + 1).is_some_and(|t| {
        t.span.start() == tokens[i].span.end()
            && dispatch.text.get(t.span).chars().next().is_some_and(char::is_alphanumeric)
    });
    match mark {
        "'" | "’" | "‘" => !glued_after,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Document;
    use crate::segment::segment;

    #[test]
    fn a_block_of_nothing_but_invisible_marks_may_come_first() {
        let dispatch = Dispatch::from(&Document::new("1", "\u{ad}\n\n« Oui. »"));
        assert_eq!(segment(&dispatch).quotations.len(), 1);
    }
}
