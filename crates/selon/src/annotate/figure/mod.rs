//! Counts: what is counted, and how many at least and at most.
//!
//! Each sentence is turned into lexemes: words and phrases with what a language's table says of them. Numbers
//! with their bounds become counts, each looks for the noun it counts, and counts of people look in their clause
//! for what befell them (`event.rs`).
//!
//! ```
//! use selon::{Document, Reading};
//!
//! let document = Document { lang: Some("fr".into()), ..Document::new("1", "Au moins 17 personnes ont été tuées.") };
//! let reading = Reading::of_document(&document);
//! let figure = &reading.marks.figures[0];
//! assert_eq!((figure.what.as_str(), figure.low, figure.high), ("dead", Some(17.0), None));
//! assert_eq!(reading.dispatch.text.get(figure.span), "Au moins 17 personnes");
//! ```

mod event;
mod lexeme;
mod number;
mod table;
mod words;

use serde::{Deserialize, Serialize};

use crate::annotate::time::Times;
use crate::extract::Dispatch;
use crate::segment::Segments;
use crate::text::Span;

/// What can befall people: counts of these are never of one thing with other counts.
pub const FATES: [&str; 8] = ["dead", "injured", "missing", "arrested", "displaced", "hostages", "rescued", "released"];

/// One count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The number with what it counts: "au moins 17 morts".
    pub span: Span,
    /// What is counted: `dead`, `injured`, `missing`, `arrested`, `displaced`, `hostages`, `rescued`, `released`,
    /// `passengers`, `money`, `percent`, …; where no table knows it, the counted noun as the text writes it, lower case.
    pub what: String,
    /// At least so many; open where `None`.
    pub low: Option<f64>,
    /// At most so many; open where `None`.
    pub high: Option<f64>,
    /// Whether the text says that it is rough: "about", "une quarantaine".
    pub about: bool,
}

/// Finds the counts of a dispatch. Times are known, so that no date is taken for a count.
pub fn figures(dispatch: &Dispatch, segments: &Segments, times: &Times) -> Vec<Figure> {
    let Some(table) = dispatch.lang.and_then(|lang| table::TABLES.get(lang)) else { return Vec::new() };
    let mut found = Vec::new();
    let mut line = lexeme::Line::default();
    for sentence in &segments.sentences {
        line.read(table, &dispatch.text, &segments.tokens[sentence.tokens.clone()], times);
        event::figures(table, &line, &dispatch.text, &mut found);
    }
    found
}

/// A number of a text, whether or not it says what it counts: "there were four of them".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Its words, bounds included.
    pub span: Span,
    /// At least so many.
    pub low: Option<f64>,
    /// At most so many.
    pub high: Option<f64>,
}

/// Finds the numbers of a dispatch, in the order of the text: no articles, no dates, nothing that looks like a year.
pub fn numbers(dispatch: &Dispatch, segments: &Segments, times: &Times) -> Vec<Number> {
    let Some(table) = dispatch.lang.and_then(|lang| table::TABLES.get(lang)) else { return Vec::new() };
    let mut found = Vec::new();
    let mut line = lexeme::Line::default();
    for sentence in &segments.sentences {
        line.read(table, &dispatch.text, &segments.tokens[sentence.tokens.clone()], times);
        let counting = number::numbers(table, &line, &dispatch.text).into_iter().filter(|n| !n.article && !n.year);
        found.extend(counting.map(|n| Number {
            span: line.lexemes[n.start].span.cover(line.lexemes[n.end - 1].span),
            low: n.low,
            high: n.high,
        }));
    }
    found
}

#[cfg(test)]
mod tests;
