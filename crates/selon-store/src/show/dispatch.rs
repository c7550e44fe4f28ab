//! A dispatch, with its captures and versions.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::Serialize;
use serde_json::Value;

use super::claim::{StatementRow, statements};
use super::json;
use crate::capture::hex;
use crate::circle::{reading_at, reading_of};
use crate::decide::Decided;
use crate::error::{ErrorKind, Result};
use crate::id::Id;
use crate::open::Store;
use crate::standing::standing;

/// A dispatch in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DispatchRow {
    /// Its lasting name.
    pub id: Id,
    /// Its canonical address, or the hash of its first capture.
    pub address: String,
    /// The outlet.
    pub outlet: Option<String>,
    /// ISO 639-1.
    pub lang: Option<String>,
    /// Local time as printed.
    pub published: Option<String>,
    /// The headline.
    pub title: Option<String>,
}

/// A dispatch, with its versions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DispatchShown {
    /// What it is.
    #[serde(flatten)]
    pub row: DispatchRow,
    /// Its story.
    pub story: Option<Id>,
    /// Its captures, the latest version first.
    pub captures: Vec<CaptureRow>,
    /// What it is taken from.
    pub copies: Vec<CopyRow>,
    /// What is taken from it.
    pub copied_by: Vec<CopyRow>,
    /// Its statements, in the order of the text.
    pub statements: Vec<StatementRow>,
    /// What was decided about it, as far as it stands.
    pub decisions: Vec<Decided>,
    /// The text of the version that counts.
    pub text: String,
}

/// The bytes of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaptureRow {
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// How many they are.
    pub size: i64,
    /// When they were captured, UTC.
    pub seen: String,
    /// Where they were found.
    pub found: Vec<String>,
    /// When they were fetched first, RFC 3339, where that is known.
    pub fetched: Option<String>,
    /// The head of the response that they came with.
    pub head: Option<String>,
    /// What the server or the page said about mining them.
    pub mining: Option<Value>,
}

/// A version of a dispatch, and how it differs from the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionRow {
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// When they were fetched first, or else captured.
    pub seen: String,
    /// The headline, where it is another one than before.
    pub title: Option<String>,
    /// Blocks of the text that the version before has not.
    pub added: Vec<String>,
    /// Blocks of the text of the version before that are gone.
    pub dropped: Vec<String>,
}

/// A copy, from the side of one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CopyRow {
    /// The other dispatch.
    pub dispatch: DispatchRow,
    /// `reprint`, `cut`, `edited`, `quote`, `translation`.
    pub kind: String,
    /// Why selon thinks so.
    pub reasons: Value,
}

impl Store {
    /// The versions of a dispatch, the oldest first, with what each changed.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn versions(&self, dispatch: Id) -> Result<Vec<VersionRow>> {
        let Id::Dispatch(id) = dispatch else { return Ok(Vec::new()) };
        self.read(|db| {
            let mut ask = db.prepare(
                "select sha256, coalesce((select min(fetched) from found where capture = captures.id), seen), readings.id
                 from readings join captures on captures.id = capture
                 where dispatch = ?1
                    and reader = (select max(reader) from readings newer where newer.capture = readings.capture)
                 order by age, sha256",
            )?;
            let mut rows = ask.query([id])?;
            let mut versions = Vec::new();
            let mut before: Option<(Option<String>, Vec<String>)> = None;
            while let Some(row) = rows.next()? {
                let reading = reading_at(db, row.get(2)?)?;
                let title = reading.dispatch.title;
                let blocks: Vec<String> =
                    reading.dispatch.text.as_str().lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect();
                let missing = |these: &[String], those: &[String]| -> Vec<String> {
                    let those: BTreeSet<&String> = those.iter().collect();
                    these.iter().filter(|block| !those.contains(block)).cloned().collect()
                };
                let (old_title, old) = before.take().unwrap_or_default();
                versions.push(VersionRow {
                    sha256: hex(&row.get::<_, Vec<u8>>(0)?),
                    seen: row.get(1)?,
                    title: title.clone().filter(|_| title != old_title),
                    added: missing(&blocks, &old),
                    dropped: missing(&old, &blocks),
                });
                before = Some((title, blocks));
            }
            Ok(versions)
        })
    }
}

pub(super) fn dispatch(db: &Connection, id: i64) -> Result<Option<DispatchShown>, ErrorKind> {
    let row = db.query_row(&format!("{DISPATCH} where id = ?1"), [id], dispatch_row).optional()?;
    let Some(row) = row else { return Ok(None) };
    let address = row.address.clone();
    let story = db
        .query_row("select story from story_dispatches where dispatch = ?1", [id], |row| row.get(0))
        .optional()?
        .map(Id::Story);
    let copies = |here: &str, there: &str| -> Result<Vec<CopyRow>, ErrorKind> {
        let mut ask = db.prepare(&format!(
            "select dispatches.id, address, outlet, lang, published, title, kind, reasons
             from copies join dispatches on dispatches.id = {there} where {here} = ?1 order by published, dispatches.id"
        ))?;
        let rows = ask.query_map([id], |row| {
            Ok(CopyRow { dispatch: dispatch_row(row)?, kind: row.get(6)?, reasons: json(row, 7)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let text = reading_of(db, id)?.map(|r| r.dispatch.text.as_str().to_owned());
    Ok(Some(DispatchShown {
        row,
        story,
        captures: captures(db, id)?,
        copies: copies("copies.dispatch", "copies.source")?,
        copied_by: copies("copies.source", "copies.dispatch")?,
        statements: statements(db, "dispatch = ?1", id)?,
        decisions: standing(db, [address.as_str()], |_| true)?,
        text: text.unwrap_or_default(),
    }))
}

/// The captures of a dispatch, the latest version first.
pub(crate) fn captures(db: &Connection, id: i64) -> Result<Vec<CaptureRow>, ErrorKind> {
    let mut captures: Vec<CaptureRow> = Vec::new();
    let mut ask = db.prepare(
        "select distinct sha256, size, seen, place, fetched, head, mining from captures join readings on readings.capture = captures.id
            left join found on found.capture = captures.id
         where dispatch = ?1 order by age desc, sha256 desc, place",
    )?;
    let mut rows = ask.query([id])?;
    while let Some(row) = rows.next()? {
        let sha256 = hex(&row.get::<_, Vec<u8>>(0)?);
        if captures.last().is_none_or(|c| c.sha256 != sha256) {
            captures.push(CaptureRow {
                sha256,
                size: row.get(1)?,
                seen: row.get(2)?,
                found: Vec::new(),
                fetched: row.get(4)?,
                head: row.get::<_, Option<Vec<u8>>>(5)?.map(|head| String::from_utf8_lossy(&head).into_owned()),
                mining: row.get::<_, Option<String>>(6)?.and_then(|said| serde_json::from_str(&said).ok()),
            });
        }
        if let (Some(place), Some(capture)) = (row.get(3)?, captures.last_mut()) {
            capture.found.push(place);
        }
    }
    Ok(captures)
}

pub(crate) const DISPATCH: &str =
    "select dispatches.id, address, dispatches.outlet, lang, published, dispatches.title from dispatches";

pub(crate) fn dispatch_row(row: &Row<'_>) -> rusqlite::Result<DispatchRow> {
    Ok(DispatchRow {
        id: Id::Dispatch(row.get(0)?),
        address: row.get(1)?,
        outlet: row.get(2)?,
        lang: row.get(3)?,
        published: row.get::<_, Option<String>>(4)?.filter(|p| !p.is_empty()),
        title: row.get(5)?,
    })
}
