//! The features of the second pass: each token around one cue, as part of that cue's source or content.

use std::ops::Range;

use super::feature::{AFTER_END, BEFORE_START, Features};
use super::model::FIRST;
use super::paragraph::{Paragraph, Seen};

/// What the first pass found in a paragraph.
pub struct Found {
    /// A label for each token.
    pub labels: Vec<u8>,
    /// How sure that label is, in three steps.
    pub sure: Vec<u8>,
}

impl Found {
    /// Takes the labels with the probability of each.
    pub fn new(labels: Vec<u8>, posterior: &[[f32; FIRST]]) -> Found {
        let sure = |(&label, p): (&u8, &[f32; FIRST])| match p[usize::from(label)] {
            p if p < 0.6 => 0,
            p if p < 0.9 => 1,
            _ => 2,
        };
        let sure = labels.iter().zip(posterior).map(sure).collect();
        Found { labels, sure }
    }
}

/// Begin of a source in the first pass.
pub const SOURCE: u8 = 1;
/// Begin of a cue; [`SOURCE`] and [`CONTENT`] likewise. The label after each is its inside.
pub const CUE: u8 = 3;
/// Begin of a content.
pub const CONTENT: u8 = 5;

/// A source or a content lies at most so many tokens from its cue.
const REACH: usize = 120;

/// One cue of a paragraph.
pub struct Around<'a> {
    seen: &'a [Seen],
    found: &'a Found,
    cue: Range<usize>,
    head: u32,
    window: Range<usize>,
    /// What lies between the cue and each token of the window.
    between: Vec<Between>,
}

#[derive(Clone, Copy, Default)]
struct Between {
    cues: u8,
    sources: u8,
    contents: u8,
    commas: u8,
    /// The last frequent word on the way.
    frequent: u8,
}

/// The tokens of a sentence next to a stretch, as far as a content can reach.
fn sentence(seen: &[Seen], number: u32, start: usize, end: usize) -> Range<usize> {
    let is = |s: &&Seen| s.sentence == number;
    let before = seen[..start].iter().rev().take(REACH).take_while(is).count();
    let after = seen[end..].iter().take(REACH).take_while(is).count();
    start - before..end + after
}

impl<'a> Around<'a> {
    /// Looks around a cue.
    pub fn new(paragraph: &'a Paragraph, found: &'a Found, cue: Range<usize>) -> Around<'a> {
        let seen = &paragraph.seen[..];
        let own = seen[cue.start].sentence;
        let mut from = sentence(seen, own, cue.start, cue.end);
        // A sentence beside it, if the first pass found a content there and no cue of its own.
        let lends = |other: &Range<usize>| {
            let labels = &found.labels[other.clone()];
            labels.contains(&CONTENT) && !labels.contains(&CUE)
        };
        if own > 0 && from.start > 0 {
            let before = sentence(seen, own - 1, from.start, from.start);
            from.start = if lends(&before) { before.start } else { from.start };
        }
        let after = sentence(seen, own + 1, from.end, from.end);
        from.end = if lends(&after) { after.end } else { from.end };
        let window = from.start.max(cue.start.saturating_sub(REACH))..from.end.min(cue.end + REACH);
        let head = cue.clone().max_by_key(|&i| seen[i].known.cue).map_or(0, |i| seen[i].word);
        let mut between = vec![Between::default(); window.len()];
        let mut way = Between::default();
        for i in cue.end..window.end {
            between[i - window.start] = way;
            way = way.past(&seen[i], found.labels[i]);
        }
        way = Between::default();
        for i in (window.start..cue.start).rev() {
            between[i - window.start] = way;
            way = way.past(&seen[i], found.labels[i]);
        }
        Around { seen, found, cue, head, window, between }
    }

    /// The tokens that may belong to the cue's source or content.
    pub fn window(&self) -> Range<usize> {
        self.window.clone()
    }

    /// Lists the features of token `i` of the window.
    pub fn features(&self, i: usize, out: &mut Features) {
        out.0.clear();
        let t = &self.seen[i];
        let at = |d: isize| i.checked_add_signed(d).and_then(|j| self.seen.get(j));
        let word = |d: isize| at(d).map_or(if d < 0 { BEFORE_START } else { AFTER_END }, |s| s.word);
        let knows = |d: isize| at(d).is_none_or(Seen::is_known);
        let known = t.is_known();
        let label = |d: isize| {
            let j = i.checked_add_signed(d).filter(|&j| j < self.seen.len());
            j.map_or(9, |j| u32::from(self.found.labels[j]))
        };
        let (side, far) = self.place(i);
        let sentence = (t.sentence + 1 - self.seen[self.cue.start].sentence).min(2);
        let place = side * 4 + sentence;
        let way = self.between[i - self.window.start];
        let crossed = u32::from(way.cues) + u32::from(way.sources) * 3 + u32::from(way.contents) * 9;
        let own = label(0) * 4 + u32::from(self.found.sure[i]);
        let quoted = t.quoted as u32;

        out.put(128, place, 0);
        out.put(129, place, far);
        out.put_words(known, 130, t.word, place);
        out.put(131, t.shape, place);
        out.put(132, u32::from(t.known.source), place);
        out.put(133, u32::from(t.known.cue), place);
        out.put(135, quoted, place);
        out.put(136, own, place);
        out.put(137, own, crossed * 16 + place);
        out.put(138, own, quoted * 16 + place);
        out.put(139, crossed, place);
        out.put(140, crossed, place * 16 + far);
        out.put(141, label(0), side * 16 + far);
        out.put(142, label(-1) * 16 + label(0), label(1) * 16 + side);
        out.put(143, label(-2) * 16 + label(-1), label(0) * 16 + side);
        out.put(144, label(0) * 16 + label(1), label(2) * 16 + side);
        out.put_words(known, 145, label(0), t.word);
        for d in [-2, -1, 1, 2] {
            let id = 150 + (d + 2) as u32 * 8;
            out.put_words(knows(d), id, word(d), place);
            out.put_words(knows(d), id + 1, word(d), label(0) * 16 + side);
            out.put(id + 2, label(d), place);
            if d.abs() == 1
                && let Some(s) = at(d)
            {
                out.put(id + 3, s.shape, t.shape);
                out.put(id + 4, s.quoted as u32 * 4 + quoted, side);
                out.put(id + 5, u32::from(s.known.cue), side);
            }
        }
        out.put_words(knows(-1) && known, 190, word(-1), t.word);
        out.put_words(known && knows(1), 191, t.word, word(1));
        // What the cue asks for.
        out.put(192, self.head, place);
        out.put(193, self.head, side * 16 + far);
        out.put(194, self.head, label(0) * 16 + side);
        out.put(195, self.head, crossed * 16 + side);
        let opener = self.seen.get(self.cue.end).map_or(0, |s| u32::from(s.known.frequent));
        let before = self.cue.start.checked_sub(1).map_or(0, |j| u32::from(self.seen[j].known.frequent));
        out.put(196, opener, place * 16 + far);
        out.put_words(known, 197, opener, t.word);
        out.put(198, opener * 256 + before, place);
        out.put_words(known, 200, self.head, t.word);
        out.put_words(known, 201, u32::from(way.frequent), t.word);
        out.put(202, u32::from(way.frequent), place * 16 + far);
        out.put(203, u32::from(way.commas), place * 16 + far);
        out.put_words(known, 205, u32::from(way.commas), t.word);
        let (last, next) = (self.run(i, false), self.run(i, true));
        out.put(206, last, next * 16 + side);
        out.put(207, last, label(0) * 16 + side);
        out.put(208, next, label(0) * 16 + side);
        out.put(209, last * 256 + next, crossed * 4 + side);
    }

    /// Before, in or after the cue, and how far from it.
    fn place(&self, i: usize) -> (u32, u32) {
        let (side, far) = match i {
            _ if i < self.cue.start => (0, self.cue.start - i),
            _ if i < self.cue.end => (1, 0),
            _ => (2, i + 1 - self.cue.end),
        };
        let far = match far {
            0..=5 => far,
            6..=8 => 6,
            9..=13 => 7,
            14..=22 => 8,
            _ => 9,
        };
        (side, far as u32)
    }

    /// The label beside a token, and the first one on that side that differs from it.
    fn run(&self, i: usize, ahead: bool) -> u32 {
        let labels = &self.found.labels;
        let pair = |side: &mut dyn Iterator<Item = u8>| {
            let Some(beside) = side.next() else { return 15 };
            let other = side.take(REACH).find(|&l| l != beside).map_or(9, u32::from);
            u32::from(beside) * 10 + other
        };
        if ahead { pair(&mut labels[i + 1..].iter().copied()) } else { pair(&mut labels[..i].iter().rev().copied()) }
    }
}

impl Between {
    fn past(self, token: &Seen, label: u8) -> Between {
        let add = |count: u8, one: bool, most: u8| (count + u8::from(one)).min(most);
        Between {
            cues: add(self.cues, label == CUE, 2),
            sources: add(self.sources, label == SOURCE, 2),
            contents: add(self.contents, label == CONTENT, 2),
            commas: add(self.commas, token.comma, 3),
            frequent: if token.known.frequent > 0 { token.known.frequent } else { self.frequent },
        }
    }
}
