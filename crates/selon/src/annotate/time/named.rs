//! Where in the calendar what is named lies: in the nearest year, on the weekday that the verb points to.
//!
//! What is named without a year, a weekday or a day of the month is looked for around an anchor: the dispatch's own time,
//! or, where a text tells of times long past, the time last spoken of.

use jiff::civil::{Date, DateTime, Time};

use super::calendar::{self, OfDay, Stretch};
use super::expr::Named;
use super::role::Unit;
use super::table::Tense;

/// What is known when an expression is resolved.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    /// The dispatch's own day and time.
    pub(super) day: Option<Date>,
    pub(super) time: Option<Time>,
    /// The time last spoken of.
    pub(super) last: Option<Stretch>,
    /// The quarter of a year last spoken of.
    pub(super) quarter: Option<Stretch>,
    /// The times last spoken of, the newest first.
    pub(super) lately: [Option<Told>; LATELY],
    /// Whether that was in the same sentence.
    pub(super) close: bool,
    /// Whether the text tells of times long past, so that the time last spoken of is the anchor.
    pub(super) narrative: bool,
}

/// A time that a text has spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) stretch: Stretch,
    /// Whether it is mentioned by the way, and the story hardly goes on from there.
    pub(super) aside: bool,
}

/// How many of the times last spoken of a story may go on from.
const LATELY: usize = 4;

impl Context {
    /// Takes note of a time that the text speaks of.
    pub(super) fn tell(&mut self, stretch: Stretch, aside: bool) {
        self.last = Some(stretch);
        if let Stretch::Quarter(Some(_), Some(_)) = stretch {
            self.quarter = Some(stretch);
        }
        self.lately.rotate_right(1);
        self.lately[0] = Some(Told { stretch, aside });
    }

    /// The newest of the times spoken of that is no coarser than a unit.
    pub(super) fn told_in(&self, unit: Unit) -> Option<Stretch> {
        self.lately.iter().flatten().map(|t| t.stretch).find(|s| s.unit() <= unit)
    }
}

/// A stretch, whether it was chosen among several, and the next best with the reason against it.
pub(super) type Choice = (Stretch, bool, Option<(Stretch, &'static str)>);

pub(super) fn sure(stretch: Stretch) -> Option<Choice> {
    Some((stretch, false, None))
}

pub(super) fn open(stretch: Stretch) -> Option<Choice> {
    Some((stretch, false, None))
}

pub(super) fn find(named: Named, context: Context, tense: &mut dyn FnMut() -> Option<Tense>) -> Option<Choice> {
    match named {
        Named::Nothing => {
            let day = context.last.and_then(|l| if let Stretch::Day(d) = l { Some(d) } else { None }).or(context.day);
            day.map_or(open(Stretch::OpenDay { month: None, day: None }), |d| Some((Stretch::Day(d), true, None)))
        }
        Named::Year(y) => sure(Stretch::Year(y)),
        Named::Decade(y) => sure(Stretch::Decade(y)),
        Named::Century(y) => sure(Stretch::Century(y)),
        Named::Millennium(y) => sure(Stretch::Millennium(y)),
        Named::Weekday(w) => weekday(w, context, tense),
        Named::Day { month: None, day, weekday, .. } => day_of_month(day, weekday, context),
        _ => {
            if let Some(year) = year_of(named) {
                return sure(in_year(named, year)?);
            }
            if context.narrative
                && let Some(choice) = in_story(named, context)
            {
                return Some(choice);
            }
            let Some(anchor) = context.day else { return open(without_year(named)?) };
            nearest(named, anchor, context, tense)
        }
    }
}

fn year_of(named: Named) -> Option<i16> {
    match named {
        Named::Day { year, .. }
        | Named::Nth { year, .. }
        | Named::Month { year, .. }
        | Named::Quarter { year, .. }
        | Named::Half { year, .. }
        | Named::Season { year, .. }
        | Named::Feast { year, .. } => year,
        _ => None,
    }
}

/// What is named, in a year.
pub(super) fn in_year(named: Named, year: i16) -> Option<Stretch> {
    Some(match named {
        Named::Day { month, day, .. } => Stretch::Day(Date::new(year, month?, day).ok()?),
        Named::Nth { nth, weekday: Some(weekday), month, .. } => {
            Stretch::Day(calendar::nth_weekday(year, month, nth, weekday)?)
        }
        Named::Nth { nth, weekday: None, month, .. } => Stretch::Week(calendar::nth_week(year, month, nth)?),
        Named::Month { month, .. } => Stretch::Month(Some(year), month),
        Named::Quarter { quarter, .. } => Stretch::Quarter(Some(year), Some(quarter)),
        Named::Half { half, .. } => Stretch::Half(Some(year), Some(half)),
        Named::Season { season, .. } => Stretch::Season(Some(year), season),
        Named::Feast { code, .. } => Stretch::Day(calendar::feast(code, year)?),
        _ => return None,
    })
}

pub(super) fn without_year(named: Named) -> Option<Stretch> {
    Some(match named {
        Named::Day { month, day, .. } => Stretch::OpenDay { month, day: Some(day) },
        Named::Nth { month, .. } | Named::Month { month, .. } => Stretch::Month(None, month),
        Named::Quarter { quarter, .. } => Stretch::Quarter(None, Some(quarter)),
        Named::Half { half, .. } => Stretch::Half(None, Some(half)),
        Named::Season { season, .. } => Stretch::Season(None, season),
        Named::Feast { code, .. } if code < 10_000 => {
            Stretch::OpenDay { month: Some((code / 100) as i8), day: Some((code % 100) as i8) }
        }
        Named::Feast { .. } => Stretch::OpenDay { month: None, day: None },
        _ => return None,
    })
}

/// The year in which what is named continues a story: inside one of the times last spoken of, or soon after it. Going
/// back costs twice as much as going on, and so does what lies further up in the text or was mentioned by the way.
fn in_story(named: Named, context: Context) -> Option<Choice> {
    const FURTHER_UP: i64 = 45;
    const BY_THE_WAY: i64 = 75;
    let mut best: Option<(i64, Stretch)> = None;
    let mut other: Option<(i64, Stretch)> = None;
    for (told, age) in context.lately.iter().flatten().zip(0i64..) {
        let Some(from) = told.stretch.first_day() else { continue };
        let until = told.stretch.bounds(OfDay::default()).1.map_or(from, DateTime::date);
        for year in from.year().saturating_sub(1)..=from.year().saturating_add(1) {
            let Some(stretch) = in_year(named, year) else { continue };
            let Some(first) = stretch.first_day() else { continue };
            let away = if first >= from && first < until { 0 } else { away(first, from, stretch) };
            let way = if away < 0 { -away * 2 } else { away };
            let cost = way + age * FURTHER_UP + if told.aside { BY_THE_WAY } else { 0 };
            if best.is_none_or(|(least, _)| cost < least) {
                other = best.filter(|b| b.1 != stretch);
                best = Some((cost, stretch));
            } else if best.is_some_and(|b| b.1 != stretch) && other.is_none_or(|(least, _)| cost < least) {
                other = Some((cost, stretch));
            }
        }
    }
    let other = other.map(|(_, s)| (s, "the same date, in a year where the story goes on less well"));
    best.map(|(_, stretch)| (stretch, true, other))
}

/// The year in which what is named lies nearest to the anchor; a weekday that stands with the day has the last word.
fn nearest(named: Named, anchor: Date, context: Context, tense: &mut dyn FnMut() -> Option<Tense>) -> Option<Choice> {
    let mut candidates: Vec<(i64, Stretch)> = (anchor.year() - 8..=anchor.year() + 8)
        .filter_map(|year| {
            let stretch = in_year(named, year)?;
            let first = stretch.first_day()?;
            if let (Named::Day { weekday: Some(w), .. }, Stretch::Day(d)) = (named, stretch)
                && d.weekday().to_monday_one_offset() != w
            {
                return None;
            }
            Some((away(first, anchor, stretch), stretch))
        })
        .collect();
    if candidates.is_empty() {
        // The weekday fits no year around: it is wrong, or the month is.
        let Named::Day { year, month, day, weekday: Some(_) } = named else { return None };
        return nearest(Named::Day { year, month, day, weekday: None }, anchor, context, tense);
    }
    candidates.sort_by_key(|c| c.0.abs());
    let first = candidates[0];
    let second = candidates.get(1).copied();
    if let Some(second) = second
        && !context.narrative
    {
        let fits = |t: Tense, away: i64| match t {
            Tense::Past => (-400..=0).contains(&away),
            Tense::Future => (0..=330).contains(&away),
        };
        // Where one is far nearer than the other, no verb is trusted against it.
        if second.0.abs() < first.0.abs() * 5
            && !matches!(named, Named::Season { .. })
            && let Some(t) = tense()
            && !fits(t, first.0)
            && fits(t, second.0)
        {
            return Some((second.1, true, Some((first.1, "nearer, but against the tense of the verb"))));
        }
    }
    Some((first.1, true, second.map(|s| (s.1, "the same date, in a year that is further away"))))
}

/// Days from the anchor to a stretch: 0 where it lies inside.
pub(super) fn away(first: Date, anchor: Date, stretch: Stretch) -> i64 {
    let end = stretch.bounds(OfDay::default()).1.map_or(first, DateTime::date);
    let days = |a: Date, b: Date| i64::from((b - a).get_days());
    if anchor < first {
        days(anchor, first)
    } else if anchor >= end {
        -days(end, anchor) - 1
    } else {
        0
    }
}

fn weekday(w: i8, context: Context, tense: &mut dyn FnMut() -> Option<Tense>) -> Option<Choice> {
    if context.narrative
        && let Some(last) = context.told_in(Unit::Week).and_then(Stretch::first_day)
    {
        return Some((Stretch::Day(calendar::weekday(last, w, true)?), true, None));
    }
    let Some(day) = context.day else { return open(Stretch::OpenWeekday(w)) };
    let past = Stretch::Day(calendar::weekday(day, w, false)?);
    let future = Stretch::Day(calendar::weekday(day, w, true)?);
    if past == future {
        return Some((past, true, None));
    }
    Some(match tense() {
        Some(Tense::Future) => (future, true, Some((past, "the one before, but the verb points ahead"))),
        Some(Tense::Past) => (past, true, Some((future, "the one after, but the verb tells of what was"))),
        None => (past, true, Some((future, "the one after, but no verb points ahead"))),
    })
}

/// "Le 12": in the month last spoken of, or the nearest to the dispatch.
pub(super) fn day_of_month(day: i8, weekday: Option<i8>, context: Context) -> Option<Choice> {
    let last = match context.last {
        Some(Stretch::Month(Some(y), m)) => Date::new(y, m, 1).ok(),
        Some(Stretch::Day(d)) if context.narrative || context.close => Some(d),
        _ => None,
    };
    if let Some(month) = last
        && weekday.is_none()
        && let Ok(d) = Date::new(month.year(), month.month(), day)
    {
        return Some((Stretch::Day(d), true, None));
    }
    let Some(anchor) = context.day else { return open(Stretch::OpenDay { month: None, day: Some(day) }) };
    let months = -2..=2;
    let fits = months.filter_map(|by| {
        let month = calendar::add(anchor.first_of_month(), Unit::Month, by)?;
        let d = Date::new(month.year(), month.month(), day).ok()?;
        (weekday.is_none_or(|w| d.weekday().to_monday_one_offset() == w)).then_some(d)
    });
    let nearest = fits.min_by_key(|&d| (d - anchor).get_days().abs())?;
    Some((Stretch::Day(nearest), true, None))
}
