//! From what an expression says to the time that is meant. Knows no language.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::calendar::{self, OfDay, Stretch};
use super::expr::{Amount, Expr, Named};
use super::named::{Choice, Context, away, day_of_month, find, in_year, open, sure, without_year};
use super::role::Unit;
use super::table::{Anchor, Tense};
use super::{Alternative, Kind};

/// What an expression means.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// A place in the calendar; whether its year, or its week, was chosen rather than said.
    When { stretch: Stretch, of_day: OfDay, chosen: bool },
    /// Anything else, and where in the calendar it points to.
    Other { kind: Kind, value: String, at: Option<Stretch> },
}

/// A meaning, with what it might have been instead.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    pub(super) meaning: Meaning,
    pub(super) alternatives: Vec<Alternative>,
}

/// Resolves an expression. `tense` is asked for only where it matters.
pub(super) fn resolve(
    expr: Expr,
    of_day: OfDay,
    context: Context,
    tense: &mut dyn FnMut() -> Option<Tense>,
) -> Option<Resolved> {
    let when = |(stretch, chosen, other): Choice| {
        let other = other.map(|(s, reason)| Alternative { value: s.value(of_day), reason: reason.to_owned() });
        (Meaning::When { stretch, of_day, chosen }, other)
    };
    let word = |kind, value: &str| (Meaning::Other { kind, value: value.to_owned(), at: None }, None);
    let (meaning, other) = match expr {
        Expr::Named(named) | Expr::Night(named) => when(find(named, context, tense)?),
        Expr::NightTo(named) => {
            let (morning, chosen, other) = find(named, context, tense)?;
            let evening = |s: Stretch| match s {
                Stretch::Day(d) => Some(Stretch::Day(calendar::add(d, Unit::Day, -1)?)),
                _ => None,
            };
            let other = other.and_then(|(s, reason)| Some((evening(s)?, reason)));
            when((evening(morning).unwrap_or(Stretch::OpenDay { month: None, day: None }), chosen, other))
        }
        Expr::Beside { named, unit, by } => when(beside(named, unit, by, context, tense)?),
        Expr::Unit { anchor: Anchor::Dispatch, unit: Unit::Weekend, by: 0 } => when(this_weekend(context, tense)?),
        Expr::Unit { anchor, unit, by } => when(unit_from(anchor, unit, by, context)?),
        Expr::Near { anchor, by, named } => when(near(anchor, by, named, context, tense)?),
        Expr::OfYear { anchor, by, named } => when(of_year(anchor, by, named, context, tense)?),
        Expr::Same { anchor, unit, year: None } => when(same(anchor, unit, context)?),
        Expr::Same { year: Some(year), .. } => when(match context.quarter {
            Some(Stretch::Quarter(_, quarter)) => sure(Stretch::Quarter(Some(year), quarter))?,
            _ => sure(Stretch::Year(year))?,
        }),
        Expr::Shift { anchor, sign, amount } => match shift(anchor, sign, amount, context) {
            Some((stretch, clock)) => {
                let of_day = if clock.is_none() { of_day } else { OfDay { clock, ..of_day } };
                (Meaning::When { stretch, of_day, chosen: false }, None)
            }
            None => word(Kind::Date, if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }),
        },
        Expr::LengthFrom { anchor, sign, amount } => {
            let at = shift(anchor, sign, amount, context).map(|(stretch, _)| stretch);
            let reason = "the time that it is counted to; but the words name the length";
            let other = at.map(|s| Alternative { value: s.value(OfDay::default()), reason: reason.to_owned() });
            (Meaning::Other { kind: Kind::Duration, value: length(amount), at }, other)
        }
        Expr::Length(amount) => word(Kind::Duration, &length(amount)),
        Expr::Every(amount) => word(Kind::Set, &length(amount)),
        Expr::EveryNamed(named) => word(Kind::Set, &every(named, of_day)),
        Expr::Past => word(Kind::Date, "PAST_REF"),
        Expr::Present => word(Kind::Date, "PRESENT_REF"),
        Expr::Future => word(Kind::Date, "FUTURE_REF"),
        Expr::Today => {
            let today = unit_from(Anchor::Dispatch, Unit::Day, 0, context)?;
            if tense().is_some() {
                when(today)
            } else {
                let reason = "the very day; but no verb tells of what was or will be";
                let day = Alternative { value: today.0.value(of_day), reason: reason.to_owned() };
                (word(Kind::Date, "PRESENT_REF").0, Some(day))
            }
        }
    };
    Some(Resolved { meaning, alternatives: other.into_iter().collect() })
}

fn anchor_day(anchor: Anchor, context: Context) -> Option<Date> {
    match anchor {
        Anchor::Dispatch => context.day,
        Anchor::Last => context.last.and_then(Stretch::first_day),
    }
}

fn unit_from(anchor: Anchor, unit: Unit, by: i32, context: Context) -> Option<Choice> {
    match anchor_day(anchor, context) {
        Some(day) => sure(calendar::unit_at(day, unit, i64::from(by))?),
        None => open(open_unit(unit)),
    }
}

/// "The week of March 6", "the day after Christmas".
fn beside(
    named: Named,
    unit: Unit,
    by: i32,
    context: Context,
    tense: &mut dyn FnMut() -> Option<Tense>,
) -> Option<Choice> {
    let (stretch, chosen, other) = find(named, context, tense)?;
    let there = |s: Stretch| match s {
        Stretch::Day(day) => calendar::unit_at(day, unit, i64::from(by)),
        _ => None,
    };
    let other = other.and_then(|(s, reason)| Some((there(s)?, reason)));
    Some((there(stretch).unwrap_or(open_unit(unit)), chosen, other))
}

/// The weekend that is on, or the last one, unless the verb points ahead.
fn this_weekend(context: Context, tense: &mut dyn FnMut() -> Option<Tense>) -> Option<Choice> {
    let Some(day) = context.day else { return open(Stretch::OpenWeekend) };
    let on = day.weekday().to_monday_one_offset() >= 6;
    let week = |by| calendar::unit_at(day, Unit::Weekend, by);
    if on {
        return sure(week(0)?);
    }
    Some(match tense() {
        Some(Tense::Future) => (week(0)?, true, Some((week(-1)?, "the one before, but the verb points ahead"))),
        _ => (week(-1)?, true, Some((week(0)?, "the one after, but no verb points ahead"))),
    })
}

fn open_unit(unit: Unit) -> Stretch {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Stretch::OpenDay { month: None, day: None },
        Unit::Week => Stretch::OpenWeek,
        Unit::Weekend => Stretch::OpenWeekend,
        Unit::Month => Stretch::OpenMonth,
        Unit::Quarter => Stretch::Quarter(None, None),
        Unit::Half => Stretch::Half(None, None),
        _ => Stretch::OpenYear,
    }
}

/// "Last May", "next Friday", "le 26 septembre dernier".
fn near(
    anchor: Anchor,
    by: i32,
    named: Named,
    context: Context,
    tense: &mut dyn FnMut() -> Option<Tense>,
) -> Option<Choice> {
    let Some(day) = anchor_day(anchor, context) else {
        return match named {
            Named::Weekday(w) => open(Stretch::OpenWeekday(w)),
            named => open(without_year(named)?),
        };
    };
    if let Named::Weekday(w) = named {
        let ahead = by > 0 || (by == 0 && tense() != Some(Tense::Past));
        let from = calendar::add(day, Unit::Day, i64::from(by.signum()))?;
        return sure(Stretch::Day(calendar::weekday(from, w, ahead)?));
    }
    if let Named::Day { month: None, day: of_month, weekday, .. } = named {
        return day_of_month(of_month, weekday, context);
    }
    let in_years = |years: std::ops::RangeInclusive<i16>| {
        let stretch = move |year: i16| Some((in_year(named, year)?, in_year(named, year)?.first_day()?));
        years.filter_map(stretch).collect::<Vec<_>>()
    };
    let candidates = in_years(day.year() - 2..=day.year() + 2);
    let found = match by.signum() {
        -1 => candidates.iter().rev().find(|(s, first)| away(*first, day, *s) < 0),
        1 => candidates.iter().find(|(_, first)| *first > day),
        _ => candidates.iter().find(|(s, _)| s.year() == Some(day.year())),
    };
    sure(found?.0)
}

fn of_year(
    anchor: Anchor,
    by: i32,
    named: Named,
    context: Context,
    tense: &mut dyn FnMut() -> Option<Tense>,
) -> Option<Choice> {
    let Some(day) = anchor_day(anchor, context) else { return open(without_year(named)?) };
    let year = day.year().checked_add(i16::try_from(by).ok()?)?;
    match in_year(named, year) {
        Some(stretch) => sure(stretch),
        None => find(named, context, tense),
    }
}

/// "The same day", "the quarter".
fn same(anchor: Anchor, unit: Unit, context: Context) -> Option<Choice> {
    match context.last {
        // "The quarter" of a report is the last one that is over; "the year" is this one.
        _ if anchor == Anchor::Dispatch && unit == Unit::Year && !context.narrative => {
            unit_from(Anchor::Dispatch, unit, 0, context)
        }
        _ if unit == Unit::Quarter => match context.quarter {
            Some(quarter) => sure(quarter),
            None => unit_from(Anchor::Dispatch, unit, -1, context),
        },
        Some(last) if last.unit() == unit => sure(last),
        // A day cannot be told from the month that was spoken of.
        Some(last) if last.unit() > unit && unit == Unit::Day => open(Stretch::OpenDay { month: None, day: None }),
        Some(last) => sure(calendar::unit_at(last.first_day()?, unit, 0)?),
        None => unit_from(Anchor::Dispatch, unit, 0, context),
    }
}

fn shift(anchor: Anchor, sign: i32, amount: Amount, context: Context) -> Option<(Stretch, Option<Time>)> {
    let mut by = i64::from(amount.count? * sign);
    let mut unit = amount.unit;
    if amount.and_half {
        (by, unit) = match unit {
            Unit::Year => (by * 12 + 6 * i64::from(sign), Unit::Month),
            Unit::Day => (by, Unit::Day),
            Unit::Century => (by * 100 + 50 * i64::from(sign), Unit::Year),
            Unit::Decade => (by * 10 + 5 * i64::from(sign), Unit::Year),
            other => (by, other),
        };
    }
    if unit < Unit::Day {
        let Anchor::Dispatch = anchor else { return None };
        let now = context.day?.to_datetime(context.time?);
        let span = match unit {
            Unit::Second => by.seconds(),
            Unit::Minute => by.minutes(),
            _ => by.hours(),
        };
        let then = now.checked_add(span).ok()?;
        return Some((
            Stretch::Day(then.date()),
            Some(then.time().with().second(0).subsec_nanosecond(0).build().ok()?),
        ));
    }
    // "A year ago" in a report on a quarter: that quarter, a year before.
    if anchor == Anchor::Dispatch
        && (unit, by) == (Unit::Year, -1)
        && let Some(Stretch::Quarter(Some(_), quarter)) = context.last
    {
        return Some((Stretch::Quarter(Some(context.day?.year() - 1), quarter), None));
    }
    // "A year ago", "a year earlier" beside a quarter or a day: the same quarter or day, a year before.
    if unit >= Unit::Month
        && let Some(last) = context.last
        && (anchor == Anchor::Last || (context.close && by == -1 && last.unit() > Unit::Day))
        && last.unit() <= unit
    {
        let moved = calendar::add(last.first_day()?, unit, by)?;
        return Some((calendar::unit_at(moved, keep(last, unit), 0)?, None));
    }
    let day = match anchor {
        Anchor::Dispatch => context.day?,
        // What was spoken of must be known as finely as it is counted from.
        Anchor::Last if context.narrative => context.told_in(unit)?.first_day()?,
        Anchor::Last => context.last.filter(|l| l.unit() <= unit)?.first_day()?,
    };
    let grain = match unit {
        Unit::Decade | Unit::Century | Unit::Millennium => Unit::Year,
        unit => unit,
    };
    Some((calendar::unit_at(calendar::add(day, unit, by)?, grain, 0)?, None))
}

/// The grain of a time that lies whole years from another: that one's. Whole months blur the day.
fn keep(last: Stretch, unit: Unit) -> Unit {
    if unit == Unit::Year { last.unit() } else { unit.max(last.unit()) }
}

fn length(amount: Amount) -> String {
    let (time, letters) = match amount.unit {
        Unit::Second => ("T", "S"),
        Unit::Minute => ("T", "M"),
        Unit::Hour => ("T", "H"),
        Unit::Day => ("", "D"),
        Unit::Weekend => ("", "WE"),
        Unit::Week => ("", "W"),
        Unit::Month | Unit::Half => ("", "M"),
        Unit::Quarter => ("", "Q"),
        Unit::Year => ("", "Y"),
        Unit::Decade => ("", "DE"),
        Unit::Century => ("", "CE"),
        Unit::Millennium => ("", "ML"),
    };
    let count = match amount.count {
        // Half of one.
        None if amount.and_half => "0".to_owned(),
        None => "X".to_owned(),
        Some(n) if amount.unit == Unit::Half => n.saturating_mul(6).to_string(),
        Some(n) if amount.unit == Unit::Decade => return format!("P{}Y", n.saturating_mul(10)),
        Some(n) => n.to_string(),
    };
    if !amount.and_half {
        return format!("P{time}{count}{letters}");
    }
    match amount.unit {
        // Halves that another unit says exactly.
        Unit::Hour if count != "0" => format!("PT{count}H30M"),
        Unit::Minute if count != "0" => format!("PT{count}M30S"),
        _ => format!("P{time}{count}.5{letters}"),
    }
}

fn every(named: Named, of_day: OfDay) -> String {
    let stretch = match named {
        Named::Weekday(w) => Stretch::OpenWeekday(w),
        Named::Nothing => Stretch::OpenDay { month: None, day: None },
        named => without_year(named).unwrap_or(Stretch::OpenDay { month: None, day: None }),
    };
    stretch.value(of_day)
}
