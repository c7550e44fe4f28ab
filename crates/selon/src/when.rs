//! Points and stretches of time as pages give them: to the minute, the day, the year, or not at all.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span as Shift, ToSpan};
use serde::{Deserialize, Serialize};

/// A time with the grain it was given in. Local time, as printed; the offset from UTC stands beside it where known.
///
/// ```
/// use selon::When;
///
/// let when = When::parse("2031-03-04T09:37:00+01:00");
/// assert_eq!(when.to_string(), "2031-03-04T09:37:00+01:00");
/// assert_eq!(When::parse("2031-03-04").to_string(), "2031-03-04");
/// assert_eq!(When::parse("soon"), When::Unknown);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum When {
    /// To the second; offset from UTC in minutes.
    Instant(DateTime, Option<i16>),
    /// To the minute; offset from UTC in minutes.
    Minute(DateTime, Option<i16>),
    /// A day.
    Day(Date),
    /// A month of a year: the first day of it is kept.
    Month(Date),
    /// A year.
    Year(i16),
    /// From a day to a day, both inclusive; an open end is `None`.
    Between(Option<Date>, Option<Date>),
    /// Not given, or not understood.
    #[default]
    Unknown,
}

impl When {
    /// Reads ISO 8601: a year, a month, a day, a day with a time, with or without offset, and `A/B` of two days with
    /// `..` for an open end. Anything else is [`When::Unknown`].
    pub fn parse(text: &str) -> When {
        let text = text.trim();
        if let Some((a, b)) = text.split_once('/') {
            let end = |s: &str| if s == ".." || s.is_empty() { Some(None) } else { s.parse().ok().map(Some) };
            return match (end(a), end(b)) {
                (Some(None), Some(None)) | (None, _) | (_, None) => When::Unknown,
                (Some(a), Some(b)) => When::Between(a, b),
            };
        }
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        match text.len() {
            4 if digits(text) => return text.parse().map_or(When::Unknown, When::Year),
            7 if text.as_bytes()[4] == b'-' => {
                return format!("{text}-01").parse().map_or(When::Unknown, When::Month);
            }
            10 => return text.parse().map_or(When::Unknown, When::Day),
            _ => {}
        }
        let bytes = text.as_bytes();
        if bytes.len() < 16 || !matches!(bytes[10], b'T' | b't' | b' ') || !text.is_ascii() {
            return When::Unknown;
        }
        let (clock, offset) = split_offset(&text[11..]);
        let Ok(offset) = offset else { return When::Unknown };
        let (Ok(date), Ok(time)) = (text[..10].parse::<Date>(), format!("{clock:0>5}").parse::<Time>()) else {
            return When::Unknown;
        };
        let at = date.to_datetime(time);
        if clock.len() > 5 { When::Instant(at, offset) } else { When::Minute(at, offset) }
    }

    /// The day it falls on, or begins on.
    pub fn day(&self) -> Option<Date> {
        match *self {
            When::Instant(at, _) | When::Minute(at, _) => Some(at.date()),
            When::Day(day) => Some(day),
            When::Between(from, _) => from,
            _ => None,
        }
    }

    /// Date and time of day, where both are known.
    pub fn datetime(&self) -> Option<DateTime> {
        match *self {
            When::Instant(at, _) | When::Minute(at, _) => Some(at),
            _ => None,
        }
    }

    /// Offset from UTC in minutes, where known.
    pub fn offset(&self) -> Option<i16> {
        match *self {
            When::Instant(_, offset) | When::Minute(_, offset) => offset,
            _ => None,
        }
    }

    /// From when (inclusive) to when (exclusive) it may be, in local time; `None` where open.
    pub fn bounds(&self) -> (Option<DateTime>, Option<DateTime>) {
        let midnight = |d: Date| d.to_datetime(Time::midnight());
        let later = |d: Date, by: Shift| d.checked_add(by).ok().map(midnight);
        match *self {
            When::Instant(at, _) => (Some(at), at.checked_add(1.second()).ok()),
            When::Minute(at, _) => (Some(at), at.checked_add(1.minute()).ok()),
            When::Day(d) => (Some(midnight(d)), later(d, 1.day())),
            When::Month(d) => (Some(midnight(d)), later(d, 1.month())),
            When::Year(y) => match Date::new(y, 1, 1) {
                Ok(d) => (Some(midnight(d)), later(d, 1.year())),
                Err(_) => (None, None),
            },
            When::Between(a, b) => (a.map(midnight), b.and_then(|d| later(d, 1.day()))),
            When::Unknown => (None, None),
        }
    }

    /// The same time, to the minute at most: how pages print it.
    pub fn without_seconds(self) -> When {
        match self {
            When::Instant(at, offset) => When::Minute(at, offset),
            other => other,
        }
    }

    /// A key for sorting: the earliest moment in UTC (local where no offset is known), unknown times last.
    pub fn sort_key(&self) -> (bool, Option<DateTime>) {
        let (earliest, _) = self.bounds();
        let shifted = match (earliest, self.offset()) {
            (Some(at), Some(minutes)) => at.checked_sub(i64::from(minutes).minutes()).ok(),
            (at, _) => at,
        };
        (shifted.is_none(), shifted)
    }
}

/// A clock time and its offset in minutes; an error where the offset makes no sense.
fn split_offset(text: &str) -> (&str, Result<Option<i16>, ()>) {
    let text = text.trim_end();
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return (clock, Ok(Some(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else { return (text, Ok(None)) };
    let (clock, offset) = (text[..at].trim_end(), &text[at..]);
    let digits: String = offset[1..].chars().filter(|c| *c != ':').collect();
    let minutes = match (digits.len(), digits.parse::<i16>()) {
        (4, Ok(n)) => n / 100 * 60 + n % 100,
        (2, Ok(n)) => n * 60,
        _ => return (clock, Err(())),
    };
    let signed = if offset.starts_with('-') { -minutes } else { minutes };
    (clock, if minutes <= 18 * 60 { Ok(Some(signed)) } else { Err(()) })
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zone = |f: &mut fmt::Formatter<'_>, offset: Option<i16>| match offset {
            None => Ok(()),
            Some(m) => {
                let sign = if m < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", m.abs() / 60, m.abs() % 60)
            }
        };
        match *self {
            When::Instant(at, offset) => {
                write!(f, "{}T{:02}:{:02}:{:02}", at.date(), at.hour(), at.minute(), at.second())?;
                zone(f, offset)
            }
            When::Minute(at, offset) => {
                write!(f, "{}T{:02}:{:02}", at.date(), at.hour(), at.minute())?;
                zone(f, offset)
            }
            When::Day(d) => write!(f, "{d}"),
            When::Month(d) => write!(f, "{:04}-{:02}", d.year(), d.month()),
            When::Year(y) => write!(f, "{y:04}"),
            When::Between(a, b) => {
                let end = |d: Option<Date>| d.map_or_else(|| "..".to_owned(), |d| d.to_string());
                write!(f, "{}/{}", end(a), end(b))
            }
            When::Unknown => Ok(()),
        }
    }
}

impl From<When> for String {
    fn from(when: When) -> String {
        when.to_string()
    }
}

impl From<String> for When {
    fn from(text: String) -> When {
        When::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_again() {
        for text in [
            "2031-03-04T09:37:12+01:00",
            "2031-03-04T09:37-05:30",
            "2031-03-04T09:37",
            "2031-03-04",
            "2031-03",
            "2031",
            "2031-03-01/2031-03-04",
            "2031-03-01/..",
            "../2031-03-04",
        ] {
            assert_eq!(When::parse(text).to_string(), text);
        }
    }

    #[test]
    fn what_makes_no_sense_is_unknown() {
        for text in
            ["", "2031-02-30", "2031-13", "../..", "2031-03-04T25:00", "2031-03-04T09:37+99:00", "lundi", "2031-03-0é"]
        {
            assert_eq!(When::parse(text), When::Unknown, "{text}");
        }
    }

    #[test]
    fn times_sort_by_the_moment_not_by_the_clock() {
        let brest = When::parse("2031-03-04T09:37+01:00");
        let london = When::parse("2031-03-04T09:00+00:00");
        assert!(brest.sort_key() < london.sort_key());
        assert!(london.sort_key() < When::Unknown.sort_key());
    }
}
