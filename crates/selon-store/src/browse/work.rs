//! What is under way in an archive, whoever does it.

use serde::Serialize;

use super::line::{number, tally};
use crate::doctor::WAITING;
use crate::error::Result;
use crate::import::Progress;
use crate::open::Store;

/// How far the archive is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Work {
    /// Pages that are kept.
    pub captures: i64,
    /// Dispatches that they are versions of.
    pub dispatches: i64,
    /// Dispatches whose stories are not told yet.
    pub waiting: i64,
    /// Pages that came within the last minute: some process is at work where there are any.
    pub came: i64,
    /// When the last page came, UTC.
    pub last: Option<String>,
    /// Containers of pages, those first that are not read to their end.
    pub imports: Vec<Progress>,
}

/// How many containers are listed.
const LISTED: u32 = 100;

impl Store {
    /// What is under way.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn work(&self) -> Result<Work> {
        self.read(|db| {
            let came = "select count(*) from captures where seen >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 minute')";
            let last = "select max(seen) from captures";
            let imports = format!(
                "select container, name, at, inner, complete from imports order by complete, name, container limit {LISTED}"
            );
            let progress = |row: &rusqlite::Row<'_>| {
                Ok(Progress {
                    container: row.get(0)?,
                    name: row.get(1)?,
                    at: row.get::<_, i64>(2)? as u64,
                    inner: row.get::<_, i64>(3)? as u64,
                    complete: row.get(4)?,
                })
            };
            Ok(Work {
                captures: tally(db, "captures")?,
                dispatches: tally(db, "dispatches")?,
                waiting: number(db, &format!("select count(*) from {WAITING}"), [])?,
                came: number(db, came, [])?,
                last: db.prepare_cached(last)?.query_row([], |row| row.get(0))?,
                imports: db.prepare_cached(&imports)?.query_map([], progress)?.collect::<std::result::Result<_, _>>()?,
            })
        })
    }
}
