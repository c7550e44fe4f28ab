//! What dispatches are found by: kept, taken back, looked up.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};
use selon::trace::circle::{self, Holder, Link, Mark, Neighbours, Postings, REACH};
use selon::trace::marks::{Marks, Position};

use crate::error::ErrorKind;

/// Whose links are to be found, and to whom; see the table `loose`.
pub(crate) const NEW: u8 = 0;
/// Whose own links are to be found again.
pub(crate) const DISTURBED: u8 = 1;
/// Whose circle is to be found.
pub(crate) const LINKED: u8 = 2;

/// Changes to the marks of some dispatches, written together and in the order of the tables.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    marks: BTreeMap<i64, Marks>,
    prints: BTreeMap<(u32, i64, i64), bool>,
    keys: BTreeMap<(u32, i64, i64), bool>,
    gone: BTreeSet<i64>,
}

impl Changes {
    /// The marks of a dispatch are these from now on.
    pub(crate) fn replace(&mut self, db: &Connection, dispatch: i64, marks: &Marks) -> Result<(), ErrorKind> {
        if !self.marks.contains_key(&dispatch) && self::marks(db, dispatch)?.is_some_and(|old| old == *marks) {
            return Ok(());
        }
        self.remove(db, dispatch)?;
        self.enter(dispatch, marks, true);
        self.marks.insert(dispatch, marks.clone());
        Ok(())
    }

    /// A dispatch has no marks any more.
    pub(crate) fn remove(&mut self, db: &Connection, dispatch: i64) -> Result<(), ErrorKind> {
        if let Some(old) = self.marks.remove(&dispatch) {
            self.enter(dispatch, &old, false);
        } else if let Some(old) = marks(db, dispatch)?
            && self.gone.insert(dispatch)
        {
            self.enter(dispatch, &old, false);
        }
        Ok(())
    }

    fn enter(&mut self, dispatch: i64, marks: &Marks, there: bool) {
        let Position(position) = marks.position;
        self.prints.extend(marks.prints.iter().map(|&print| ((print, position, dispatch), there)));
        self.keys.extend(marks.keys.iter().map(|&key| ((key, position, dispatch), there)));
    }

    pub(crate) fn write(self, db: &Connection) -> Result<(), ErrorKind> {
        // While those that leave are still there.
        for &dispatch in &self.gone {
            unlink(db, dispatch)?;
        }
        let mut add = db.prepare_cached("insert or ignore into prints (print, position, dispatch) values (?1, ?2, ?3)")?;
        let mut take = db.prepare_cached("delete from prints where print = ?1 and position = ?2 and dispatch = ?3")?;
        for ((print, position, dispatch), there) in self.prints {
            if there { &mut add } else { &mut take }.execute(params![print, position, dispatch])?;
        }
        let mut add = db.prepare_cached("insert or ignore into keys (key, position, dispatch) values (?1, ?2, ?3)")?;
        let mut take = db.prepare_cached("delete from keys where key = ?1 and position = ?2 and dispatch = ?3")?;
        for ((key, position, dispatch), there) in self.keys {
            if there { &mut add } else { &mut take }.execute(params![key, position, dispatch])?;
        }
        let mut forget = db.prepare_cached("delete from marks where dispatch = ?1")?;
        for dispatch in self.gone {
            forget.execute([dispatch])?;
        }
        let mut keep =
            db.prepare_cached("insert into marks (dispatch, position, prints, keys) values (?1, ?2, ?3, ?4)")?;
        let mut lot = db.prepare_cached("update dispatches set lot = ?2 where id = ?1")?;
        for (dispatch, marks) in self.marks {
            let Marks { position, prints, keys } = marks;
            keep.execute(params![dispatch, position.0, packed(&prints), packed(&keys)])?;
            lot.execute([dispatch, position.lot()])?;
            loosen(db, dispatch, NEW)?;
        }
        Ok(())
    }
}

/// A dispatch that leaves, or changes what it is found by: others' links to it are no more.
fn unlink(db: &Connection, dispatch: i64) -> Result<(), ErrorKind> {
    let shelf = Shelf { db, same: &BTreeMap::new() };
    for other in circle::leave(&shelf, dispatch)? {
        loosen(db, other, DISTURBED)?;
    }
    // Its circle is another one without it, and so may be those of what it was linked to.
    for link in shelf.links(dispatch)? {
        loosen(db, link.dispatch, LINKED)?;
    }
    let mut mates = db.prepare_cached(
        "update circles set circle = -1 where circle = (select circle from circles where dispatch = ?1) returning dispatch",
    )?;
    for mate in mates.query_map([dispatch], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()? {
        loosen(db, mate, LINKED)?;
    }
    db.prepare_cached("delete from links where ?1 in (dispatch, earlier)")?.execute([dispatch])?;
    db.prepare_cached("delete from loose where dispatch = ?1")?.execute([dispatch])?;
    Ok(())
}

/// Something of a dispatch is to be found, unless more of it is already.
pub(crate) fn loosen(db: &Connection, dispatch: i64, state: u8) -> Result<(), ErrorKind> {
    db.prepare_cached(
        "insert into loose (dispatch, state) values (?1, ?2) on conflict (dispatch) do update set state = min(state, ?2)",
    )?
    .execute(params![dispatch, state])?;
    Ok(())
}

/// The marks of a dispatch that are kept.
pub(crate) fn marks(db: &Connection, dispatch: i64) -> Result<Option<Marks>, ErrorKind> {
    let mut ask = db.prepare_cached("select position, prints, keys from marks where dispatch = ?1")?;
    let found = ask.query_row([dispatch], |row| {
        let hashes = |column| row.get_ref(column)?.as_blob().map(unpacked).map_err(rusqlite::Error::from);
        Ok(Marks { position: Position(row.get(0)?), prints: hashes(1)?, keys: hashes(2)? })
    });
    Ok(found.optional()?)
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

impl Postings for Shelf<'_> {
    type Error = ErrorKind;

    fn marks(&self, dispatch: i64) -> Result<Marks, ErrorKind> {
        Ok(marks(self.db, dispatch)?.unwrap_or_default())
    }

    fn prints(&self, dispatch: i64) -> Result<usize, ErrorKind> {
        let mut ask = self.db.prepare_cached("select length(prints) / 4 from marks where dispatch = ?1")?;
        Ok(ask.query_row([dispatch], |row| row.get::<_, u32>(0)).optional()?.unwrap_or(0) as usize)
    }

    fn around(&self, mark: Mark, position: Position) -> Result<[Vec<Holder>; 2], ErrorKind> {
        let (before, after, mark) = match mark {
            Mark::Print(print) => (
                "select dispatch, position from prints where print = ?1 and position < ?2 order by position desc limit ?3",
                "select dispatch, position from prints where print = ?1 and position > ?2 order by position limit ?3",
                print,
            ),
            Mark::Key(key) => (
                "select dispatch, position from keys where key = ?1 and position < ?2 order by position desc limit ?3",
                "select dispatch, position from keys where key = ?1 and position > ?2 order by position limit ?3",
                key,
            ),
        };
        let ask = |sql: &str| -> Result<Vec<Holder>, ErrorKind> {
            let holder = |row: &rusqlite::Row<'_>| Ok(Holder { dispatch: row.get(0)?, at: Position(row.get(1)?) });
            let mut ask = self.db.prepare_cached(sql)?;
            Ok(ask.query_map(params![mark, position.0, REACH as u32], holder)?.collect::<Result<_, _>>()?)
        };
        Ok([ask(before)?, ask(after)?])
    }
}

impl Neighbours for Shelf<'_> {
    fn links(&self, dispatch: i64) -> Result<Vec<Link>, ErrorKind> {
        let mut ask = self.db.prepare_cached(
            "select share, own.position, other.position, earlier
             from links join marks own on own.dispatch = ?1 join marks other on other.dispatch = earlier
             where links.dispatch = ?1",
        )?;
        let link = |row: &rusqlite::Row<'_>| {
            let (from, to) = (Position(row.get(1)?), Position(row.get(2)?));
            Ok(Link { share: row.get(0)?, from, to, dispatch: row.get(3)? })
        };
        Ok(ask.query_map([dispatch], link)?.collect::<Result<_, _>>()?)
    }

    fn behind(&self, dispatch: i64) -> Result<Vec<i64>, ErrorKind> {
        let mut ask = self.db.prepare_cached("select dispatch from links where earlier = ?1")?;
        Ok(ask.query_map([dispatch], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn same(&self, dispatch: i64) -> Result<Vec<i64>, ErrorKind> {
        Ok(self.same.get(&dispatch).into_iter().flatten().copied().collect())
    }
}
