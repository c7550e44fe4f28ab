//! Voices: who originates and who relays, who cites whom.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;

use super::copied::{Copied, copied};
use super::line::{ClaimLine, lines, number, tally};
use super::{MOST, Slice};
use crate::error::{ErrorKind, Result};
use crate::open::Store;
use crate::show::{VOICE, VoiceRow, voice_row};

/// Voices, those first on which the most claims rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VoicesPage {
    /// How many there are of what was asked for.
    pub total: i64,
    /// A stretch of them.
    pub voices: Vec<VoiceLine>,
}

/// A voice in a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VoiceLine {
    /// What it is.
    #[serde(flatten)]
    pub row: VoiceRow,
    /// Who quotes it, for unnamed sources.
    pub quoted_by: Option<String>,
    /// How many claims rest on it.
    pub originates: i64,
    /// How many claims it passes on.
    pub relays: i64,
}

/// A voice, with whom it cites and by whom it is cited.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VoicePage {
    /// What it is.
    #[serde(flatten)]
    pub line: VoiceLine,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Whom it cites, those first that it cites most often. Counted over its latest claims.
    pub cites: Vec<Cited>,
    /// Who cites it.
    pub cited_by: Vec<Cited>,
    /// Of an outlet or an agency: what its pages are made of.
    pub copied: Option<Copied>,
    /// A stretch of the claims that rest on it, or that it passes on.
    pub claims: Vec<ClaimLine>,
}

/// A voice beside another one in chains.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cited {
    /// The other voice.
    pub voice: VoiceRow,
    /// In how many passages.
    pub passages: usize,
}

const LINE: &str = "select voices.id, voices.name, voices.kind, voices.quoted_by,
    (select name from voices other where other.id = voices.quoted_by),
    voices.originates, voices.relays from voices";

fn voice_line(row: &rusqlite::Row<'_>) -> rusqlite::Result<VoiceLine> {
    Ok(VoiceLine { row: voice_row(row)?, quoted_by: row.get(4)?, originates: row.get(5)?, relays: row.get(6)? })
}

impl Store {
    /// A stretch of the voices of a kind, or of all, those first on which the most claims rest.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn voices_page(&self, kind: Option<&str>, slice: Slice) -> Result<VoicesPage> {
        self.read(|db| {
            let total = match kind {
                Some(kind) => tally(db, &format!("voice {kind}"))?,
                None => number(db, "select sum(number) from tallies where what >= 'voice ' and what < 'voice!'", [])?,
            };
            let which = if kind.is_some() { "where kind = ?1" } else { "where ?1 is null" };
            let voices = db
                .prepare_cached(&format!(
                    "{LINE} {which} order by originates desc, relays desc, voices.id limit ?2 offset ?3"
                ))?
                .query_map(params![kind, slice.per, slice.before()], voice_line)?
                .collect::<Result<_, _>>()?;
            Ok(VoicesPage { total, voices })
        })
    }

    /// A voice, with a stretch of the claims that rest on it, or of those that it passes on.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn voice_page(&self, id: i64, relayed: bool, slice: Slice) -> Result<Option<VoicePage>> {
        self.read(|db| {
            let line = db.prepare_cached(&format!("{LINE} where id = ?1"))?.query_row([id], voice_line).optional()?;
            let Some(line) = line else { return Ok(None) };
            let aliases = db
                .prepare_cached(
                    "select distinct name from voice_names where voice = ?1 and name <> ?2 order by name limit 50",
                )?
                .query_map(params![id, line.row.name], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let claims = lines(
                db,
                "select claim from claim_voices where voice = ?1 and rests = ?2 order by claim desc limit ?3 offset ?4",
                params![id, !relayed, slice.per, slice.before()],
            )?;
            let (cites, cited_by) = beside(db, id)?;
            let copied = match line.row.kind.as_str() {
                "outlet" | "agency" => copied(db, &line.row.name)?,
                _ => None,
            };
            Ok(Some(VoicePage { line, aliases, cites, cited_by, copied, claims }))
        })
    }
}

/// The voices that stand next to one in the chains of its latest claims: behind it, and before it.
fn beside(db: &Connection, id: i64) -> Result<(Vec<Cited>, Vec<Cited>), ErrorKind> {
    let mut ask = db.prepare_cached(
        "select chain from statements
         where claim in (select claim from claim_voices where voice = ?1 order by claim desc limit 300) limit ?2",
    )?;
    let mut rows = ask.query(params![id, MOST as i64])?;
    let (mut behind, mut before): (BTreeMap<i64, usize>, BTreeMap<i64, usize>) = Default::default();
    while let Some(row) = rows.next()? {
        let chain: Vec<i64> = serde_json::from_str(&row.get::<_, String>(0)?).unwrap_or_default();
        for pair in chain.windows(2) {
            if pair[0] == id {
                *behind.entry(pair[1]).or_default() += 1;
            }
            if pair[1] == id {
                *before.entry(pair[0]).or_default() += 1;
            }
        }
    }
    Ok((named(db, behind)?, named(db, before)?))
}

fn named(db: &Connection, counts: BTreeMap<i64, usize>) -> Result<Vec<Cited>, ErrorKind> {
    let mut counts: Vec<(i64, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(id, passages)| (std::cmp::Reverse(passages), id));
    counts.truncate(30);
    let mut ask = db.prepare_cached(&format!("{VOICE} where id = ?1"))?;
    let cited = |(id, passages)| Ok(Cited { voice: ask.query_row([id], voice_row)?, passages });
    counts.into_iter().map(cited).collect()
}
