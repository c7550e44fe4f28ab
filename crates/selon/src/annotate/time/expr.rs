//! What an expression says, free of its language: the fields of a match, put together.

use jiff::civil::Time;

use super::calendar::OfDay;
use super::find::Found;
use super::role::{Fields, Role, Unit};
use super::table::{Anchor, Means, Rule};

/// A place in the calendar, as far as it is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Day {
        year: Option<i16>,
        month: Option<i8>,
        day: i8,
        weekday: Option<i8>,
    },
    Weekday(i8),
    /// "The first Monday of May", "the last week of March": -1 is the last.
    Nth {
        nth: i8,
        /// A week where there is none.
        weekday: Option<i8>,
        year: Option<i16>,
        month: i8,
    },
    Month {
        year: Option<i16>,
        month: i8,
    },
    Quarter {
        year: Option<i16>,
        quarter: i8,
    },
    Half {
        year: Option<i16>,
        half: i8,
    },
    Season {
        year: Option<i16>,
        season: i8,
    },
    Feast {
        year: Option<i16>,
        code: i32,
    },
    Year(i16),
    Decade(i16),
    Century(i16),
    Millennium(i16),
    /// Only a time of day.
    Nothing,
}

/// How many units. `None`: some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) count: Option<i32>,
    pub(super) and_half: bool,
    pub(super) unit: Unit,
}

/// What an expression says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expr {
    Named(Named),
    /// The unit so many units away from the anchor's: "last week".
    Unit {
        anchor: Anchor,
        unit: Unit,
        by: i32,
    },
    /// The nearest named one before (-1), around (0) or after (1) the anchor: "last May".
    Near {
        anchor: Anchor,
        by: i32,
        named: Named,
    },
    /// The unit so many units away from the one that holds what is named: "the week of March 6", "the day after Christmas".
    Beside {
        named: Named,
        unit: Unit,
        by: i32,
    },
    /// A named part of a year counted from the anchor's: "June last year".
    OfYear {
        anchor: Anchor,
        by: i32,
        named: Named,
    },
    /// "Two years ago".
    Shift {
        anchor: Anchor,
        sign: i32,
        amount: Amount,
    },
    Length(Amount),
    /// A length of time counted from the anchor: the "three days" of "vor drei Tagen".
    LengthFrom {
        anchor: Anchor,
        sign: i32,
        amount: Amount,
    },
    /// Every so many units.
    Every(Amount),
    /// Every one of these: "on Mondays".
    EveryNamed(Named),
    /// The time last spoken of, seen in a unit.
    Same {
        anchor: Anchor,
        unit: Unit,
        /// In another year than the one spoken of: "the 1988 quarter".
        year: Option<i16>,
    },
    Past,
    Present,
    Future,
    /// Today, or nowadays.
    Today,
    /// The night that begins on a day.
    Night(Named),
    /// The night that ends on a day.
    NightTo(Named),
}

/// Puts the fields of a match together; nothing where they make no sense.
pub(super) fn express(found: &Found, rule: &Rule, this_year: Option<i16>) -> Option<(Expr, OfDay)> {
    let fields = &found.fields;
    let of_day = of_day(fields)?;
    let unit = fields.get(Role::Unit).and_then(Unit::from_value);
    let anchor = rule.anchor;
    let amount = || {
        let count = fields.get(Role::Count).unwrap_or(1);
        let and_half = fields.get(Role::AndHalf) == Some(1);
        Some(Amount { count: (count > 0).then_some(count), and_half, unit: unit? })
    };
    let expr = match rule.means {
        Means::Trap => return None,
        Means::Past => Expr::Past,
        Means::Present => Expr::Present,
        Means::Future => Expr::Future,
        Means::Today => Expr::Today,
        Means::Length => match fields.get(Role::Sign) {
            Some(sign) => Expr::LengthFrom { anchor, sign, amount: amount()? },
            None => Expr::Length(amount()?),
        },
        Means::Same => Expr::Same { anchor, unit: unit?, year: fields.get(Role::Year).map(|y| y as i16) },
        Means::Shift => Expr::Shift { anchor, sign: fields.get(Role::Sign)?, amount: amount()? },
        Means::Date => Expr::Named(named(fields, this_year)?),
        Means::Beside => {
            Expr::Beside { named: named(fields, this_year)?, unit: unit?, by: fields.get(Role::Relative).unwrap_or(0) }
        }
        Means::Night => Expr::Night(named(fields, this_year)?),
        Means::NightTo => Expr::NightTo(named(fields, this_year)?),
        Means::Every => match named(fields, this_year) {
            Some(named) if named != Named::Nothing => Expr::EveryNamed(named),
            _ if unit.is_some() => Expr::Every(amount()?),
            _ => Expr::EveryNamed(Named::Nothing),
        },
        Means::Relative => relative(fields, unit, anchor, this_year)?,
    };
    Some((expr, of_day))
}

fn relative(fields: &Fields, unit: Option<Unit>, anchor: Anchor, this_year: Option<i16>) -> Option<Expr> {
    if let Some(by) = fields.get(Role::Offset) {
        return Some(Expr::Unit { anchor, unit: Unit::Day, by });
    }
    let by = fields.get(Role::Relative)?;
    let named = named(fields, this_year)?;
    Some(match (named, unit) {
        (Named::Nothing, Some(unit)) => Expr::Unit { anchor, unit, by },
        (Named::Nothing, None) => Expr::Unit { anchor, unit: Unit::Day, by },
        (named, Some(Unit::Year)) => Expr::OfYear { anchor, by, named },
        (named, _) => Expr::Near { anchor, by, named },
    })
}

fn named(fields: &Fields, this_year: Option<i16>) -> Option<Named> {
    let small = |role| fields.get(role).map(|v| v as i8);
    // Before our era where 1: the years count back, and there is no year 0.
    let before = fields.get(Role::Era) == Some(1);
    let year = match (fields.get(Role::Year), fields.get(Role::ShortYear)) {
        (Some(y), _) if before => Some(1 - y as i16),
        (Some(y), _) => Some(y as i16),
        (None, Some(yy)) => Some(full_year(yy, this_year)),
        (None, None) => None,
    };
    let (month, day, weekday) = (small(Role::Month), small(Role::Day), small(Role::Weekday));
    let nth = || fields.get(Role::Ordinal).or(fields.get(Role::Count));
    let unit = fields.get(Role::Unit).and_then(Unit::from_value);
    match unit {
        Some(Unit::Decade) if fields.get(Role::Relative).is_none() => {
            if before {
                return Some(Named::Decade(year? - 9));
            }
            let first = fields.get(Role::Decade).or(year.map(i32::from))?;
            return Some(Named::Decade(if first < 100 { 1900 + first as i16 } else { first as i16 }));
        }
        Some(Unit::Century) if fields.get(Role::Relative).is_none() => {
            let n = fields.get(Role::Century).or_else(nth)?;
            let first = if before { n as i16 * -100 + 1 } else { (n as i16 - 1) * 100 };
            return (1..=30).contains(&n).then_some(Named::Century(first));
        }
        Some(Unit::Millennium) if fields.get(Role::Relative).is_none() => {
            let n = nth()?;
            return (1..=9).contains(&n).then_some(Named::Millennium((n as i16 - 1) * 1000));
        }
        _ => {}
    }
    if let Some(quarter) = small(Role::Quarter) {
        return (1..=4).contains(&quarter).then_some(Named::Quarter { year, quarter });
    }
    if let Some(half) = small(Role::Half) {
        return (1..=2).contains(&half).then_some(Named::Half { year, half });
    }
    if let Some(code) = fields.get(Role::Feast) {
        return Some(Named::Feast { year, code });
    }
    if let Some(season) = small(Role::Season) {
        return Some(Named::Season { year, season });
    }
    if let (Some(nth), Some(month), None) = (small(Role::Ordinal), month, day)
        && (weekday.is_some() || unit == Some(Unit::Week))
    {
        return Some(Named::Nth { nth, weekday, year, month });
    }
    Some(match (month, day, weekday, year) {
        (month, Some(day), weekday, year) => {
            let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            if month.is_some_and(|m| day > longest[m as usize - 1]) {
                return None;
            }
            Named::Day { year, month, day, weekday }
        }
        (Some(month), None, _, year) => Named::Month { year, month },
        (None, None, Some(weekday), _) => Named::Weekday(weekday),
        (None, None, None, Some(year)) => Named::Year(year),
        (None, None, None, None) => Named::Nothing,
    })
}

/// The year that two digits stand for: not more than ten years ahead.
fn full_year(yy: i32, this_year: Option<i16>) -> i16 {
    let this = i32::from(this_year.unwrap_or(2025));
    let century = this - this.rem_euclid(100);
    let year = century + yy;
    (if year > this + 10 { year - 100 } else { year }) as i16
}

fn of_day(fields: &Fields) -> Option<OfDay> {
    let part = fields.get(Role::Part).map(|p| p as i8);
    let zone = fields.get(Role::Zone).map(|z| z as i16);
    let (hour, minute) = match fields.get(Role::Clock) {
        Some(clock) => (Some(clock / 100), Some(clock % 100)),
        None => (fields.get(Role::Hour), fields.get(Role::Minute)),
    };
    let Some(mut hour) = hour else { return Some(OfDay { part, clock: None, seconds: false, zone: None }) };
    match fields.get(Role::Afternoon) {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(1) if hour < 12 => hour += 12,
        Some(0) if hour == 12 => hour = 0,
        Some(_) => {}
        None => match part {
            Some(2 | 3) if (1..12).contains(&hour) => hour += 12,
            Some(4) if (6..12).contains(&hour) => hour += 12,
            _ => {}
        },
    }
    let second = fields.get(Role::Second);
    // 24 h is the end of the day; no clock shows it.
    let clock = Time::new((hour % 24) as i8, minute.unwrap_or(0) as i8, second.unwrap_or(0) as i8, 0).ok()?;
    Some(OfDay { part: None, clock: Some(clock), seconds: second.is_some(), zone })
}
