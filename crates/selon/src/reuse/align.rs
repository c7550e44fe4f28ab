//! Which words of one dispatch stand in another: runs of the same words, found from the fingerprints that both hold and
//! drawn out to both sides.

use std::cmp::Ordering;
use std::ops::Range;

use super::prints::{Mark, Prints, SHINGLE, Word};

/// Runs with no more words than this between them, on both sides, are one passage.
const GAP: usize = 12;
/// A passage with fewer words in common is chance.
const SHORTEST: usize = 6;
/// A fingerprint that a text repeats more often than this seeds no more runs: it keeps hostile texts linear.
const REPEATS: usize = 4;

/// The same words in two texts, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// The first word in the one text.
    pub(super) a: usize,
    /// The first word in the other.
    pub(super) b: usize,
    /// How many words.
    pub(super) len: usize,
}

/// Runs that follow one another closely in both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// In the order of the one text, and of the other.
    pub(super) runs: Vec<Run>,
}

impl Passage {
    /// The words after its last ones.
    fn end(&self) -> (usize, usize) {
        (self.of_a().end, self.of_b().end)
    }

    /// Its words in the one text, end exclusive.
    pub(super) fn of_a(&self) -> Range<usize> {
        let (first, last) = (self.runs[0], self.runs[self.runs.len() - 1]);
        first.a..last.a + last.len
    }

    /// Its words in the other text.
    pub(super) fn of_b(&self) -> Range<usize> {
        let (first, last) = (self.runs[0], self.runs[self.runs.len() - 1]);
        first.b..last.b + last.len
    }
}

/// The passages that two texts share, in the order of the one; each word of it is in one passage at most.
pub(super) fn align(a: &Prints, b: &Prints) -> Vec<Passage> {
    let mut runs = runs(a, b);
    // Each word once, the longest run first; equal ones in the order of the text.
    runs.sort_unstable_by_key(|r| (std::cmp::Reverse(r.len), r.a, r.b));
    let mut taken = vec![false; a.words.len()];
    let mut kept: Vec<Run> = Vec::new();
    for mut run in runs {
        while run.len > 0 && taken[run.a] {
            run = Run { a: run.a + 1, b: run.b + 1, len: run.len - 1 };
        }
        run.len = (0..run.len).take_while(|&i| !taken[run.a + i]).count();
        if run.len >= SHINGLE {
            taken[run.a..run.a + run.len].fill(true);
            kept.push(run);
        }
    }
    kept.sort_unstable_by_key(|r| r.a);
    let mut passages: Vec<Passage> = Vec::new();
    for run in kept {
        let last = passages.last().map(Passage::end);
        match passages.last_mut().zip(last) {
            Some((passage, (end_a, end_b))) if run.a - end_a <= GAP && run.b >= end_b && run.b - end_b <= GAP => {
                passage.runs.extend(between(a, b, end_a..run.a, end_b..run.b, 1));
                passage.runs.push(run);
            }
            _ => passages.push(Passage { runs: vec![run] }),
        }
    }
    passages.retain(|p| p.runs.iter().map(|r| r.len).sum::<usize>() >= SHORTEST);
    draw_out(a, b, &mut passages);
    passages
}

/// Draws passages out over a replaced word at their ends, as long as at least three words go on.
fn draw_out(a: &Prints, b: &Prints, passages: &mut [Passage]) {
    for i in 0..passages.len() {
        let before = if i > 0 { passages[i - 1].end().0 } else { 0 };
        let after = passages.get(i + 1).map_or(a.words.len(), |next| next.runs[0].a);
        let first = passages[i].runs[0];
        let words_a = before.max(first.a.saturating_sub(GAP))..first.a;
        let mut front = between(a, b, words_a, first.b.saturating_sub(GAP)..first.b, SHINGLE);
        let (end_a, end_b) = passages[i].end();
        let words_b = end_b..(end_b + GAP).min(b.words.len());
        let back = between(a, b, end_a..after.min(end_a + GAP), words_b, SHINGLE);
        front.append(&mut passages[i].runs);
        front.extend(back);
        passages[i].runs = front;
    }
}

/// The longest common sequence of two short stretches of words, in runs of so many words at least. Words that stay between
/// two that were replaced hold no fingerprint.
fn between(a: &Prints, b: &Prints, in_a: Range<usize>, in_b: Range<usize>, least: usize) -> Vec<Run> {
    let (left, right) = (&a.words[in_a.clone()], &b.words[in_b.clone()]);
    let mut runs = Vec::new();
    if left.is_empty() || right.is_empty() {
        return runs;
    }
    // Of what follows word i and word j.
    let mut longest = [[0u8; GAP + 1]; GAP + 1];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            longest[i][j] = if left[i].hash == right[j].hash {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < left.len() && j < right.len() {
        let len = same_words(left[i..].iter().zip(&right[j..]));
        if len >= least {
            runs.push(Run { a: in_a.start + i, b: in_b.start + j, len });
        }
        if len > 0 {
            i += len;
            j += len;
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    runs
}

/// The longest runs around each fingerprint that both texts hold.
fn runs(a: &Prints, b: &Prints) -> Vec<Run> {
    let mut seeds = seeds(&a.marks, &b.marks);
    // Along each diagonal, so that a seed inside the run before it is seen at once.
    let diagonal = |(at, in_b): (usize, usize)| at as isize - in_b as isize;
    seeds.sort_unstable_by_key(|&seed| (diagonal(seed), seed.0));
    let mut runs: Vec<Run> = Vec::new();
    let mut last = (isize::MIN, 0);
    for seed in seeds {
        if last.0 == diagonal(seed) && seed.0 < last.1 {
            continue;
        }
        let back = same_words(a.words[..seed.0].iter().rev().zip(b.words[..seed.1].iter().rev()));
        let on = same_words(a.words[seed.0..].iter().zip(&b.words[seed.1..]));
        if on >= SHINGLE {
            runs.push(Run { a: seed.0 - back, b: seed.1 - back, len: back + on });
            last = (diagonal(seed), seed.0 + on);
        }
    }
    runs
}

fn same_words<'w>(pairs: impl Iterator<Item = (&'w Word, &'w Word)>) -> usize {
    pairs.take_while(|(one, other)| one.hash == other.hash).count()
}

/// Where the fingerprints that both texts hold stand in both.
fn seeds(a: &[Mark], b: &[Mark]) -> Vec<(usize, usize)> {
    let mut seeds = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].hash.cmp(&b[j].hash) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                let (in_a, in_b) = (same_hash(&a[i..]), same_hash(&b[j..]));
                for one in &a[i..i + in_a.min(REPEATS)] {
                    seeds.extend(b[j..j + in_b.min(REPEATS)].iter().map(|other| (one.at as usize, other.at as usize)));
                }
                i += in_a;
                j += in_b;
            }
        }
    }
    seeds
}

/// How many marks at the front have one hash.
fn same_hash(marks: &[Mark]) -> usize {
    marks.iter().take_while(|m| m.hash == marks[0].hash).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    fn prints(text: &str) -> Prints {
        Prints::of(&Text::new(text))
    }

    #[test]
    fn a_replaced_word_does_not_tear_a_passage() {
        let a = prints(
            "The old harbour of the town was closed on Monday evening because of the big storm that came up from the far west",
        );
        let b = prints(
            "The old harbour of the town was shut on Tuesday evening because of the great storm that came up from the far west",
        );
        let passages = align(&a, &b);
        assert_eq!(passages.len(), 1);
        let runs: Vec<_> = passages[0].runs.iter().map(|r| r.a..r.a + r.len).collect();
        assert_eq!(runs, [0..7, 8..9, 10..14, 15..23]);
    }

    #[test]
    fn a_text_that_repeats_itself_does_not_grow() {
        let a = prints(&"one two three ".repeat(3000));
        let passages = align(&a, &a.clone());
        assert!(passages.len() <= 16);
    }

    #[test]
    fn what_two_texts_share_by_chance_is_nothing() {
        let a = prints("In the end of the day they went home and slept until noon came");
        let b = prints("He spoke in the end of a matter that nobody knew about");
        assert!(align(&a, &b).is_empty());
    }
}
