//! The decisions that stand, and where they hold.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _};
use selon::trace::{Decisions, Place};
use selon::{Reading, When};

use crate::decide::{Decision, Evidence, What, decoded};
use crate::error::ErrorKind;

/// The decisions that nobody has undone, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Standing(Vec<Decision>);

impl Standing {
    pub(crate) fn of(db: &Connection) -> Result<Standing, ErrorKind> {
        let mut ask = db.prepare_cached("select decision from decisions where undone is null order by id")?;
        let texts = ask.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(Standing(texts.iter().map(|text| decoded(text)).collect::<Result<_, _>>()?))
    }

    /// Which dispatches tell of one event because a user says so.
    pub(crate) fn same(&self, db: &Connection) -> Result<BTreeMap<i64, BTreeSet<i64>>, ErrorKind> {
        let mut same: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for decision in self.0.iter().filter(|d| d.what == What::Same) {
            let mut ids = Vec::new();
            for evidence in &decision.evidence {
                ids.extend(named(db, &evidence.dispatch)?);
            }
            for &id in &ids {
                same.entry(id).or_default().extend(ids.iter().filter(|&&other| other != id));
            }
        }
        Ok(same)
    }

    /// A reading with what a user put right in it.
    pub(crate) fn correct(&self, reading: Reading) -> Reading {
        let of = |d: &&Decision| d.evidence.iter().any(|e| e.dispatch == reading.dispatch.id);
        let right: Vec<&Decision> = self.0.iter().filter(|d| d.value.is_some()).filter(of).collect();
        if right.is_empty() {
            return reading;
        }
        let mut dispatch = reading.dispatch;
        for decision in right {
            let value = decision.value.clone().unwrap_or_default();
            match decision.what {
                What::Outlet => dispatch.outlet = Some(value),
                What::Agency => dispatch.agencies = Some(value).filter(|v| !v.is_empty()).into_iter().collect(),
                What::Published => dispatch.published = When::parse(&value),
                What::Same | What::Apart | What::NoCopy => {}
            }
        }
        Reading::of_dispatch(dispatch)
    }

    /// Where they hold in some readings, of each dispatch in the last version among them.
    pub(crate) fn place(&self, readings: &[&Reading]) -> Decisions {
        let mut placed = Decisions::default();
        for decision in &self.0 {
            let [a, b] = decision.evidence.as_slice() else { continue };
            if decision.what == What::NoCopy {
                placed.no_copy.push((a.dispatch.clone(), b.dispatch.clone()));
            }
            let list = match decision.what {
                What::Same => &mut placed.same,
                What::Apart => &mut placed.apart,
                _ => continue,
            };
            if let (Some(a), Some(b)) = (at(a, readings), at(b, readings)) {
                list.push((a, b));
            }
        }
        placed
    }
}

fn at(evidence: &Evidence, readings: &[&Reading]) -> Option<Place> {
    let versions = readings.iter().filter(|r| r.dispatch.id == evidence.dispatch);
    let current = versions.max_by_key(|r| r.dispatch.age())?;
    let span = evidence.anchor(&current.dispatch.text)?;
    Some(Place { dispatch: evidence.dispatch.clone(), span })
}

/// The dispatch of an address.
pub(crate) fn named(db: &Connection, address: &str) -> Result<Option<i64>, ErrorKind> {
    let mut ask = db.prepare_cached("select id from dispatches where address = ?1")?;
    Ok(ask.query_row([address], |row| row.get(0)).optional()?)
}
