//! Ranges over two expressions, or over one with an open end.

use super::atom::Atom;
use super::calendar::{self, Stretch};
use super::find::Found;
use super::resolve::Meaning;
use super::role::Unit;
use super::table::{Connector, End, TimeTable};
use super::{Alternative, Range, Timex};
use crate::text::Text;

/// An expression with all that is known of it.
pub(super) struct Reckoned {
    pub(super) found: Found,
    pub(super) timex: Timex,
    pub(super) meaning: Meaning,
}

/// Finds the ranges; where the years or weeks of their ends were chosen, chooses them so that the begin comes first.
pub(super) fn ranges(text: &Text, atoms: &[Atom], table: &TimeTable, times: &mut [Reckoned]) -> Vec<Range> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < times.len() {
        if let Some((first, _)) = closed(atoms, table, times, i) {
            order(&mut times[i..i + 2]);
            let (a, b) = (&times[i], &times[i + 1]);
            let start = atoms[first].start as usize;
            let span = text.span(start..b.timex.span.end());
            out.push(Range { span, begin: Some(a.timex.value.clone()), end: Some(b.timex.value.clone()) });
            i += 2;
            continue;
        }
        if let Some((first, end)) = half_open(atoms, table, &times[i]) {
            let span = text.span(atoms[first].start as usize..times[i].timex.span.end());
            let value = times[i].timex.value.clone();
            let (begin, end) = if end == End::Begin { (Some(value), None) } else { (None, Some(value)) };
            out.push(Range { span, begin, end });
        }
        i += 1;
    }
    out
}

/// Where a range over an expression and the next begins.
fn closed<'t>(atoms: &[Atom], table: &'t TimeTable, times: &[Reckoned], i: usize) -> Option<(usize, &'t Connector)> {
    let (a, b) = (times.get(i)?, times.get(i + 1)?);
    if !is_end(a) || !is_end(b) {
        return None;
    }
    let between = &atoms[a.found.to..b.found.from];
    let alike = alike(a, b);
    table.connectors.iter().filter(|c| c.only.is_none()).find_map(|c| {
        let joined =
            c.middle.iter().any(|m| m.len() == between.len() && m.iter().zip(between).all(|(&e, x)| e == x.entry));
        let first = opened(atoms, c, a.found.from)?;
        (joined && (alike || !c.open.is_empty())).then_some((first, c))
    })
}

fn half_open(atoms: &[Atom], table: &TimeTable, time: &Reckoned) -> Option<(usize, End)> {
    if !is_end(time) {
        return None;
    }
    table.connectors.iter().find_map(|c| {
        let end = c.only?;
        let first = opened(atoms, c, time.found.from)?;
        Some((first, end))
    })
}

/// The first atom of what opens a range before an atom; that atom itself where nothing need stand there.
fn opened(atoms: &[Atom], connector: &Connector, from: usize) -> Option<usize> {
    if connector.open.is_empty() {
        return Some(from);
    }
    let before = &atoms[..from];
    let fits = |row: &&Vec<u32>| {
        before.len() >= row.len() && row.iter().zip(&before[before.len() - row.len()..]).all(|(&e, a)| e == a.entry)
    };
    connector.open.iter().find(fits).map(|row| from - row.len())
}

fn is_end(time: &Reckoned) -> bool {
    matches!(time.meaning, Meaning::When { .. })
}

/// Whether two times may be the ends of a range that nothing opens: "June to September", not "on Friday to December's".
fn alike(a: &Reckoned, b: &Reckoned) -> bool {
    let unit = |r: &Reckoned| match r.meaning {
        Meaning::When { stretch, chosen, .. } => (stretch.unit(), chosen),
        Meaning::Other { .. } => (Unit::Millennium, true),
    };
    let ((a, a_chosen), (b, b_chosen)) = (unit(a), unit(b));
    a == b || !(a_chosen || b_chosen)
}

/// Moves the end that was chosen, so that the begin does not come after the end.
fn order(pair: &mut [Reckoned]) {
    let [a, b] = pair else { return };
    let (Meaning::When { stretch: from, chosen: a_chosen, .. }, Meaning::When { stretch: to, chosen: b_chosen, .. }) =
        (&a.meaning, &b.meaning)
    else {
        return;
    };
    let (from, to) = (*from, *to);
    let (Some(first), Some(last)) = (from.first_day(), to.first_day()) else { return };
    if *a_chosen && !*b_chosen {
        // "Du 28 décembre au 3 janvier 2025": the begin takes the year of the end, or the one before.
        let same = moved(from, i64::from(last.year() - first.year()));
        let best = same
            .filter(|s| s.first_day() <= to.first_day())
            .or_else(|| moved(from, i64::from(last.year() - first.year()) - 1));
        if let Some(best) = best {
            a.put(best);
        }
        return;
    }
    if first > last && *b_chosen {
        let weeks = (first - last).get_days() < 7 && to.unit() == Unit::Day;
        let later = if weeks { days(to, 7) } else { moved(to, i64::from((first.year() - last.year()).max(0))) };
        let later = later.filter(|s| s.first_day() >= Some(first)).or_else(|| moved(to, 1));
        if let Some(later) = later {
            b.put(later);
        }
    } else if *a_chosen && *b_chosen && (last - first).get_days() > 330 && from.unit() <= Unit::Month {
        // Two dates that are each nearest on their own side: a range of nearly a year is none.
        if let Some(best) = moved(from, 1).filter(|s| s.first_day() <= Some(last)) {
            a.put(best);
        }
    }
}

fn days(stretch: Stretch, by: i64) -> Option<Stretch> {
    match stretch {
        Stretch::Day(d) => Some(Stretch::Day(calendar::add(d, Unit::Day, by)?)),
        _ => None,
    }
}

/// The same stretch, years later or earlier.
fn moved(stretch: Stretch, years: i64) -> Option<Stretch> {
    let year = |y: i16| y.checked_add(i16::try_from(years).ok()?);
    Some(match stretch {
        Stretch::Day(d) => Stretch::Day(calendar::add(d, Unit::Year, years)?),
        Stretch::Month(Some(y), m) => Stretch::Month(Some(year(y)?), m),
        Stretch::Quarter(Some(y), q) => Stretch::Quarter(Some(year(y)?), q),
        Stretch::Season(Some(y), s) => Stretch::Season(Some(year(y)?), s),
        _ => return None,
    })
}

impl Reckoned {
    /// Gives it another time of its kind.
    pub(super) fn put(&mut self, to: Stretch) {
        if let Meaning::When { stretch, of_day, .. } = &mut self.meaning {
            *stretch = to;
            let before = std::mem::replace(&mut self.timex.value, to.value(*of_day));
            let reason = "what it is by itself, but then the range would not run from its begin to its end".to_owned();
            self.timex.alternatives.insert(0, Alternative { value: before, reason });
            (self.timex.earliest, self.timex.latest) = to.bounds(*of_day);
            self.timex.alternatives.retain(|a| a.value != self.timex.value);
        }
    }
}
