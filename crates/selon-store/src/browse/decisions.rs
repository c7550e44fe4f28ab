//! What was decided, a page at a time.

use rusqlite::params;
use serde::Serialize;

use super::line::number;
use super::{MOST, Slice};
use crate::decide::{Decided, decided};
use crate::doctor::WAITING;
use crate::error::{ErrorKind, Result};
use crate::id::Id;
use crate::open::Store;
use crate::standing::named;

/// Decisions, the latest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecisionsPage {
    /// How many there are of what was asked for.
    pub total: i64,
    /// How many dispatches wait to be compared, with what was decided about them or for another reason.
    pub waiting: i64,
    /// A stretch of them.
    pub decisions: Vec<DecisionLine>,
}

/// A decision, with where it leads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecisionLine {
    /// The decision.
    #[serde(flatten)]
    pub decided: Decided,
    /// The dispatches that its evidence names, one for each, as far as the archive has them.
    pub dispatches: Vec<Option<Id>>,
}

impl Store {
    /// A stretch of all decisions, also of those that were undone; or, of the latest that stand, those whose words are found no
    /// more.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn decisions_page(&self, lost: bool, slice: Slice) -> Result<DecisionsPage> {
        self.read(|db| {
            let which = if lost { "where undone is null" } else { "" };
            let sql =
                format!("select id, made, undone, decision from decisions {which} order by id desc limit ?1 offset ?2");
            // Only a look into its dispatch says of a decision whether it holds.
            let (most, before) = if lost { (MOST as i64, 0) } else { (i64::from(slice.per), slice.before()) };
            let mut ask = db.prepare_cached(&sql)?;
            let mut rows = ask.query(params![most, before])?;
            let mut decisions = Vec::new();
            while let Some(row) = rows.next()? {
                let decided = decided(db, row)?;
                if lost && decided.holds {
                    continue;
                }
                let place = |address: &str| Ok(named(db, address)?.map(Id::Dispatch));
                let evidence = decided.decision.evidence.iter();
                let dispatches = evidence.map(|e| place(&e.dispatch)).collect::<Result<_, ErrorKind>>()?;
                decisions.push(DecisionLine { decided, dispatches });
            }
            let mut total = number(db, "select count(*) from decisions", [])?;
            if lost {
                total = decisions.len() as i64;
                let before = usize::try_from(slice.before()).unwrap_or(usize::MAX);
                decisions = decisions.into_iter().skip(before).take(slice.per as usize).collect();
            }
            let waiting = number(db, &format!("select count(*) from {WAITING}"), [])?;
            Ok(DecisionsPage { total, waiting, decisions })
        })
    }
}
