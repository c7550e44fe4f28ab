//! A story, with its dispatches and claims.

use rusqlite::Connection;
use serde::Serialize;

use super::claim::{ClaimRow, claims};
use super::dispatch::{DISPATCH, DispatchRow, dispatch_row};
use super::follow;
use crate::error::{ErrorKind, Result};
use crate::id::Id;
use crate::open::Store;

/// A story, with its dispatches and claims.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryShown {
    /// Its lasting name.
    pub id: Id,
    /// The headline of its first dispatch.
    pub title: Option<String>,
    /// In the order of time.
    pub dispatches: Vec<DispatchRow>,
    /// In the order of time.
    pub claims: Vec<ClaimRow>,
}

impl Store {
    /// All stories that still stand for themselves.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn stories(&self) -> Result<Vec<Id>> {
        self.read(|db| {
            let mut ask = db.prepare("select distinct story from story_dispatches order by story")?;
            let rows = ask.query_map([], |row| row.get(0).map(Id::Story))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

pub(super) fn story(db: &Connection, id: i64) -> Result<Option<StoryShown>, ErrorKind> {
    let Some(id) = follow(db, "stories", id)? else { return Ok(None) };
    let title = db.query_row("select title from stories where id = ?1", [id], |row| row.get(0))?;
    let dispatches = db
        .prepare(&format!(
            "{DISPATCH} where id in (select dispatch from story_dispatches where story = ?1) order by published, id"
        ))?
        .query_map([id], dispatch_row)?
        .collect::<Result<_, _>>()?;
    Ok(Some(StoryShown { id: Id::Story(id), title, dispatches, claims: claims(db, "story = ?1", id)? }))
}
