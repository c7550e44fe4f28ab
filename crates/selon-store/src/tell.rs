//! Tracing the stories that have changed, each alone: what they say, on whose word.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};
use selon::Trace;
use selon::trace::Corpus;

use crate::alert::Watched;
use crate::circle::versions;
use crate::corpus;
use crate::error::ErrorKind;
use crate::marks;
use crate::standing::Standing;
use crate::trace::{Places, keep_story};
use crate::words::Index;

/// Stories of so many dispatches are traced in one transaction, and the last one of them.
const AT_ONCE: usize = 64;

/// Traces stories that wait for it, and says how many no longer do.
pub(crate) fn tell_next(
    db: &Connection,
    standing: &Standing,
    index: &mut Index,
    watched: &mut Watched,
    told: &mut dyn FnMut(i64, &Trace),
) -> Result<usize, ErrorKind> {
    let mut next = db.prepare_cached("select min(story) from untold")?;
    let mut done = db.prepare_cached("delete from untold where story = ?1")?;
    let (mut stories, mut dispatches) = (0, 0);
    while dispatches < AT_ONCE
        && let Some(story) = next.query_row([], |row| row.get::<_, Option<i64>>(0))?
    {
        let own = members(db, story)?;
        let (placed, trace) = trace(db, story, standing)?;
        keep_story(db, story, &trace, &placed, index, watched)?;
        clear(db, &own, index)?;
        done.execute([story])?;
        told(story, &trace);
        stories += 1;
        dispatches += own.len().max(1);
    }
    Ok(stories)
}

/// The trace of a story, and where its readings stand in the archive.
pub(crate) fn trace(db: &Connection, story: i64, standing: &Standing) -> Result<(Places, Trace), ErrorKind> {
    let (placed, readings) = versions(db, &members(db, story)?, standing)?;
    // What its outlets print on every page is known since it was compared.
    let corpus = Corpus { furniture: corpus::furniture(db, &readings, false)?, words: None };
    let decisions = standing.place(&readings.iter().collect::<Vec<_>>());
    Ok((placed, Trace::of_story(readings, &corpus, &decisions)))
}

fn members(db: &Connection, story: i64) -> Result<Vec<i64>, ErrorKind> {
    let mut ask = db.prepare_cached("select dispatch from story_dispatches where story = ?1 order by dispatch")?;
    Ok(ask.query_map([story], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Dispatches are one story from now on, which waits to be traced: of the old stories, the one that shares the most
/// dispatches keeps its id, unless it is taken.
pub(crate) fn keep_row(
    db: &Connection,
    dispatches: &BTreeSet<i64>,
    taken: &mut BTreeSet<i64>,
) -> Result<(), ErrorKind> {
    let mut shares: BTreeMap<i64, usize> = BTreeMap::new();
    for dispatch in dispatches {
        let old: Option<i64> = db
            .prepare_cached("select story from story_dispatches where dispatch = ?1")?
            .query_row([dispatch], |row| row.get(0))
            .optional()?;
        if let Some(old) = old {
            *shares.entry(old).or_default() += 1;
        }
    }
    let free = shares.iter().filter(|(id, _)| !taken.contains(id));
    let lasting = free.max_by_key(|(id, share)| (**share, std::cmp::Reverse(**id))).map(|(id, _)| *id);
    let id = match lasting {
        Some(id) => {
            db.prepare_cached("update stories set became = null where id = ?1")?.execute([id])?;
            id
        }
        None => {
            db.prepare_cached("insert into stories default values returning id")?.query_row([], |row| row.get(0))?
        }
    };
    taken.insert(id);
    for dispatch in dispatches {
        db.prepare_cached(
            "insert into story_dispatches (dispatch, story) values (?1, ?2)
             on conflict (dispatch) do update set story = ?2 where story <> ?2",
        )?
        .execute([*dispatch, id])?;
    }
    for old in shares.keys().filter(|old| !taken.contains(old)) {
        db.prepare_cached(
            "update stories set became = ?2
             where id = ?1 and not exists (select 1 from story_dispatches where story = ?1)",
        )?
        .execute([*old, id])?;
    }
    db.prepare_cached("insert or ignore into untold (story) values (?1)")?.execute([id])?;
    Ok(())
}

/// Clears the readings that a new reader has replaced.
fn clear(db: &Connection, dispatches: &[i64], index: &mut Index) -> Result<(), ErrorKind> {
    let mut clear = db.prepare_cached(
        "delete from readings where capture in (select capture from readings where dispatch = ?1)
            and reader < (select max(reader) from readings newer where newer.capture = readings.capture)
         returning dispatch",
    )?;
    for &dispatch in dispatches {
        let read = clear.query_map([dispatch], |row| row.get(0))?.collect::<Result<BTreeSet<i64>, _>>()?;
        for other in read {
            let mut has = db.prepare_cached("select exists (select 1 from readings where dispatch = ?1)")?;
            if !has.query_row([other], |row| row.get::<_, bool>(0))? {
                vanish(db, other, index)?;
            }
        }
    }
    Ok(())
}

/// A dispatch whose captures a new reader found to be versions of others.
fn vanish(db: &Connection, dispatch: i64, index: &mut Index) -> Result<(), ErrorKind> {
    let claims = "select distinct claim from statements where dispatch = ?1";
    let claims: Vec<i64> =
        db.prepare_cached(claims)?.query_map([dispatch], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut changes = marks::Changes::default();
    changes.remove(db, dispatch)?;
    changes.write(db)?;
    index.dispatch(dispatch, None);
    db.execute("delete from dispatches where id = ?1", [dispatch])?;
    for claim in claims {
        db.execute(
            "update claims set story = null, low = 0, high = 0
             where id = ?1 and not exists (select 1 from statements where claim = ?1)",
            params![claim],
        )?;
    }
    Ok(())
}
