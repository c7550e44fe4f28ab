//! A dispatch in sentences, tokens and quotations.
//!
//! ```
//! use selon::{Document, Reading};
//!
//! let reading = Reading::of_document(&Document { lang: Some("fr".into()), ..Document::new("1", "L'accord tient, dit M. Roz. Il dure.") });
//! let words: Vec<&str> = reading.segments.tokens.iter().map(|t| reading.dispatch.text.get(t.span)).collect();
//! assert_eq!(words, ["L'", "accord", "tient", ",", "dit", "M.", "Roz", ".", "Il", "dure", "."]);
//! assert_eq!(reading.segments.sentences.len(), 2);
//! ```

mod quotation;
mod sentence;
mod table;
mod token;

use serde::{Deserialize, Serialize};

use std::ops::Range;

pub use quotation::Quotation;
pub use token::{Token, TokenKind};

use crate::extract::Dispatch;
use crate::text::Span;

/// The parts of a text, each kind in order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Segments {
    /// Words, numbers and marks.
    pub tokens: Vec<Token>,
    /// Sentences; none crosses the end of a block.
    pub sentences: Vec<Sentence>,
    /// Stretches in quotation marks, outer ones before those inside them.
    pub quotations: Vec<Quotation>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its words with its closing mark, without white space around.
    pub span: Span,
    /// Which of the dispatch's blocks it stands in.
    pub block: usize,
    /// Which of [`Segments::tokens`].
    pub tokens: Range<usize>,
}

impl Segments {
    /// The tokens that lie wholly inside a span, as a range of [`Segments::tokens`].
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let from = self.tokens.partition_point(|t| t.span.start() < span.start());
        let to = self.tokens.partition_point(|t| t.span.end() <= span.end());
        from..to.max(from)
    }

    /// The sentence that a span begins in: an index of [`Segments::sentences`].
    pub fn sentence_at(&self, span: Span) -> Option<usize> {
        let at = self.sentences.partition_point(|s| s.span.end() <= span.start());
        (at < self.sentences.len()).then_some(at)
    }
}

/// Cuts a dispatch into its parts.
pub fn segment(dispatch: &Dispatch) -> Segments {
    let table = dispatch.lang.and_then(|lang| table::TABLES.get(lang));
    let mut segments = Segments::default();
    for (block, at) in dispatch.blocks.iter().enumerate() {
        let first = segments.tokens.len();
        token::tokens(&dispatch.text, at.span, table, &mut segments.tokens);
        sentence::sentences(&dispatch.text, &segments.tokens, first, block, table, &mut segments.sentences);
    }
    segments.quotations = quotation::quotations(dispatch, &segments.tokens);
    segments
}
