//! Texts and the spans that point into them.
//!
//! A [`Span`] counts bytes, so that slicing costs nothing; outside, offsets count Unicode code points, so that every
//! language can use them. [`Text`] turns one into the other without reading the text again for each span.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A stretch of a [`Text`]: bytes, end exclusive, both ends on character boundaries of the text it was made by.
///
/// Only a `Text` makes spans, and [`Span::cover`] of two spans of one text; so a span always reads back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte after the last one.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The bytes, as a range to slice with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The smallest span of the same text that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside (or is the same).
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What both hold; nothing where they do not overlap.
    pub fn intersection(self, other: Span) -> Option<Span> {
        self.overlaps(other).then(|| Span { start: self.start.max(other.start), end: self.end.min(other.end) })
    }

    /// Of some spans the one that shares the most with this one, by its place among them; the first of equals.
    pub(crate) fn nearest(self, spans: impl Iterator<Item = Span>) -> Option<usize> {
        let shared = spans.enumerate().map(|(i, span)| (i, self.intersection(span).map_or(0, Span::len)));
        let best = shared.filter(|(_, shared)| *shared > 0).max_by_key(|&(i, shared)| (shared, std::cmp::Reverse(i)));
        best.map(|(i, _)| i)
    }

    /// The part before `other`'s start.
    pub fn before(self, other: Span) -> Span {
        Span { start: self.start, end: other.start.clamp(self.start, self.end) }
    }

    /// The part after `other`'s end.
    pub fn after(self, other: Span) -> Span {
        Span { start: other.end.clamp(self.start, self.end), end: self.end }
    }
}

/// How many bytes lie between two counted positions.
const STRIDE: usize = 64;

/// A text that knows where its characters stand. It never changes once made.
///
/// ```
/// use selon::Text;
///
/// let text = Text::new("déjà dit");
/// let span = text.span(0..6);
/// assert_eq!(text.get(span), "déjà");
/// assert_eq!(text.code_points(span), 0..4);
/// assert_eq!(text.span_of_code_points(0..4), span);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Text {
    text: String,
    /// Code points before byte `i * STRIDE`; empty where bytes and code points are the same.
    counted: Vec<u32>,
}

impl Text {
    /// Takes a text over.
    ///
    /// # Panics
    /// On texts of 4 GiB and more: `page` refuses inputs long before.
    pub fn new(text: impl Into<String>) -> Text {
        let text = text.into();
        assert!(u32::try_from(text.len()).is_ok(), "a text of 4 GiB or more");
        let mut counted = Vec::new();
        if !text.is_ascii() {
            let mut points = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                counted.push(points);
                points += starts(chunk);
            }
        }
        Text { text, counted }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The span of a range of bytes. Ends outside the text or inside a character are moved down to the nearest boundary.
    pub fn span(&self, bytes: Range<usize>) -> Span {
        let start = self.floor(bytes.start);
        let end = self.floor(bytes.end).max(start);
        Span { start: start as u32, end: end as u32 }
    }

    /// The whole text as a span.
    pub fn all(&self) -> Span {
        Span { start: 0, end: self.text.len() as u32 }
    }

    /// The words of a span of this text; of a span of another text, what stands there, cut to this one.
    pub fn get(&self, span: Span) -> &str {
        if let Some(words) = self.text.get(span.range()) {
            return words;
        }
        let span = self.span(span.range());
        &self.text[span.range()]
    }

    /// A span without the white space at its ends.
    pub fn trim(&self, span: Span) -> Span {
        let words = self.get(span);
        let start = span.start() + (words.len() - words.trim_start().len());
        let words = words.trim();
        self.span(start..start + words.len())
    }

    /// The code points of a span, end exclusive. Costs a look at 64 bytes at most for each end.
    pub fn code_points(&self, span: Span) -> Range<usize> {
        self.code_point(span.start())..self.code_point(span.end())
    }

    /// The span of a range of code points; past the end means the end.
    pub fn span_of_code_points(&self, points: Range<usize>) -> Span {
        let start = self.byte(points.start);
        let end = self.byte(points.end);
        self.span(start..end)
    }

    /// How many code points stand before a byte.
    pub fn code_point(&self, byte: usize) -> usize {
        let byte = self.floor(byte);
        if self.counted.is_empty() {
            return byte;
        }
        let Some(&before) = self.counted.get(byte / STRIDE) else {
            // Only the end of a text whose length is a multiple of the stride has no counter of its own.
            let last = self.counted.len() - 1;
            return self.counted[last] as usize + starts(&self.text.as_bytes()[last * STRIDE..]) as usize;
        };
        before as usize + starts(&self.text.as_bytes()[byte / STRIDE * STRIDE..byte]) as usize
    }

    fn byte(&self, point: usize) -> usize {
        if self.counted.is_empty() {
            return point.min(self.text.len());
        }
        let block = self.counted.partition_point(|&before| before as usize <= point).saturating_sub(1);
        let mut left = point - self.counted[block] as usize;
        for (i, &b) in self.text.as_bytes().iter().enumerate().skip(block * STRIDE) {
            if is_start(b) {
                if left == 0 {
                    return i;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    fn floor(&self, byte: usize) -> usize {
        self.text.floor_char_boundary(byte)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::new(text)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> String {
        text.text
    }
}

/// Whether a byte of UTF-8 begins a character.
fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| is_start(b)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_read_back_whatever_the_range(text in "\\PC{0,200}", a in 0usize..900, b in 0usize..900) {
            let text = Text::new(text);
            let span = text.span(a..b);
            prop_assert_eq!(text.get(span), &text.as_str()[span.range()]);
        }

        #[test]
        fn code_points_are_those_of_a_plain_count(text in "[a-zé€😀 ]{0,300}", a in 0usize..1200, b in 0usize..1200) {
            let text = Text::new(text);
            let span = text.span(a..b);
            let plain = |byte: usize| text.as_str()[..byte].chars().count();
            let points = plain(span.start())..plain(span.end());
            prop_assert_eq!(text.code_points(span), points.clone());
            prop_assert_eq!(text.span_of_code_points(points), span);
        }
    }

    #[test]
    fn a_text_of_exactly_one_stride_counts_to_its_end() {
        let text = Text::new("é".repeat(STRIDE / 2));
        assert_eq!(text.code_points(text.all()), 0..STRIDE / 2);
    }

    #[test]
    fn trimming_keeps_inner_blanks() {
        let text = Text::new("  deux mots \n");
        assert_eq!(text.get(text.trim(text.all())), "deux mots");
    }
}
