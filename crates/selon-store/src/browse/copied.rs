//! How much of an outlet's text stood elsewhere before, and how much of it comes from agencies.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;

use crate::circle::reading_of;
use crate::error::ErrorKind;

/// What the latest pages of an outlet are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// How many of its latest pages were looked at.
    pub pages: i64,
    /// How many of them are taken, whole or in part, from other dispatches.
    pub taken: i64,
    /// How many of them have an agency in their chains.
    pub agency: i64,
    /// How many of them, the latest, were measured for the two shares below.
    pub measured: usize,
    /// How much of their text stands in other dispatches that had it first, in hundredths.
    pub taken_share: usize,
    /// How much of their text is copy of agencies, in hundredths: pages that credit an agency, and passages taken from an agency or
    /// from a page that credits one.
    pub agency_share: usize,
}

/// So many pages are measured: each is read.
const MEASURED: usize = 50;
/// So many bytes of text are enough: pages of some outlets are as long as books.
const ENOUGH: usize = 100_000;

/// What the latest pages of an outlet are made of.
pub(super) fn copied(db: &Connection, outlet: &str) -> Result<Option<Copied>, ErrorKind> {
    let sql = "with latest as (select id from dispatches where outlet = ?1 order by id desc limit 500)
        select (select count(*) from latest),
            (select count(distinct dispatch) from copies where dispatch in (select id from latest)),
            (select count(distinct dispatch) from statements cross join json_each(statements.chain)
                cross join voices on voices.id = value
                where dispatch in (select id from latest) and voices.kind = 'agency' and voices.name <> ?1)";
    let (pages, taken, agency) =
        db.prepare_cached(sql)?.query_row([outlet], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    if pages == 0 {
        return Ok(None);
    }
    let mut ask = db.prepare_cached("select id from dispatches where outlet = ?1 order by id desc limit ?2")?;
    let latest: Vec<i64> =
        ask.query_map(params![outlet, MEASURED as i64], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let (mut measured, mut length, mut both) = (0, 0, (0, 0));
    for id in latest {
        if length >= ENOUGH {
            break;
        }
        let Some(reading) = reading_of(db, id)? else { continue };
        let (whole, credits) = (reading.dispatch.text.len(), !reading.dispatch.agencies.is_empty());
        let (taken, agencies) = passages(db, id)?;
        measured += 1;
        length += whole;
        both.0 += covered(taken, whole);
        both.1 += if credits { whole } else { covered(agencies, whole) };
    }
    let share = |part: usize| (100 * part).checked_div(length).unwrap_or(0);
    Ok(Some(Copied { pages, taken, agency, measured, taken_share: share(both.0), agency_share: share(both.1) }))
}

/// Bytes of a text, end exclusive.
type Ranges = Vec<(usize, usize)>;

/// What a dispatch has from others; and of that, what it has from agencies.
fn passages(db: &Connection, dispatch: i64) -> Result<(Ranges, Ranges), ErrorKind> {
    let mut ask = db.prepare_cached("select passages, source from copies where dispatch = ?1")?;
    let mut rows = ask.query([dispatch])?;
    let (mut all, mut agencies) = (Ranges::new(), Ranges::new());
    while let Some(row) = rows.next()? {
        let passages: Vec<[usize; 4]> = serde_json::from_str(&row.get::<_, String>(0)?).unwrap_or_default();
        let ranges = passages.into_iter().map(|[start, end, ..]| (start, end));
        if of_agency(db, row.get(1)?)? {
            agencies.extend(ranges.clone());
        }
        all.extend(ranges);
    }
    Ok((all, agencies))
}

/// Whether a dispatch is an agency's own, or one whose chains begin with an agency behind the outlet.
fn of_agency(db: &Connection, dispatch: i64) -> Result<bool, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select 1 from statements cross join voices on voices.id in (chain ->> '$[0]', chain ->> '$[1]')
         where dispatch = ?1 and voices.kind = 'agency' limit 1",
    )?;
    Ok(ask.query_row([dispatch], |_| Ok(())).optional()?.is_some())
}

/// How many bytes some ranges cover together.
fn covered(mut ranges: Ranges, whole: usize) -> usize {
    ranges.sort_unstable();
    let (mut sum, mut reached) = (0, 0);
    for (start, end) in ranges {
        let (start, end) = (start.max(reached), end.min(whole));
        sum += end.saturating_sub(start);
        reached = reached.max(end);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::covered;

    #[test]
    fn what_is_taken_from_two_counts_once() {
        assert_eq!(covered(vec![(10, 20), (0, 12), (30, 90)], 40), 30);
        assert_eq!(covered(Vec::new(), 0), 0);
    }
}
