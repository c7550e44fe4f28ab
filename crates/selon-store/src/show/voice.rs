//! A voice, with what rests on it.

use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::Serialize;
use serde_json::Value;

use super::claim::{ClaimRow, claims};
use super::json;
use crate::error::ErrorKind;
use crate::id::Id;

/// A voice in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VoiceRow {
    /// Its lasting name.
    pub id: Id,
    /// Its fullest name; of an unnamed source, its description.
    pub name: String,
    /// `outlet`, `agency`, `institution`, `person`, `group`, `document`, `unnamed`.
    #[serde(rename = "voice")]
    pub kind: String,
    /// Who quotes it, for unnamed sources.
    pub of: Option<Id>,
}

/// A voice, with what rests on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VoiceShown {
    /// What it is.
    #[serde(flatten)]
    pub row: VoiceRow,
    /// Its other names.
    pub aliases: Value,
    /// Claims that rest on it.
    pub rests: Vec<ClaimRow>,
    /// Claims that it passes on.
    pub relays: Vec<ClaimRow>,
}

pub(super) fn voice(db: &Connection, id: i64) -> Result<Option<VoiceShown>, ErrorKind> {
    let found = db
        .query_row(
            "select id, name, kind, quoted_by, (select json_group_array(other) from (
                select distinct voice_names.name as other from voice_names
                where voice = voices.id and voice_names.name <> voices.name order by other))
             from voices where id = ?1",
            [id],
            |row| Ok((voice_row(row)?, json(row, 4)?)),
        )
        .optional()?;
    let Some((row, aliases)) = found else { return Ok(None) };
    let with = |rests: u8| {
        claims(db, &format!("claims.id in (select claim from claim_voices where voice = ?1 and rests = {rests})"), id)
    };
    Ok(Some(VoiceShown { row, aliases, rests: with(1)?, relays: with(0)? }))
}

pub(crate) const VOICE: &str = "select voices.id, name, kind, quoted_by from voices";

pub(crate) fn voice_row(row: &Row<'_>) -> rusqlite::Result<VoiceRow> {
    let of = row.get::<_, Option<i64>>(3)?.map(Id::Voice);
    Ok(VoiceRow { id: Id::Voice(row.get(0)?), name: row.get(1)?, kind: row.get(2)?, of })
}
