//! One thing of the archive, with all that hangs on it.

mod claim;
mod dispatch;
mod story;
mod voice;

use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::Serialize;
use serde_json::Value;

pub(crate) use claim::{CLAIM, claim_row};
pub use claim::{ClaimRow, ClaimShown, StatementRow};
pub use dispatch::{CaptureRow, CopyRow, DispatchRow, DispatchShown, VersionRow};
pub(crate) use dispatch::{DISPATCH, captures, dispatch_row};
pub use story::StoryShown;
pub(crate) use voice::{VOICE, voice_row};
pub use voice::{VoiceRow, VoiceShown};

use crate::error::{ErrorKind, Result};
use crate::id::Id;
use crate::open::Store;

/// Something of the archive.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Shown {
    /// A claim.
    Claim(Box<ClaimShown>),
    /// A story.
    Story(StoryShown),
    /// A dispatch.
    Dispatch(Box<DispatchShown>),
    /// A voice.
    Voice(VoiceShown),
}

impl Store {
    /// Finds something by its name, by the address of a dispatch, or by the hash of a capture. A claim or story that went
    /// into another one leads on to it.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn show(&self, name: &str) -> Result<Option<Shown>> {
        self.read(|db| {
            let id = match name.parse() {
                Ok(id) => Some(id),
                Err(()) => dispatch_named(db, name)?,
            };
            match id {
                None => Ok(None),
                Some(Id::Claim(id)) => Ok(claim::claim(db, id)?.map(Box::new).map(Shown::Claim)),
                Some(Id::Story(id)) => Ok(story::story(db, id)?.map(Shown::Story)),
                Some(Id::Dispatch(id)) => Ok(dispatch::dispatch(db, id)?.map(Box::new).map(Shown::Dispatch)),
                Some(Id::Voice(id)) => Ok(voice::voice(db, id)?.map(Shown::Voice)),
            }
        })
    }
}

pub(crate) fn dispatch_named(db: &Connection, name: &str) -> Result<Option<Id>, ErrorKind> {
    let by_address =
        db.query_row("select id from dispatches where address = ?1", [name], |row| row.get(0)).optional()?;
    let by_hash = || {
        db.query_row(
            "select dispatch from readings join captures on captures.id = capture where sha256 = ?1 order by reader desc",
            [crate::capture::digest(name)],
            |row| row.get(0),
        )
        .optional()
    };
    Ok(match by_address {
        Some(id) => Some(Id::Dispatch(id)),
        None => by_hash()?.map(Id::Dispatch),
    })
}

/// Follows what went into what; the chain is finite since each step was made at a later time.
pub(crate) fn follow(db: &Connection, table: &str, id: i64) -> Result<Option<i64>, ErrorKind> {
    Ok(db
        .query_row(
            &format!(
                "with recursive led (id, became) as (
                    select id, became from {table} where id = ?1
                    union select t.id, t.became from {table} t join led on t.id = led.became)
                 select id from led where became is null"
            ),
            [id],
            |row| row.get(0),
        )
        .optional()?)
}

fn json(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text: String = row.get(column)?;
    Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
}
