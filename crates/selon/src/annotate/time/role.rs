//! What a word can stand for inside a rule: its role, and the value it has in that role.

/// The part that a word plays in an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Only holds its place.
    Mute,
    /// Day of the month.
    Day,
    /// 1 to 12.
    Month,
    /// A full year.
    Year,
    /// The last two digits of a year.
    ShortYear,
    /// Before our era where 1.
    Era,
    /// 1 (Monday) to 7.
    Weekday,
    /// Of the clock.
    Hour,
    /// Of the clock.
    Minute,
    /// Of the clock.
    Second,
    /// Hour and minute in four digits.
    Clock,
    /// 1 where the hour is one after noon.
    Afternoon,
    /// [`PARTS`].
    Part,
    /// [`SEASONS`].
    Season,
    /// Quarter of a year, 1 to 4.
    Quarter,
    /// Half of a year, 1 or 2.
    Half,
    /// A decade by its first year, or by its tens: 1960, 60.
    Decade,
    /// A century by its number.
    Century,
    /// A movable or fixed feast: [`Feast`](super::calendar::feast).
    Feast,
    /// How many. 0: some, several.
    Count,
    /// Half a unit more, where 1.
    AndHalf,
    /// Which one in a row.
    Ordinal,
    /// [`Unit`].
    Unit,
    /// [`MODIFIERS`].
    Modifier,
    /// Days from the anchor.
    Offset,
    /// Units, months, weekdays or seasons from the anchor.
    Relative,
    /// -1 before, 1 after the anchor.
    Sign,
    /// Minutes ahead of UTC.
    Zone,
}

/// How many roles there are.
pub(super) const ROLES: usize = Role::Zone as usize + 1;

/// TIMEX3's parts of the day.
pub(super) const PARTS: [&str; 6] = ["MO", "MI", "AF", "EV", "NI", "DT"];
/// TIMEX3's seasons, with the month in which they begin on the northern half.
pub(super) const SEASONS: [&str; 4] = ["SP", "SU", "FA", "WI"];
/// TIMEX3's modifiers.
pub(super) const MODIFIERS: [&str; 9] =
    ["START", "MID", "END", "APPROX", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE", "AFTER"];

/// A unit of the calendar or the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
}

const UNITS: [(&str, Unit); 13] = [
    ("second", Unit::Second),
    ("minute", Unit::Minute),
    ("hour", Unit::Hour),
    ("day", Unit::Day),
    ("weekend", Unit::Weekend),
    ("week", Unit::Week),
    ("month", Unit::Month),
    ("quarter", Unit::Quarter),
    ("half", Unit::Half),
    ("year", Unit::Year),
    ("decade", Unit::Decade),
    ("century", Unit::Century),
    ("millennium", Unit::Millennium),
];

impl Unit {
    /// The unit that a table's value stands for.
    pub(super) fn from_value(value: i32) -> Option<Unit> {
        UNITS.get(usize::try_from(value).ok()?).map(|&(_, unit)| unit)
    }
}

impl Role {
    /// The role of a class of this name, or [`Role::Mute`].
    pub(super) fn named(name: &str) -> Role {
        match name {
            "day" => Role::Day,
            "month" | "mon" => Role::Month,
            "year" | "oldyear" => Role::Year,
            "yy" => Role::ShortYear,
            "era" => Role::Era,
            "weekday" => Role::Weekday,
            "hour" => Role::Hour,
            "min" => Role::Minute,
            "sec" => Role::Second,
            "clock" => Role::Clock,
            "pm" => Role::Afternoon,
            "part" => Role::Part,
            "season" => Role::Season,
            "quarter" => Role::Quarter,
            "half" => Role::Half,
            "decade" => Role::Decade,
            "century" => Role::Century,
            "feast" => Role::Feast,
            "n" | "int" => Role::Count,
            "andhalf" => Role::AndHalf,
            "ord" => Role::Ordinal,
            "unit" => Role::Unit,
            "mod" => Role::Modifier,
            "offset" => Role::Offset,
            "rel" => Role::Relative,
            "sign" => Role::Sign,
            "zone" => Role::Zone,
            _ => Role::Mute,
        }
    }

    /// Reads a value as a table writes it: a number, or the name of a unit, a part of the day, a season, a modifier.
    pub(super) fn value(self, text: &str) -> Option<i32> {
        let at = |names: &[&str]| names.iter().position(|n| *n == text).map(|i| i as i32);
        match self {
            Role::Unit => UNITS.iter().position(|(name, _)| *name == text).map(|i| i as i32),
            Role::Part => at(&PARTS),
            Role::Season => at(&SEASONS),
            Role::Modifier => at(&MODIFIERS),
            Role::Feast => super::calendar::feast_code(text),
            _ => text.parse().ok(),
        }
    }
}

/// The values that an expression's words have, by role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fields([Option<i32>; ROLES]);

impl Fields {
    /// None yet.
    pub(super) fn new() -> Fields {
        Fields([None; ROLES])
    }

    /// The value in a role.
    pub(super) fn get(&self, role: Role) -> Option<i32> {
        self.0[role as usize]
    }

    /// Gives a role its value, unless an earlier word has done so.
    pub(super) fn add(&mut self, role: Role, value: i32) {
        if role != Role::Mute {
            self.0[role as usize].get_or_insert(value);
        }
    }

    /// Takes over what another has and this has not.
    pub(super) fn fill(&mut self, other: &Fields) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine = mine.or(theirs);
        }
    }
}
