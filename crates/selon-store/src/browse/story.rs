//! Stories in a list, and one of them.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use selon::annotate::place::Class;
use serde::Serialize;

use super::line::{ClaimLine, lines, number, tally};
use super::{MOST, Slice};
use crate::circle::reading_of;
use crate::error::{ErrorKind, Result};
use crate::id::Id;
use crate::open::Store;
use crate::show::{DISPATCH, DispatchRow, dispatch_row, follow};

/// Stories, those first that have changed last.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoriesPage {
    /// How many there are.
    pub total: i64,
    /// A stretch of them.
    pub stories: Vec<StoryLine>,
}

/// A story in a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryLine {
    /// Its lasting name.
    pub id: Id,
    /// The headline of its first dispatch.
    pub title: Option<String>,
    /// The language of the headline.
    pub lang: Option<String>,
    /// When it was first reported.
    pub first: Option<String>,
    /// When it was last reported.
    pub last: Option<String>,
    /// When the archive last learnt something of it, UTC; none where it is not compared yet.
    pub changed: Option<String>,
    /// How many dispatches tell it.
    pub pages: i64,
    /// Of how many outlets.
    pub outlets: i64,
    /// In how many languages.
    pub languages: i64,
    /// How many claims they make.
    pub claims: i64,
    /// How many of these are made by several dispatches, and yet rest on one voice.
    pub on_one: i64,
    /// How many stand against another one.
    pub disputed: i64,
}

/// A place that dispatches name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceLine {
    /// Its name in the gazetteer.
    pub name: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166, two letters.
    pub country: String,
    /// What kind of place it is.
    pub class: Class,
    /// How often it is named.
    pub named: usize,
}

/// A story, with its dispatches and a stretch of its claims.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryPage {
    /// What it is.
    #[serde(flatten)]
    pub line: StoryLine,
    /// In the order of time.
    pub dispatches: Vec<DispatchRow>,
    /// The places that its first dispatches name and that are clear, the most often named first.
    pub places: Vec<PlaceLine>,
    /// How many claims there are to be shown: those that more than one dispatch makes, or that stand against another one, or all.
    pub shown: i64,
    /// In the order of the time when it is said to have happened.
    pub claims: Vec<ClaimLine>,
    /// When each of these claims was reported.
    pub reports: Vec<Reports>,
}

/// When a claim was reported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reports {
    /// The claim.
    pub claim: Id,
    /// For each dispatch that states it and has a time, the time: the first 200, and the last.
    pub published: Vec<String>,
}

const LINE: &str = "select stories.id, stories.title,
    (select lang from story_dispatches join dispatches on dispatches.id = dispatch where story = stories.id
        order by published = '', published, dispatches.id limit 1),
    min(nullif(published, '')), max(nullif(published, '')), count(*), count(distinct outlet), count(distinct lang),
    (select count(*) from claims where story = stories.id),
    (select count(*) from claims where story = stories.id and high = 1
        and (select count(distinct dispatch) from statements where claim = claims.id) > 1),
    (select count(distinct claim) from contradictions join claims on claims.id = claim where story = stories.id), changed
    from stories join story_dispatches on story = stories.id join dispatches on dispatches.id = dispatch";

fn story_line(row: &Row<'_>) -> rusqlite::Result<StoryLine> {
    Ok(StoryLine {
        id: Id::Story(row.get(0)?),
        title: row.get(1)?,
        lang: row.get(2)?,
        first: row.get(3)?,
        last: row.get(4)?,
        changed: row.get(11)?,
        pages: row.get(5)?,
        outlets: row.get(6)?,
        languages: row.get(7)?,
        claims: row.get(8)?,
        on_one: row.get(9)?,
        disputed: row.get(10)?,
    })
}

impl Store {
    /// A stretch of all stories: those first that have changed within the latest hour, of these those that were reported last.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn stories_page(&self, slice: Slice) -> Result<StoriesPage> {
        self.read(|db| {
            let total = tally(db, "stories")?;
            let ids = newest(db, slice)?;
            let stories = ids.into_iter().filter_map(|id| line_of(db, id).transpose()).collect::<Result<_, _>>()?;
            Ok(StoriesPage { total, stories })
        })
    }

    /// A story, with a stretch of the claims that more than one dispatch makes or that stand against another one; or of all. A
    /// story that went into another one leads on to it.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn story_page(&self, story: i64, all: bool, slice: Slice) -> Result<Option<StoryPage>> {
        self.read(|db| {
            let Some(id) = follow(db, "stories", story)? else { return Ok(None) };
            let Some(line) = line_of(db, id)? else { return Ok(None) };
            let dispatches: Vec<DispatchRow> = db
                .prepare_cached(&format!(
                    "{DISPATCH} where id in (select dispatch from story_dispatches where story = ?1)
                     order by published = '', published, id limit {MOST}"
                ))?
                .query_map([id], dispatch_row)?
                .collect::<Result<_, _>>()?;
            let which = if all { "" } else { SHARED };
            let shown = number(db, &format!("select count(*) from claims where story = ?1 {which}"), [id])?;
            let claims = lines(
                db,
                &format!(
                    "select id from claims where story = ?1 {which}
                     order by happened is null, happened, id limit ?2 offset ?3"
                ),
                params![id, slice.per, slice.before()],
            )?;
            let places = places(db, &dispatches)?;
            let reports = claims.iter().map(|claim| reports(db, claim)).collect::<Result<_, _>>()?;
            Ok(Some(StoryPage { line, dispatches, places, shown, claims, reports }))
        })
    }
}

/// So many dispatches are asked for their places.
const ASKED: usize = 30;

/// The places that dispatches name.
fn places(db: &Connection, dispatches: &[DispatchRow]) -> Result<Vec<PlaceLine>, ErrorKind> {
    let mut named: BTreeMap<(u32, String), PlaceLine> = BTreeMap::new();
    for row in dispatches.iter().take(ASKED) {
        let Id::Dispatch(id) = row.id else { continue };
        let Some(reading) = reading_of(db, id)? else { continue };
        for best in
            reading.marks.places.into_iter().filter(|p| p.resolved).filter_map(|p| p.candidates.into_iter().next())
        {
            let line = named.entry((best.geonames, best.name.clone())).or_insert_with(|| PlaceLine {
                name: best.name,
                lat: best.lat,
                lon: best.lon,
                country: best.country,
                class: best.class,
                named: 0,
            });
            line.named += 1;
        }
    }
    let mut places: Vec<PlaceLine> = named.into_values().collect();
    places.sort_by(|a, b| b.named.cmp(&a.named).then_with(|| a.name.cmp(&b.name)));
    places.truncate(60);
    Ok(places)
}

/// A stretch of the stories, in the order of an index: the first pages cost the same in an archive of any size.
fn newest(db: &Connection, slice: Slice) -> Result<Vec<i64>, ErrorKind> {
    let mut ask = db.prepare_cached(
        "select id from stories where exists (select 1 from story_dispatches where story = stories.id)
         order by substr(changed, 1, 13) desc, last desc, id desc limit ?1 offset ?2",
    )?;
    Ok(ask.query_map(params![slice.per, slice.before()], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// So many times of a claim are given, and the last one.
const REPORTS: usize = 200;

fn reports(db: &Connection, claim: &ClaimLine) -> Result<Reports, ErrorKind> {
    let Id::Claim(id) = claim.id else { return Ok(Reports { claim: claim.id, published: Vec::new() }) };
    let mut ask = db.prepare_cached(
        "select published from statements join dispatches on dispatches.id = dispatch
         where claim = ?1 and published <> '' group by dispatch order by published limit ?2",
    )?;
    let mut published: Vec<String> =
        ask.query_map(params![id, REPORTS as i64], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if published.len() == REPORTS {
        published.extend(claim.last.clone());
    }
    Ok(Reports { claim: claim.id, published })
}

/// What more than one dispatch makes, or what stands against another claim.
const SHARED: &str = "and ((select count(distinct dispatch) from statements where claim = claims.id) > 1
    or exists (select 1 from contradictions where claim = claims.id))";

pub(crate) fn line_of(db: &Connection, story: i64) -> Result<Option<StoryLine>, ErrorKind> {
    let sql = format!("{LINE} where stories.id = ?1 group by stories.id");
    Ok(db.prepare_cached(&sql)?.query_row([story], story_line).optional()?)
}
