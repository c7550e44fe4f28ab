//! What the outlets of an archive print on every page.
//!
//! It is read from a sample of an outlet's dispatches: those whose addresses have the smallest hashes, so that it follows from
//! which dispatches there are, and seldom changes where there are many.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, params};
use selon::reuse::Furniture;
use selon::{Dispatch, Reading};

use crate::circle::reading_of;
use crate::error::ErrorKind;

/// An outlet with fewer dispatches shows nothing.
const FEW: usize = 6;
/// So many of them are looked at.
const SAMPLE: u32 = 12;
/// So many outlets are looked at in one transaction.
pub(crate) const AT_ONCE: usize = 16;

/// What the outlets of some readings print on every page.
pub(crate) fn furniture<'a>(
    db: &Connection,
    readings: impl IntoIterator<Item = &'a Reading>,
) -> Result<Furniture, ErrorKind> {
    let outlets: BTreeSet<&str> = readings.into_iter().filter_map(|r| r.dispatch.outlet.as_deref()).collect();
    let mut ask = db.prepare_cached("select prints from furniture where outlet = ?1")?;
    let mut all: Vec<u32> = Vec::new();
    for outlet in outlets {
        let bytes: Vec<u8> = ask.query_row([outlet], |row| row.get(0)).optional()?.unwrap_or_default();
        all.extend(numbers(&bytes));
    }
    Ok(all.into_iter().collect())
}

/// The outlet of a dispatch has got it or a version of it, or is about to lose it.
pub(crate) fn changed_by(db: &Connection, dispatch: i64) -> Result<(), ErrorKind> {
    db.prepare_cached(
        "insert into furniture (outlet) select outlet from dispatches where id = ?1 and outlet is not null
         on conflict (outlet) do update set changed = 1",
    )?
    .execute([dispatch])?;
    Ok(())
}

/// Looks at outlets that have changed, and says how many. Where one shows something else than before, its dispatches that are
/// compared with others wait to be compared again.
pub(crate) fn look_next(db: &Connection) -> Result<usize, ErrorKind> {
    let mut next = db.prepare_cached("select outlet, sample, prints from furniture where changed limit ?1")?;
    let outlets: Vec<(String, Vec<u8>, Vec<u8>)> = next
        .query_map([AT_ONCE as u32], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut same = db.prepare_cached("update furniture set changed = 0 where outlet = ?1")?;
    let mut keep =
        db.prepare_cached("update furniture set changed = 0, sample = ?2, prints = ?3 where outlet = ?1")?;
    let mut wait = db.prepare_cached(
        "insert or ignore into untraced (dispatch)
         select dispatches.id from dispatches join circles on dispatch = dispatches.id
         where outlet = ?1 and exists (
            select 1 from circles other where other.circle = circles.circle and other.dispatch <> circles.dispatch)",
    )?;
    for (outlet, old_sample, old_prints) in &outlets {
        let (captures, pages) = sample(db, outlet)?;
        if captures == *old_sample {
            same.execute([outlet])?;
            continue;
        }
        let prints = shown(db, &pages)?;
        keep.execute(params![outlet, captures, prints])?;
        if prints != *old_prints {
            wait.execute([outlet])?;
        }
    }
    Ok(outlets.len())
}

/// The dispatches of an outlet that are looked at, and their captures.
fn sample(db: &Connection, outlet: &str) -> Result<(Vec<u8>, Vec<i64>), ErrorKind> {
    let mut ask = db.prepare_cached(
        "select id, current from dispatches where outlet = ?1 and current is not null order by lot limit ?2",
    )?;
    let rows: Vec<(i64, i64)> =
        ask.query_map(params![outlet, SAMPLE], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok((
        rows.iter().flat_map(|(_, capture)| capture.to_le_bytes()).collect(),
        rows.into_iter().map(|(dispatch, _)| dispatch).collect(),
    ))
}

/// The fingerprints that dispatches of one outlet have in common.
fn shown(db: &Connection, dispatches: &[i64]) -> Result<Vec<u8>, ErrorKind> {
    let mut pages: Vec<Dispatch> = Vec::new();
    if dispatches.len() >= FEW {
        for &dispatch in dispatches {
            pages.extend(reading_of(db, dispatch)?.map(|reading| reading.dispatch));
        }
    }
    let furniture = Furniture::of(&pages.iter().collect::<Vec<_>>());
    Ok(furniture.prints().iter().flat_map(|print| print.to_le_bytes()).collect())
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}
