//! How a dispatch was taken from another.

use std::ops::Range;

use super::CopyKind;
use super::align::Passage;
use super::prints::Prints;
use crate::extract::Dispatch;

/// So much of the original's words a whole reprint holds; the rest is credits and datelines.
const WHOLE: f64 = 0.9;
/// A copied passage of fewer words, and of a smaller part of both texts than [`SMALL`], is a quotation.
const PARAGRAPH: usize = 120;
const SMALL: f64 = 0.4;
/// So many words of a sentence that stand in the original make it a copied one.
const SENTENCE: f64 = 0.5;

/// One side of a copy.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) dispatch: &'a Dispatch,
    pub(super) prints: &'a Prints,
}

/// The kind of a copy; `a` of the passages are words of the copy, `b` of the original.
pub(super) fn kind(copy: Side, original: Side, passages: &[Passage]) -> CopyKind {
    let copied: usize = passages.iter().flat_map(|p| &p.runs).map(|r| r.len).sum();
    let part = |side: Side| copied as f64 / side.prints.words.len().max(1) as f64;
    let little = part(copy) < SMALL || of_one_block(original, passages);
    if copied < PARAGRAPH && part(original) < SMALL && little {
        return CopyKind::Quote;
    }
    if is_edited(copy, original, passages) {
        return CopyKind::Edited;
    }
    if part(original) >= WHOLE { CopyKind::Reprint } else { CopyKind::Cut }
}

/// Whether all that is copied stands in one block of the original.
fn of_one_block(original: Side, passages: &[Passage]) -> bool {
    let words = |p: &Passage| original.prints.span(&original.dispatch.text, p.of_b().start, p.of_b().end);
    original.dispatch.blocks.iter().any(|block| passages.iter().all(|p| block.span.contains(words(p))))
}

/// Whether words were replaced: inside a passage, or where one breaks off inside a sentence of both.
fn is_edited(copy: Side, original: Side, passages: &[Passage]) -> bool {
    let replaced = |p: &Passage| p.runs.windows(2).any(|w| w[0].a + w[0].len < w[1].a && w[0].b + w[0].len < w[1].b);
    passages.iter().any(replaced) || torn_sentences(copy, original, passages) > 0
}

/// Sentences of the copy that are copied for the most part, but go on in words of their own where the original goes on too.
fn torn_sentences(copy: Side, original: Side, passages: &[Passage]) -> usize {
    let ends_a = sentence_ends(copy);
    let ends_b = sentence_ends(original);
    let inside = |ends: &[usize], at: usize| ends.binary_search(&at).is_err();
    // Where the copy goes on with another passage, words were left out and none replaced.
    let copied = |a: usize| passages.iter().any(|p| p.of_a().contains(&a));
    let torn = |a: usize, b: usize, beside: usize| {
        a > 0 && b > 0 && inside(&ends_a, a) && inside(&ends_b, b) && !copied(beside)
    };
    let half = |words: Range<usize>, at: usize, front: bool| {
        let part = if front { words.end - at } else { at - words.start };
        part as f64 >= SENTENCE * words.len() as f64
    };
    passages
        .iter()
        .filter(|p| {
            let (a, b) = (p.of_a(), p.of_b());
            torn(a.start, b.start, a.start.wrapping_sub(1)) && half(sentence(&ends_a, a.start), a.start, true)
                || torn(a.end, b.end, a.end) && half(sentence(&ends_a, a.end - 1), a.end, false)
        })
        .count()
}

/// The sentence around a word.
fn sentence(ends: &[usize], word: usize) -> Range<usize> {
    let i = ends.partition_point(|&end| end <= word);
    let begin = if i > 0 { ends[i - 1] } else { 0 };
    begin..ends.get(i).copied().unwrap_or(word + 1)
}

/// After which words sentences end: a stop or the end of a line stands between them and the next. What is taken for the end
/// of a sentence too often does no harm here.
fn sentence_ends(side: Side) -> Vec<usize> {
    let words = &side.prints.words;
    let text = side.dispatch.text.as_str();
    let stops = |from: usize, to: usize| text[from..to].contains(['.', '!', '?', '…', '\n', '؟', '。']);
    let mut ends: Vec<usize> = (1..words.len()).filter(|&i| stops(words[i - 1].end(), words[i].start())).collect();
    ends.push(words.len());
    ends
}
