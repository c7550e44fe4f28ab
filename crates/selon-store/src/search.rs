//! Finding claims and dispatches by their words, times, places and voices.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
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
    let sql = asked.select("dispatches", "dispatch_words", "dispatches.day desc, dispatches.id", query);
    let mut ask = db.prepare_cached(&format!("{DISPATCH} {sql}"))?;
    Ok(ask.query_map(params_from_iter(asked.values), dispatch_row)?.collect::<Result<_, _>>()?)
}

pub(crate) fn claims(db: &Connection, query: &Query) -> Result<Vec<ClaimRow>, ErrorKind> {
    let mut asked = asked_of_claims(query);
    let sql = asked.select("claims", "claim_words", "claims.high desc, claims.id", query);
    let mut ask = db.prepare_cached(&format!("{CLAIM} {sql}"))?;
    Ok(ask.query_map(params_from_iter(asked.values), claim_row)?.collect::<Result<_, _>>()?)
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

/// Where more rows than this hold the words, and nothing else is asked, the latest are put in order.
const RANKED: usize = 10_000;

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

    /// What follows the columns and the table: the rows that were found, the best first where words are asked for. They are
    /// found before anything is read of them.
    fn select(&mut self, table: &str, words: &str, otherwise: &str, query: &Query) -> String {
        let Query { most, skip, .. } = query;
        let filtered = !self.values.is_empty();
        let clauses =
            if self.clauses.is_empty() { String::new() } else { format!(" and {}", self.clauses.join(" and ")) };
        let found = if self.matches.is_empty() {
            format!(
                "select {table}.id as hit, 0 as rank from {table} where true{clauses} order by {otherwise} limit {most} offset {skip}"
            )
        } else {
            self.values.push(self.matches.join(" AND ").into());
            let matched = format!("{words} match ?{}", self.values.len());
            let latest = if filtered { String::new() } else { format!(" order by rowid desc limit {RANKED}") };
            format!(
                "select hit, rank from (select rowid as hit, rank from {words} where {matched}{latest})
                 join {table} on {table}.id = hit where true{clauses} order by rank, {otherwise} limit {most} offset {skip}"
            )
        };
        format!("join ({found}) on hit = {table}.id order by rank, {otherwise}")
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
