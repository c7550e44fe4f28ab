//! Whether an archive is sound.

use rusqlite::Connection;
use serde::Serialize;

use crate::capture::hex;
use crate::codec;
use crate::error::{ErrorKind, Result};
use crate::open::{SCHEMA, Store};

/// The state of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Health {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// The schema of the file.
    pub schema: i64,
    /// How many captures it holds.
    pub captures: i64,
    /// How many dispatches.
    pub dispatches: i64,
    /// How many claims.
    pub claims: i64,
    /// How many dispatches wait to be compared with the others, or to be traced with them.
    pub untraced: i64,
    /// What is wrong, one sentence each.
    pub problems: Vec<String>,
}

/// Dispatches that are not compared, and those of stories that have changed since they were traced.
pub(crate) const WAITING: &str = "(select dispatch from untraced
    union select dispatch from story_dispatches where story in (select story from untold))";

/// How many problems are listed at most.
const MOST: usize = 100;

impl Store {
    /// Looks an archive through: the file's structure, the links between its parts, the hash of every capture.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn doctor(&self) -> Result<Health> {
        self.read(|db| {
            let mut problems = integrity(db)?;
            let count = |table: &str| -> Result<i64, ErrorKind> {
                Ok(db.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?)
            };
            let counts =
                [count("captures"), count("dispatches"), count("claims where story is not null"), count(WAITING)];
            if problems.is_empty() {
                problems.extend(links(db)?);
                problems.extend(captures(db)?);
            }
            problems.truncate(MOST);
            let mut number = counts.into_iter().map(|n| match n {
                Ok(n) => n,
                Err(kind) => {
                    problems.push(kind.to_string());
                    0
                }
            });
            let mut next = || number.next().unwrap_or(0);
            let (captures, dispatches, claims, untraced) = (next(), next(), next(), next());
            Ok(Health { ok: problems.is_empty(), schema: SCHEMA, captures, dispatches, claims, untraced, problems })
        })
    }
}

fn integrity(db: &Connection) -> Result<Vec<String>, ErrorKind> {
    let mut ask = db.prepare(&format!("pragma integrity_check({MOST})"))?;
    let said = ask.query_map([], |row| row.get::<_, String>(0))?;
    Ok(said.map(|line| line.unwrap_or_else(|e| e.to_string())).filter(|line| line != "ok").collect())
}

fn links(db: &Connection) -> Result<Vec<String>, ErrorKind> {
    let mut ask = db.prepare("select \"table\", rowid, parent from pragma_foreign_key_check")?;
    let said = ask.query_map([], |row| {
        let (table, id, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("{table} {} points at something in {parent} that is not there", id.unwrap_or_default()))
    })?;
    let mut problems = said.collect::<Result<Vec<_>, _>>()?;
    let counted = "select (select count(*) from marks), coalesce((select holders from words where word = 0), 0)";
    let (marked, counted): (i64, i64) = db.query_row(counted, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if marked != counted {
        problems.push(format!("the statistics count {counted} dispatches, and {marked} are there"));
    }
    problems.extend(counts(db)?);
    for words in ["dispatch_words", "claim_words"] {
        if let Err(e) = db.execute(&format!("insert into {words} ({words}) values ('integrity-check')"), []) {
            // An archive that is open for reading only cannot be asked this.
            if e.sqlite_error_code() != Some(rusqlite::ErrorCode::ReadOnly) {
                problems.push(format!("the index {words} is damaged: {e}"));
            }
        }
    }
    Ok(problems)
}

/// What is counted along, beside a fresh count.
fn counts(db: &Connection) -> Result<Vec<String>, ErrorKind> {
    let mut ask = db.prepare(
        "with fresh (what, number) as (
            select 'captures', count(*) from captures
            union all select 'dispatches', count(*) from dispatches
            union all select 'stories', count(distinct story) from story_dispatches
            union all select 'voice ' || kind, count(*) from voices group by kind)
         select what, coalesce(tallies.number, 0), coalesce(fresh.number, 0) from tallies full join fresh using (what)
         where coalesce(tallies.number, 0) <> coalesce(fresh.number, 0) order by what",
    )?;
    let said = ask.query_map([], |row| {
        let (what, kept, fresh): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("{what}: {kept} are counted, and {fresh} are there"))
    })?;
    let mut problems = said.collect::<Result<Vec<_>, _>>()?;
    let mut ask = db.prepare(
        "with fresh as (select voice, sum(rests <> 0) as rests, sum(rests = 0) as relays from claim_voices group by voice)
         select id from voices left join fresh on voice = id
         where originates <> coalesce(rests, 0) or voices.relays <> coalesce(fresh.relays, 0) order by id limit 100",
    )?;
    let said =
        ask.query_map([], |row| Ok(format!("voice {}: its claims are not those counted", row.get::<_, i64>(0)?)))?;
    problems.extend(said.collect::<Result<Vec<_>, _>>()?);
    Ok(problems)
}

fn captures(db: &Connection) -> Result<Vec<String>, ErrorKind> {
    let mut problems = Vec::new();
    let mut ask = db.prepare("select sha256, size, bytes from captures")?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let (hash, size, bytes): (Vec<u8>, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let hash = hex(&hash);
        match codec::decompress(&bytes, usize::try_from(size).unwrap_or(0)) {
            Ok(plain) if selon::page::sha256(&plain) == hash => {}
            Ok(_) => problems.push(format!("capture {hash}: its bytes are not those that were captured")),
            Err(e) => problems.push(format!("capture {hash}: {e}")),
        }
    }
    Ok(problems)
}
