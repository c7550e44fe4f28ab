//! Stretches of time as selon prints them, and the axis they are drawn along.

use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan as _};

use crate::words::Words;

/// A stretch of time, as precise as it is known. Times are local, as printed; offsets are not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Not before this; `None`: not known since when.
    pub earliest: Option<DateTime>,
    /// Before this; `None`: not known until when.
    pub latest: Option<DateTime>,
}

impl Stretch {
    /// Reads what selon prints: `2031`, `2031-03`, `2031-03-04`, `2031-03-04T09:37`, the same with seconds and offset, and two of
    /// them as `A/B`, `A/..`, `../B`.
    ///
    /// ```
    /// let march = selon_draw::Stretch::parse("2031-03").unwrap();
    /// assert_eq!(march.latest.unwrap().to_string(), "2031-04-01T00:00:00");
    /// assert!(selon_draw::Stretch::parse("spring").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Stretch> {
        let Some((from, to)) = text.split_once('/') else {
            return point(text);
        };
        let earliest = if from == ".." { None } else { point(from)?.earliest };
        let latest = if to == ".." { None } else { point(to)?.latest };
        let ordered = earliest.zip(latest).is_none_or(|(a, b)| a < b);
        (ordered && (earliest.is_some() || latest.is_some())).then_some(Stretch { earliest, latest })
    }

    /// The stretch in minutes since 1970, where it is bounded.
    pub(crate) fn minutes(self) -> (Option<f64>, Option<f64>) {
        (self.earliest.map(minutes), self.latest.map(minutes))
    }

    /// A minute in which it may be taken to begin.
    pub(crate) fn begin(self) -> Option<f64> {
        self.earliest.or(self.latest).map(minutes)
    }
}

/// One date or time.
fn point(text: &str) -> Option<Stretch> {
    let (day, clock) = match text.split_once('T') {
        Some((day, clock)) => (day, Some(clock)),
        None => (text, None),
    };
    let numbers: Vec<&str> = day.split('-').collect();
    let number = |i: usize, digits: usize| -> Option<i16> {
        let part = numbers.get(i)?;
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let part = |i: usize| number(i, 2).and_then(|n| i8::try_from(n).ok());
    let year = number(0, 4)?;
    let date = |month, day| Date::new(year, month, day).ok();
    let midnight = |date: Date| date.at(0, 0, 0, 0);
    let (start, length) = match (numbers.len(), clock) {
        (1, None) => (midnight(date(1, 1)?), 1.year()),
        (2, None) => (midnight(date(part(1)?, 1)?), 1.month()),
        (3, None) => (midnight(date(part(1)?, part(2)?)?), 1.day()),
        (3, Some(clock)) => {
            let two = |at: usize| clock.get(at..at + 2)?.parse::<i8>().ok();
            let time = jiff::civil::Time::new(two(0)?, two(3)?, 0, 0).ok()?;
            (date(part(1)?, part(2)?)?.to_datetime(time), 1.minute())
        }
        _ => return None,
    };
    Some(Stretch { earliest: Some(start), latest: Some(start.checked_add(length).ok()?) })
}

fn minutes(at: DateTime) -> f64 {
    at.duration_since(EPOCH).as_secs_f64() / 60.0
}

fn from_minutes(minutes: f64) -> Option<DateTime> {
    EPOCH.checked_add(Span::new().try_minutes(minutes as i64).ok()?).ok()
}

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
const HOUR: f64 = 60.0;
const DAY: f64 = 24.0 * HOUR;

/// The marks of a time axis: where, what is written there, and whether it begins a day, month or year.
pub(crate) struct Tick {
    pub(crate) at: f64,
    pub(crate) label: String,
}

/// At most about `wanted` marks between two times in minutes, on round times.
pub(crate) fn ticks(from: f64, to: f64, wanted: usize, words: &Words) -> Vec<Tick> {
    let span = (to - from).max(1.0);
    let fits = |step: f64| span / step <= wanted as f64;
    let (Some(start), Some(end)) = (from_minutes(from), from_minutes(to)) else {
        return Vec::new();
    };
    let midnight = start.date().at(0, 0, 0, 0);
    let day_of = |d: Date| format!("{} {}", d.day(), words.months[usize::from(d.month().unsigned_abs()) - 1]);
    let hours = [1, 3, 6, 12].into_iter().find(|&h| fits(f64::from(h) * HOUR));
    let days = [1, 2, 7, 14].into_iter().find(|&d| fits(f64::from(d) * DAY));
    let months = [1, 3, 6].into_iter().find(|&m| fits(f64::from(m) * 30.0 * DAY));
    let years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000];
    type Label<'a> = Box<dyn Fn(DateTime) -> String + 'a>;
    let (first, step, label): (DateTime, Span, Label) = if let Some(h) = hours {
        let label = move |t: DateTime| match t.hour() {
            0 => day_of(t.date()),
            hour => format!("{hour}:00"),
        };
        (midnight, h.hours(), Box::new(label))
    } else if let Some(d) = days {
        (midnight, d.days(), Box::new(move |t: DateTime| day_of(t.date())))
    } else if let Some(m) = months {
        let first = start.date().first_of_year().at(0, 0, 0, 0);
        let label = |t: DateTime| format!("{} {}", words.months[usize::from(t.month().unsigned_abs()) - 1], t.year());
        (first, m.months(), Box::new(label))
    } else {
        let step = years.into_iter().find(|&y| fits(f64::from(y) * 365.0 * DAY)).unwrap_or(5000);
        let first = Date::new(start.year().div_euclid(step) * step, 1, 1).unwrap_or(start.date().first_of_year());
        (first.at(0, 0, 0, 0), step.years(), Box::new(|t: DateTime| t.year().to_string()))
    };
    let mut out = Vec::new();
    let mut at = first;
    while at <= end && out.len() < 100 {
        if at >= start {
            out.push(Tick { at: minutes(at), label: label(at) });
        }
        let Ok(next) = at.checked_add(step) else { break };
        at = next;
    }
    out
}

/// A time for people: `4 Mar 2031 09:37`, as much of it as is known.
pub(crate) fn say(stretch: Stretch, words: &Words) -> String {
    let day = |d: Date| format!("{} {} {}", d.day(), words.months[usize::from(d.month().unsigned_abs()) - 1], d.year());
    match (stretch.earliest, stretch.latest) {
        (Some(from), Some(to)) => {
            let length = minutes(to) - minutes(from);
            let whole = from.time() == to.time() && from.hour() == 0 && from.minute() == 0;
            if length <= 1.0 {
                format!("{} {:02}:{:02}", day(from.date()), from.hour(), from.minute())
            } else if whole && length <= DAY {
                day(from.date())
            } else if whole
                && from.date().first_of_year() == from.date()
                && from.date().checked_add(1.year()).is_ok_and(|d| d == to.date())
            {
                from.year().to_string()
            } else if whole && from.day() == 1 && from.date().checked_add(1.month()).is_ok_and(|d| d == to.date()) {
                format!("{} {}", words.months[usize::from(from.month().unsigned_abs()) - 1], from.year())
            } else {
                let last = to.checked_sub(1.minute()).unwrap_or(to);
                let (from, to) = (from.date(), last.date());
                if from == to {
                    day(from)
                } else if from.first_of_month() == to.first_of_month() {
                    format!("{} – {}", from.day(), day(to))
                } else {
                    format!("{} – {}", day(from), day(to))
                }
            }
        }
        (Some(from), None) => format!("{} {}", words.since, day(from.date())),
        (None, Some(to)) => format!("{} {}", words.until, day(to.checked_sub(1.minute()).unwrap_or(to).date())),
        (None, None) => words.unknown.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ENGLISH;

    #[test]
    fn what_is_printed_is_read() {
        for (text, said) in [
            ("2031", "2031"),
            ("2031-03", "Mar 2031"),
            ("2031-03-04", "4 Mar 2031"),
            ("2031-03-04T09:37", "4 Mar 2031 09:37"),
            ("2031-03-04T09:37:12+01:00", "4 Mar 2031 09:37"),
            ("2031-03-04/2031-03-06", "4 – 6 Mar 2031"),
            ("2031-03-04/..", "since 4 Mar 2031"),
            ("../2031-03-04", "until 4 Mar 2031"),
        ] {
            assert_eq!(Stretch::parse(text).map(|s| say(s, &ENGLISH)).as_deref(), Some(said), "{text}");
        }
        for text in [
            "",
            "..",
            "../..",
            "2031-13",
            "2031-02-30",
            "31-02",
            "2031-W10",
            "2031-03-06/2031-03-04",
            "T09:00",
            "9999-99",
        ] {
            assert!(Stretch::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_axis_has_few_round_marks() {
        let at = |text: &str| Stretch::parse(text).unwrap().begin().unwrap();
        let labels =
            |a: &str, b: &str| ticks(at(a), at(b), 8, &ENGLISH).into_iter().map(|t| t.label).collect::<Vec<_>>();
        assert_eq!(
            labels("2031-03-04T07:10", "2031-03-04T13:00"),
            ["8:00", "9:00", "10:00", "11:00", "12:00", "13:00"]
        );
        assert_eq!(
            labels("2031-03-04", "2031-03-08"),
            ["4 Mar", "12:00", "5 Mar", "12:00", "6 Mar", "12:00", "7 Mar", "12:00", "8 Mar"]
        );
        assert_eq!(
            labels("2031-03-04", "2031-09-08"),
            ["Apr 2031", "May 2031", "Jun 2031", "Jul 2031", "Aug 2031", "Sep 2031"]
        );
        assert_eq!(labels("1950", "2031"), ["1960", "1980", "2000", "2020"]);
        assert!(labels("0001", "9998").len() < 12);
    }
}
