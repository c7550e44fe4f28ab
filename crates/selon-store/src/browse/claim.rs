//! One claim: every wording in its sentence, and the chains it came through.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};
use selon::claim::{Tied, ties};
use selon::{Reading, Span};
use serde::Serialize;

use super::line::{ClaimLine, line, lines, number};
use super::{MOST, Slice};
use crate::circle::reading_at;
use crate::decide::Decided;
use crate::error::{ErrorKind, Result};
use crate::id::Id;
use crate::open::Store;
use crate::show::{DISPATCH, DispatchRow, VOICE, VoiceRow, dispatch_row, follow, voice_row};
use crate::standing::decided_of_claim;

/// A claim, with a stretch of the words that state it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimPage {
    /// What it is.
    #[serde(flatten)]
    pub line: ClaimLine,
    /// The headline of its story.
    pub title: Option<String>,
    /// Claims of which not both can be true.
    pub against: Vec<ClaimLine>,
    /// How many passages state it.
    pub passages: i64,
    /// A stretch of them, in the order in which they were reported.
    pub words: Vec<ClaimWords>,
    /// The voices of all chains.
    pub voices: Vec<VoiceRow>,
    /// The chains of all passages, each once, the outlet first.
    pub chains: Vec<Vec<Id>>,
    /// Their links that no text gives: copies show them. Who has it, and from whom.
    pub inferred: Vec<[Id; 2]>,
    /// What was decided about them, as far as it stands.
    pub decisions: Vec<Decided>,
}

/// A passage that states a claim, in its sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimWords {
    /// Where it stands.
    pub dispatch: DispatchRow,
    /// First code point in the text of the dispatch.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// What stands before it in its sentence.
    pub before: String,
    /// The words.
    pub quote: String,
    /// What stands behind it in its sentence.
    pub after: String,
    /// The voices it comes through, the outlet first.
    pub chain: Vec<VoiceRow>,
    /// The links of the chain that its own text does not give, counted from the outlet's: they come from what it is copied from.
    pub inferred: Vec<usize>,
    /// Whether these are the words that stand for the claim.
    pub best: bool,
    /// What they share with the words that stand for the claim, what tells the most first.
    pub shares: Vec<Shares>,
    /// Whether a later version of the dispatch has these words no more.
    pub withdrawn: bool,
    /// What it says, where a user put that in words of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// Dispatches of the claim that this one is taken from, with the kind of copy.
    pub taken_from: Vec<(Id, String)>,
}

/// Something that two wordings share: why selon takes them for one fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shares {
    /// What it is.
    pub tied: Tied,
    /// The words that show it here.
    pub here: String,
    /// The words that show it there.
    pub there: String,
}

impl Store {
    /// A claim, with a stretch of the words that state it. A claim that went into another one leads on to it.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn claim_page(&self, claim: i64, slice: Slice) -> Result<Option<ClaimPage>> {
        self.read(|db| {
            let Some(id) = follow(db, "claims", claim)? else { return Ok(None) };
            let title = db
                .prepare_cached("select title from stories where id = (select story from claims where id = ?1)")?
                .query_map([id], |row| row.get(0))?
                .next()
                .transpose()?
                .flatten();
            let against = lines(
                db,
                "select other from contradictions join claims on claims.id = other
                 where claim = ?1 and story is not null order by other limit 50",
                [id],
            )?;
            let words = words(db, id, slice)?;
            let mut page = ClaimPage {
                line: line(db, id)?,
                title,
                against,
                passages: number(db, "select count(*) from statements where claim = ?1", [id])?,
                words,
                voices: Vec::new(),
                chains: Vec::new(),
                inferred: Vec::new(),
                decisions: Vec::new(),
            };
            chains(db, id, &mut page)?;
            page.decisions = decided(db, id)?;
            Ok(Some(page))
        })
    }
}

fn words(db: &Connection, claim: i64, slice: Slice) -> Result<Vec<ClaimWords>, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select start, \"end\", quote, chain, dispatch, reading, withdrawn, says, own, statements.id
         from statements join dispatches on dispatches.id = dispatch where claim = ?1
         order by published = '', published, dispatch, withdrawn, reading, start, statements.id limit ?2 offset ?3",
    )?;
    let mut rows = ask.query(params![claim, slice.per, slice.before()])?;
    let best = best(db, claim)?;
    let mut words: Vec<ClaimWords> = Vec::new();
    let mut last: Option<(i64, Reading)> = None;
    while let Some(row) = rows.next()? {
        let (dispatch, reading): (i64, i64) = (row.get(4)?, row.get(5)?);
        if last.as_ref().is_none_or(|(id, _)| *id != reading) {
            last = Some((reading, reading_at(db, reading)?));
        }
        let Some((_, read)) = &last else { continue };
        let text = &read.dispatch.text;
        let byte = |at: i64| usize::try_from(at).unwrap_or(0);
        let span = text.span(byte(row.get(0)?)..byte(row.get(1)?));
        let sentence = sentence(read, span);
        let points = text.code_points(span);
        let voices: String = row.get(3)?;
        let statement: i64 = row.get(9)?;
        let stands_for = best.as_ref().is_some_and(|best| best.statement == statement);
        words.push(ClaimWords {
            dispatch: db.prepare_cached(&format!("{DISPATCH} where id = ?1"))?.query_row([dispatch], dispatch_row)?,
            start: points.start,
            end: points.end,
            before: text.as_str()[sentence.start()..span.start()].to_owned(),
            quote: row.get(2)?,
            after: text.as_str()[span.end()..sentence.end()].to_owned(),
            inferred: inferred(&voices, row.get::<_, Option<String>>(8)?.as_deref()),
            chain: chain(db, &voices)?,
            best: stands_for,
            shares: best.as_ref().filter(|_| !stands_for).map_or_else(Vec::new, |best| best.shares(read, span)),
            withdrawn: row.get(6)?,
            says: row.get(7)?,
            taken_from: taken_from(db, claim, dispatch)?,
        });
    }
    Ok(words)
}

/// The words that stand for a claim.
struct Best {
    statement: i64,
    reading: Reading,
    span: Span,
}

fn best(db: &Connection, claim: i64) -> Result<Option<Best>, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select id, reading, start, \"end\" from statements where claim = ?1
         order by quote = (select gist from claims where id = ?1) desc, withdrawn, id limit 1",
    )?;
    let row =
        ask.query_row([claim], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, u32>(2)?, row.get::<_, u32>(3)?)));
    let Some((statement, reading, start, end)) = row.optional()? else { return Ok(None) };
    let reading = reading_at(db, reading)?;
    let span = reading.dispatch.text.span(start as usize..end as usize);
    Ok(Some(Best { statement, reading, span }))
}

/// So many things that two wordings share are told, and so many of them that are no more than words.
const SHARES: (usize, usize) = (8, 3);

impl Best {
    fn shares(&self, reading: &Reading, span: Span) -> Vec<Shares> {
        let (here, there) = (&reading.dispatch.text, &self.reading.dispatch.text);
        let mut words = 0;
        let told = ties((reading, span), (&self.reading, self.span)).into_iter().filter(|tie| {
            words += usize::from(tie.tied == Tied::Word);
            tie.tied != Tied::Word || words <= SHARES.1
        });
        let shares = |tie: selon::claim::Tie| Shares {
            tied: tie.tied,
            here: here.get(tie.here).to_owned(),
            there: there.get(tie.there).to_owned(),
        };
        told.map(shares).take(SHARES.0).collect()
    }
}

/// The links of a chain that are not in the chain that the text itself gives, where that is another.
pub(crate) fn inferred(chain: &str, own: Option<&str>) -> Vec<usize> {
    let Some(own) = own else { return Vec::new() };
    let (chain, own) = (numbers(chain), numbers(own));
    let links = chain.windows(2).enumerate();
    links.filter(|(_, link)| !own.windows(2).any(|said| said == *link)).map(|(i, _)| i).collect()
}

fn numbers(ids: &str) -> Vec<i64> {
    serde_json::from_str(ids).unwrap_or_default()
}

/// The sentences that a span stands in.
fn sentence(reading: &Reading, span: Span) -> Span {
    let around = reading.segments.sentences.iter().map(|s| s.span).filter(|s| s.overlaps(span));
    around.fold(span, Span::cover)
}

/// The voices of a chain.
pub(crate) fn chain(db: &Connection, ids: &str) -> Result<Vec<VoiceRow>, ErrorKind> {
    Ok(db
        .prepare_cached(&format!("{VOICE} join json_each(?1) on value = voices.id order by json_each.key"))?
        .query_map([ids], voice_row)?
        .collect::<Result<_, _>>()?)
}

/// The dispatches of a claim that one of them is taken from.
fn taken_from(db: &Connection, claim: i64, dispatch: i64) -> Result<Vec<(Id, String)>, ErrorKind> {
    Ok(db
        .prepare_cached(
            "select source, kind from copies where dispatch = ?2
                and exists (select 1 from statements where claim = ?1 and statements.dispatch = source)
             order by source limit 10",
        )?
        .query_map([claim, dispatch], |row| Ok((Id::Dispatch(row.get(0)?), row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

/// All chains of a claim, and their voices.
fn chains(db: &Connection, claim: i64, page: &mut ClaimPage) -> Result<(), ErrorKind> {
    let mut ask =
        db.prepare_cached("select distinct chain, own from statements where claim = ?1 order by chain, own limit ?2")?;
    let found: Vec<(String, Option<String>)> =
        ask.query_map(params![claim, MOST as i64], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let links = |ids: &str| numbers(ids).windows(2).map(|link| [link[0], link[1]]).collect::<Vec<_>>();
    let mut inferred: BTreeSet<[i64; 2]> =
        found.iter().filter(|(_, own)| own.is_some()).flat_map(|(chain, _)| links(chain)).collect();
    for said in found.iter().flat_map(|(chain, own)| links(own.as_ref().unwrap_or(chain))) {
        inferred.remove(&said);
    }
    page.inferred = inferred.into_iter().map(|link| link.map(Id::Voice)).collect();
    let mut voices: BTreeMap<Id, VoiceRow> = BTreeMap::new();
    let all: BTreeSet<&String> = found.iter().map(|(chain, _)| chain).collect();
    for ids in all {
        let chain = chain(db, ids)?;
        page.chains.push(chain.iter().map(|voice| voice.id).collect());
        voices.extend(chain.into_iter().map(|voice| (voice.id, voice)));
    }
    voices.extend(page.line.rests_on.iter().map(|voice| (voice.id, voice.clone())));
    page.voices = voices.into_values().collect();
    Ok(())
}

/// What was decided about the passages of a claim.
fn decided(db: &Connection, claim: i64) -> Result<Vec<Decided>, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select address, quote from statements join dispatches on dispatches.id = dispatch where claim = ?1 limit ?2",
    )?;
    let says: Vec<(String, String)> =
        ask.query_map(params![claim, MOST as i64], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    decided_of_claim(db, &says)
}
