//! What users decide. A decision names evidence, not ids, so that it outlives every reading; it can be undone.

use std::fmt;

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use selon::{Span, Text};
use serde::{Deserialize, Serialize};

use crate::circle::{reading_of, text_of};
use crate::correct::sensible;
use crate::error::{ErrorKind, Result};
use crate::id::Id;
use crate::open::Store;
use crate::show::follow;
use crate::standing::named;

/// What a user decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What.
    pub what: What,
    /// On what evidence: two passages, or the dispatch that is put right.
    pub evidence: Vec<Evidence>,
    /// The corrected value, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Who decided, where they gave a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Two passages state one fact.
    Same,
    /// Two passages state two facts.
    Apart,
    /// Of two dispatches neither is taken from the other.
    NoCopy,
    /// A dispatch is of this outlet.
    Outlet,
    /// A dispatch is from this agency; from none where the value is empty.
    Agency,
    /// A dispatch was published then.
    Published,
    /// A dispatch is taken from another one; where it is named alone, from no other.
    Original,
    /// A passage comes through these voices: kinds and names, whoever said it first in front, the outlet left out.
    Chain,
    /// A passage says this.
    Says,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            What::Same => "same",
            What::Apart => "apart",
            What::NoCopy => "no-copy",
            What::Outlet => "outlet",
            What::Agency => "agency",
            What::Published => "published",
            What::Original => "original",
            What::Chain => "chain",
            What::Says => "says",
        })
    }
}

/// Words in a dispatch, by which they are found again in every reading of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The address of the dispatch.
    pub dispatch: String,
    /// The words themselves; none where the whole dispatch is meant.
    #[serde(default)]
    pub quote: String,
    /// The words before them.
    #[serde(default)]
    pub before: String,
    /// The words after them.
    #[serde(default)]
    pub after: String,
}

impl Evidence {
    /// Words of a text, with some of what stands around them.
    pub fn of(dispatch: &str, text: &Text, span: Span) -> Evidence {
        let around = 40;
        let whole = text.as_str();
        let from = whole.floor_char_boundary(span.start().saturating_sub(around));
        let to = whole.ceil_char_boundary((span.end() + around).min(whole.len()));
        Evidence {
            dispatch: dispatch.to_owned(),
            quote: text.get(span).to_owned(),
            before: whole[from..span.start()].to_owned(),
            after: whole[span.end()..to].to_owned(),
        }
    }

    /// A whole dispatch.
    pub fn whole(dispatch: &str) -> Evidence {
        Evidence { dispatch: dispatch.to_owned(), quote: String::new(), before: String::new(), after: String::new() }
    }

    /// Where the words stand in a text: of several places the one whose surroundings agree the most; nowhere where two agree
    /// equally.
    pub fn anchor(&self, text: &Text) -> Option<Span> {
        if self.quote.is_empty() {
            return None;
        }
        let whole = text.as_str();
        let agreement = |at: usize| {
            let before = whole[..at].chars().rev().zip(self.before.chars().rev()).take_while(|(a, b)| a == b).count();
            let after =
                whole[at + self.quote.len()..].chars().zip(self.after.chars()).take_while(|(a, b)| a == b).count();
            before + after
        };
        let mut places: Vec<(usize, usize)> =
            whole.match_indices(&self.quote).map(|(at, _)| (agreement(at), at)).collect();
        places.sort_unstable_by(|a, b| b.cmp(a));
        match places[..] {
            [] => None,
            [(best, _), (second, _), ..] if best == second => None,
            [(_, at), ..] => Some(text.span(at..at + self.quote.len())),
        }
    }
}

/// A decision that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// Its number.
    pub id: i64,
    /// When it was made, UTC.
    pub made: String,
    /// When it was undone, UTC.
    pub undone: Option<String>,
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
    /// Whether all of its evidence is still found; else it waits for the day when it is.
    pub holds: bool,
}

impl Store {
    /// Keeps a decision. What it is about waits to be compared anew.
    ///
    /// # Errors
    /// Where it makes no sense, or the file cannot be written.
    pub fn decide(&mut self, decision: &Decision) -> Result<i64> {
        self.write(|db| {
            sensible(db, decision)?;
            let text = serde_json::to_string(decision).expect("plain data");
            wait(db, decision)?;
            let id = db.query_row(
                "insert into decisions (made, decision) values (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1) returning id",
                [text],
                |row| row.get(0),
            )?;
            let mut name = db.prepare_cached("insert or ignore into evidence (dispatch, decision) values (?1, ?2)")?;
            for evidence in &decision.evidence {
                name.execute(params![evidence.dispatch, id])?;
            }
            Ok(id)
        })
    }

    /// Undoes a decision: it stays in the list, with the time. Whether there was one to undo.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn undo(&mut self, id: i64) -> Result<bool> {
        self.write(|db| {
            let sql = "update decisions set undone = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
                where id = ?1 and undone is null returning decision";
            let undone: Option<String> = db.query_row(sql, params![id], |row| row.get(0)).optional()?;
            if let Some(text) = &undone {
                wait(db, &decoded(text)?)?;
            }
            Ok(undone.is_some())
        })
    }

    /// What a name stands for: `c12` the best statement of a claim, `d45:words` a passage of a dispatch, `d45` or an address
    /// the dispatch itself.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn evidence(&self, name: &str) -> Result<Option<Evidence>> {
        self.read(|db| {
            if let Some((dispatch, words)) = name.split_once(':')
                && let Ok(Id::Dispatch(id)) = dispatch.parse()
            {
                return passage(db, id, words);
            }
            match name.parse() {
                Ok(Id::Claim(id)) => best(db, id),
                Ok(Id::Dispatch(id)) => Ok(address(db, id)?.map(|address| Evidence::whole(&address))),
                Ok(_) => Ok(None),
                Err(()) => Ok(named(db, name)?.map(|_| Evidence::whole(name))),
            }
        })
    }

    /// All decisions, also those that were undone, in the order they were made.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decided>> {
        self.read(decisions)
    }
}

pub(crate) fn decisions(db: &Connection) -> Result<Vec<Decided>, ErrorKind> {
    let mut ask = db.prepare_cached("select id, made, undone, decision from decisions order by id")?;
    let mut rows = ask.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(decided(db, row)?);
    }
    Ok(all)
}

/// A decision, out of its number, its two times and its text.
pub(crate) fn decided(db: &Connection, row: &Row<'_>) -> Result<Decided, ErrorKind> {
    let decision = decoded(&row.get::<_, String>(3)?)?;
    let holds = holds(db, &decision)?;
    Ok(Decided { id: row.get(0)?, made: row.get(1)?, undone: row.get(2)?, decision, holds })
}

fn address(db: &Connection, dispatch: i64) -> Result<Option<String>, ErrorKind> {
    let mut ask = db.prepare_cached("select address from dispatches where id = ?1")?;
    Ok(ask.query_row([dispatch], |row| row.get(0)).optional()?)
}

/// The first place where words stand in a dispatch.
fn passage(db: &Connection, dispatch: i64, words: &str) -> Result<Option<Evidence>, ErrorKind> {
    let (Some(address), Some(reading)) = (address(db, dispatch)?, reading_of(db, dispatch)?) else { return Ok(None) };
    let text = &reading.dispatch.text;
    let at = text.as_str().find(words).filter(|_| !words.is_empty());
    Ok(at.map(|at| Evidence::of(&address, text, text.span(at..at + words.len()))))
}

/// The statement of a claim that says it best, in a version that counts.
fn best(db: &Connection, claim: i64) -> Result<Option<Evidence>, ErrorKind> {
    let Some(claim) = follow(db, "claims", claim)? else { return Ok(None) };
    let mut ask = db.prepare_cached(
        "select address, reading, start, \"end\" from statements join dispatches on dispatches.id = dispatch
         where claim = ?1 and not withdrawn
         order by coalesce(says, quote) = (select gist from claims where id = ?1) desc, statements.id limit 1",
    )?;
    let found = ask.query_row([claim], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, u32>(2)?, row.get::<_, u32>(3)?))
    });
    let Some((address, reading, start, end)) = found.optional()? else { return Ok(None) };
    let text = text_of(db, reading)?;
    Ok(Some(Evidence::of(&address, &text, text.span(start as usize..end as usize))))
}

pub(crate) fn decoded(text: &str) -> Result<Decision, ErrorKind> {
    serde_json::from_str(text).map_err(|e| ErrorKind::Undecodable(e.to_string()))
}

/// The dispatches that a decision names wait to be compared anew.
fn wait(db: &Connection, decision: &Decision) -> Result<(), ErrorKind> {
    for evidence in &decision.evidence {
        db.execute(
            "insert or ignore into untraced (dispatch) select id from dispatches where address = ?1",
            [&evidence.dispatch],
        )?;
    }
    Ok(())
}

/// Whether all evidence of a decision is found in the versions that count.
fn holds(db: &Connection, decision: &Decision) -> Result<bool, ErrorKind> {
    for evidence in &decision.evidence {
        let Some(dispatch) = named(db, &evidence.dispatch)? else { return Ok(false) };
        let reading = if evidence.quote.is_empty() { continue } else { reading_of(db, dispatch)? };
        if reading.and_then(|r| evidence.anchor(&r.dispatch.text)).is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again_where_their_surroundings_agree() {
        let text = Text::new("Le port est fermé. À Brest, le port est fermé. Il rouvrira.");
        let second = text.as_str().rfind("port est fermé").unwrap();
        let evidence = Evidence::of("a", &text, text.span(second..second + "port est fermé".len()));
        let changed = Text::new("Le port est fermé. Hier, à Brest, le port est fermé. Il rouvrira lundi.");
        let found = evidence.anchor(&changed).unwrap();
        assert!(changed.as_str()[..found.start()].ends_with("Brest, le "));
        assert_eq!(evidence.anchor(&Text::new("Le port est ouvert.")), None);
        let bare = Evidence { before: String::new(), after: String::new(), ..evidence };
        assert_eq!(bare.anchor(&text), None, "two places agree equally");
    }
}
