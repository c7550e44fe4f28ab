//! When a claim is said to have happened, and which numbers belong to it.

use std::collections::BTreeMap;

use super::{Bound, Figure};
use crate::annotate::time::Kind;
use crate::reading::Reading;
use crate::text::Span;

/// A number in a statement, and what it counts. Bounds are kept as bits, so that counts can be ordered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Count {
    pub(super) what: String,
    low: Option<u64>,
    high: Option<u64>,
    about: bool,
}

impl Count {
    pub(super) fn of(what: &str, low: Option<f64>, high: Option<f64>) -> Count {
        let bits = |n: Option<f64>| n.filter(|n| n.is_finite()).map(f64::to_bits);
        Count { what: what.to_owned(), low: bits(low), high: bits(high), about: false }
    }

    /// The same count under another name.
    pub(super) fn named(&self, what: &str) -> Count {
        Count { what: what.to_owned(), ..self.clone() }
    }

    pub(super) fn low(&self) -> f64 {
        self.low.map_or(f64::NEG_INFINITY, f64::from_bits)
    }

    pub(super) fn high(&self) -> f64 {
        self.high.map_or(f64::INFINITY, f64::from_bits)
    }

    /// Whether both count one thing and cannot both be right.
    pub(super) fn excludes(&self, other: &Count) -> bool {
        self.what == other.what && (self.low() > other.high() || other.low() > self.high())
    }

    fn figures(&self) -> Vec<Figure> {
        let figure = |value: f64, bound| Figure { what: self.what.clone(), value, bound };
        match (self.low.map(f64::from_bits), self.high.map(f64::from_bits)) {
            (Some(low), Some(high)) if low == high => {
                vec![figure(low, if self.about { Bound::About } else { Bound::Exact })]
            }
            (low, high) => {
                let low = low.map(|v| figure(v, Bound::AtLeast));
                low.into_iter().chain(high.map(|v| figure(v, Bound::AtMost))).collect()
            }
        }
    }
}

/// The counts of a passage, but for those that it is said to reject.
pub(super) fn counts(reading: &Reading, span: Span, rejects: impl Fn(Span) -> bool) -> Vec<Count> {
    let inside = reading.marks.figures.iter().filter(|f| span.contains(f.span) && !rejects(f.span));
    inside.map(|f| Count { about: f.about, ..Count::of(&f.what, f.low, f.high) }).collect()
}

/// The numbers that half or more of the statements with any give.
pub(super) fn figures<'a>(statements: impl Iterator<Item = &'a [Count]>) -> Vec<Figure> {
    let mut votes: BTreeMap<&Count, usize> = BTreeMap::new();
    let mut with_any = 0;
    for counts in statements.filter(|c| !c.is_empty()) {
        with_any += 1;
        for count in counts {
            *votes.entry(count).or_default() += 1;
        }
    }
    votes.into_iter().filter(|&(_, n)| 2 * n >= with_any).flat_map(|(count, _)| count.figures()).collect()
}

/// The time that most statements give; of equals the one of the earliest statement.
pub(super) fn when(wordings: &[(&Reading, Span)]) -> Option<String> {
    let mut votes: Vec<(String, usize)> = Vec::new();
    for &(reading, span) in wordings {
        let Some(when) = of_statement(reading, span) else { continue };
        match votes.iter_mut().find(|(w, _)| *w == when) {
            Some((_, n)) => *n += 1,
            None => votes.push((when, 1)),
        }
    }
    let most = votes.iter().map(|(_, n)| *n).max()?;
    votes.into_iter().find(|(_, n)| *n == most).map(|(when, _)| when)
}

/// The time that a passage gives: a range where it has one, else its first day, month or year.
fn of_statement(reading: &Reading, span: Span) -> Option<String> {
    let times = &reading.marks.times;
    if let Some(range) = times.ranges.iter().find(|r| span.overlaps(r.span)) {
        let end = range.end.as_deref().map_or(Some(".."), calendar)?;
        let begin = range.begin.as_deref().map_or(Some(".."), calendar)?;
        return Some(if begin == end { begin.to_owned() } else { format!("{begin}/{end}") });
    }
    let dated = times.timexes.iter().filter(|t| span.contains(t.span) && matches!(t.kind, Kind::Date | Kind::Time));
    dated.filter_map(|t| calendar(&t.value)).max_by_key(|v| v.len()).map(str::to_owned)
}

/// The day, month or year at the head of a TIMEX3 value.
pub(super) fn calendar(value: &str) -> Option<&str> {
    let head = value.split('T').next()?;
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let mut parts = head.split('-');
    let year = parts.next().filter(|y| y.len() == 4 && digits(y))?;
    let fits = parts.clone().count() <= 2 && parts.all(|p| p.len() == 2 && digits(p));
    (fits && !year.is_empty()).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(what: &str, low: Option<f64>, high: Option<f64>) -> Count {
        Count::of(what, low, high)
    }

    #[test]
    fn at_least_twelve_does_not_exclude_seventeen() {
        let twelve_or_more = count("dead", Some(12.0), None);
        assert!(!twelve_or_more.excludes(&count("dead", Some(17.0), Some(17.0))));
        assert!(twelve_or_more.excludes(&count("dead", Some(11.0), Some(11.0))));
        assert!(!twelve_or_more.excludes(&count("injured", Some(11.0), Some(11.0))));
    }

    #[test]
    fn only_calendar_values_say_when() {
        assert_eq!(calendar("2031-12-07TNI"), Some("2031-12-07"));
        assert_eq!(calendar("2031-12"), Some("2031-12"));
        assert_eq!(calendar("2031-W49"), None);
        assert_eq!(calendar("XXXX-12-07"), None);
        assert_eq!(calendar("PRESENT_REF"), None);
    }
}
