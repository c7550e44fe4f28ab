//! One thing of the archive, with all that hangs on it.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use serde_json::Value;

use crate::capture::hex;
use crate::circle::{reading_at, reading_of, text_of};
use crate::decide::{Decided, Evidence, decisions};
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
}

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
                Some(Id::Claim(id)) => Ok(claim(db, id)?.map(Box::new).map(Shown::Claim)),
                Some(Id::Story(id)) => Ok(story(db, id)?.map(Shown::Story)),
                Some(Id::Dispatch(id)) => Ok(dispatch(db, id)?.map(Box::new).map(Shown::Dispatch)),
                Some(Id::Voice(id)) => Ok(voice(db, id)?.map(Shown::Voice)),
            }
        })
    }
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

fn claim(db: &Connection, id: i64) -> Result<Option<ClaimShown>, ErrorKind> {
    let Some(id) = follow(db, "claims", id)? else { return Ok(None) };
    let mut shown = db.query_row(
        "select story, gist, happened, figures, low, high, witnesses, circular from claims where id = ?1",
        [id],
        |row| {
            Ok(ClaimShown {
                id: Id::Claim(id),
                story: row.get::<_, Option<i64>>(0)?.map(Id::Story),
                gist: row.get(1)?,
                when: row.get(2)?,
                figures: json(row, 3)?,
                low: row.get(4)?,
                high: row.get(5)?,
                witnesses: row.get(6)?,
                circular: row.get(7)?,
                rests_on: Vec::new(),
                contradicts: Vec::new(),
                statements: Vec::new(),
                decisions: Vec::new(),
            })
        },
    )?;
    shown.rests_on = db
        .prepare(&format!("{VOICE} join json_each((select rests_on from claims where id = ?1)) on value = voices.id order by json_each.key"))?
        .query_map([id], voice_row)?
        .collect::<Result<_, _>>()?;
    shown.contradicts = claims(db, "claims.id in (select other from contradictions where claim = ?1)", id)?;
    shown.statements = statements(db, "claim = ?1", id)?;
    shown.decisions = standing(db, |evidence| {
        let says = |s: &StatementRow| s.quote.contains(&evidence.quote) || evidence.quote.contains(&s.quote);
        shown.statements.iter().any(|s| s.dispatch.address == evidence.dispatch && says(s))
    })?;
    Ok(Some(shown))
}

fn story(db: &Connection, id: i64) -> Result<Option<StoryShown>, ErrorKind> {
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

fn dispatch(db: &Connection, id: i64) -> Result<Option<DispatchShown>, ErrorKind> {
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
        decisions: standing(db, |evidence| evidence.dispatch == address)?,
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

/// The decisions that stand and of which some evidence is such.
pub(crate) fn standing(db: &Connection, such: impl Fn(&Evidence) -> bool) -> Result<Vec<Decided>, ErrorKind> {
    let all = decisions(db)?;
    Ok(all.into_iter().filter(|d| d.undone.is_none() && d.decision.evidence.iter().any(&such)).collect())
}

fn voice(db: &Connection, id: i64) -> Result<Option<VoiceShown>, ErrorKind> {
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

fn statements(db: &Connection, which: &str, id: i64) -> Result<Vec<StatementRow>, ErrorKind> {
    let mut ask = db.prepare_cached(&format!(
        "select claim, start, \"end\", quote, chain, dispatch, reading, withdrawn from statements
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
        });
    }
    Ok(statements)
}

fn json(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text: String = row.get(column)?;
    Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
}
