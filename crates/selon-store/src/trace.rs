//! Traces, kept: stories, claims with lasting ids, statements, voices, copies.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};
use selon::attribute::VoiceKind;
use selon::claim::{Bound, Claim, Statement};
use selon::{Reading, Trace, view};
use serde_json::json;

use crate::alert::Watched;
use crate::error::{ErrorKind, Result};
use crate::fold::fold;
use crate::open::Store;
use crate::words::{ClaimWords, Index};

impl Store {
    /// Where a dispatch was found first, by name.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn place_of(&self, address: &str) -> Result<Option<String>> {
        self.read(|db| {
            Ok(db
                .prepare_cached(
                    "select place from found join dispatches on current = capture where address = ?1 order by place limit 1",
                )?
                .query_row([address], |row| row.get(0))
                .optional()?)
        })
    }
}

/// A dispatch of a trace, in the archive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) id: i64,
    pub(crate) reading: i64,
}

/// Where readings stand in the archive, by the id and the hash of their dispatches.
pub(crate) type Places = BTreeMap<(String, String), Placed>;

/// Keeps the trace of one story.
pub(crate) fn keep_story(
    db: &Connection,
    story_id: i64,
    trace: &Trace,
    placed: &Places,
    index: &mut Index,
    watched: &mut Watched,
) -> Result<(), ErrorKind> {
    let place = |r: &Reading| placed.get(&(r.dispatch.id.clone(), r.dispatch.sha256.clone())).copied();
    let ids: &[Option<Placed>] = &trace.readings.iter().map(place).collect::<Vec<_>>();
    let Some(story) = trace.stories.first() else { return Ok(()) };
    let dispatches: BTreeSet<i64> = story.readings.iter().filter_map(|&r| ids[r]).map(|d| d.id).collect();
    if dispatches.is_empty() {
        return Ok(());
    }
    db.prepare_cached(
        "update stories set title = ?2, changed = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), last = (
            select coalesce(max(published), '') from story_dispatches join dispatches on dispatches.id = dispatch where story = ?1)
         where id = ?1",
    )?
    .execute(params![story_id, story.title])?;
    db.prepare_cached("delete from voice_names where story = ?1")?.execute([story_id])?;
    let voices = voices(db, trace, &story.claims, story_id)?;
    let old = old_claims(db, &dispatches)?;
    watched.before(db, old.keys().copied())?;
    for dispatch in &dispatches {
        db.prepare_cached("delete from statements where dispatch = ?1")?.execute([dispatch])?;
        db.prepare_cached("delete from copies where dispatch = ?1")?.execute([dispatch])?;
    }
    let lasting = match_claims(trace, ids, &story.claims, &old, &others(db, story_id, &old)?);
    let mut claim_ids = BTreeMap::new();
    for (&claim, lasting) in story.claims.iter().zip(&lasting) {
        let id = keep_claim(db, trace, claim, story_id, *lasting, &voices, index)?;
        claim_ids.insert(claim, id);
        keep_statements(db, trace, &trace.claims[claim], id, ids, &voices)?;
    }
    for (claim, id) in &claim_ids {
        db.prepare_cached("delete from contradictions where claim = ?1")?.execute([id])?;
        for other in trace.claims[*claim].contradicts.iter().filter_map(|other| claim_ids.get(other)) {
            db.prepare_cached("insert or ignore into contradictions (claim, other) values (?1, ?2)")?
                .execute([id, other])?;
        }
    }
    lead_on(db, trace, ids, &old, &claim_ids, index)?;
    let known: BTreeSet<&Anchor> = old.values().flatten().collect();
    for (&claim, &id) in &claim_ids {
        watched.made(id, anchors(trace, ids, &trace.claims[claim]).iter().all(|anchor| !known.contains(anchor)));
    }
    for copy in trace.copies.iter().filter(|c| story.readings.contains(&c.of)) {
        if let (Some(of), Some(from)) = (ids[copy.of], ids[copy.from]) {
            let passages: Vec<[usize; 4]> =
                copy.passages.iter().map(|(a, b)| [a.start(), a.end(), b.start(), b.end()]).collect();
            let kind = serde_json::to_value(copy.kind).expect("a name");
            db.prepare_cached(
                "insert or replace into copies (dispatch, source, kind, passages, reasons) values (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                of.id,
                from.id,
                kind.as_str(),
                json!(passages).to_string(),
                json!(copy.reasons).to_string()
            ])?;
        }
    }
    Ok(())
}

/// What a statement is known by from one trace to the next: its dispatch and its words.
type Anchor = (i64, String);

/// The claims that some dispatches state so far, with the anchors of each.
fn old_claims(db: &Connection, dispatches: &BTreeSet<i64>) -> Result<BTreeMap<i64, BTreeSet<Anchor>>, ErrorKind> {
    let mut old: BTreeMap<i64, BTreeSet<Anchor>> = BTreeMap::new();
    let mut ask = db.prepare_cached("select claim, quote from statements where dispatch = ?1")?;
    for &dispatch in dispatches {
        let rows = ask.query_map([dispatch], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        for row in rows {
            let (claim, quote) = row?;
            old.entry(claim).or_default().insert((dispatch, quote));
        }
    }
    Ok(old)
}

/// Of the claims that the dispatches of a story have stated, those that another story goes on with: it states them still.
fn others(db: &Connection, story: i64, old: &BTreeMap<i64, BTreeSet<Anchor>>) -> Result<BTreeSet<i64>, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select story is not ?2 and exists (select 1 from statements where claim = ?1) from claims where id = ?1",
    )?;
    let mut others = BTreeSet::new();
    for &claim in old.keys() {
        if ask.query_row([claim, story], |row| row.get(0))? {
            others.insert(claim);
        }
    }
    Ok(others)
}

/// For each claim the old id that it keeps: the pair that shares the most statements first, then the older id.
fn match_claims(
    trace: &Trace,
    ids: &[Option<Placed>],
    claims: &[usize],
    old: &BTreeMap<i64, BTreeSet<Anchor>>,
    taken: &BTreeSet<i64>,
) -> Vec<Option<i64>> {
    let mut holder: BTreeMap<&Anchor, Vec<i64>> = BTreeMap::new();
    for (id, anchors) in old.iter().filter(|(id, _)| !taken.contains(id)) {
        for anchor in anchors {
            holder.entry(anchor).or_default().push(*id);
        }
    }
    let mut shares: Vec<(usize, i64, usize)> = Vec::new();
    for (place, &claim) in claims.iter().enumerate() {
        let mut count: BTreeMap<i64, usize> = BTreeMap::new();
        for id in anchors(trace, ids, &trace.claims[claim]).iter().filter_map(|a| holder.get(a)).flatten() {
            *count.entry(*id).or_default() += 1;
        }
        shares.extend(count.into_iter().map(|(id, share)| (share, id, place)));
    }
    shares.sort_by_key(|&(share, id, place)| (std::cmp::Reverse(share), id, place));
    let mut lasting = vec![None; claims.len()];
    let mut given = BTreeSet::new();
    for (_, id, place) in shares {
        if lasting[place].is_none() && given.insert(id) {
            lasting[place] = Some(id);
        }
    }
    lasting
}

fn anchors(trace: &Trace, ids: &[Option<Placed>], claim: &Claim) -> BTreeSet<Anchor> {
    let anchor = |s: &Statement| Some((ids[s.reading]?.id, quote(trace, s).to_owned()));
    claim.statements.iter().filter_map(anchor).collect()
}

fn quote<'a>(trace: &'a Trace, statement: &Statement) -> &'a str {
    trace.readings[statement.reading].dispatch.text.get(statement.span)
}

fn keep_claim(
    db: &Connection,
    trace: &Trace,
    claim: usize,
    story: i64,
    lasting: Option<i64>,
    voices: &BTreeMap<usize, i64>,
    index: &mut Index,
) -> Result<i64, ErrorKind> {
    let (claim, support) = (&trace.claims[claim], &trace.supports[claim]);
    let figures: Vec<_> = claim
        .figures
        .iter()
        .map(|f| {
            let bound = match f.bound {
                Bound::Exact => "exact",
                Bound::AtLeast => "at_least",
                Bound::AtMost => "at_most",
                Bound::About => "about",
            };
            json!({"what": f.what, "value": f.value, "bound": bound})
        })
        .collect();
    let rests_on: Vec<i64> = support.rests_on.iter().filter_map(|v| voices.get(v)).copied().collect();
    let gist = view::gist(trace, claim);
    let id: i64 = db
        .prepare_cached(
            "insert into claims (id, story, gist, happened, figures, low, high, witnesses, circular, rests_on)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             on conflict (id) do update set story = ?2, gist = ?3, happened = ?4, figures = ?5, low = ?6, high = ?7,
                witnesses = ?8, circular = ?9, rests_on = ?10, became = null
             returning id",
        )?
        .query_row(
            params![
                lasting,
                story,
                gist,
                claim.when,
                json!(figures).to_string(),
                support.low as i64,
                support.high as i64,
                support.witnesses as i64,
                support.circular,
                json!(rests_on).to_string(),
            ],
            |row| row.get(0),
        )?;
    keep_claim_voices(db, id, claim, &rests_on, voices)?;
    let says = claim.statements.iter().filter_map(|s| s.says.as_deref());
    let mut quotes: BTreeSet<String> = claim.statements.iter().map(|s| quote(trace, s)).chain(says).map(fold).collect();
    quotes.remove(&fold(gist));
    let names: BTreeSet<usize> = claim.statements.iter().flat_map(|s| s.chain.iter().copied()).collect();
    let names: Vec<String> = names.into_iter().map(|v| fold(&trace.voices.voices[v].name)).collect();
    let body = quotes.into_iter().collect::<Vec<_>>().join("\n");
    index.claim(id, Some(ClaimWords { gist: fold(gist), body, voices: names.join("\n") }));
    Ok(id)
}

fn keep_claim_voices(
    db: &Connection,
    id: i64,
    claim: &Claim,
    rests_on: &[i64],
    voices: &BTreeMap<usize, i64>,
) -> Result<(), ErrorKind> {
    let named = claim.statements.iter().flat_map(|s| &s.chain).filter_map(|v| voices.get(v));
    let new: BTreeMap<i64, bool> = named.map(|voice| (*voice, rests_on.contains(voice))).collect();
    let old: BTreeMap<i64, bool> = db
        .prepare_cached("select voice, rests from claim_voices where claim = ?1")?
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    // Most are as they were, and voices count what changes.
    let mut take = db.prepare_cached("delete from claim_voices where voice = ?1 and claim = ?2")?;
    for voice in old.keys().filter(|voice| !new.contains_key(voice)) {
        take.execute([*voice, id])?;
    }
    let mut put = db.prepare_cached(
        "insert into claim_voices (voice, claim, rests) values (?1, ?2, ?3)
         on conflict (voice, claim) do update set rests = ?3",
    )?;
    for (voice, rests) in new.iter().filter(|(voice, rests)| old.get(voice) != Some(rests)) {
        put.execute(params![voice, id, rests])?;
    }
    Ok(())
}

fn keep_statements(
    db: &Connection,
    trace: &Trace,
    claim: &Claim,
    id: i64,
    ids: &[Option<Placed>],
    voices: &BTreeMap<usize, i64>,
) -> Result<(), ErrorKind> {
    for statement in &claim.statements {
        let Some(placed) = ids[statement.reading] else { continue };
        let chain: Vec<i64> = statement.chain.iter().filter_map(|v| voices.get(v)).copied().collect();
        // A voice that stands in no chain of the story is none of the archive.
        let own = || statement.own.iter().map(|v| voices.get(v).copied().unwrap_or(0)).collect::<Vec<i64>>();
        let own = (statement.own != statement.chain).then(|| json!(own()).to_string());
        db.prepare_cached(
            "insert into statements (claim, dispatch, reading, start, \"end\", quote, chain, withdrawn, says, own)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            id,
            placed.id,
            placed.reading,
            statement.span.start() as i64,
            statement.span.end() as i64,
            quote(trace, statement),
            json!(chain).to_string(),
            trace.earlier[statement.reading],
            statement.says,
            own,
        ])?;
    }
    Ok(())
}

/// Old claims that no new one continues lead on to the one that holds the most of their statements; those whose statements
/// are all gone stay, stated by no one.
fn lead_on(
    db: &Connection,
    trace: &Trace,
    ids: &[Option<Placed>],
    old: &BTreeMap<i64, BTreeSet<Anchor>>,
    claim_ids: &BTreeMap<usize, i64>,
    index: &mut Index,
) -> Result<(), ErrorKind> {
    for (&id, anchors_of) in old {
        if claim_ids.values().any(|&kept| kept == id) {
            continue;
        }
        let stated: bool = db
            .prepare_cached("select exists (select 1 from statements where claim = ?1)")?
            .query_row([id], |row| row.get(0))?;
        if stated {
            continue;
        }
        let share = |claim: usize| anchors(trace, ids, &trace.claims[claim]).intersection(anchors_of).count();
        let best = claim_ids.iter().map(|(&claim, &kept)| (share(claim), std::cmp::Reverse(kept))).max();
        let became = best.filter(|(share, _)| *share > 0).map(|(_, kept)| kept.0);
        db.prepare_cached("update claims set became = ?2, story = null, low = 0, high = 0 where id = ?1")?
            .execute(params![id, became])?;
        index.claim(id, None);
        db.prepare_cached("delete from claim_voices where claim = ?1")?.execute([id])?;
        db.prepare_cached("delete from contradictions where claim = ?1 or other = ?1")?.execute([id])?;
    }
    Ok(())
}

/// The ids of the voices of some claims.
fn voices(db: &Connection, trace: &Trace, claims: &[usize], story: i64) -> Result<BTreeMap<usize, i64>, ErrorKind> {
    let mut needed: BTreeSet<usize> = BTreeSet::new();
    for &claim in claims {
        needed.extend(trace.claims[claim].statements.iter().flat_map(|s| s.chain.iter().copied()));
        needed.extend(trace.supports[claim].rests_on.iter().copied());
    }
    let mut found = BTreeMap::new();
    for voice in needed {
        keep_voice(db, trace, voice, story, &mut found, 0)?;
    }
    Ok(found)
}

fn keep_voice(
    db: &Connection,
    trace: &Trace,
    voice: usize,
    story: i64,
    found: &mut BTreeMap<usize, i64>,
    depth: usize,
) -> Result<i64, ErrorKind> {
    if let Some(&id) = found.get(&voice) {
        return Ok(id);
    }
    let known = &trace.voices.voices[voice];
    let of = match known.of {
        Some(of) if depth < 4 => Some(keep_voice(db, trace, of, story, found, depth + 1)?),
        _ => None,
    };
    let kind = serde_json::to_value(known.kind).expect("a name");
    let kind = kind.as_str().unwrap_or_default();
    // What only a story makes definite ("the prefecture", an unnamed source) is one inside that story alone.
    let proper = known.name.chars().any(char::is_uppercase);
    let scope = match known.kind {
        VoiceKind::Unnamed | VoiceKind::Group => Some(story),
        VoiceKind::Outlet | VoiceKind::Agency => None,
        _ => (!proper).then_some(story),
    };
    let key = json!([kind, fold(&known.name), of, scope]).to_string();
    let id = db
        .prepare_cached(
            "insert into voices (kind, name, quoted_by, key) values (?1, ?2, ?3, ?4)
             on conflict (key) do update set name = min(name, ?2) returning id",
        )?
        .query_row(params![kind, known.name, of, key], |row| row.get(0))?;
    let mut call = db.prepare_cached("insert or ignore into voice_names (voice, story, name) values (?1, ?2, ?3)")?;
    for name in std::iter::once(&known.name).chain(&known.aliases) {
        call.execute(params![id, story, name])?;
    }
    found.insert(voice, id);
    Ok(id)
}
