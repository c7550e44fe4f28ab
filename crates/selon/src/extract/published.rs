//! When a page was first published, and when it was last changed: from data, from what is visible, from its address.

use super::Role;
use super::hints::{BYLINE, COMMENTS, DATE, FOOT, HIDDEN, NAV, QUOTE, RELATED, SIDE};
use super::meta::{Facts, OTHER_META};
use super::piece::{Piece, Tag};
use super::stamp::{self, Cue, Stamp};
use super::tree::Tree;
use super::why::{self, Origin, Trail};
use crate::when::When;

/// First publication and last change.
pub(super) fn read(
    facts: &Facts,
    pieces: &[Piece],
    roles: &[Role],
    headline: Option<usize>,
    url: Option<&str>,
    tree: Option<&Tree>,
    trail: &mut Trail,
) -> (When, When) {
    let visible = visible(pieces, roles, headline);
    for (rank, stamp, i) in visible.iter().take(20) {
        let field = if stamp.cue == Cue::Modified { "modified" } else { "published" };
        let note = format!("{} in “{}”", RANKS[usize::from(*rank)], why::head(&pieces[*i].text));
        trail.say(field, stamp.when, || why::place(tree, &pieces[*i]), &note);
    }
    // Dates far from the headline are worth less than one in the address.
    let sure = visible.first().is_some_and(|(rank, ..)| *rank <= 3);
    let given = facts.published.iter().find(|(_, w)| plausible(*w)).copied();
    let said = |cue: Cue, ranks: std::ops::RangeInclusive<u8>| {
        visible.iter().find(|(rank, stamp, _)| stamp.cue == cue && ranks.contains(rank))
    };
    // What is said of a date in the text itself may be said of something else.
    let shown =
        said(Cue::Published, 0..=5).or_else(|| said(Cue::Unsaid, 0..=7)).or_else(|| said(Cue::Published, 0..=7));
    let near = shown.is_some_and(|(rank, ..)| *rank <= 3);
    let shown = shown.map(|(_, stamp, _)| stamp.when);
    let addressed = url.map_or(When::Unknown, from_address);
    if addressed != When::Unknown {
        trail.note("published", addressed, || Origin::Address);
    }
    let (published, why) = match (given, shown) {
        (Some((_, given)), Some(shown)) if given.day() == shown.day() => (
            reconcile(given, shown),
            "data and what is visible agree on the day; the clock is the one that readers see",
        ),
        (Some((OTHER_META, given)), Some(shown)) if near && reconcile(given, shown) == given => {
            (shown, "a tag that may date anything gives another day than what is visible beside the headline")
        }
        (Some((_, given)), Some(shown)) if near && is_next_day(given, shown) => {
            (shown, "data gives the time of Greenwich, where it was another day than readers see")
        }
        (Some((_, given)), Some(shown)) => {
            (reconcile(given, shown), "data comes before what is visible, which is of another day")
        }
        (Some((_, given)), None) => (given, "data says so, and nothing visible speaks of it"),
        (None, Some(shown)) if addressed == When::Unknown || sure || shown.day() == addressed.day() => {
            (shown, "it is visible, and data says nothing")
        }
        (None, _) => (addressed, "the address says so, and nothing visible near the headline"),
    };
    if published != When::Unknown {
        trail.say("published", published, || Origin::Whole, why);
    }
    let modified = facts.modified.iter().map(|(_, when)| *when).find(|w| plausible(*w));
    let changed = said(Cue::Modified, 0..=7).map(|(_, stamp, _)| stamp.when);
    let modified = match (modified, changed) {
        (Some(given), Some(shown)) => reconcile(given, shown),
        (given, shown) => given.or(shown).unwrap_or_default(),
    };
    match published {
        // A page that only says when it was changed.
        When::Unknown => (modified, modified),
        published => (published, modified),
    }
}

/// Whether a day without a time of day is the one before or after that of a moment which is given in the time of Greenwich.
fn is_next_day(given: When, shown: When) -> bool {
    let (Some(at), Some(day), None) = (given.datetime(), shown.day(), shown.datetime()) else { return false };
    let hours = |d: jiff::civil::Date| at.duration_since(d.to_datetime(jiff::civil::Time::midnight())).as_hours();
    // At home it was between twelve hours earlier and fourteen later.
    given.offset() == Some(0) && at.date() != day && (-14..=35).contains(&hours(day))
}

fn plausible(when: When) -> bool {
    when.day().is_some_and(|d| d.year() >= 1990 && d.year() < 2100)
}

/// What the ranks of visible dates mean.
const RANKS: [&str; 8] = [
    "a line of dates",
    "marked as a date, between the headline and the text",
    "between the headline and the text",
    "marked as a date, beside the text",
    "right below the text",
    "elsewhere on the page",
    "a line of the text that is short",
    "the text",
];

/// How far into the first paragraph a date is looked for, in bytes.
const FIRST_WORDS: usize = 70;

/// Dates near the headline, in the order of the page.
fn visible(pieces: &[Piece], roles: &[Role], headline: Option<usize>) -> Vec<(u8, Stamp, usize)> {
    let first = roles.iter().position(|r| matches!(r, Role::Paragraph | Role::Quotation)).unwrap_or(roles.len());
    let last = roles.iter().rposition(|r| super::roles::is_text(*r)).unwrap_or(first);
    let top = headline.map_or(0, |h| h.saturating_sub(8));
    let mut near: Vec<(u8, Stamp, usize)> = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        let timed = plausible(piece.time);
        // Of the text's own first paragraph only the first words: "Harwich, 8 December 2031 -".
        let words =
            if i == first { &piece.text[..piece.text.floor_char_boundary(FIRST_WORDS)] } else { piece.text.as_str() };
        let digits = timed || words.bytes().any(|b| b.is_ascii_digit());
        // A line of its own right beside the headline, however the page marks it.
        let beside = piece.text.len() < 60
            && headline.is_some_and(|h| (i > h && i <= h + 6 && i < first) || (i < h && i + 2 >= h));
        let elsewhere = piece.has(COMMENTS | HIDDEN | NAV | RELATED)
            || matches!(roles[i], Role::Caption | Role::Credit | Role::Comment | Role::ReadAlso);
        if !digits
            || words.len() > 300
            || (elsewhere && !beside)
            || piece.has(QUOTE)
            || piece.tag == Tag::Picture
            || piece.text.contains('©')
        {
            continue;
        }
        let of_text = super::roles::is_text(roles[i]) && roles[i] != Role::Subhead;
        let rank = if of_text {
            // A day in the text itself, where nothing else is dated: better than none, where it stands in a line of its own.
            if words.len() < 80 { 6 } else { 7 }
        } else if roles[i] == Role::DateLine {
            0
        } else if (timed || piece.has(DATE | BYLINE)) && i >= top && i <= first.max(headline.unwrap_or(0)) {
            1
        } else if i >= top && i <= first {
            2
        } else if (timed || piece.has(DATE)) && i <= last + 12 && !piece.has(SIDE | FOOT) {
            3
        } else if i > first && i <= last + 4 {
            4
        } else {
            5
        };
        let mut found = stamp::stamps(words);
        if timed {
            let cue = found.first().map_or_else(|| stamp::said(&piece.text), |s| s.cue);
            // The element's figures are exact; the words say what they are.
            match found.first_mut() {
                Some(shown) if shown.when.day() == piece.time.day() => shown.when = reconcile(piece.time, shown.when),
                Some(_) => {}
                None => found.push(Stamp { when: piece.time, cue, start: 0, end: words.len() }),
            }
        }
        near.extend(found.into_iter().filter(|s| plausible(s.when)).map(|s| (rank, s, i)));
    }
    near.sort_by_key(|(rank, ..)| *rank);
    near
}

/// One time given twice: data is exact, what readers see is in their own time.
fn reconcile(given: When, shown: When) -> When {
    let Some(data) = given.datetime() else {
        // Data that gives a day only, beside a visible time of that day.
        return match (given.day(), shown.datetime()) {
            (Some(day), Some(at)) if at.date() == day => shown,
            _ => given,
        };
    };
    let Some(printed) = shown.datetime() else { return given };
    // The same moment in two zones: their clocks differ by whole quarters of an hour.
    let offset = given.offset().unwrap_or(0);
    let minutes = |at: jiff::civil::DateTime| {
        i64::from(at.date().duration_since(jiff::civil::Date::constant(1970, 1, 1)).as_hours() as i32) * 60
            + i64::from(at.hour()) * 60
            + i64::from(at.minute())
    };
    let shift = minutes(printed) - (minutes(data) - i64::from(offset));
    if given.offset() == Some(0) && shift % 15 == 0 && (-12 * 60..=14 * 60).contains(&shift) && shift != 0 {
        return When::Minute(printed, i16::try_from(shift).ok());
    }
    given
}

/// The day in an address: `/2031/12/08/`, `/2031-12-08-`, `/20311208/`.
fn from_address(url: &str) -> When {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
        if !digit(at) || (at > 0 && digit(at - 1)) {
            at += 1;
            continue;
        }
        let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let year = run(at);
        let number = |from: usize, n: usize| path[from..from + n].parse::<i16>().unwrap_or(0);
        let made = |y: i16, m: i16, d: i16| {
            jiff::civil::Date::new(y, m as i8, d as i8).ok().filter(|d| (1995..2100).contains(&d.year()))
        };
        if year == 8
            && let Some(day) = made(number(at, 4), number(at + 4, 2), number(at + 6, 2))
        {
            return When::Day(day);
        }
        if year == 4 && matches!(bytes.get(at + 4), Some(b'/' | b'-' | b'_')) {
            let month = run(at + 5);
            let day_at = at + 5 + month + 1;
            if (1..=2).contains(&month) && bytes.get(at + 4) == bytes.get(day_at - 1) && day_at < bytes.len() {
                let days = run(day_at);
                if (1..=2).contains(&days)
                    && let Some(day) = made(number(at, 4), number(at + 5, month), number(day_at, days))
                {
                    return When::Day(day);
                }
            }
        }
        at += year;
    }
    When::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_days() {
        assert_eq!(from_address("https://x.example/2031/12/08/port-closed-1234").to_string(), "2031-12-08");
        assert_eq!(from_address("https://x.example/news/20311208/port").to_string(), "2031-12-08");
        assert_eq!(from_address("https://x.example/a-2031-12-08.html").to_string(), "2031-12-08");
        assert_eq!(from_address("https://x.example/20317308/port/2031/13/01/"), When::Unknown);
    }

    #[test]
    fn what_is_visible_beside_the_headline_corrects_what_may_date_anything() {
        let read = |head: &str, line: &str| {
            let html = format!(
                "<head>{head}</head><h1>Harbour shut</h1><div class=date>{line}</div><p>The harbour is shut, the mayor said on Monday at noon."
            );
            crate::extract::extract(&crate::page::read(html.as_bytes()).expect("a page")).published.to_string()
        };
        let meta = |name: &str, at: &str| format!("<meta name='{name}' content='{at}'>");
        assert_eq!(read(&meta("date", "2031-12-20"), "8 December 2031"), "2031-12-08");
        assert_eq!(read(&meta("article:published_time", "2031-12-20"), "8 December 2031"), "2031-12-20");
        assert_eq!(read(&meta("article:published_time", "2031-12-09T02:30:00Z"), "8 December 2031"), "2031-12-08");
        assert_eq!(read("", "2031年12月8日 09:30"), "2031-12-08T09:30");
        assert_eq!(read("", "8 grudnia 2031"), "2031-12-08");
    }

    #[test]
    fn the_clock_that_readers_see_is_kept() {
        let read = |a: &str, b: &str| reconcile(When::parse(a), When::parse(b)).to_string();
        assert_eq!(read("2031-12-08T05:12:00Z", "2031-12-08T06:12"), "2031-12-08T06:12+01:00");
        assert_eq!(read("2031-12-08T06:12:00+01:00", "2031-12-08T06:12"), "2031-12-08T06:12:00+01:00");
        assert_eq!(read("2031-12-08", "2031-12-08T06:12"), "2031-12-08T06:12");
        assert_eq!(read("2031-12-08T05:12:00Z", "2031-12-09"), "2031-12-08T05:12:00+00:00");
    }
}
