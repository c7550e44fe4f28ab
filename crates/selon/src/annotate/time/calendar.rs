//! Stretches of the calendar as TIMEX3 writes them: their values and bounds, and how to move among them.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, ISOWeekDate, Time, Weekday};
use jiff::{Span as Shift, ToSpan};

use super::role::{PARTS, SEASONS, Unit};

/// A stretch of the calendar; what is not known is open. Years before our era are those of astronomers: 0 is 1 BC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    Day(Date),
    /// A day of which only month, day of the month or weekday are known.
    OpenDay {
        month: Option<i8>,
        day: Option<i8>,
    },
    OpenWeekday(i8),
    /// By its Monday.
    Week(Date),
    OpenWeek,
    /// By its Monday.
    Weekend(Date),
    OpenWeekend,
    Month(Option<i16>, i8),
    OpenMonth,
    Quarter(Option<i16>, Option<i8>),
    Half(Option<i16>, Option<i8>),
    Season(Option<i16>, i8),
    Year(i16),
    OpenYear,
    /// By its first year through ten.
    Decade(i16),
    /// By its first year through a hundred.
    Century(i16),
    Millennium(i16),
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct OfDay {
    /// An index of [`PARTS`].
    pub(super) part: Option<i8>,
    pub(super) clock: Option<Time>,
    /// With seconds.
    pub(super) seconds: bool,
    /// Minutes ahead of UTC.
    pub(super) zone: Option<i16>,
}

impl OfDay {
    pub(super) fn is_none(self) -> bool {
        self.part.is_none() && self.clock.is_none()
    }

    /// As TIMEX3 writes it after the day.
    pub(super) fn value(self) -> String {
        let mut out = match (self.clock, self.part) {
            (Some(t), _) if self.seconds => format!("T{:02}:{:02}:{:02}", t.hour(), t.minute(), t.second()),
            (Some(t), _) => format!("T{:02}:{:02}", t.hour(), t.minute()),
            (None, Some(part)) => format!("T{}", PARTS[part as usize]),
            (None, None) => String::new(),
        };
        match self.zone {
            Some(0) => out.push('Z'),
            Some(m) => {
                let sign = if m < 0 { '-' } else { '+' };
                let _ = write!(out, "{sign}{:02}", m.abs() / 60);
                if m % 60 != 0 {
                    let _ = write!(out, ":{:02}", m.abs() % 60);
                }
            }
            None => {}
        }
        out
    }

    fn bounds(self, day: Date) -> Bounds {
        let at = |hour: i8| day.to_datetime(Time::constant(hour, 0, 0, 0));
        let next = |hour: i8| Some(day.tomorrow().ok()?.to_datetime(Time::constant(hour, 0, 0, 0)));
        if let Some(clock) = self.clock {
            let from = day.to_datetime(clock);
            return (Some(from), from.checked_add(if self.seconds { 1.second() } else { 1.minute() }).ok());
        }
        match self.part {
            Some(0) => (Some(at(5)), Some(at(12))),
            Some(1) => (Some(at(11)), Some(at(14))),
            Some(2) => (Some(at(12)), Some(at(18))),
            Some(3) => (Some(at(17)), next(0)),
            // A night begins on the day that it is named after.
            Some(4) => (Some(at(18)), next(6)),
            _ => (Some(at(0)), next(0)),
        }
    }
}

/// From (inclusive) and until (exclusive).
pub(super) type Bounds = (Option<DateTime>, Option<DateTime>);

impl Stretch {
    /// TIMEX3's value, with a time of day.
    pub(super) fn value(self, of_day: OfDay) -> String {
        let time = of_day.value();
        let year = |y: Option<i16>| y.map_or_else(|| "XXXX".to_owned(), year_value);
        let two = |n: Option<i8>| n.map_or_else(|| "XX".to_owned(), |n| format!("{n:02}"));
        let week = |monday: Date| {
            let iso = monday.iso_week_date();
            format!("{}-W{:02}", year_value(iso.year()), iso.week())
        };
        let day = match self {
            Stretch::Day(d) => format!("{}-{:02}-{:02}", year_value(d.year()), d.month(), d.day()),
            Stretch::OpenDay { month, day } => format!("XXXX-{}-{}", two(month), two(day)),
            Stretch::OpenWeekday(d) => format!("XXXX-WXX-{d}"),
            Stretch::Week(d) => week(d),
            Stretch::OpenWeek => "XXXX-WXX".to_owned(),
            Stretch::Weekend(d) => format!("{}-WE", week(d)),
            Stretch::OpenWeekend => "XXXX-WXX-WE".to_owned(),
            Stretch::Month(y, m) => format!("{}-{m:02}", year(y)),
            Stretch::OpenMonth => "XXXX-XX".to_owned(),
            Stretch::Quarter(y, q) => format!("{}-Q{}", year(y), q.map_or("X".to_owned(), |q| q.to_string())),
            Stretch::Half(y, h) => format!("{}-H{}", year(y), h.map_or("X".to_owned(), |h| h.to_string())),
            Stretch::Season(y, s) => format!("{}-{}", year(y), SEASONS[s as usize]),
            Stretch::Year(y) => year_value(y),
            Stretch::OpenYear => "XXXX".to_owned(),
            Stretch::Decade(y) if y < 0 => format!("BC{:03}", (-y - 1) / 10),
            Stretch::Decade(y) => format!("{:03}", y / 10),
            Stretch::Century(y) if y < 0 => format!("BC{:02}", (-y - 1) / 100),
            Stretch::Century(y) => format!("{:02}", y / 100),
            Stretch::Millennium(y) if y < 0 => format!("BC{}", (-y - 1) / 1000),
            Stretch::Millennium(y) => format!("{}", y / 1000),
        };
        // Nothing but a time of day is known of such a day.
        if matches!(self, Stretch::OpenDay { month: None, day: None }) && !time.is_empty() && of_day.clock.is_none() {
            return format!("XXXX-XX-XX{time}");
        }
        day + &time
    }

    /// From when until when it may be.
    pub(super) fn bounds(self, of_day: OfDay) -> Bounds {
        if let Stretch::Day(day) = self
            && !of_day.is_none()
        {
            return of_day.bounds(day);
        }
        let midnight = |d: Date| d.to_datetime(Time::midnight());
        let span = |from: Option<Date>, by: Shift| {
            (from.map(midnight), from.and_then(|d| d.checked_add(by).ok()).map(midnight))
        };
        let first = |y: i16, m: i8| Date::new(y, m, 1).ok();
        match self {
            Stretch::Day(d) => span(Some(d), 1.day()),
            Stretch::Week(d) => span(Some(d), 7.days()),
            Stretch::Weekend(d) => span(d.checked_add(5.days()).ok(), 2.days()),
            Stretch::Month(Some(y), m) => span(first(y, m), 1.month()),
            Stretch::Quarter(Some(y), Some(q)) => span(first(y, q * 3 - 2), 3.months()),
            Stretch::Half(Some(y), Some(h)) => span(first(y, h * 6 - 5), 6.months()),
            Stretch::Season(Some(y), s) => span(first(y, [3, 6, 9, 12][s as usize]), 3.months()),
            Stretch::Year(y) | Stretch::Quarter(Some(y), None) | Stretch::Half(Some(y), None) => {
                span(first(y, 1), 1.year())
            }
            Stretch::Decade(y) => span(first(y, 1), 10.years()),
            Stretch::Century(y) => span(first(y, 1), 100.years()),
            Stretch::Millennium(y) => span(first(y, 1), 1000.years()),
            _ => (None, None),
        }
    }

    /// Its first day.
    pub(super) fn first_day(self) -> Option<Date> {
        self.bounds(OfDay::default()).0.map(DateTime::date)
    }

    /// The grain of it.
    pub(super) fn unit(self) -> Unit {
        match self {
            Stretch::Day(_) | Stretch::OpenDay { .. } | Stretch::OpenWeekday(_) => Unit::Day,
            Stretch::Week(_) | Stretch::OpenWeek => Unit::Week,
            Stretch::Weekend(_) | Stretch::OpenWeekend => Unit::Weekend,
            Stretch::Month(..) | Stretch::OpenMonth => Unit::Month,
            Stretch::Quarter(..) | Stretch::Season(..) => Unit::Quarter,
            Stretch::Half(..) => Unit::Half,
            Stretch::Year(_) | Stretch::OpenYear => Unit::Year,
            Stretch::Decade(_) => Unit::Decade,
            Stretch::Century(_) => Unit::Century,
            Stretch::Millennium(_) => Unit::Millennium,
        }
    }

    /// The year it lies in, where it lies in one.
    pub(super) fn year(self) -> Option<i16> {
        match self {
            Stretch::Day(d) | Stretch::Week(d) | Stretch::Weekend(d) => Some(d.year()),
            Stretch::Month(y, _) | Stretch::Quarter(y, _) | Stretch::Half(y, _) | Stretch::Season(y, _) => y,
            Stretch::Year(y) => Some(y),
            _ => None,
        }
    }
}

/// A year as TIMEX3 writes it.
fn year_value(year: i16) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - year) }
}

/// The stretch of a unit that is `by` units away from the one a day lies in.
pub(super) fn unit_at(day: Date, unit: Unit, by: i64) -> Option<Stretch> {
    let year = day.year();
    // The 480s before our era are the years from 489 to 480; the fifth century ends with the year 1.
    let whole = |step: i16| {
        let begins = if year > 0 || step == 1 { 0 } else { i16::from(step == 10) + 1 };
        Some(i16::try_from(by).ok()?.checked_mul(step)?.checked_add(year - (year - begins).rem_euclid(step)))
    };
    Some(match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Stretch::Day(add(day, Unit::Day, by)?),
        Unit::Week => Stretch::Week(monday(add(day, Unit::Week, by)?)?),
        Unit::Weekend => Stretch::Weekend(monday(add(day, Unit::Week, by)?)?),
        Unit::Month => {
            let to = add(day.first_of_month(), Unit::Month, by)?;
            Stretch::Month(Some(to.year()), to.month())
        }
        Unit::Quarter => {
            let to = add(day.first_of_month(), Unit::Month, by.checked_mul(3)?)?;
            Stretch::Quarter(Some(to.year()), Some((to.month() + 2) / 3))
        }
        Unit::Half => {
            let to = add(day.first_of_month(), Unit::Month, by.checked_mul(6)?)?;
            Stretch::Half(Some(to.year()), Some((to.month() + 5) / 6))
        }
        Unit::Year => Stretch::Year(whole(1)??),
        Unit::Decade => Stretch::Decade(whole(10)??),
        Unit::Century => Stretch::Century(whole(100)??),
        Unit::Millennium => Stretch::Millennium(whole(1000)??),
    })
}

/// A day moved by units of a day or more.
pub(super) fn add(day: Date, unit: Unit, by: i64) -> Option<Date> {
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Shift::new().try_days(by),
        Unit::Week | Unit::Weekend => Shift::new().try_weeks(by),
        Unit::Month => Shift::new().try_months(by),
        Unit::Quarter => Shift::new().try_months(by.checked_mul(3)?),
        Unit::Half => Shift::new().try_months(by.checked_mul(6)?),
        Unit::Year => Shift::new().try_years(by),
        Unit::Decade => Shift::new().try_years(by.checked_mul(10)?),
        Unit::Century => Shift::new().try_years(by.checked_mul(100)?),
        Unit::Millennium => Shift::new().try_years(by.checked_mul(1000)?),
    };
    day.checked_add(span.ok()?).ok()
}

/// The Monday of a day's week.
pub(super) fn monday(day: Date) -> Option<Date> {
    let iso: ISOWeekDate = day.iso_week_date();
    ISOWeekDate::new(iso.year(), iso.week(), Weekday::Monday).ok().map(Date::from)
}

/// The day with this weekday (1 is Monday) that is nearest after (`ahead`) or before a day; the day itself counts.
pub(super) fn weekday(day: Date, weekday: i8, ahead: bool) -> Option<Date> {
    let here = day.weekday().to_monday_one_offset();
    let by = if ahead { (weekday - here).rem_euclid(7) } else { -(here - weekday).rem_euclid(7) };
    add(day, Unit::Day, i64::from(by))
}

/// The nth day of a month with this weekday; the last where `nth` is -1.
pub(super) fn nth_weekday(year: i16, month: i8, nth: i8, day: i8) -> Option<Date> {
    let first = Date::new(year, month, 1).ok()?;
    let found = match nth {
        -1 => weekday(first.last_of_month(), day, false)?,
        1.. => add(weekday(first, day, true)?, Unit::Week, i64::from(nth) - 1)?,
        _ => return None,
    };
    (found.month() == month).then_some(found)
}

/// The Monday of the nth week of a month: of those that have most of their days in it, as ISO 8601 counts those of a year.
pub(super) fn nth_week(year: i16, month: i8, nth: i8) -> Option<Date> {
    monday(nth_weekday(year, month, nth, 4)?)
}

/// A feast as a table writes it: `12-25`, or days from Easter: `easter+49`, `easter-47`; `11-4th-4`: the fourth Thursday;
/// `11-1th-1+1`: the day after the first Monday.
pub(super) fn feast_code(text: &str) -> Option<i32> {
    if let Some(days) = text.strip_prefix("easter") {
        let days: i32 = if days.is_empty() { 0 } else { days.parse().ok()? };
        return Some(100_000 + 1000 + days);
    }
    if let Some((month, rest)) = text.split_once('-')
        && let Some((nth, weekday)) = rest.split_once("th-")
    {
        let part = |s: &str| s.parse::<i32>().ok();
        let (weekday, block) = weekday.strip_suffix("+1").map_or((weekday, 200_000), |day| (day, 300_000));
        return Some(block + part(month)? * 100 + part(nth)? * 10 + part(weekday)?);
    }
    let (month, day) = text.split_once('-')?;
    Some(month.parse::<i32>().ok()? * 100 + day.parse::<i32>().ok()?)
}

/// The day of a feast in a year.
pub(super) fn feast(code: i32, year: i16) -> Option<Date> {
    match code / 100_000 {
        1 => add(easter(year)?, Unit::Day, i64::from(code - 101_000)),
        block @ (2 | 3) => {
            let (month, nth, day) = (code / 100 % 100, code / 10 % 10, code % 10);
            let first = weekday(Date::new(year, month as i8, 1).ok()?, day as i8, true)?;
            add(first, Unit::Day, i64::from(7 * (nth - 1) + block - 2))
        }
        _ => Date::new(year, (code / 100) as i8, (code % 100) as i8).ok(),
    }
}

/// Easter Sunday of the Gregorian calendar, after the anonymous algorithm (Nature, 1876).
#[expect(clippy::many_single_char_names, reason = "the names that the algorithm is printed with")]
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_where_the_church_says() {
        assert_eq!(easter(1999), Some(date(1999, 4, 4)));
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        assert_eq!(easter(2038), Some(date(2038, 4, 25)));
    }

    #[test]
    fn feasts_are_read_and_found() {
        let day = |text, year| feast(feast_code(text).unwrap(), year);
        assert_eq!(day("12-25", 2031), Some(date(2031, 12, 25)));
        assert_eq!(day("easter+49", 1999), Some(date(1999, 5, 23)));
        assert_eq!(day("11-4th-4", 1998), Some(date(1998, 11, 26)));
        assert_eq!(day("11-1th-1+1", 2022), Some(date(2022, 11, 8)));
    }

    #[test]
    fn weeks_and_weekdays_of_a_month_are_counted() {
        assert_eq!(nth_weekday(2024, 5, 1, 1), Some(date(2024, 5, 6)));
        assert_eq!(nth_weekday(2024, 5, -1, 5), Some(date(2024, 5, 31)));
        assert_eq!(nth_weekday(2024, 5, 5, 1), None);
        // The last days of March 2009 belong to a week of April.
        assert_eq!(nth_week(2009, 3, -1), Some(date(2009, 3, 23)));
        assert_eq!(nth_week(2024, 1, 1), Some(date(2024, 1, 1)));
    }

    #[test]
    fn a_weekday_is_the_day_itself_or_within_six_days() {
        let wednesday = date(2024, 6, 19);
        assert_eq!(weekday(wednesday, 3, true), Some(wednesday));
        assert_eq!(weekday(wednesday, 3, false), Some(wednesday));
        assert_eq!(weekday(wednesday, 1, true), Some(date(2024, 6, 24)));
        assert_eq!(weekday(wednesday, 5, false), Some(date(2024, 6, 14)));
    }
}
