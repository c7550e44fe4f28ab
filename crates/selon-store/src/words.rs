//! Rows of the two indexes of words, written together: between other changes the index would write a piece of itself to the
//! file for each of them, and have all the pieces to merge.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::error::ErrorKind;

/// Words of a dispatch, folded, by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DispatchWords {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) outlet: String,
    pub(crate) voices: String,
    pub(crate) places: String,
}

/// Words of a claim, folded, by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClaimWords {
    pub(crate) gist: String,
    pub(crate) body: String,
    pub(crate) voices: String,
}

/// What is to be written: of each dispatch and claim its words, or that it has none any more.
#[derive(Debug, Default)]
pub(crate) struct Index {
    dispatches: BTreeMap<i64, Option<DispatchWords>>,
    claims: BTreeMap<i64, Option<ClaimWords>>,
}

impl Index {
    pub(crate) fn dispatch(&mut self, id: i64, words: Option<DispatchWords>) {
        self.dispatches.insert(id, words);
    }

    pub(crate) fn claim(&mut self, id: i64, words: Option<ClaimWords>) {
        self.claims.insert(id, words);
    }

    pub(crate) fn write(self, db: &Connection) -> Result<(), ErrorKind> {
        let mut take = db.prepare_cached("delete from dispatch_words where rowid = ?1")?;
        let mut add = db.prepare_cached(
            "insert or replace into dispatch_words (rowid, title, body, outlet, voices, places)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (id, words) in self.dispatches {
            match words {
                Some(w) => add.execute(params![id, w.title, w.body, w.outlet, w.voices, w.places])?,
                None => take.execute([id])?,
            };
        }
        let mut take = db.prepare_cached("delete from claim_words where rowid = ?1")?;
        let mut add = db
            .prepare_cached("insert or replace into claim_words (rowid, gist, body, voices) values (?1, ?2, ?3, ?4)")?;
        for (id, words) in self.claims {
            match words {
                Some(w) => add.execute(params![id, w.gist, w.body, w.voices])?,
                None => take.execute([id])?,
            };
        }
        Ok(())
    }
}
