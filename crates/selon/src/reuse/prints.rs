//! What of a dispatch is compared: its words, and the fingerprints by which others that hold the same words are found.
//!
//! The fingerprints are winnowed hashes of three words (Schleimer, Wilkerson and Aiken 2003): of every four neighbouring
//! ones the smallest is kept, so that two texts that share six words in a row share a fingerprint. Case, accents,
//! apostrophes, punctuation and the form of quotation marks do not count: newsrooms change them.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::text::{Span, Text};

/// Words in one fingerprint.
pub const SHINGLE: usize = 3;
/// Of so many neighbouring hashes the smallest is kept.
const WINDOW: usize = 4;
/// A quotation of more words than this was never closed; one of fewer is a title or a word held at arm's length.
const QUOTATION: std::ops::RangeInclusive<usize> = 3..=120;

/// The words and fingerprints of a dispatch.
#[derive(Debug, Clone, Default)]
pub struct Prints {
    /// The words in order.
    pub words: Vec<Word>,
    /// The fingerprints, by hash, then by place.
    pub marks: Vec<Mark>,
}

/// A word, as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Of its letters without case and accents.
    pub hash: u32,
    /// Its first byte in the text.
    start: u32,
    /// Its length in bytes, and whether it stands in quotation marks.
    rest: u32,
}

const QUOTED: u32 = 1 << 31;
const OWN: u32 = 1 << 30;

impl Word {
    /// Its first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after its last one.
    pub fn end(self) -> usize {
        self.start as usize + (self.rest & !(QUOTED | OWN)) as usize
    }

    /// Whether it stands in quotation marks: the words of a third voice, which two dispatches may both have heard.
    pub fn is_quoted(self) -> bool {
        self.rest & QUOTED != 0
    }

    /// Whether it is the dispatch's own prose: neither quoted nor the furniture of its outlet.
    pub fn is_own(self) -> bool {
        self.rest & OWN != 0
    }

    /// Says that it is not the dispatch's own prose.
    pub(super) fn disown(&mut self) {
        self.rest &= !OWN;
    }
}

/// A fingerprint and the word it begins at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The hash.
    pub hash: u64,
    /// The number of its first word.
    pub at: u32,
}

impl Prints {
    /// Reads a text.
    pub fn of(text: &Text) -> Prints {
        let mut words = words(text.as_str());
        let mut marks = winnow(&words);
        words.shrink_to_fit();
        marks.shrink_to_fit();
        Prints { words, marks }
    }

    /// How many words are the dispatch's own prose.
    pub fn own(&self) -> usize {
        self.words.iter().filter(|w| w.is_own()).count()
    }

    /// The words that begin inside a span, by number.
    pub fn words_in(&self, span: Span) -> std::ops::Range<usize> {
        let place = |byte: usize| self.words.partition_point(|w| w.start() < byte);
        place(span.start())..place(span.end())
    }

    /// The span of a stretch of words, given by number, end exclusive.
    pub fn span(&self, text: &Text, from: usize, to: usize) -> Span {
        let (Some(first), Some(last)) = (self.words.get(from), to.checked_sub(1).and_then(|i| self.words.get(i)))
        else {
            return Span::default();
        };
        text.span(first.start()..last.end())
    }
}

/// Cuts a text into words.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 6);
    let mut quotations = Quotations::default();
    let mut before = '\n';
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_alphanumeric() {
            quotations.mark(c, before, &mut words);
            before = c;
            continue;
        }
        let mut hash = fold(FNV, c);
        let mut end = start + c.len_utf8();
        if !stands_alone(c) {
            while let Some(&(at, next)) = chars.peek() {
                let goes_on =
                    if next.is_ascii() { next.is_ascii_alphanumeric() } else { joins(next) && !stands_alone(next) };
                if !goes_on {
                    break;
                }
                hash = fold(hash, next);
                end = at + next.len_utf8();
                chars.next();
            }
        }
        let length = (end - start).min((OWN - 1) as usize) as u32;
        before = c;
        words.push(Word { hash: (hash ^ (hash >> 32)) as u32, start: start as u32, rest: length | OWN });
    }
    quotations.end_of_paragraph(&mut words);
    words
}

const FNV: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a letter, without case and accents, to a hash.
fn fold(hash: u64, c: char) -> u64 {
    let add = |hash: u64, x: u32| (hash ^ u64::from(x)).wrapping_mul(0x0000_0100_0000_01b3);
    if c.is_ascii() {
        return add(hash, u32::from(c.to_ascii_lowercase()));
    }
    let mut hash = hash;
    decompose_canonical(c, |part| {
        if !is_combining_mark(part) {
            for low in part.to_lowercase() {
                hash = add(hash, u32::from(low));
            }
        }
    });
    hash
}

/// Letters, digits, and the accents and soft hyphens that stand between them.
fn joins(c: char) -> bool {
    c.is_alphanumeric() || c == '\u{ad}' || is_combining_mark(c)
}

/// Whether a character is a word of its own: scripts that put no blanks between words.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The quotation marks that are open in a paragraph, outermost first, each with the number of the first word after it.
#[derive(Default)]
struct Quotations {
    open: Vec<(char, usize)>,
}

/// Quotations inside quotations inside quotations: more is no text.
const NESTING: usize = 6;

impl Quotations {
    /// Takes a mark; `before` is the character before it.
    fn mark(&mut self, c: char, before: char, words: &mut [Word]) {
        match (c, self.open.last()) {
            ('\n', _) => self.end_of_paragraph(words),
            // A straight mark opens where nothing stands before it. "A ""b"" c": also after one that has just opened.
            ('"', last) => {
                let opens = match before {
                    '"' => last.is_some_and(|&(mark, from)| mark == '"' && from == words.len()),
                    '(' | '[' | '-' | '–' | '—' | '«' | '“' | '„' | ':' => true,
                    before => before.is_whitespace(),
                };
                if opens {
                    self.open(c, words.len());
                } else if last.is_some_and(|&(mark, _)| mark == '"') {
                    self.close(words);
                }
            }
            ('”' | '“', Some(('“' | '„' | '”', _))) | ('»', Some(('«', _))) | ('«', Some(('»', _))) => {
                self.close(words);
            }
            ('“' | '”' | '„' | '«' | '»', _) => self.open(c, words.len()),
            _ => {}
        }
    }

    fn open(&mut self, c: char, from: usize) {
        if self.open.len() < NESTING {
            self.open.push((c, from));
        }
    }

    fn close(&mut self, words: &mut [Word]) {
        if let Some((_, from)) = self.open.pop()
            && QUOTATION.contains(&(words.len() - from))
        {
            for word in &mut words[from..] {
                word.rest = (word.rest | QUOTED) & !OWN;
            }
        }
    }

    /// A quotation that goes on in the next paragraph opens again there; a straight mark that is left open is a torn one.
    fn end_of_paragraph(&mut self, words: &mut [Word]) {
        if matches!(self.open.first(), Some(('“' | '«', _))) {
            self.open.truncate(1);
            self.close(words);
        }
        self.open.clear();
    }
}

/// The fingerprints of words, sorted.
fn winnow(words: &[Word]) -> Vec<Mark> {
    let hashes: Vec<u64> = words.windows(SHINGLE).map(shingle).collect();
    let mut marks: Vec<Mark> = Vec::with_capacity(hashes.len() / 2);
    if hashes.is_empty() {
        return marks;
    }
    for window in 0..=hashes.len().saturating_sub(WINDOW) {
        let end = (window + WINDOW).min(hashes.len());
        // Of equal ones the last: it stays the smallest for longer.
        let at = (window..end).rev().min_by_key(|&i| hashes[i]).unwrap_or(window) as u32;
        if marks.last().is_none_or(|last| last.at != at) {
            marks.push(Mark { hash: hashes[at as usize], at });
        }
    }
    marks.sort_unstable();
    marks
}

fn shingle(words: &[Word]) -> u64 {
    let mut hash = FNV;
    for word in words {
        hash = (hash ^ u64::from(word.hash)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prints(text: &str) -> Prints {
        Prints::of(&Text::new(text))
    }

    fn quoted(text: &str) -> Vec<bool> {
        prints(text).words.iter().map(|w| w.is_quoted()).collect()
    }

    #[test]
    fn case_accents_and_typography_do_not_count() {
        let hashes = |text: &str| prints(text).words.iter().map(|w| w.hash).collect::<Vec<_>>();
        assert_eq!(hashes("L’été, à Évreux"), hashes("l'ete a E\u{301}VREUX"));
        assert_ne!(hashes("port"), hashes("fort"));
        assert_eq!(hashes("東京で").len(), 3);
    }

    #[test]
    fn quotations_of_every_fashion_are_seen() {
        for text in
            ["\"a b c d e\" f", "“a b c d e” f", "« a b c d e » f", "„a b c d e“ f", "»a b c d e« f", "”a b c d e” f"]
        {
            assert_eq!(quoted(text), [true, true, true, true, true, false], "{text}");
        }
        assert_eq!(quoted("“a b c d e\n“f g h i j” k").iter().filter(|&&q| q).count(), 10);
        assert_eq!(quoted("a \"b c d e f g\nh i"), [false; 9]);
        assert_eq!(quoted("the film “Quiet Water” opens"), [false; 5]);
    }

    #[test]
    fn six_words_in_common_share_a_fingerprint() {
        let a = prints("the harbour was closed on Monday evening after the storm");
        let b = prints("Officials said the harbour was closed on Monday, and no more");
        assert!(a.marks.iter().any(|m| b.marks.iter().any(|n| n.hash == m.hash)));
    }

    proptest! {
        #[test]
        fn any_text_has_words_in_order_that_read_back(text in "\\PC{0,200}") {
            let text = Text::new(text);
            let prints = Prints::of(&text);
            let mut end = 0;
            for word in &prints.words {
                prop_assert!(word.start() >= end && word.end() > word.start());
                end = word.end();
                prop_assert_eq!(text.span(word.start()..word.end()).range(), word.start()..word.end());
            }
            prop_assert!(prints.marks.iter().all(|m| (m.at as usize) + SHINGLE <= prints.words.len()));
        }
    }
}
