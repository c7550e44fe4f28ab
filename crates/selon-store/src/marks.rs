//! What dispatches are found by: kept, taken back, looked up.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};
use selon::trace::circle::{NEAREST, Neighbours, Postings};
use selon::trace::marks::Marks;

use crate::error::ErrorKind;

/// The day of dispatches that give none: before all others.
const UNDATED: i32 = i32::MIN;

/// Changes to the marks of some dispatches, written together and in the order of the tables.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    marks: BTreeMap<i64, Marks>,
    prints: BTreeMap<(u32, i64), bool>,
    keys: BTreeMap<(u32, i32, i64), bool>,
    words: BTreeMap<u32, i64>,
    gone: BTreeSet<i64>,
}

impl Changes {
    /// The marks of a dispatch are these from now on.
    pub(crate) fn replace(&mut self, db: &Connection, dispatch: i64, marks: &Marks) -> Result<(), ErrorKind> {
        self.remove(db, dispatch)?;
        self.enter(dispatch, marks, true);
        self.marks.insert(dispatch, marks.clone());
        Ok(())
    }

    /// A dispatch has no marks any more.
    pub(crate) fn remove(&mut self, db: &Connection, dispatch: i64) -> Result<(), ErrorKind> {
        let old = match self.marks.remove(&dispatch) {
            Some(marks) => Some(marks),
            None => marks(db, dispatch)?,
        };
        if let Some(old) = old {
            self.enter(dispatch, &old, false);
            self.gone.insert(dispatch);
        }
        Ok(())
    }

    fn enter(&mut self, dispatch: i64, marks: &Marks, there: bool) {
        self.prints.extend(marks.prints.iter().map(|&print| ((print, dispatch), there)));
        let day = marks.day.unwrap_or(UNDATED);
        self.keys.extend(marks.keys.iter().map(|&key| ((key, day, dispatch), there)));
        for &word in &marks.words {
            *self.words.entry(word).or_default() += if there { 1 } else { -1 };
        }
    }

    pub(crate) fn write(self, db: &Connection) -> Result<(), ErrorKind> {
        let mut add = db.prepare_cached("insert or ignore into prints (print, dispatch) values (?1, ?2)")?;
        let mut take = db.prepare_cached("delete from prints where print = ?1 and dispatch = ?2")?;
        for ((print, dispatch), there) in self.prints {
            if there { &mut add } else { &mut take }.execute(params![print, dispatch])?;
        }
        let mut add = db.prepare_cached("insert or ignore into keys (key, day, dispatch) values (?1, ?2, ?3)")?;
        let mut take = db.prepare_cached("delete from keys where key = ?1 and day = ?2 and dispatch = ?3")?;
        for ((key, day, dispatch), there) in self.keys {
            if there { &mut add } else { &mut take }.execute(params![key, day, dispatch])?;
        }
        let mut count = db.prepare_cached(
            "insert into words (word, holders) values (?1, ?2) on conflict (word) do update set holders = holders + ?2",
        )?;
        let mut drop = db.prepare_cached("delete from words where word = ?1 and holders <= 0")?;
        for (word, change) in self.words.into_iter().filter(|(_, change)| *change != 0) {
            count.execute(params![word, change])?;
            if change < 0 {
                drop.execute([word])?;
            }
        }
        let mut forget = db.prepare_cached("delete from marks where dispatch = ?1")?;
        for dispatch in self.gone {
            forget.execute([dispatch])?;
        }
        let mut keep = db.prepare_cached(
            "insert or replace into marks (dispatch, day, prints, keys, words) values (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (dispatch, marks) in self.marks {
            let (prints, keys, words) = (packed(&marks.prints), packed(&marks.keys), packed(&marks.words));
            keep.execute(params![dispatch, marks.day, prints, keys, words])?;
        }
        Ok(())
    }
}

/// The marks of a dispatch that are kept.
pub(crate) fn marks(db: &Connection, dispatch: i64) -> Result<Option<Marks>, ErrorKind> {
    let mut ask = db.prepare_cached("select day, prints, keys, words from marks where dispatch = ?1")?;
    let found = ask.query_row([dispatch], |row| {
        let hashes = |column| row.get_ref(column)?.as_blob().map(unpacked).map_err(rusqlite::Error::from);
        Ok(Marks { day: row.get(0)?, prints: hashes(1)?, keys: hashes(2)?, words: hashes(3)? })
    });
    Ok(found.optional()?)
}

/// How many dispatches hold each of some words.
pub(crate) fn holders(db: &Connection, words: &BTreeSet<u32>) -> Result<Vec<(u32, u32)>, ErrorKind> {
    let mut ask = db.prepare_cached("select holders from words where word = ?1")?;
    let mut found = Vec::with_capacity(words.len());
    for &word in words {
        if let Some(holders) = ask.query_row([word], |row| row.get(0)).optional()? {
            found.push((word, holders));
        }
    }
    Ok(found)
}

fn packed(hashes: &[u32]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect()
}

fn unpacked(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

/// The archive as a circle asks it.
pub(crate) struct Shelf<'a> {
    pub(crate) db: &'a Connection,
    /// Dispatches that a user says tell of one event.
    pub(crate) same: &'a BTreeMap<i64, BTreeSet<i64>>,
}

impl Shelf<'_> {
    fn ids(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<i64>, ErrorKind> {
        Ok(self.db.prepare_cached(sql)?.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}

/// Of the holders of a fingerprint so many first and last ones are looked at.
const FIRST: u32 = 16;
const LAST: u32 = 32;

impl Postings for Shelf<'_> {
    type Error = ErrorKind;

    fn marks(&self, dispatch: i64) -> Result<Marks, ErrorKind> {
        Ok(marks(self.db, dispatch)?.unwrap_or_default())
    }

    fn holders(&self, print: u32) -> Result<Vec<i64>, ErrorKind> {
        let holding = "select dispatch from prints where print = ?1 order by dispatch";
        let mut found = self.ids(&format!("{holding} limit ?2"), params![print, FIRST + 1])?;
        if found.len() > FIRST as usize {
            found.extend(self.ids(&format!("{holding} desc limit ?2"), params![print, LAST])?);
            found.sort_unstable();
            found.dedup();
        }
        Ok(found)
    }
}

impl Neighbours for Shelf<'_> {
    fn about(&self, key: u32, day: Option<i32>, within: i32) -> Result<Vec<i64>, ErrorKind> {
        let nearest = NEAREST as u32;
        let all = 2 * nearest + 1;
        let Some(day) = day else {
            return self.ids("select dispatch from keys where key = ?1 limit ?2", params![key, all]);
        };
        let between = "select dispatch from keys where key = ?1 and day between ?2 and ?3 order by day";
        let (first, last) = (day - within, day + within);
        let mut found = self.ids(&format!("{between} limit ?4"), params![key, first, last, all])?;
        if found.len() == all as usize {
            found = self.ids(&format!("{between} desc limit ?4"), params![key, first, day, nearest])?;
            found.extend(self.ids(&format!("{between} limit ?4"), params![key, day + 1, last, nearest])?);
        }
        found.extend(
            self.ids("select dispatch from keys where key = ?1 and day = ?2 limit ?3", params![key, UNDATED, nearest])?,
        );
        Ok(found)
    }

    fn waits(&self, dispatch: i64) -> Result<bool, ErrorKind> {
        let mut ask = self.db.prepare_cached("select exists (select 1 from untraced where dispatch = ?1)")?;
        Ok(ask.query_row([dispatch], |row| row.get(0))?)
    }

    fn all(&self, most: usize) -> Result<Vec<i64>, ErrorKind> {
        self.ids("select id from dispatches order by id limit ?1", [most as i64])
    }

    fn mates(&self, dispatch: i64) -> Result<Vec<i64>, ErrorKind> {
        let mut mates = self.ids(
            "select dispatch from story_dispatches
             where story = (select story from story_dispatches where dispatch = ?1)",
            [dispatch],
        )?;
        mates.extend(self.same.get(&dispatch).into_iter().flatten());
        Ok(mates)
    }
}
