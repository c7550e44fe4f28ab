//! Forgetting: bytes, text, index and all.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::alert;
use crate::error::{ErrorKind, Result};
use crate::fold::fold;
use crate::marks;
use crate::open::Store;
use crate::watch;

impl Store {
    /// Forgets the dispatches of an address, of an outlet (whatever its case and accents), or that were found in a place.
    /// Nothing of them is left in the file; what other dispatches state stays, and waits to be traced anew. Answers with the
    /// addresses of what was forgotten.
    ///
    /// # Errors
    /// Where the file cannot be written. All is forgotten then, or nothing.
    pub fn forget(&mut self, name: &str) -> Result<Vec<String>> {
        let forgotten = self.write(|db| {
            let found = named(db, name)?;
            let mut addresses = Vec::new();
            let mut claims: BTreeSet<i64> = BTreeSet::new();
            let mut stories: BTreeSet<i64> = BTreeSet::new();
            for (dispatch, address) in found {
                claims.extend(ids(db, "select distinct claim from statements where dispatch = ?1", dispatch)?);
                stories.extend(ids(db, "select story from story_dispatches where dispatch = ?1", dispatch)?);
                watch::forget(db, dispatch)?;
                forget(db, dispatch, &address)?;
                addresses.push(address);
            }
            for claim in claims {
                alert::forget(db, claim)?;
                restate(db, claim)?;
            }
            for story in stories {
                retitle(db, story)?;
            }
            db.execute(
                "delete from furniture where not exists (select 1 from dispatches where outlet = furniture.outlet)",
                [],
            )?;
            // A name that only a forgotten dispatch gave is forgotten with it.
            db.execute(
                "delete from voices where id not in (select voice from claim_voices)
                    and id not in (select quoted_by from voices where quoted_by is not null)",
                [],
            )?;
            Ok(addresses)
        })?;
        if !forgotten.is_empty() {
            self.scrub()?;
        }
        Ok(forgotten)
    }

    /// Writes the file anew without what was deleted, and empties the log.
    fn scrub(&mut self) -> Result<()> {
        let scrub = |db: &Connection| {
            db.execute_batch(
                "insert into dispatch_words (dispatch_words) values ('optimize');
                 insert into claim_words (claim_words) values ('optimize');
                 vacuum;",
            )?;
            db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
            Ok(())
        };
        scrub(&self.db).map_err(|kind: ErrorKind| kind.at(&self.path))
    }
}

/// The dispatches that a name means, with their addresses.
fn named(db: &Connection, name: &str) -> Result<Vec<(i64, String)>, ErrorKind> {
    let folded = fold(name);
    let mut ask = db.prepare(
        "select id, address, outlet, address = ?1 or id in (
            select dispatch from readings join found on found.capture = readings.capture where place = ?1)
         from dispatches order by id",
    )?;
    let mut rows = ask.query([name])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let outlet: Option<String> = row.get(2)?;
        if row.get(3)? || outlet.is_some_and(|outlet| fold(&outlet) == folded) {
            found.push((row.get(0)?, row.get(1)?));
        }
    }
    Ok(found)
}

fn ids(db: &Connection, sql: &str, id: i64) -> Result<Vec<i64>, ErrorKind> {
    Ok(db.prepare_cached(sql)?.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn forget(db: &Connection, dispatch: i64, address: &str) -> Result<(), ErrorKind> {
    // Statements and copies go first: what points at a capture or a reading goes with it.
    db.execute("delete from statements where dispatch = ?1", [dispatch])?;
    db.execute("update dispatches set current = null where id = ?1", [dispatch])?;
    db.execute(
        "delete from captures where id in (select capture from readings where dispatch = ?1)
            and not exists (select 1 from readings other where other.capture = captures.id and other.dispatch <> ?1)",
        [dispatch],
    )?;
    db.execute("delete from readings where dispatch = ?1", [dispatch])?;
    let mut changes = marks::Changes::default();
    changes.remove(db, dispatch)?;
    changes.write(db)?;
    db.execute("delete from dispatch_words where rowid = ?1", [dispatch])?;
    db.execute("delete from dispatches where id = ?1", [dispatch])?;
    db.execute("delete from decisions where id in (select decision from evidence where dispatch = ?1)", [address])?;
    Ok(())
}

/// A claim that has lost statements: in the words of one that is left, or gone.
fn restate(db: &Connection, claim: i64) -> Result<(), ErrorKind> {
    db.execute("delete from claim_words where rowid = ?1", [claim])?;
    db.execute("delete from claim_voices where claim = ?1", [claim])?;
    let quotes: Vec<String> = db
        .prepare_cached("select coalesce(says, quote) from statements where claim = ?1 order by id")?
        .query_map([claim], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let Some(gist) = quotes.first() else {
        db.execute("update claims set became = null where became = ?1", [claim])?;
        db.execute("delete from contradictions where claim = ?1 or other = ?1", [claim])?;
        db.execute("delete from claims where id = ?1", [claim])?;
        return Ok(());
    };
    db.execute("update claims set gist = ?2 where id = ?1", params![claim, gist])?;
    db.execute(
        "insert into claim_voices (voice, claim, rests)
         select distinct value, ?1, value in (select value from json_each((select rests_on from claims where id = ?1)))
         from statements, json_each(chain) where claim = ?1",
        [claim],
    )?;
    let voices: Vec<String> = db
        .prepare_cached(
            "select name from voices where id in (select voice from claim_voices where claim = ?1) order by id",
        )?
        .query_map([claim], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    db.execute(
        "insert into claim_words (rowid, gist, body, voices) values (?1, ?2, ?3, ?4)",
        params![claim, fold(gist), fold(&quotes[1..].join("\n")), fold(&voices.join("\n"))],
    )?;
    db.execute("insert or ignore into untraced (dispatch) select dispatch from statements where claim = ?1", [claim])?;
    Ok(())
}

/// A story that has lost dispatches: with the headline of one that is left, or gone.
fn retitle(db: &Connection, story: i64) -> Result<(), ErrorKind> {
    // Names are read anew from what is left.
    db.execute("delete from voice_names where story = ?1", [story])?;
    let left = db.execute(
        "update stories set title = (
            select dispatches.title from dispatches join story_dispatches on dispatch = dispatches.id
            where story = ?1 and dispatches.title is not null order by published, dispatches.id limit 1)
         where id = ?1 and exists (select 1 from story_dispatches where story = ?1)",
        [story],
    )?;
    if left == 0 {
        db.execute("update stories set became = null where became = ?1", [story])?;
        db.execute("delete from claims where story = ?1", [story])?;
        db.execute("delete from stories where id = ?1", [story])?;
    } else {
        db.execute(
            "insert or ignore into untraced (dispatch) select dispatch from story_dispatches where story = ?1",
            [story],
        )?;
    }
    Ok(())
}
