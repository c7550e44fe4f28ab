//! Whether an expression's clause tells of what was or of what is to come.

use super::table::{Tense, TimeTable};
use crate::segment::{Segments, Token, TokenKind};
use crate::text::{Span, Text};

/// How many words of a clause are looked at on each side.
const REACH: usize = 24;

/// How many words may stand between "since" and the time.
const LINKS: usize = 4;

/// The tense of the verb that stands nearest to a span in its clause.
pub(super) fn around(text: &Text, segments: &Segments, table: &TimeTable, span: Span) -> Option<Tense> {
    let sentence = &segments.sentences[segments.sentence_at(span)?];
    let tokens = &segments.tokens;
    let inside = segments.tokens_in(span);
    let left = sentence.tokens.start..inside.start.clamp(sentence.tokens.start, sentence.tokens.end);
    let right = inside.end.clamp(sentence.tokens.start, sentence.tokens.end)..sentence.tokens.end;
    let mut folded = String::new();
    if let Some(tense) = before(text, &tokens[left.clone()], table) {
        // "Until Thursday, they had not called": all of it lies behind.
        let mut around = left.clone().rev().take(REACH / 2).chain(right.clone().take(REACH / 2));
        let perfect =
            around.any(|i| table.tense.perfect.iter().any(|w| w == fold(text.get(tokens[i].span), &mut folded)));
        return Some(if perfect { Tense::Past } else { tense });
    }
    // "On Monday, they will meet": the comma after a time that opens the sentence parts no clauses.
    let opens = left.len() <= 2;
    let mut cue = |order: &mut dyn Iterator<Item = usize>, ahead: bool| -> Option<(usize, Tense)> {
        let mut commas = usize::from(opens);
        for (distance, i) in order.take(REACH).enumerate() {
            let word = text.get(tokens[i].span);
            if tokens[i].kind == TokenKind::Mark {
                if word == "," && commas > 0 {
                    commas -= 1;
                } else if (distance > 0 || ahead)
                    && matches!(word, "," | ";" | ":" | "(" | ")" | "\u{2014}" | "\u{2013}")
                {
                    return None;
                }
                continue;
            }
            let folded = fold(word, &mut folded);
            // "The police and the army on Monday …": before a verb, it joins nouns.
            if table.tense.clause.iter().any(|c| c == folded)
                || ((ahead && !opens) && table.tense.joint.iter().any(|c| c == folded))
            {
                return None;
            }
            if let Some(tense) = of_word(folded, table) {
                // "Will be held on Monday": the participle is not the verb that counts.
                let helped = tense == Tense::Past && helped(text, tokens, i, table);
                return Some((distance, if helped { Tense::Future } else { tense }));
            }
        }
        None
    };
    let before = cue(&mut left.rev(), false);
    let after = cue(&mut right.into_iter(), true);
    match (before, after) {
        (Some((a, tense)), Some((b, _))) if a <= b * 3 + 2 => Some(tense),
        (_, Some((_, tense))) | (Some((_, tense)), None) => Some(tense),
        (None, None) => None,
    }
}

/// What the word before an expression says of it: "until Friday", "since"; also "since shortly after the May 3 vote".
fn before(text: &Text, left: &[Token], table: &TimeTable) -> Option<Tense> {
    let mut folded = String::new();
    for (between, token) in left.iter().rev().take(LINKS + 1).enumerate() {
        let word = fold(text.get(token.span), &mut folded);
        match table.tense.before.get(word) {
            // "By the Tuesday deadline, all were sold": only what begins behind is sure to lie there.
            Some(&tense) if between == 0 || tense == Tense::Past => return Some(tense),
            _ => {}
        }
        if !table.tense.since_links.iter().any(|l| l == word) {
            return None;
        }
    }
    None
}

/// Whether an auxiliary that points ahead stands close before a word of the past: "would be paid".
fn helped(text: &Text, tokens: &[Token], at: usize, table: &TimeTable) -> bool {
    let mut folded = String::new();
    let near = tokens[at.saturating_sub(3)..at].iter().rev().take_while(|t| t.kind != TokenKind::Mark);
    let mut words = near.map(|t| text.get(t.span));
    words.any(|w| table.tense.auxiliaries.iter().any(|a| a == fold(w, &mut folded)))
}

fn of_word(folded: &str, table: &TimeTable) -> Option<Tense> {
    if let Some(tense) = table.tense.words.get(folded) {
        return *tense;
    }
    let ends = |ending: &str| folded.len() > ending.len() + 1 && folded.ends_with(ending);
    table.tense.endings.iter().find(|(ending, _)| ends(ending)).map(|&(_, tense)| tense)
}

fn fold<'b>(word: &str, into: &'b mut String) -> &'b str {
    into.clear();
    for c in word.chars() {
        match c {
            '\u{2019}' => into.push('\''),
            c => super::atom::fold(c, into),
        }
    }
    into
}
