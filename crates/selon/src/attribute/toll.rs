//! Tolls told in one breath: "four people were killed and eleven injured" states two facts.
//!
//! Each fate that befell so many people is a fact of its own, which other dispatches confirm, raise or deny apart from the
//! rest. So a statement with several such counts is cut where the next count begins.

use super::Statement;
use crate::annotate::figure::Figure;
use crate::segment::{Segments, Token, TokenKind};
use crate::text::{Span, Text};

/// What can befall people and excludes the rest, as `annotate::figure` names it: hostages are also released or dead.
const FATES: [&str; 5] = ["dead", "injured", "missing", "arrested", "displaced"];

/// Cuts statements between counts of different fates. The order of the text is kept.
pub(super) fn apart(
    text: &Text,
    segments: &Segments,
    figures: &[Figure],
    statements: Vec<Statement>,
) -> Vec<Statement> {
    statements.into_iter().flat_map(|statement| cut(text, segments, figures, &statement)).collect()
}

fn cut(text: &Text, segments: &Segments, figures: &[Figure], statement: &Statement) -> Vec<Statement> {
    let fates = figures.iter().filter(|f| statement.span.contains(f.span) && FATES.contains(&f.what.as_str()));
    let mut pieces = Vec::new();
    let mut rest = statement.span;
    let mut last: Option<&str> = None;
    for figure in fates {
        if last.is_some_and(|what| what != figure.what) {
            let (before, after) = (rest.before(figure.span), text.span(figure.span.start()..rest.end()));
            pieces.push(without_joint(text, segments, before));
            rest = after;
        }
        last = Some(&figure.what);
    }
    pieces.push(rest);
    // A piece without three words says nothing by itself: then the statement stays whole.
    let says = |span: &Span| {
        segments.tokens[segments.tokens_in(*span)].iter().filter(|t| t.kind != TokenKind::Mark).count() >= 3
    };
    if pieces.len() == 1 || !pieces.iter().all(says) {
        return vec![statement.clone()];
    }
    pieces.into_iter().map(|span| Statement { span: text.trim(span), ..statement.clone() }).collect()
}

/// A piece without the comma and the "and" at its end: one word of three letters or fewer in every language.
fn without_joint(text: &Text, segments: &Segments, piece: Span) -> Span {
    let tokens = &segments.tokens[segments.tokens_in(piece)];
    let mut words = 0;
    let mut joint = |token: &Token| {
        let short = token.kind == TokenKind::Word && text.get(token.span).chars().count() <= 3;
        words += usize::from(short);
        token.kind == TokenKind::Mark || (short && words == 1)
    };
    match tokens.len() - tokens.iter().rev().take_while(|t| joint(t)).count() {
        0 => piece,
        kept => text.span(piece.start()..tokens[kept - 1].span.end()),
    }
}
