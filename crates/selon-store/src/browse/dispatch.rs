//! One dispatch: its reading, its captures, where its passages stand elsewhere, and the claims that it states.

use rusqlite::{Connection, OptionalExtension as _, params};
use selon::{Reading, Span, Text};
use serde::Serialize;
use serde_json::Value;

use super::MOST;
use super::claim::{chain, inferred};
use crate::capture::digest;
use crate::circle::reading_of;
use crate::decide::Decided;
use crate::error::{ErrorKind, Result};
use crate::id::Id;
use crate::open::Store;
use crate::show::{CaptureRow, DISPATCH, DispatchRow, VoiceRow, captures, dispatch_row};
use crate::standing::standing;

/// A dispatch, with all that a reader looks for beside its text.
#[derive(Debug, Clone, Serialize)]
pub struct DispatchPage {
    /// What it is.
    #[serde(flatten)]
    pub row: DispatchRow,
    /// Its story.
    pub story: Option<Id>,
    /// The headline of its story.
    pub story_title: Option<String>,
    /// Its captures, the latest version first.
    pub captures: Vec<CaptureRow>,
    /// When the version that is shown was fetched, as far as is known.
    pub fetched: Option<String>,
    /// Its passages that stand in other dispatches too.
    pub shared: Vec<Shared>,
    /// Its statements, in the order of the text; also those that only an earlier version has.
    pub statements: Vec<Stated>,
    /// What was decided about it, as far as it stands.
    pub decisions: Vec<Decided>,
    /// What was read of the version that counts.
    #[serde(skip)]
    pub reading: Reading,
}

/// A statement of a dispatch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stated {
    /// The claim.
    pub claim: Id,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The words.
    pub quote: String,
    /// The voices it comes through, the outlet first.
    pub chain: Vec<VoiceRow>,
    /// The links of the chain that its own text does not give, counted from the outlet's.
    pub inferred: Vec<usize>,
    /// Whether only an earlier version has these words.
    pub withdrawn: bool,
    /// What it says, where a user put that in words of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// How many dispatches state the claim.
    pub pages: i64,
    /// On how many voices the claim rests at least.
    pub low: i64,
    /// On how many voices it rests at most.
    pub high: i64,
}

/// What a dispatch shares with another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shared {
    /// The other dispatch.
    pub dispatch: DispatchRow,
    /// Whether the other one had it first.
    pub from_it: bool,
    /// `reprint`, `cut`, `edited`, `quote`, `translation`.
    pub copy: String,
    /// Why selon thinks so.
    pub reasons: Value,
    /// Code points of this text, end exclusive.
    pub passages: Vec<[usize; 2]>,
}

impl Store {
    /// A dispatch, by its number.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn dispatch_page(&self, id: i64) -> Result<Option<DispatchPage>> {
        self.read(|db| page(db, id))
    }

    /// The number of the dispatch that has an address, or whose page has a hash.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn dispatch_named(&self, name: &str) -> Result<Option<Id>> {
        self.read(|db| crate::show::dispatch_named(db, name))
    }
}

fn page(db: &Connection, id: i64) -> Result<Option<DispatchPage>, ErrorKind> {
    let row = db.prepare_cached(&format!("{DISPATCH} where id = ?1"))?.query_row([id], dispatch_row).optional()?;
    let (Some(row), Some(reading)) = (row, reading_of(db, id)?) else { return Ok(None) };
    let story: Option<(i64, Option<String>)> = db
        .prepare_cached(
            "select stories.id, title from stories join story_dispatches on story = stories.id where dispatch = ?1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let fetched = db
        .prepare_cached(
            "select min(fetched) from found join captures on captures.id = capture where sha256 = ?1 and fetched is not null",
        )?
        .query_row([digest(&reading.dispatch.sha256)], |row| row.get(0))
        .optional()?
        .flatten();
    let text = &reading.dispatch.text;
    let address = row.address.clone();
    let (story, story_title) = story.map_or((None, None), |(id, title)| (Some(Id::Story(id)), title));
    Ok(Some(DispatchPage {
        story,
        story_title,
        captures: captures(db, id)?,
        fetched,
        shared: shared(db, id, text)?,
        statements: stated(db, id, text)?,
        decisions: standing(db, [address.as_str()], |_| true)?,
        row,
        reading,
    }))
}

/// What a dispatch shares with those it is taken from, and with those that are taken from it.
fn shared(db: &Connection, id: i64, text: &Text) -> Result<Vec<Shared>, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select source, kind, reasons, passages, 1 from copies where dispatch = ?1
         union all
         select dispatch, kind, reasons, passages, 0 from copies where source = ?1
         limit 200",
    )?;
    let mut rows = ask.query([id])?;
    let mut shared = Vec::new();
    while let Some(row) = rows.next()? {
        let from_it: bool = row.get(4)?;
        let other: i64 = row.get(0)?;
        let dispatch = db.prepare_cached(&format!("{DISPATCH} where id = ?1"))?.query_row([other], dispatch_row)?;
        let passages: Vec<[usize; 4]> = serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default();
        let passages = passages.into_iter().map(|[a, b, c, d]| {
            let points = text.code_points(text.span(if from_it { a..b } else { c..d }));
            [points.start, points.end]
        });
        shared.push(Shared {
            dispatch,
            from_it,
            copy: row.get(1)?,
            reasons: serde_json::from_str(&row.get::<_, String>(2)?).unwrap_or_default(),
            passages: passages.collect(),
        });
    }
    let time =
        |other: &Shared| (other.dispatch.published.is_none(), other.dispatch.published.clone(), other.dispatch.id);
    shared.sort_by_key(time);
    Ok(shared)
}

fn stated(db: &Connection, id: i64, text: &Text) -> Result<Vec<Stated>, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select claim, start, \"end\", quote, chain, withdrawn, low, high,
            (select count(distinct dispatch) from statements other where other.claim = claims.id), says, own
         from statements join claims on claims.id = claim
         where dispatch = ?1 order by withdrawn, start, statements.id limit ?2",
    )?;
    let mut rows = ask.query(params![id, MOST as i64])?;
    let mut stated = Vec::new();
    while let Some(row) = rows.next()? {
        let byte = |at: i64| usize::try_from(at).unwrap_or(0);
        let span: Span = text.span(byte(row.get(1)?)..byte(row.get(2)?));
        let points = text.code_points(span);
        let voices: String = row.get(4)?;
        stated.push(Stated {
            claim: Id::Claim(row.get(0)?),
            start: points.start,
            end: points.end,
            quote: row.get(3)?,
            chain: chain(db, &voices)?,
            inferred: inferred(&voices, row.get::<_, Option<String>>(10)?.as_deref()),
            withdrawn: row.get(5)?,
            says: row.get(9)?,
            pages: row.get(8)?,
            low: row.get(6)?,
            high: row.get(7)?,
        });
    }
    Ok(stated)
}
