//! The features of the first pass: each token of a paragraph by itself and its neighbours.

use super::feature::{AFTER_END, BEFORE_START, Features};
use super::paragraph::{Paragraph, Quoted, Seen};

/// From this rate on a word outside quotation marks counts as a cue before any label is known: three tenths.
const STRONG: u8 = 5;

/// What the features of a paragraph share.
pub struct View<'a> {
    seen: &'a [Seen],
    /// The nearest strong cue before and after each token, in the same sentence.
    left: Vec<Option<usize>>,
    right: Vec<Option<usize>>,
}

impl<'a> View<'a> {
    /// Looks a paragraph over.
    pub fn new(paragraph: &'a Paragraph) -> View<'a> {
        let seen = &paragraph.seen[..];
        let strong = |i: usize| seen[i].quoted == Quoted::Out && seen[i].known.cue >= STRONG;
        let mut left = vec![None; seen.len()];
        let mut right = vec![None; seen.len()];
        let mut last = None;
        for i in 0..seen.len() {
            left[i] = last.filter(|&j: &usize| seen[j].sentence == seen[i].sentence);
            if strong(i) {
                last = Some(i);
            }
        }
        last = None;
        for i in (0..seen.len()).rev() {
            right[i] = last.filter(|&j: &usize| seen[j].sentence == seen[i].sentence);
            if strong(i) {
                last = Some(i);
            }
        }
        View { seen, left, right }
    }

    /// Lists the features of token `i`.
    pub fn features(&self, i: usize, out: &mut Features) {
        out.0.clear();
        let t = &self.seen[i];
        let at = |d: isize| i.checked_add_signed(d).and_then(|j| self.seen.get(j));
        let word = |d: isize| at(d).map_or(if d < 0 { BEFORE_START } else { AFTER_END }, |s| s.word);
        let knows = |d: isize| at(d).is_none_or(Seen::is_known);
        let known = t.is_known();
        let (quoted, cue) = (t.quoted as u32, u32::from(t.known.cue));
        out.put(0, 0, 0);
        out.put_words(known, 1, t.word, 0);
        out.put(2, t.shape, 0);
        out.put(3, quoted, cue);
        out.put(5, u32::from(t.known.source), 0);
        out.put(6, t.ends[0], 0);
        out.put(7, t.ends[1], 0);
        out.put(8, t.ends[2], 0);
        out.put_words(known, 11, quoted, t.word);
        for d in -3..=3isize {
            if d == 0 {
                continue;
            }
            let id = 20 + (d + 3) as u32 * 8;
            out.put_words(knows(d), id, word(d), 0);
            let Some(s) = at(d).filter(|_| d.abs() < 3) else { continue };
            out.put(id + 1, u32::from(s.known.cue), quoted);
            if d.abs() == 1 {
                out.put(id + 2, s.shape, t.shape);
                out.put(id + 3, u32::from(s.known.source), u32::from(t.known.source));
                out.put(id + 4, s.quoted as u32, quoted);
                out.put(id + 5, s.ends[0], 0);
            }
        }
        out.put_words(knows(-1) && known, 80, word(-1), t.word);
        out.put_words(known && knows(1), 81, t.word, word(1));
        out.put_words(knows(-2) && knows(-1), 82, word(-2), word(-1));
        out.put_words(knows(1) && knows(2), 83, word(1), word(2));
        out.put_words(knows(-1) && knows(1), 84, word(-1), word(1));
        self.nearest(i, out);
    }

    fn nearest(&self, i: usize, out: &mut Features) {
        let t = &self.seen[i];
        let quoted = t.quoted as u32;
        let (left, right) = (self.left[i], self.right[i]);
        let far = |j: Option<usize>| j.map_or(0, |j| j.abs_diff(i).min(9) as u32);
        out.put(85, far(left), quoted);
        out.put(86, far(right), quoted);
        out.put(87, u32::from(left.is_some()), u32::from(right.is_some()));
        if let Some(j) = left {
            let opener = self.seen.get(j + 1).map_or(0, |s| u32::from(s.known.frequent));
            out.put(88, self.seen[j].word, quoted);
            out.put(89, self.seen[j].word, opener);
            out.put_words(t.is_known(), 91, opener, t.word);
            let commas = self.seen[j..i].iter().rev().take(40).filter(|s| s.comma).count().min(2);
            out.put_words(t.is_known(), 92, commas as u32, t.word);
        }
        if let Some(j) = right {
            out.put(93, self.seen[j].word, quoted);
            let commas = self.seen[i..j].iter().take(40).filter(|s| s.comma).count().min(2);
            out.put(94, commas as u32 * 16 + far(right), t.shape);
            out.put_words(t.is_known(), 96, far(right), t.word);
        }
    }
}
