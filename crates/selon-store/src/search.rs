//! Finding claims and dispatches by their words, times, places and voices.

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use serde::{Deserialize, Serialize};

use crate::error::{ErrorKind, Result};
use crate::fold::fold;
use crate::open::Store;
use crate::show::{CLAIM, ClaimRow, DISPATCH, DispatchRow, claim_row, dispatch_row};

/// What is looked for. All that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Words, all of which must stand there; several in quotation marks stand side by side; `harb*` begins so.
    pub words: String,
    /// Published on this day or later, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Published on this day or earlier.
    pub to: Option<String>,
    /// A place that is named.
    pub place: Option<String>,
    /// A voice that speaks or is cited.
    pub voice: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// ISO 639-1.
    pub lang: Option<String>,
    /// How many of each kind at most.
    pub most: usize,
    /// How many of the best of each kind to pass over.
    pub skip: usize,
}

/// What was found, the best first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Found {
    /// Claims.
    pub claims: Vec<ClaimRow>,
    /// Dispatches.
    pub dispatches: Vec<DispatchRow>,
}

impl Store {
    /// Looks for claims and dispatches.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn search(&self, query: &Query) -> Result<Found> {
        self.read(|db| Ok(Found { claims: claims(db, query)?, dispatches: dispatches(db, query)? }))
    }
}

pub(crate) fn dispatches(db: &Connection, query: &Query) -> Result<Vec<DispatchRow>, ErrorKind> {
    let mut asked = Asked::default();
    asked.words(&query.words, None);
    asked.words_in("places", query.place.as_deref());
    asked.words_in("voices", query.voice.as_deref());
    asked.words_in("outlet", query.outlet.as_deref());
    asked.published(query);
    let hits = if asked.matches.is_empty() {
        let Asked { clauses, values, .. } = &asked;
        let sql = latest(clauses, query.most, query.skip);
        numbers(db, &sql, values)?
    } else {
        DISPATCHES.hits(db, asked, query)?
    };
    let mut ask = db.prepare_cached(&format!("{DISPATCH} where dispatches.id = ?1"))?;
    hits.into_iter().map(|id| Ok(ask.query_row([id], dispatch_row)?)).collect()
}

pub(crate) fn claims(db: &Connection, query: &Query) -> Result<Vec<ClaimRow>, ErrorKind> {
    let asked = asked_of_claims(query);
    let hits = if asked.matches.is_empty() {
        // Without words, the best supported of what the latest pages say.
        let mut published = Asked::default();
        published.published(query);
        let latest = latest(&published.clauses, PAGES, 0);
        let sql = format!(
            "select id from claims where story is not null
                and id in (select claim from statements where dispatch in ({latest}))
             order by high desc, id limit {} offset {}",
            query.most, query.skip
        );
        numbers(db, &sql, &published.values)?
    } else {
        CLAIMS.hits(db, asked, query)?
    };
    let mut ask = db.prepare_cached(&format!("{CLAIM} where claims.id = ?1"))?;
    hits.into_iter().map(|id| Ok(ask.query_row([id], claim_row)?)).collect()
}

/// Of so many pages the claims are looked at where no words are asked for.
const PAGES: usize = 300;

/// The latest dispatches, by the index of their days.
fn latest(clauses: &[String], most: usize, skip: usize) -> String {
    let clauses = [&["true".to_owned()], clauses].concat().join(" and ");
    format!("select id from dispatches where {clauses} order by day desc, id desc limit {most} offset {skip}")
}

fn numbers(db: &Connection, sql: &str, values: &[Value]) -> Result<Vec<i64>, ErrorKind> {
    let mut ask = db.prepare_cached(sql)?;
    Ok(ask.query_map(params_from_iter(values), |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Whether a search finds a claim.
pub(crate) fn finds(db: &Connection, query: &Query, claim: i64) -> Result<bool, ErrorKind> {
    let mut asked = asked_of_claims(query);
    asked.values.push(claim.into());
    let mut clauses = vec![format!("claims.id = ?{}", asked.values.len())];
    if !asked.matches.is_empty() {
        asked.values.push(asked.matches.join(" AND ").into());
        let words = asked.values.len();
        clauses.push(format!(
            "exists (select 1 from claim_words where rowid = ?{} and claim_words match ?{words})",
            words - 1
        ));
    }
    clauses.append(&mut asked.clauses);
    let sql = format!("select exists (select 1 from claims where {})", clauses.join(" and "));
    Ok(db.prepare_cached(&sql)?.query_row(params_from_iter(asked.values), |row| row.get(0))?)
}

/// What a search asks of claims.
fn asked_of_claims(query: &Query) -> Asked {
    let mut asked = Asked::default();
    asked.words(&query.words, None);
    asked.words(query.place.as_deref().unwrap_or_default(), Some("{gist body}"));
    asked.words_in("voices", query.voice.as_deref());
    asked.words_in("voices", query.outlet.as_deref());
    if query.from.is_some() || query.to.is_some() || query.lang.is_some() {
        let mut said = Asked { values: std::mem::take(&mut asked.values), ..Asked::default() };
        said.published(query);
        asked.values = said.values;
        asked.clauses.push(format!(
            "exists (select 1 from statements join dispatches on dispatches.id = statements.dispatch
                where claim = claims.id and {})",
            said.clauses.join(" and ")
        ));
    }
    asked.clauses.push("story is not null".to_owned());
    asked
}

/// Of the rows that hold the words so many are ranked: the latest. More where more are asked for.
const RANKED: usize = 2_000;
/// A word that more rows hold than this says little by how often a row holds it, and to weigh it the index would be gone
/// through from end to end: with such a word those rows come first that hold all words where they say most.
const COMMON: f64 = 50_000.0;

/// Rows that are searched, and the index of their words.
struct Shelf {
    rows: &'static str,
    words: &'static str,
    /// The column of the words that say most.
    head: &'static str,
    /// The order of rows that are ranked alike.
    order: &'static str,
}

const DISPATCHES: Shelf = Shelf {
    rows: "dispatches",
    words: "dispatch_words",
    head: "title",
    order: "dispatches.day desc, dispatches.id desc",
};
const CLAIMS: Shelf =
    Shelf { rows: "claims", words: "claim_words", head: "gist", order: "claims.high desc, claims.id" };

impl Shelf {
    /// The rows that hold words and meet conditions, the best first.
    ///
    /// Two steps, so that it costs much the same in an archive of any size: the index gives the latest rows that hold the
    /// words, and these alone are ranked and looked at whether they meet the conditions. Where too few of the latest do,
    /// older ones are looked for without being ranked, the latest first.
    fn hits(&self, db: &Connection, asked: Asked, query: &Query) -> Result<Vec<i64>, ErrorKind> {
        let Shelf { rows, words, head, order } = self;
        let Query { most, skip, .. } = query;
        let Asked { matches, clauses, mut values } = asked;
        let (is_filtered, all) = (!values.is_empty(), matches.join(" AND "));
        let ranked = RANKED.max(most.saturating_add(*skip));
        let latest = self.latest(db, &all, ranked)?;
        let mut is_common = latest.is_common();
        for word in matches.iter().filter(|word| **word != all) {
            is_common = is_common || self.latest(db, word, RANKED)?.is_common();
        }
        values.push(all.into());
        let asked = [vec![format!("{words} match ?{}", values.len())], clauses].concat().join(" and ");
        let from = format!("from {words} cross join {rows} on {rows}.id = {words}.rowid where {asked}");
        let mut best = values.clone();
        best.push(latest.since.into());
        let since = format!("{words}.rowid >= ?{}", best.len());
        let heads: Vec<String> = terms(&query.words).into_iter().map(|term| format!("{head} : {term}")).collect();
        let rank = if !is_common {
            format!("{words}.rank")
        } else if heads.is_empty() {
            "0".to_owned()
        } else {
            best.push(heads.join(" AND ").into());
            format!("{words}.rowid not in (select rowid from {words} where {words} match ?{} and {since})", best.len())
        };
        let sql = format!("select {rows}.id {from} and {since} order by {rank}, {order} limit {most} offset {skip}");
        let found = numbers(db, &sql, &best)?;
        if found.len() == *most || !is_filtered || !latest.is_cut {
            return Ok(found);
        }
        let sql = format!("select {rows}.id {from} order by {words}.rowid desc limit {most} offset {skip}");
        numbers(db, &sql, &values)
    }

    /// So many of the latest rows that match something.
    fn latest(&self, db: &Connection, matched: &str, most: usize) -> Result<Latest, ErrorKind> {
        let Shelf { rows, words, .. } = self;
        let sql = format!(
            "select count(*), coalesce(min(hit), 0), coalesce((select max(id) from {rows}), 0)
             from (select rowid as hit from {words} where {words} match ?1 order by rowid desc limit ?2)"
        );
        let mut ask = db.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        Ok(ask.query_row(params![matched, most], |row| {
            let (held, since, last) = (row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?);
            Ok(Latest { held, is_cut: held == most, since, last })
        })?)
    }
}

/// The latest rows that match something.
struct Latest {
    /// How many.
    held: i64,
    /// Whether there may be more.
    is_cut: bool,
    /// The first of them.
    since: i64,
    /// The last row of all.
    last: i64,
}

impl Latest {
    /// Whether there are very many, judged by how close the latest lie.
    fn is_common(&self) -> bool {
        self.is_cut && self.held as f64 * self.last as f64 >= COMMON * (self.last - self.since + 1) as f64
    }
}

/// A question that is being put together: conditions, and the values they ask with.
#[derive(Debug, Default)]
struct Asked {
    matches: Vec<String>,
    clauses: Vec<String>,
    values: Vec<Value>,
}

impl Asked {
    /// Words that must stand in the index, in one column or in any.
    fn words(&mut self, words: &str, column: Option<&str>) {
        let column = column.map(|name| format!("{name} : ")).unwrap_or_default();
        self.matches.extend(terms(words).into_iter().map(|term| format!("{column}{term}")));
    }

    /// Words that must stand side by side in a column.
    fn words_in(&mut self, column: &str, words: Option<&str>) {
        if let Some(words) = words {
            self.words(&format!("\"{}\"", words.replace('"', " ")), Some(column));
        }
    }

    fn published(&mut self, query: &Query) {
        let conditions = [("day >= ", &query.from), ("day <= ", &query.to), ("lang = ", &query.lang)];
        for (condition, value) in conditions {
            if let Some(value) = value {
                self.values.push(value.clone().into());
                self.clauses.push(format!("{condition}?{}", self.values.len()));
            }
        }
    }
}

/// A user's words as terms of FTS5, each in quotation marks, so that nothing in them is an operator.
fn terms(words: &str) -> Vec<String> {
    let folded = fold(words).replace(['“', '”', '„', '«', '»'], "\"");
    let mut terms = Vec::new();
    for (i, part) in folded.split('"').enumerate() {
        let phrase = i % 2 == 1;
        let pieces: Vec<&str> = if phrase { vec![part] } else { part.split_whitespace().collect() };
        for piece in pieces {
            let begins = !phrase && piece.ends_with('*');
            if piece.chars().any(char::is_alphanumeric) {
                terms.push(format!("\"{}\"{}", piece.trim_end_matches('*'), if begins { " *" } else { "" }));
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_types_is_never_an_operator() {
        assert_eq!(
            terms("port AND \"Fermé hier\" harb* - ( NEAR"),
            ["\"port\"", "\"and\"", "\"ferme hier\"", "\"harb\" *", "\"near\""]
        );
        assert!(terms("\" * ) -").is_empty());
    }
}
