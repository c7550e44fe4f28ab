//! What is known of the whole archive when some of its dispatches are compared.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};
use selon::reuse::Furniture;
use selon::story::Statistics;
use selon::{Dispatch, Reading};

use crate::circle::reading_of;
use crate::error::ErrorKind;
use crate::marks;

/// How many dispatches hold each word, of the words that were asked for: asked once.
#[derive(Debug, Default)]
pub(crate) struct Counts(BTreeMap<u32, u32>);

impl Counts {
    /// How common the words of some dispatches are in the archive.
    pub(crate) fn words(&mut self, db: &Connection, dispatches: &[i64]) -> Result<Statistics, ErrorKind> {
        let mut words = BTreeSet::new();
        for &dispatch in dispatches {
            words.extend(marks::marks(db, dispatch)?.unwrap_or_default().words);
        }
        let unknown = words.iter().copied().filter(|word| !self.0.contains_key(word)).collect();
        self.0.extend(marks::holders(db, &unknown)?);
        Ok(words.into_iter().filter_map(|word| Some((word, *self.0.get(&word)?))).collect())
    }
}

/// An outlet with fewer dispatches shows nothing.
const FEW: i64 = 6;
/// So many of them are looked at.
const SAMPLE: i64 = 12;
/// What so many dispatches have shown is looked at no more.
const ENOUGH: i64 = 200;

/// What the outlets of some readings print on every page. It is looked for anew where an outlet has twice as many
/// dispatches as when that was done last, if `anew`.
pub(crate) fn furniture<'a>(
    db: &Connection,
    readings: impl IntoIterator<Item = &'a Reading>,
    anew: bool,
) -> Result<Furniture, ErrorKind> {
    let outlets: BTreeSet<&str> = readings.into_iter().filter_map(|r| r.dispatch.outlet.as_deref()).collect();
    let mut all: Vec<u64> = Vec::new();
    for outlet in outlets {
        let mut ask = db.prepare_cached("select dispatches, prints from furniture where outlet = ?1")?;
        let known: Option<(i64, Vec<u8>)> = ask.query_row([outlet], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let shown = known.as_ref().map_or(0, |(dispatches, _)| *dispatches);
        if anew && shown < ENOUGH {
            let mut ask = db.prepare_cached("select count(*) from dispatches where outlet = ?1")?;
            let dispatches: i64 = ask.query_row([outlet], |row| row.get(0))?;
            if dispatches >= FEW && dispatches >= 2 * shown {
                all.extend(look(db, outlet, dispatches)?.prints());
                continue;
            }
        }
        let prints = known.iter().flat_map(|(_, bytes)| bytes.chunks_exact(8));
        all.extend(prints.map(|bytes| u64::from_le_bytes(bytes.try_into().expect("eight bytes"))));
    }
    Ok(all.into_iter().collect())
}

/// Reads some dispatches of an outlet, spread over all of them, and keeps what they have in common.
fn look(db: &Connection, outlet: &str, dispatches: i64) -> Result<Furniture, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select id from (select id, row_number() over (order by id) - 1 as place from dispatches where outlet = ?1)
         where place % ?2 = 0 limit ?3",
    )?;
    let step = (dispatches / SAMPLE).max(1);
    let sample: Vec<i64> = ask.query_map(params![outlet, step, SAMPLE], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut pages: Vec<Dispatch> = Vec::new();
    for dispatch in sample {
        pages.extend(reading_of(db, dispatch)?.map(|reading| reading.dispatch));
    }
    let furniture = Furniture::of(&pages.iter().collect::<Vec<_>>());
    let bytes: Vec<u8> = furniture.prints().iter().flat_map(|print| print.to_le_bytes()).collect();
    db.prepare_cached("insert or replace into furniture (outlet, dispatches, prints) values (?1, ?2, ?3)")?
        .execute(params![outlet, dispatches, bytes])?;
    Ok(furniture)
}
