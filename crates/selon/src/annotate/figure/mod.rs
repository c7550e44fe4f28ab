//! Counts: what is counted, and how many at least and at most.

use serde::{Deserialize, Serialize};

use crate::annotate::time::Times;
use crate::extract::Dispatch;
use crate::segment::Segments;
use crate::text::Span;

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
pub fn figures(_dispatch: &Dispatch, _segments: &Segments, _times: &Times) -> Vec<Figure> {
    Vec::new()
}
