//! Saved searches, and the alerts that claims raise which they find.
//!
//! An alert is kept in the transaction of the trace that raised it: it is raised once, or the trace is made again.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};
use serde::Serialize;

use crate::error::{ErrorKind, Result};
use crate::id::Id;
use crate::open::Store;
use crate::search::{Query, finds};

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Search {
    /// Its name.
    pub name: String,
    /// What it looks for.
    pub query: Query,
    /// The address that its alerts are posted to.
    pub post: Option<String>,
    /// When it was saved, UTC.
    pub made: String,
}

/// What happened to a claim that a saved search finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// Its number; later ones have greater numbers.
    pub id: i64,
    /// The name of the search.
    pub search: String,
    /// `new`, `gains`, `loses`, `contradiction`, `withdrawn`.
    pub kind: String,
    /// Why, in a sentence.
    pub reason: String,
    /// The claim.
    pub claim: Id,
    /// What the claim says.
    pub gist: String,
    /// Its story.
    pub story: Option<Id>,
    /// When it was raised, UTC.
    pub raised: String,
}

impl Store {
    /// Saves a search; one of the same name is replaced, and its alerts stay. Claims that are there already raise no alert.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn save_search(&mut self, name: &str, query: &Query, post: Option<&str>) -> Result<()> {
        let query = serde_json::to_string(query).expect("a query is text");
        self.write(|db| {
            db.execute(
                "insert into searches (name, query, post, made) values (?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
                 on conflict (name) do update set query = ?2, post = ?3",
                params![name, query, post],
            )?;
            Ok(())
        })
    }

    /// Drops a saved search with its alerts; answers whether there was one.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn drop_search(&mut self, name: &str) -> Result<bool> {
        self.write(|db| Ok(db.execute("delete from searches where name = ?1", [name])? > 0))
    }

    /// All saved searches, by name.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn searches(&self) -> Result<Vec<Search>> {
        self.read(|db| {
            let mut ask = db.prepare("select name, query, post, made from searches order by name")?;
            let rows =
                ask.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?)))?;
            rows.map(|row| {
                let (name, query, post, made) = row?;
                Ok(Search { name, query: decoded(&query)?, post, made })
            })
            .collect()
        })
    }

    /// Alerts behind a number, the oldest first; all of them behind 0.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn alerts_after(&self, id: i64, most: usize) -> Result<Vec<Alert>> {
        self.read(|db| {
            let mut ask = db.prepare_cached(&format!("{ALERT} where alerts.id > ?1 order by alerts.id limit ?2"))?;
            Ok(ask.query_map([id, most as i64], alert)?.collect::<Result<_, _>>()?)
        })
    }

    /// The latest alerts, the latest first; of one search, where it is named.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn latest_alerts(&self, search: Option<&str>, most: usize) -> Result<Vec<Alert>> {
        self.read(|db| {
            let mut ask = db.prepare_cached(&format!(
                "{ALERT} where ?1 is null or searches.name = ?1 order by alerts.id desc limit ?2"
            ))?;
            Ok(ask.query_map(params![search, most as i64], alert)?.collect::<Result<_, _>>()?)
        })
    }

    /// The number of the latest alert; 0 where there is none.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn last_alert(&self) -> Result<i64> {
        self.read(|db| Ok(db.query_row("select coalesce(max(id), 0) from alerts", [], |row| row.get(0))?))
    }

    /// Alerts that are to be posted now, each with the address.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn alerts_to_post(&self, now: i64, most: usize) -> Result<Vec<(Alert, String)>> {
        self.read(|db| {
            let mut ask = db.prepare_cached(&format!(
                "{ALERT} where post_at <= ?1 and post is not null order by alerts.id limit ?2"
            ))?;
            let rows = ask.query_map([now, most as i64], |row| Ok((alert(row)?, row.get(8)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Notes that an alert was posted, or when to try again. After a dozen times it is left.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn posted(&mut self, id: i64, again: Option<i64>) -> Result<()> {
        self.write(|db| {
            db.execute(
                "update alerts set tries = tries + 1, post_at = iif(tries < 12, ?2, null) where id = ?1",
                params![id, again],
            )?;
            Ok(())
        })
    }
}

const ALERT: &str =
    "select alerts.id, searches.name, kind, reason, alerts.claim, claims.gist, claims.story, raised, post
    from alerts join searches on searches.id = search join claims on claims.id = alerts.claim";

fn alert(row: &Row<'_>) -> rusqlite::Result<Alert> {
    Ok(Alert {
        id: row.get(0)?,
        search: row.get(1)?,
        kind: row.get(2)?,
        reason: row.get(3)?,
        claim: Id::Claim(row.get(4)?),
        gist: row.get(5)?,
        story: row.get::<_, Option<i64>>(6)?.map(Id::Story),
        raised: row.get(7)?,
    })
}

fn decoded(query: &str) -> Result<Query, ErrorKind> {
    serde_json::from_str(query).map_err(|e| ErrorKind::Undecodable(e.to_string()))
}

/// What a statement is known by: its dispatch and its words.
type Anchor = (i64, String);

/// The claims that a transaction changes, as they were before, and those that it makes.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    searches: Vec<(i64, Query)>,
    before: BTreeMap<i64, State>,
    made: BTreeMap<i64, bool>,
}

/// What alerts are about, of one claim.
#[derive(Debug, Default)]
struct State {
    low: i64,
    high: i64,
    /// Whether it went into another claim.
    became: bool,
    rests_on: Vec<String>,
    contradicts: BTreeSet<i64>,
    withdrawn: BTreeSet<Anchor>,
    /// The searches that find it.
    found: BTreeSet<i64>,
}

impl Watched {
    /// For all saved searches.
    pub(crate) fn of(db: &Connection) -> Result<Watched, ErrorKind> {
        let mut ask = db.prepare_cached("select id, query from searches order by id")?;
        let rows = ask.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        let mut watched = Watched::default();
        for row in rows {
            let (id, query) = row?;
            watched.searches.push((id, decoded(&query)?));
        }
        Ok(watched)
    }

    /// Looks at claims before they change first. Costs nothing where no search is saved.
    pub(crate) fn before(&mut self, db: &Connection, claims: impl Iterator<Item = i64>) -> Result<(), ErrorKind> {
        if self.searches.is_empty() {
            return Ok(());
        }
        for claim in claims {
            if !self.before.contains_key(&claim) && !self.made.contains_key(&claim) {
                let state = self.state(db, claim)?;
                self.before.insert(claim, state);
            }
        }
        Ok(())
    }

    /// Notes that a trace made a claim, and whether all its words are new.
    pub(crate) fn made(&mut self, claim: i64, new: bool) {
        self.made.insert(claim, new);
    }

    fn state(&self, db: &Connection, claim: i64) -> Result<State, ErrorKind> {
        let mut state = db
            .prepare_cached("select low, high, became is not null from claims where id = ?1")?
            .query_row([claim], |row| {
                Ok(State { low: row.get(0)?, high: row.get(1)?, became: row.get(2)?, ..State::default() })
            })?;
        state.rests_on = db
            .prepare_cached(
                "select name from json_each((select rests_on from claims where id = ?1)) join voices on voices.id = value
                 order by json_each.key",
            )?
            .query_map([claim], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        state.contradicts = db
            .prepare_cached("select other from contradictions where claim = ?1")?
            .query_map([claim], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        state.withdrawn = db
            .prepare_cached("select dispatch, quote from statements where claim = ?1 and withdrawn")?
            .query_map([claim], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        for (search, query) in &self.searches {
            if finds(db, query, claim)? {
                state.found.insert(*search);
            }
        }
        Ok(state)
    }

    /// Raises alerts for what has changed.
    pub(crate) fn raise(&self, db: &Connection) -> Result<(), ErrorKind> {
        if self.searches.is_empty() {
            return Ok(());
        }
        let withdrawn: BTreeSet<&Anchor> = self.before.values().flat_map(|state| &state.withdrawn).collect();
        let claims: BTreeSet<i64> = self.before.keys().chain(self.made.keys()).copied().collect();
        for claim in claims {
            let after = self.state(db, claim)?;
            let events = match self.before.get(&claim) {
                None if self.made.get(&claim) == Some(&true) => {
                    vec![("new", format!("a new claim, {}", stands(&after)))]
                }
                None => Vec::new(),
                Some(before) => events(before, &after, &withdrawn),
            };
            let found = self.before.get(&claim).map(|before| &before.found).into_iter().flatten();
            let found: BTreeSet<i64> = found.chain(&after.found).copied().collect();
            for search in found {
                for (kind, reason) in &events {
                    db.prepare_cached(
                        "insert into alerts (search, claim, kind, reason, raised, post_at)
                         select id, ?2, ?3, ?4, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), iif(post is null, null, 0)
                         from searches where id = ?1",
                    )?
                    .execute(params![search, claim, kind, reason])?;
                }
            }
        }
        Ok(())
    }
}

fn events(before: &State, after: &State, withdrawn: &BTreeSet<&Anchor>) -> Vec<(&'static str, String)> {
    let mut events = Vec::new();
    if after.became {
        return events;
    }
    let (old, new) = ((before.low, before.high), (after.low, after.high));
    if new != old {
        let kind = if new > old { "gains" } else { "loses" };
        let only = |these: &[String], not: &[String]| -> Vec<String> {
            these.iter().filter(|name| !not.contains(name)).cloned().collect()
        };
        let (more, less) = (only(&after.rests_on, &before.rests_on), only(&before.rests_on, &after.rests_on));
        let why = match kind {
            "gains" if !more.is_empty() => format!("; new: {}", more.join(", ")),
            "loses" if !less.is_empty() => format!("; gone: {}", less.join(", ")),
            _ => String::new(),
        };
        events.push((kind, format!("{} instead of {}{why}", stands(after), range(before))));
    }
    for other in after.contradicts.difference(&before.contradicts) {
        events.push(("contradiction", format!("{} speaks against it", Id::Claim(*other))));
    }
    for anchor @ (dispatch, quote) in &after.withdrawn {
        if !withdrawn.contains(anchor) {
            let dispatch = Id::Dispatch(*dispatch);
            events.push(("withdrawn", format!("a later version of {dispatch} has these words no more: “{quote}”")));
        }
    }
    events
}

/// "rests on 2: Anna Weber, the prefecture"
fn stands(state: &State) -> String {
    let voices = if state.rests_on.is_empty() { String::new() } else { format!(" ({})", state.rests_on.join(", ")) };
    format!("rests on {}{voices}", range(state))
}

fn range(state: &State) -> String {
    match (state.low, state.high) {
        (_, 0) => "nobody".to_owned(),
        (low, high) if low == high => high.to_string(),
        (low, high) => format!("{low} to {high}"),
    }
}

/// Alerts about claims that a forgotten dispatch stated may hold its words.
pub(crate) fn forget(db: &Connection, claim: i64) -> Result<(), ErrorKind> {
    db.prepare_cached("delete from alerts where claim = ?1")?.execute([claim])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(low: i64, high: i64, voices: &[&str]) -> State {
        State { low, high, rests_on: voices.iter().map(|&v| v.to_owned()).collect(), ..State::default() }
    }

    #[test]
    fn what_changed_is_said_with_its_reason_and_what_did_not_is_not() {
        let none = BTreeSet::new();
        let (one, two) = (state(1, 1, &["A"]), state(2, 2, &["A", "B"]));
        assert_eq!(events(&one, &state(1, 1, &["B"]), &none), []);
        assert_eq!(events(&one, &two, &none), [("gains", "rests on 2 (A, B) instead of 1; new: B".to_owned())]);
        assert_eq!(events(&two, &one, &none), [("loses", "rests on 1 (A) instead of 2; gone: B".to_owned())]);
        assert_eq!(events(&one, &state(0, 0, &[]), &none)[0].1, "rests on nobody instead of 1; gone: A");
        let mut against = state(1, 1, &["A"]);
        against.contradicts.insert(7);
        against.withdrawn.insert((3, "The port is shut".to_owned()));
        assert_eq!(
            events(&one, &against, &none).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>(),
            ["contradiction", "withdrawn"]
        );
        assert_eq!(events(&against, &against, &against.withdrawn.iter().collect()), []);
    }
}
