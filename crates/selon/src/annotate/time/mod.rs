//! Time expressions and their values, after TIMEX3 (Pustejovsky et al., ISO-TimeML).

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::extract::Dispatch;
use crate::segment::Segments;
use crate::text::Span;

/// The time expressions of a text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Times {
    /// In the order of the text; none overlaps another.
    pub timexes: Vec<Timex>,
    /// Ranges over two of them: "entre le 30 novembre et le 7 décembre".
    pub ranges: Vec<Range>,
}

/// One time expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timex {
    /// Its words.
    pub span: Span,
    /// TIMEX3's `type`.
    pub kind: Kind,
    /// TIMEX3's `value`: `2024-12-07`, `2024-W49`, `P3D`, `PRESENT_REF`, `XXXX-WXX-1`.
    pub value: String,
    /// TIMEX3's `mod`: `APPROX`, `START`, `MORE_THAN`, …
    pub modifier: Option<String>,
    /// From when it may be, inclusive, local time; open where `None`.
    pub earliest: Option<DateTime>,
    /// Until when it may be, exclusive.
    pub latest: Option<DateTime>,
    /// The rule that found it, for `--why`.
    pub rule: String,
    /// Other values it might have, each with the reason for and against it.
    pub alternatives: Vec<Alternative>,
}

/// Another value that a time expression might have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// TIMEX3's `value`.
    pub value: String,
    /// Why it was considered and not taken.
    pub reason: String,
}

/// TIMEX3's `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A calendar time of a day or more.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A time that comes again.
    Set,
}

impl Kind {
    /// As TIMEX3 writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Date => "DATE",
            Kind::Time => "TIME",
            Kind::Duration => "DURATION",
            Kind::Set => "SET",
        }
    }
}

/// From one time to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// All its words.
    pub span: Span,
    /// The TIMEX3 value of its begin.
    pub begin: String,
    /// The TIMEX3 value of its end, inclusive; `None` where open.
    pub end: Option<String>,
}

/// Finds the time expressions of a dispatch and gives them values. Its own time is [`Dispatch::published`].
pub fn times(_dispatch: &Dispatch, _segments: &Segments) -> Times {
    Times::default()
}
