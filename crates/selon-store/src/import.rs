//! Containers of pages: where a page was got from, and how far a container was read.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;

use crate::capture::{Incoming, Kept, digest, keep_all};
use crate::error::{ErrorKind, Result};
use crate::open::Store;

/// Where a page was got from, as far as is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address that it was fetched from.
    pub url: Option<String>,
    /// When it was fetched, RFC 3339.
    pub fetched: Option<String>,
    /// The head of its response, as it was sent.
    pub head: Vec<u8>,
    /// What the server or the page said about mining it, as JSON.
    pub mining: Option<String>,
}

/// How far a container was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Tells the container from others.
    pub container: String,
    /// Its name, for people.
    pub name: String,
    /// Bytes before the record, or the member, to go on with.
    pub at: u64,
    /// Records of the member to pass over.
    pub inner: u64,
    /// Whether nothing is left to read.
    pub complete: bool,
}

impl Store {
    /// Keeps pages, and in the same transaction how far their containers were read with them: whatever happens, no page is
    /// passed over and none is read twice.
    ///
    /// # Errors
    /// Where the file cannot be written; nothing is kept then.
    pub fn import(&mut self, pages: &[Incoming], progress: &[Progress]) -> Result<Vec<Kept>> {
        self.write(|db| {
            let kept = keep_all(db, pages)?;
            progress.iter().try_for_each(|progress| note(db, progress))?;
            Ok(kept)
        })
    }

    /// Where the bytes of a capture were got from first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn origin(&self, sha256: &str) -> Result<Origin> {
        self.read(|db| {
            let mut ask = db.prepare_cached(
                "select url, fetched, head, mining from captures left join found on capture = captures.id
                 where sha256 = ?1 order by fetched is null, fetched, place limit 1",
            )?;
            let row = ask.query_row([digest(sha256)], |row| {
                Ok(Origin {
                    url: row.get(0)?,
                    fetched: row.get(1)?,
                    head: row.get::<_, Option<_>>(2)?.unwrap_or_default(),
                    mining: row.get(3)?,
                })
            });
            Ok(row.optional()?.unwrap_or_default())
        })
    }

    /// How far a container was read; nothing where it was never begun.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn progress(&self, container: &str) -> Result<Option<Progress>> {
        self.read(|db| {
            let mut ask = db.prepare_cached("select name, at, inner, complete from imports where container = ?1")?;
            let row = ask.query_row([container], |row| {
                Ok(Progress {
                    container: container.to_owned(),
                    name: row.get(0)?,
                    at: row.get::<_, i64>(1)? as u64,
                    inner: row.get::<_, i64>(2)? as u64,
                    complete: row.get(3)?,
                })
            });
            Ok(row.optional()?)
        })
    }
}

fn note(db: &Connection, progress: &Progress) -> Result<(), ErrorKind> {
    db.prepare_cached(
        "insert into imports (container, name, at, inner, complete) values (?1, ?2, ?3, ?4, ?5)
         on conflict (container) do update set name = ?2, at = ?3, inner = ?4, complete = ?5",
    )?
    .execute(params![
        progress.container,
        progress.name,
        progress.at as i64,
        progress.inner as i64,
        progress.complete
    ])?;
    Ok(())
}
