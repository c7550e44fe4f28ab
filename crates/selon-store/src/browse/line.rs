//! A claim in a line, with what a reader weighs it by.

use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;
use serde_json::Value;

use crate::error::ErrorKind;
use crate::id::Id;
use crate::show::{VOICE, VoiceRow, voice_row};

/// A claim in a line, with what a reader weighs it by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimLine {
    /// Its lasting name.
    pub id: Id,
    /// The story it belongs to.
    pub story: Option<Id>,
    /// The words of its best statement.
    pub gist: String,
    /// The language of these words.
    pub lang: Option<String>,
    /// When it is said to have happened.
    pub when: Option<String>,
    /// Its numbers: `{"what", "value", "bound"}`.
    pub figures: Value,
    /// On how many voices it rests, unnamed sources that may be one counted as one.
    pub low: i64,
    /// On how many voices it rests, each unnamed source counted apart.
    pub high: i64,
    /// How many independent lines vouch that those on record said so.
    pub witnesses: i64,
    /// Whether some voices cite one another in a ring.
    pub circular: bool,
    /// How many dispatches state it.
    pub pages: i64,
    /// How many outlets.
    pub outlets: i64,
    /// In how many languages.
    pub languages: i64,
    /// When it was first reported.
    pub first: Option<String>,
    /// When it was last reported.
    pub last: Option<String>,
    /// The voices it rests on.
    pub rests_on: Vec<VoiceRow>,
    /// Claims of which not both can be true.
    pub contradicts: Vec<Id>,
}

/// The line of a claim.
pub(crate) fn line(db: &Connection, id: i64) -> Result<ClaimLine, ErrorKind> {
    let mut line = db
        .prepare_cached(
            "select story, gist, happened, figures, low, high, witnesses, circular,
                (select lang from statements join dispatches on dispatches.id = dispatch
                    where claim = ?1 order by coalesce(says, quote) = claims.gist desc, statements.id limit 1)
             from claims where id = ?1",
        )?
        .query_row([id], |row| {
            let figures: String = row.get(3)?;
            Ok(ClaimLine {
                id: Id::Claim(id),
                story: row.get::<_, Option<i64>>(0)?.map(Id::Story),
                gist: row.get(1)?,
                lang: row.get(8)?,
                when: row.get(2)?,
                figures: serde_json::from_str(&figures).unwrap_or_default(),
                low: row.get(4)?,
                high: row.get(5)?,
                witnesses: row.get(6)?,
                circular: row.get(7)?,
                pages: 0,
                outlets: 0,
                languages: 0,
                first: None,
                last: None,
                rests_on: Vec::new(),
                contradicts: Vec::new(),
            })
        })?;
    db.prepare_cached(
        "select count(distinct dispatch), count(distinct outlet), count(distinct lang),
            min(nullif(published, '')), max(nullif(published, ''))
         from statements join dispatches on dispatches.id = dispatch where claim = ?1",
    )?
    .query_row([id], |row| {
        (line.pages, line.outlets, line.languages) = (row.get(0)?, row.get(1)?, row.get(2)?);
        (line.first, line.last) = (row.get(3)?, row.get(4)?);
        Ok(())
    })?;
    line.rests_on = db
        .prepare_cached(&format!(
            "{VOICE} join json_each((select rests_on from claims where id = ?1)) on value = voices.id order by json_each.key"
        ))?
        .query_map([id], voice_row)?
        .collect::<Result<_, _>>()?;
    line.contradicts = db
        .prepare_cached("select other from contradictions where claim = ?1 order by other limit 100")?
        .query_map([id], |row| row.get(0).map(Id::Claim))?
        .collect::<Result<_, _>>()?;
    Ok(line)
}

/// The lines of the claims that a query gives.
pub(crate) fn lines(db: &Connection, ids: &str, values: impl rusqlite::Params) -> Result<Vec<ClaimLine>, ErrorKind> {
    let ids: Vec<i64> = db.prepare_cached(ids)?.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?;
    ids.into_iter().map(|id| line(db, id)).collect()
}

/// How many there are of what lists are made of, as the archive counts along.
pub(crate) fn tally(db: &Connection, what: &str) -> Result<i64, ErrorKind> {
    number(db, "select number from tallies where what = ?1", [what])
}

/// A number that a query gives; 0 where it gives none.
pub(crate) fn number(db: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<i64, ErrorKind> {
    Ok(db.prepare_cached(sql)?.query_row(values, |row| row.get::<_, Option<i64>>(0)).optional()?.flatten().unwrap_or(0))
}
