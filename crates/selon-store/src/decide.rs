//! What users decide. A decision names evidence, not ids, so that it outlives every reading; it can be undone.

use rusqlite::params;
use selon::{Span, Text};
use serde::{Deserialize, Serialize};

use crate::error::{ErrorKind, Result};
use crate::open::Store;

/// What a user decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What: `same`, `not-same`, `no-copy`, `when`, …
    pub what: String,
    /// On what evidence.
    pub evidence: Vec<Evidence>,
    /// The corrected value, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// Words in a dispatch, by which they are found again in every reading of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The address of the dispatch.
    pub dispatch: String,
    /// The words themselves.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its number.
    pub id: i64,
    /// When it was made, UTC.
    pub made: String,
    /// When it was undone, UTC.
    pub undone: Option<String>,
    /// The decision.
    pub decision: Decision,
}

impl Store {
    /// Keeps a decision.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn decide(&mut self, decision: &Decision) -> Result<i64> {
        self.write(|db| {
            let text = serde_json::to_string(decision).expect("plain data");
            Ok(db.query_row(
                "insert into decisions (made, decision) values (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1) returning id",
                [text],
                |row| row.get(0),
            )?)
        })
    }

    /// Undoes a decision: it stays in the list, with the time. Whether there was one to undo.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn undo(&mut self, id: i64) -> Result<bool> {
        self.write(|db| {
            let sql =
                "update decisions set undone = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') where id = ?1 and undone is null";
            Ok(db.execute(sql, params![id])? > 0)
        })
    }

    /// All decisions, also those that were undone, in the order they were made.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decided>> {
        self.read(|db| {
            let mut ask = db.prepare_cached("select id, made, undone, decision from decisions order by id")?;
            let mut rows = ask.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let text: String = row.get(3)?;
                let decision = serde_json::from_str(&text).map_err(|e| ErrorKind::Undecodable(e.to_string()))?;
                all.push(Decided { id: row.get(0)?, made: row.get(1)?, undone: row.get(2)?, decision });
            }
            Ok(all)
        })
    }
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
