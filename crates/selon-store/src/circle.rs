//! Comparing what waits with the rest of the archive, a circle at a time: which dispatches are one story.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _};
use selon::trace::circle::{Circle, circle};
use selon::trace::marks::Marks;
use selon::trace::{self, Corpus};
use selon::{Reading, Text, Trace};

use crate::alert::Watched;
use crate::capture::put_right;
use crate::codec;
use crate::corpus::{self, Counts};
use crate::error::{ErrorKind, Result};
use crate::marks::{self, Shelf};
use crate::open::Store;
use crate::standing::Standing;
use crate::tell::{self, keep_row, tell_next};
use crate::trace::{Placed, Places};
use crate::words::Index;

/// So many dispatches are compared in one transaction, and those of the last circle.
const AT_ONCE: usize = 64;

/// See [`Store::lone`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lone {
    /// The headline.
    pub title: Option<String>,
    /// When it was published.
    pub day: Option<String>,
    /// How many claims it makes.
    pub claims: u32,
}

/// A step on the way from dispatches that wait to claims; see [`Store::trace_next`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many dispatches were compared with the rest of the archive, and found their stories.
    Compared(usize),
    /// So many stories that had changed were traced.
    Traced(usize),
}

impl Store {
    /// Compares some dozens of the dispatches that wait for it with all dispatches of the archive that may tell of the same
    /// events, circle after circle. Where none waits, traces some of the stories that have changed: so each is traced once,
    /// however many dispatches it has got. Claims and stories keep the ids of those that they share the most statements and
    /// dispatches with; what went into another one leads on to it. Each step is one transaction. None where nothing is left.
    ///
    /// # Errors
    /// Where the file cannot be written; nothing has changed then.
    pub fn trace_next(&mut self) -> Result<Option<Step>> {
        self.trace_next_with(&mut |_, _| {})
    }

    /// The same; `told` is given each story that is traced, by its number.
    ///
    /// # Errors
    /// As [`Store::trace_next`].
    pub fn trace_next_with(&mut self, told: &mut dyn FnMut(i64, &Trace)) -> Result<Option<Step>> {
        self.write(|db| {
            let standing = Standing::of(db)?;
            let (mut index, mut watched) = (Index::default(), Watched::of(db)?);
            let compared = compare_next(db, &standing, &mut index)?;
            let step = if compared > 0 {
                Some(Step::Compared(compared))
            } else {
                let traced = tell_next(db, &standing, &mut index, &mut watched, told)?;
                (traced > 0).then_some(Step::Traced(traced))
            };
            index.write(db)?;
            // Searches find claims by their words, once those are written.
            watched.raise(db)?;
            Ok(step)
        })
    }

    /// A story of one dispatch whose claims nobody else makes and nothing speaks against.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn lone(&self, story: i64) -> Result<Option<Lone>> {
        self.read(|db| {
            let mut ask = db.prepare_cached(
                "select stories.title, day, (select count(*) from claims where story = ?1)
                 from stories join story_dispatches on story = stories.id join dispatches on dispatches.id = dispatch
                 where stories.id = ?1
                    and (select count(*) from story_dispatches where story = ?1) = 1
                    and not exists (select 1 from statements where dispatch = dispatches.id and withdrawn)
                    and not exists (select 1 from contradictions join claims on claims.id = claim where story = ?1)",
            )?;
            let lone = |row: &rusqlite::Row<'_>| Ok(Lone { title: row.get(0)?, day: row.get(1)?, claims: row.get(2)? });
            Ok(ask.query_row([story], lone).optional()?)
        })
    }

    /// The stories of some dispatches, each once, in the order of their first dispatch.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn stories_of(&self, dispatches: &[i64]) -> Result<Vec<i64>> {
        self.read(|db| {
            let mut ask = db.prepare_cached("select story from story_dispatches where dispatch = ?1")?;
            let mut first = db.prepare_cached(
                "select min(iif(published = '', '~', published) || ' ' || address) from dispatches join story_dispatches on dispatch = dispatches.id
                 where story = ?1",
            )?;
            let mut stories: BTreeMap<i64, String> = BTreeMap::new();
            for dispatch in dispatches {
                if let Some(story) = ask.query_row([dispatch], |row| row.get(0)).optional()?
                    && !stories.contains_key(&story)
                {
                    stories.insert(story, first.query_row([story], |row| row.get(0))?);
                }
            }
            let mut ordered: Vec<(String, i64)> = stories.into_iter().map(|(story, first)| (first, story)).collect();
            ordered.sort_unstable();
            Ok(ordered.into_iter().map(|(_, story)| story).collect())
        })
    }

    /// A story, traced as it was when it was compared last.
    ///
    /// # Errors
    /// Where the file cannot be read, or holds a reading that this selon cannot decode and a page that it cannot read.
    pub fn story_trace(&self, story: i64) -> Result<Trace> {
        self.read(|db| Ok(tell::trace(db, story, &Standing::of(db)?)?.1))
    }

    /// The reading that stands for a dispatch: the latest version, as the latest reader read it.
    ///
    /// # Errors
    /// Where the file cannot be read, or holds a reading that this selon cannot decode and a page that it cannot read.
    pub fn reading_of(&self, dispatch: i64) -> Result<Option<Reading>> {
        self.read(|db| reading_of(db, dispatch))
    }
}

/// Compares dispatches that wait, and says how many no longer do.
fn compare_next(db: &Connection, standing: &Standing, index: &mut Index) -> Result<usize, ErrorKind> {
    let same = standing.same(db)?;
    let mut next = db.prepare_cached("select min(dispatch) from untraced")?;
    let mut settle = db.prepare_cached("delete from untraced where dispatch = ?1")?;
    let (mut compared, mut counts) = (0, Counts::default());
    while compared < AT_ONCE
        && let Some(first) = next.query_row([], |row| row.get::<_, Option<i64>>(0))?
    {
        mark(db, first)?;
        let found = circle(&Shelf { db, same: &same }, first)?;
        compare(db, &found, standing, &mut counts, index)?;
        for dispatch in &found.settled {
            settle.execute([dispatch])?;
        }
        compared += found.settled.len();
    }
    Ok(compared)
}

/// Archives of schema 1 have no marks.
fn mark(db: &Connection, dispatch: i64) -> Result<(), ErrorKind> {
    if marks::marks(db, dispatch)?.is_none()
        && let Some(reading) = reading_of(db, dispatch)?
    {
        let mut changes = marks::Changes::default();
        changes.replace(db, dispatch, &Marks::of(&reading))?;
        changes.write(db)?;
    }
    Ok(())
}

/// Finds the stories of a circle. Those that are not as they were wait to be traced.
fn compare(
    db: &Connection,
    circle: &Circle,
    standing: &Standing,
    counts: &mut Counts,
    index: &mut Index,
) -> Result<(), ErrorKind> {
    let mut pages: Vec<(i64, Reading)> = Vec::with_capacity(circle.dispatches.len());
    for &dispatch in &circle.dispatches {
        let reading = reading_of(db, dispatch)?.map(|reading| standing.correct(reading));
        pages.extend(reading.map(|reading| (dispatch, reading)));
    }
    for (dispatch, reading) in pages.iter().filter(|(d, _)| circle.settled.binary_search(d).is_ok()) {
        put_right(db, *dispatch, reading, index)?;
    }
    let readings: Vec<&Reading> = pages.iter().map(|(_, reading)| reading).collect();
    let furniture = corpus::furniture(db, readings.iter().copied(), true)?;
    let story_of = match readings[..] {
        [] | [_] => vec![0; readings.len()],
        _ => {
            let words = Some(counts.words(db, &circle.dispatches)?);
            let corpus = Corpus { furniture: furniture.clone(), words };
            trace::stories(&readings, &corpus, &standing.place(&readings))
        }
    };
    let mut stories: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    for ((dispatch, _), story) in pages.iter().zip(story_of) {
        stories.entry(story).or_default().push(*dispatch);
    }
    // All are looked at before any is changed: what one story loses another one wins.
    let mut changed: Vec<BTreeSet<i64>> = Vec::new();
    for dispatches in stories.into_values() {
        if is_changed(db, circle, &dispatches)? {
            changed.push(dispatches.into_iter().collect());
        }
    }
    let mut taken = BTreeSet::new();
    changed.iter().try_for_each(|dispatches| keep_row(db, dispatches, &mut taken))
}

/// Whether a story has other dispatches than before, or some of them are new.
fn is_changed(db: &Connection, circle: &Circle, dispatches: &[i64]) -> Result<bool, ErrorKind> {
    if dispatches.iter().any(|d| circle.settled.binary_search(d).is_ok()) {
        return Ok(true);
    }
    let mut of = db.prepare_cached("select story from story_dispatches where dispatch = ?1")?;
    let mut stories: BTreeSet<Option<i64>> = BTreeSet::new();
    for &dispatch in dispatches {
        stories.insert(of.query_row([dispatch], |row| row.get(0)).optional()?);
    }
    let mut size = db.prepare_cached("select count(*) from story_dispatches where story = ?1")?;
    Ok(match stories.into_iter().collect::<Vec<_>>()[..] {
        // They wait for a circle of their own.
        [None] => false,
        [Some(story)] => size.query_row([story], |row| row.get::<_, u32>(0))? as usize != dispatches.len(),
        _ => true,
    })
}

/// All versions of dispatches, as the latest reader of each read them, and where each stands in the archive.
pub(crate) fn versions(
    db: &Connection,
    dispatches: &[i64],
    standing: &Standing,
) -> Result<(Places, Vec<Reading>), ErrorKind> {
    let mut ask = db.prepare_cached(
        "select readings.id, reading, capture from readings
         where dispatch = ?1 and reader = (select max(reader) from readings other where other.capture = readings.capture)
         order by readings.id",
    )?;
    let mut placed = Places::new();
    let mut readings = Vec::new();
    for &id in dispatches {
        let mut rows = ask.query([id])?;
        while let Some(row) = rows.next()? {
            let reading = standing.correct(decoded(db, row.get(1)?, row.get(2)?)?);
            let Reading { dispatch, .. } = &reading;
            placed.insert((dispatch.id.clone(), dispatch.sha256.clone()), Placed { id, reading: row.get(0)? });
            readings.push(reading);
        }
    }
    Ok((placed, readings))
}

/// See [`Store::reading_of`].
pub(crate) fn reading_of(db: &Connection, dispatch: i64) -> Result<Option<Reading>, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select reading, capture from readings
         where dispatch = ?1 and capture = (select current from dispatches where id = ?1)
         order by reader desc limit 1",
    )?;
    let found = ask.query_row([dispatch], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(reading, capture)| decoded(db, reading, capture)).transpose()
}

/// The text that a reading speaks of.
pub(crate) fn text_of(db: &Connection, reading: i64) -> Result<Text, ErrorKind> {
    Ok(reading_at(db, reading)?.dispatch.text)
}

/// A reading, by its number.
pub(crate) fn reading_at(db: &Connection, reading: i64) -> Result<Reading, ErrorKind> {
    let mut ask = db.prepare_cached("select reading, capture from readings where id = ?1")?;
    let (reading, capture) = ask.query_row([reading], |row| Ok((row.get(0)?, row.get(1)?)))?;
    decoded(db, reading, capture)
}

/// A reading as it is kept; where some build between two versions wrote it, the page is read anew.
fn decoded(db: &Connection, reading: Vec<u8>, capture: i64) -> Result<Reading, ErrorKind> {
    if let Ok(reading) = codec::unpack(&reading) {
        return Ok(reading);
    }
    let mut ask = db.prepare_cached(
        "select bytes, size, url, (select min(fetched) from found where capture = id) from captures where id = ?1",
    )?;
    let (bytes, size, url, fetched): (Vec<u8>, i64, Option<String>, Option<String>) =
        ask.query_row([capture], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let bytes = codec::decompress(&bytes, usize::try_from(size).unwrap_or(0))?;
    let mut page = selon::page::read(&bytes).map_err(|e| ErrorKind::Undecodable(e.to_string()))?;
    (page.url, page.fetched) = (url, fetched);
    Ok(Reading::of_page(&page))
}
