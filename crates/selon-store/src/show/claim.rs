//! A claim, with the words that state it.

use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde_json::Value;

use super::dispatch::{DISPATCH, DispatchRow, dispatch_row};
use super::follow;
use super::voice::{VOICE, VoiceRow, voice_row};
use crate::browse::line;
use crate::circle::text_of;
use crate::decide::Decided;
use crate::error::ErrorKind;
use crate::id::Id;
use crate::standing::decided_of_claim;

/// A claim, with the words that state it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimShown {
    /// Its lasting name.
    pub id: Id,
    /// The story it belongs to; none where no page states it any more.
    pub story: Option<Id>,
    /// The words of its best statement.
    pub gist: String,
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
    /// The voices it rests on.
    pub rests_on: Vec<VoiceRow>,
    /// Claims of which not both can be true.
    pub contradicts: Vec<ClaimRow>,
    /// The passages that state it.
    pub statements: Vec<StatementRow>,
    /// What was decided about them, as far as it stands.
    pub decisions: Vec<Decided>,
}

/// A claim in a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimRow {
    /// Its lasting name.
    pub id: Id,
    /// The words of its best statement.
    pub gist: String,
    /// When it is said to have happened.
    pub when: Option<String>,
    /// On how many voices it rests at least.
    pub low: i64,
    /// On how many voices it rests at most.
    pub high: i64,
    /// How many dispatches state it.
    pub pages: i64,
}

/// A passage that states a claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementRow {
    /// The claim.
    pub claim: Id,
    /// Where it stands.
    pub dispatch: DispatchRow,
    /// First code point in the text of the dispatch.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words.
    pub quote: String,
    /// The voices it comes through, the outlet first.
    pub chain: Vec<VoiceRow>,
    /// Whether a later version of the dispatch has these words no more: they stand in an earlier one.
    pub withdrawn: bool,
    /// What it says, where a user put that in words of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}

pub(super) fn claim(db: &Connection, id: i64) -> Result<Option<ClaimShown>, ErrorKind> {
    let Some(id) = follow(db, "claims", id)? else { return Ok(None) };
    let line = line(db, id)?;
    let mut shown = ClaimShown {
        id: line.id,
        story: line.story,
        gist: line.gist,
        when: line.when,
        figures: line.figures,
        low: line.low,
        high: line.high,
        witnesses: line.witnesses,
        circular: line.circular,
        rests_on: line.rests_on,
        contradicts: Vec::new(),
        statements: Vec::new(),
        decisions: Vec::new(),
    };
    shown.contradicts = claims(db, "claims.id in (select other from contradictions where claim = ?1)", id)?;
    shown.statements = statements(db, "claim = ?1", id)?;
    let says = shown.statements.iter().map(|s| (s.dispatch.address.clone(), s.quote.clone()));
    shown.decisions = decided_of_claim(db, &says.collect::<Vec<_>>())?;
    Ok(Some(shown))
}

/// Claims in the order of time.
pub(crate) fn claims(db: &Connection, which: &str, id: i64) -> Result<Vec<ClaimRow>, ErrorKind> {
    let mut ask = db.prepare_cached(&format!(
        "{CLAIM} where story is not null and {which} order by happened is null, happened, claims.id"
    ))?;
    Ok(ask.query_map(params![id], claim_row)?.collect::<Result<_, _>>()?)
}

pub(crate) const CLAIM: &str = "select claims.id, claims.gist, happened, low, high,
    (select count(distinct dispatch) from statements where claim = claims.id) from claims";

pub(crate) fn claim_row(row: &Row<'_>) -> rusqlite::Result<ClaimRow> {
    Ok(ClaimRow {
        id: Id::Claim(row.get(0)?),
        gist: row.get(1)?,
        when: row.get(2)?,
        low: row.get(3)?,
        high: row.get(4)?,
        pages: row.get(5)?,
    })
}

pub(super) fn statements(db: &Connection, which: &str, id: i64) -> Result<Vec<StatementRow>, ErrorKind> {
    let mut ask = db.prepare_cached(&format!(
        "select claim, start, \"end\", quote, chain, dispatch, reading, withdrawn, says from statements
         where {which} order by dispatch, withdrawn, reading, start, id"
    ))?;
    let mut rows = ask.query([id])?;
    let mut statements = Vec::new();
    let mut of: Option<(i64, DispatchRow, selon::Text)> = None;
    while let Some(row) = rows.next()? {
        let (dispatch, reading): (i64, i64) = (row.get(5)?, row.get(6)?);
        if of.as_ref().is_none_or(|(id, ..)| *id != reading) {
            let about = db.prepare_cached(&format!("{DISPATCH} where id = ?1"))?.query_row([dispatch], dispatch_row)?;
            of = Some((reading, about, text_of(db, reading)?));
        }
        let Some((_, about, text)) = &of else { continue };
        let byte = |at: i64| usize::try_from(at).unwrap_or(0);
        let points = text.code_points(text.span(byte(row.get(1)?)..byte(row.get(2)?)));
        let chain: String = row.get(4)?;
        let chain = db
            .prepare_cached(&format!("{VOICE} join json_each(?1) on value = voices.id order by json_each.key"))?
            .query_map([chain], voice_row)?
            .collect::<Result<_, _>>()?;
        statements.push(StatementRow {
            claim: Id::Claim(row.get(0)?),
            dispatch: about.clone(),
            start: points.start,
            end: points.end,
            quote: row.get(3)?,
            chain,
            withdrawn: row.get(7)?,
            says: row.get(8)?,
        });
    }
    Ok(statements)
}
