//! Dates and times as pages print them: "Publié le 8 décembre 2031 à 6h12", "Dec 9, 2031 1:05 PM CET", "09.12.2031, 12:15",
//! and, where a scraper has lost the border between two elements, "09:379/12/2024, lundi".

mod clock;
mod token;

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use jiff::ToSpan as _;
use jiff::civil::Date;

use self::clock::{Clock, clock, clock_after, clock_before};
use self::token::{Kind, Token, lex, number, sign};
use super::table::everywhere;
use crate::when::When;

/// A date on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) when: When,
    /// What the words before it say that it is.
    pub(super) cue: Cue,
    /// Where it stands in its line, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a date is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    Published,
    Modified,
    Unsaid,
}

/// All dates with a year in a line, with the time of day that belongs to each.
pub(super) fn stamps(line: &str) -> Vec<Stamp> {
    let tokens = lex(line);
    let mut found = Vec::new();
    let mut at = 0;
    // The first token that no earlier stamp has taken.
    let mut free = 0;
    while at < tokens.len() {
        let Some((date, mut end)) = date(&tokens, at) else {
            at += 1;
            continue;
        };
        let mut begin = at;
        let clock = match clock_after(&tokens, end) {
            Some((clock, after)) => {
                end = after;
                Some(clock)
            }
            None => clock_before(&tokens, free, at).map(|(clock, from)| {
                begin = from;
                clock
            }),
        };
        let when = match clock {
            None => When::Day(date),
            Some(Clock { time, seconds: true, offset }) => When::Instant(date.to_datetime(time), offset),
            Some(Clock { time, offset, .. }) => When::Minute(date.to_datetime(time), offset),
        };
        let cue = cue(line, if free == 0 { 0 } else { tokens[free - 1].end }, tokens[begin].start);
        found.push(Stamp { when, cue, start: tokens[begin].start, end: tokens[end - 1].end });
        free = end;
        at = end;
    }
    found
}

/// One value of a field that holds a date: ISO 8601 and its relatives, RFC 2822, seconds since 1970, or as printed.
pub(super) fn value(text: &str) -> When {
    let text = text.trim();
    let iso = When::parse(text);
    if iso != When::Unknown {
        return iso;
    }
    if text.len() > 120 {
        return When::Unknown;
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        let number: i64 = text.parse().unwrap_or(0);
        let seconds = match text.len() {
            10 => number,
            13 => number / 1000,
            8 => return When::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])),
            _ => return When::Unknown,
        };
        let epoch = jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
        return epoch.checked_add(seconds.seconds()).map_or(When::Unknown, |at| When::Instant(at, Some(0)));
    }
    stamps(text).first().map_or(When::Unknown, |s| s.when)
}

/// Whether a line begins with a time of day: "14:05", "9h37 -", "21.30 Uhr".
pub(super) fn begins_with_clock(line: &str) -> bool {
    clock(&lex(&line[..line.floor_char_boundary(40)]), 0, true).is_some()
}

/// Whether a text is a day without a year, and no more: "Sept 16", "3. März", "le 8 déc.".
pub(super) fn is_day(text: &str) -> bool {
    let tokens = lex(text);
    tokens.len() <= 6
        && (0..tokens.len()).any(|i| month(&tokens, i).is_some())
        && tokens.iter().any(|t| matches!(t.kind, Kind::Number(1..=31)))
}

/// What the words between two places of a line say about the date that follows: the last word that says anything counts.
fn cue(line: &str, from: usize, to: usize) -> Cue {
    static CUES: OnceLock<AhoCorasick> = OnceLock::new();
    let (published, modified) = (&everywhere().published, &everywhere().modified);
    let cues = CUES.get_or_init(|| AhoCorasick::new(published.iter().chain(modified)).expect("a few phrases"));
    let before = line[from..to].to_lowercase();
    let mut last: Option<(usize, Cue)> = None;
    for found in cues.find_overlapping_iter(&before).filter(|f| is_word(&before, f.range())) {
        let cue = if found.pattern().as_usize() < published.len() { Cue::Published } else { Cue::Modified };
        // A phrase that begins where another does says more; of two that begin at one place "updated" wins.
        if last.is_none_or(|(at, old)| found.start() > at || (found.start() == at && old == Cue::Published)) {
            last = Some((found.start(), cue));
        }
    }
    last.map_or(Cue::Unsaid, |(_, cue)| cue)
}

/// What a line without a date of its own says about the time beside it.
pub(super) fn said(line: &str) -> Cue {
    cue(line, 0, line.len())
}

/// The words before a date without those at their end that say what the date is ("Publié le", "Giriş:").
pub(super) fn without_cue(before: &str) -> &str {
    let lower = before.to_lowercase();
    if lower.len() != before.len() {
        return before;
    }
    let all = everywhere();
    let first = all.published.iter().chain(&all.modified).filter_map(|w| {
        let at = find_word(&lower, w)?;
        // Only small words may stand between the cue and the date.
        (lower.len() - at - w.len() <= 8).then_some(at)
    });
    match first.min() {
        Some(at) => &before[..at],
        None => before,
    }
}

/// Where a word or phrase stands in a text, not as a part of a longer word; the last such place.
fn find_word(text: &str, word: &str) -> Option<usize> {
    text.rmatch_indices(word).map(|(at, _)| at).find(|&at| is_word(text, at..at + word.len()))
}

/// Whether a stretch of a text is no part of a longer word.
fn is_word(text: &str, at: std::ops::Range<usize>) -> bool {
    let before = text[..at.start].chars().next_back();
    let after = text[at.end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphabetic)
}

fn year(tokens: &[Token<'_>], at: usize) -> Option<i16> {
    let n = number(tokens, at)?;
    (tokens[at].text.len() == 4 && (1990..2100).contains(&n)).then_some(n as i16)
}

/// The month named at a place, and the token after it.
fn month(tokens: &[Token<'_>], at: usize) -> Option<(i8, usize)> {
    let word = |i: usize| tokens.get(i).filter(|t| t.kind == Kind::Word).map(|t| fold(t.text));
    let first = word(at)?;
    let months = &everywhere().months;
    if let Some(second) = word(at + 1)
        && let Some(&n) = months.get(&format!("{first} {second}"))
    {
        return Some((n, at + 2));
    }
    months.get(&first).map(|&n| (n, at + 1))
}

fn fold(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter(|c| *c != '\u{307}').collect()
}

fn valid(year: i16, month: u32, day: u32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A date that begins at a token, and the token after it.
fn date(tokens: &[Token<'_>], at: usize) -> Option<(Date, usize)> {
    if let Some((m, mut i)) = month(tokens, at) {
        // "Dec. 9, 2031", "May 6th 2031"
        i += usize::from(sign(tokens, i) == Some('.'));
        let day = number(tokens, i).filter(|d| (1..=31).contains(d))?;
        i = after_ordinal(tokens, i + 1);
        i += usize::from(matches!(sign(tokens, i), Some(',' | '،' | '.')));
        return Some((valid(year(tokens, i)?, m as u32, day)?, i + 1));
    }
    let first = number(tokens, at)?;
    // Part of a longer number, as in "1.12.5" or "3:16".
    let glued = at > 0
        && !tokens[at].blank
        && matches!(sign(tokens, at - 1), Some('.' | '-' | '/'))
        && number(tokens, at.wrapping_sub(2)).is_some();
    if glued {
        return None;
    }
    let separator = sign(tokens, at + 1).filter(|c| matches!(c, '-' | '/' | '.' | '‑'));
    if let Some(separator) = separator
        && sign(tokens, at + 3) == Some(separator)
    {
        let (second, third) = (number(tokens, at + 2)?, number(tokens, at + 4)?);
        if let Some(y) = year(tokens, at) {
            return Some((valid(y, second, third)?, at + 5));
        }
        let y = year(tokens, at + 4).or_else(|| {
            let two = tokens[at + 4].text.len() == 2 && tokens[at + 2].text.len() <= 2 && !tokens[at + 2].blank;
            (two && third < 70).then_some(2000 + third as i16)
        })?;
        let date = valid(y, second, first).or_else(|| valid(y, first, second))?;
        return Some((date, at + 5));
    }
    // "2031年12月8日": each number with its unit.
    let unit =
        |i: usize| tokens.get(i).is_some_and(|t| t.kind == Kind::Word && !t.blank && t.text.chars().count() == 1);
    if let Some(y) = year(tokens, at)
        && unit(at + 1)
        && unit(at + 3)
        && unit(at + 5)
    {
        return Some((valid(y, number(tokens, at + 2)?, number(tokens, at + 4)?)?, at + 6));
    }
    // "8 décembre 2031", "3. März 2031", "1er mars 2031", "3 de maio de 2031", "16 Eylül 2031"
    if first == 0 || first > 31 {
        return None;
    }
    let mut i = after_ordinal(tokens, at + 1);
    i += usize::from(matches!(sign(tokens, i), Some('.' | 'º' | '°' | '-' | ',')));
    i += usize::from(is_short_word(tokens, i) && month(tokens, i).is_none());
    let (m, mut i) = month(tokens, i)?;
    // The month by both of its names: "8 كانون الأول / ديسمبر 2031".
    if sign(tokens, i) == Some('/')
        && let Some((same, end)) = month(tokens, i + 1)
        && same == m
    {
        i = end;
    }
    i += usize::from(matches!(sign(tokens, i), Some('.' | ',' | '،' | '-' | '/')));
    i += usize::from(matches!(sign(tokens, i), Some(',')));
    i += usize::from(is_short_word(tokens, i));
    Some((valid(year(tokens, i)?, m as u32, first)?, i + 1))
}

/// "de", "of", "del".
fn is_short_word(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == Kind::Word && t.text.chars().count() <= 3)
}

/// Past "st", "er", "th" that lean on a number.
fn after_ordinal(tokens: &[Token<'_>], at: usize) -> usize {
    let leans = tokens.get(at).is_some_and(|t| t.kind == Kind::Word && !t.blank && t.text.len() <= 3)
        && month(tokens, at).is_none();
    at + usize::from(leans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(line: &str) -> String {
        stamps(line).first().map(|s| s.when.to_string()).unwrap_or_default()
    }

    #[test]
    fn dates_are_read_as_printed() {
        for (line, when) in [
            ("09:379/12/2024, lundi", "2024-12-09T09:37"),
            ("09:3709/12/2024", "2024-12-09T09:37"),
            ("Publié le 8 décembre 2031 à 6h12", "2031-12-08T06:12"),
            ("Le 08/12/2031 à 08:05 - (avec ABX)", "2031-12-08T08:05"),
            ("Dec 9, 2031 1:05 PM CET", "2031-12-09T13:05+01:00"),
            ("Tuesday 16 September 2031 21.30", "2031-09-16T21:30"),
            ("09.12.2031, 12:15 Uhr", "2031-12-09T12:15"),
            ("3 may 2031 - 19:15 CET", "2031-05-03T19:15+01:00"),
            ("16 Eylül 2031 Salı 08:10", "2031-09-16T08:10"),
            ("الثلاثاء 9 ديسمبر 2031 - 11:20", "2031-12-09T11:20"),
            ("9 декабря 2031, 10:05", "2031-12-09T10:05"),
            ("Published 11:02, 8 December 2031", "2031-12-08T11:02"),
            ("3 de maio de 2031, 10:24", "2031-05-03T10:24"),
            ("Tue, 16 Sep 2031 10:12:05 +0300", "2031-09-16T10:12:05+03:00"),
            ("le 1er mars 2031", "2031-03-01"),
            ("12/25/2031", "2031-12-25"),
            ("2031-03-04 09:37", "2031-03-04T09:37"),
            ("9 كانون الأول 2031", "2031-12-09"),
            ("Mon 8 Nov 2032 1352 GMT", "2032-11-08T13:52+00:00"),
            ("version 1.12.5", ""),
            ("Le 8 décembre, il a neigé", ""),
        ] {
            assert_eq!(first(line), when, "{line}");
        }
    }

    #[test]
    fn each_date_has_its_own_cue_and_clock() {
        let line = "Giriş: 16.09.2031 - 12:45 | Güncelleme: 16.09.2031 - 14:08";
        let found: Vec<_> = stamps(line).iter().map(|s| (s.cue, s.when.to_string())).collect();
        assert_eq!(
            found,
            [(Cue::Published, "2031-09-16T12:45".to_owned()), (Cue::Modified, "2031-09-16T14:08".to_owned())]
        );
    }

    #[test]
    fn values_of_fields_are_read_in_all_their_forms() {
        for (text, when) in [
            ("2031-12-08T06:12:00+01:00", "2031-12-08T06:12:00+01:00"),
            ("2031-12-08T06:12:00.123Z", "2031-12-08T06:12:00+00:00"),
            ("20311208", "2031-12-08"),
            ("Tue, 09 Dec 2031 06:12:00 GMT", "2031-12-09T06:12:00+00:00"),
            ("1700000000", "2023-11-14T22:13:20+00:00"),
            ("soon", ""),
        ] {
            assert_eq!(value(text).to_string(), when, "{text}");
        }
    }
}
