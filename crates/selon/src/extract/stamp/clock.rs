//! Times of day as pages print them, with their zones: "6h12", "1:05 PM CET", "12.15 Uhr (+01:00)".

use jiff::civil::Time;

use super::token::{Kind, Token, number, sign};
use super::{everywhere, fold};

#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) time: Time,
    pub(super) seconds: bool,
    pub(super) offset: Option<i16>,
}

/// The time of day after a date, up to a few words on.
pub(super) fn clock_after(tokens: &[Token<'_>], from: usize) -> Option<(Clock, usize)> {
    let mut at = from;
    let mut words = 0;
    loop {
        if let Some(found) = clock(tokens, at, true) {
            return Some(found);
        }
        match tokens.get(at)?.kind {
            Kind::Word => {
                words += 1;
                if words > 2 {
                    return None;
                }
            }
            Kind::Sign(',' | '-' | '–' | '—' | '|' | '·' | '•' | '،' | '/' | '@' | '(') if at < from + 4 => {}
            _ => return None,
        }
        at += 1;
    }
}

/// The time of day before a date: "11:02, 8 December 2031", "09:379/12/2024".
pub(super) fn clock_before(tokens: &[Token<'_>], free: usize, date: usize) -> Option<(Clock, usize)> {
    let mut at = date;
    while at > free && date - at < 10 {
        at -= 1;
        if let Some((clock, end)) = clock(tokens, at, false)
            && end <= date
        {
            // "10:05": the minutes alone would be none, but take the longest reading.
            let longer = at.checked_sub(2).filter(|&i| i >= free).and_then(|i| self::clock(tokens, i, false));
            if let Some((longer, end)) = longer
                && end > at
            {
                return Some((longer, at - 2));
            }
            let between = &tokens[end..date];
            let near = between.len() <= 3 && between.iter().all(|t| !matches!(t.kind, Kind::Number(_)));
            return near.then_some((clock, at));
        }
    }
    None
}

/// A time of day that begins at a token, and the token after it. `dotted`: "21.30" counts, as it does after a date.
pub(super) fn clock(tokens: &[Token<'_>], at: usize, dotted: bool) -> Option<(Clock, usize)> {
    let hour = number(tokens, at)?;
    // "1352 GMT": four digits are a time only before a zone.
    if tokens[at].text.len() == 4 && hour < 2400 && hour % 100 < 60 {
        let (zone, end) = offset(tokens, at + 1);
        let time = Time::new((hour / 100) as i8, (hour % 100) as i8, 0, 0).ok()?;
        return zone.map(|_| (Clock { time, seconds: false, offset: zone }, end));
    }
    if hour > 24 || tokens[at].text.len() > 2 {
        return None;
    }
    let two = |i: usize| number(tokens, i).filter(|n| *n < 60 && tokens[i].text.len() == 2 && !tokens[i].blank);
    let is_h = |i: usize| tokens.get(i).is_some_and(|t| t.kind == Kind::Word && matches!(t.text, "h" | "H" | "u"));
    let mut seconds = None;
    let (minute, mut end) = match sign(tokens, at + 1) {
        Some(':') => {
            let minute = two(at + 2)?;
            let mut end = at + 3;
            if sign(tokens, end) == Some(':')
                && let Some(s) = two(end + 1)
            {
                seconds = Some(s);
                end += 2;
            }
            (minute, end)
        }
        Some('.') if dotted || half_of_day(tokens, at + 3).is_some() => {
            let minute = two(at + 2)?;
            if sign(tokens, at + 3) == Some('.') && number(tokens, at + 4).is_some() {
                return None;
            }
            (minute, at + 3)
        }
        _ if is_h(at + 1) => match two(at + 2) {
            Some(minute) => (minute, at + 3),
            None => (0, at + 2),
        },
        _ if half_of_day(tokens, at + 1).is_some() => (0, at + 1),
        _ => return None,
    };
    let mut hour = hour;
    if let Some((afternoon, next)) = half_of_day(tokens, end) {
        hour = hour % 12 + if afternoon { 12 } else { 0 };
        end = next;
    }
    let time = Time::new(i8::try_from(hour).ok()?, minute as i8, seconds.unwrap_or(0) as i8, 0).ok()?;
    let (offset, end) = offset(tokens, end);
    Some((Clock { time, seconds: seconds.is_some(), offset }, end))
}

/// "am", "p.m.": whether it is the afternoon, and the token after it.
fn half_of_day(tokens: &[Token<'_>], at: usize) -> Option<(bool, usize)> {
    let word = |i: usize| tokens.get(i).filter(|t| t.kind == Kind::Word).map(|t| t.text.to_ascii_lowercase());
    let first = word(at)?;
    match first.as_str() {
        "am" => Some((false, at + 1)),
        "pm" => Some((true, at + 1)),
        "a" | "p" if sign(tokens, at + 1) == Some('.') && word(at + 2).as_deref() == Some("m") => {
            Some((first == "p", at + 3 + usize::from(sign(tokens, at + 3) == Some('.'))))
        }
        _ => None,
    }
}

/// Time zones by their short names, in minutes from UTC; those that mean several zones are left out.
const ZONES: &[(&str, i16)] = &[
    ("AEDT", 660),
    ("AEST", 600),
    ("BRT", -180),
    ("CAT", 120),
    ("CDT", -300),
    ("CEST", 120),
    ("CET", 60),
    ("EAT", 180),
    ("EDT", -240),
    ("EEST", 180),
    ("EET", 120),
    ("EST", -300),
    ("GMT", 0),
    ("HKT", 480),
    ("JST", 540),
    ("KST", 540),
    ("MDT", -360),
    ("MESZ", 120),
    ("MEZ", 60),
    ("MSK", 180),
    ("NZDT", 780),
    ("NZST", 720),
    ("PDT", -420),
    ("PKT", 300),
    ("PST", -480),
    ("SAST", 120),
    ("SGT", 480),
    ("TRT", 180),
    ("UTC", 0),
    ("WAT", 60),
    ("WIB", 420),
];

/// Zones whose short names mean several, and half names: they end a time of day, and say nothing.
const VAGUE: &[&str] = &[
    "AST", "BST", "CST", "CT", "ET", "GST", "ICT", "IST", "MST", "MT", "MYT", "NPT", "PHT", "PHST", "PT", "WITA", "Z",
];

/// The offset after a time of day: "CET", "GMT+2", "+01:00".
fn offset(tokens: &[Token<'_>], at: usize) -> (Option<i16>, usize) {
    let said = tokens.get(at).is_some_and(|t| t.kind == Kind::Word && everywhere().clock.contains(&fold(t.text)));
    let at = at + usize::from(said);
    let mut end = at + usize::from(sign(tokens, at) == Some('('));
    let mut minutes = None;
    if tokens.get(end).is_some_and(|t| VAGUE.contains(&t.text)) {
        return (None, end + 1);
    }
    if let Some(token) = tokens.get(end)
        && let Some(&(_, zone)) = ZONES.iter().find(|(name, _)| *name == token.text)
    {
        minutes = Some(zone);
        end += 1;
    }
    if let Some(s @ ('+' | '-')) = sign(tokens, end)
        && let Some(n) = number(tokens, end + 1)
        && (minutes == Some(0) || (!tokens[end].blank || tokens[end + 1].text.len() == 4))
        && !tokens[end + 1].blank
    {
        let (shift, next) = match (tokens[end + 1].text.len(), sign(tokens, end + 2), number(tokens, end + 3)) {
            (4, _, _) => (n / 100 * 60 + n % 100, end + 2),
            (1 | 2, Some(':'), Some(m)) if m < 60 => (n * 60 + m, end + 4),
            (1 | 2, _, _) if minutes.is_some() => (n * 60, end + 2),
            _ => return (minutes, if minutes.is_some() { end } else { at }),
        };
        if shift <= 14 * 60 {
            return (Some(if s == '-' { -(shift as i16) } else { shift as i16 }), next);
        }
    }
    (minutes, if minutes.is_some() { end } else { at })
}
