//! The decisions that stand, and where they hold.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _};
use selon::trace::{Decisions, Place};
use selon::{Reading, When};

use crate::correct::voices_of;
use crate::decide::{Decided, Decision, Evidence, What, decided, decoded};
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

    /// Which dispatches tell of one event because a user says so, or that one is taken from the other.
    pub(crate) fn same(&self, db: &Connection) -> Result<BTreeMap<i64, BTreeSet<i64>>, ErrorKind> {
        let mut same: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for decision in self.0.iter().filter(|d| matches!(d.what, What::Same | What::Original)) {
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
        let fields = |d: &&Decision| matches!(d.what, What::Outlet | What::Agency | What::Published);
        let right: Vec<&Decision> = self.0.iter().filter(fields).filter(of).collect();
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
                // These speak of passages and of other dispatches: they come in with the trace.
                What::Same | What::Apart | What::NoCopy | What::Original | What::Chain | What::Says => {}
            }
        }
        Reading::of_dispatch(dispatch)
    }

    /// Where they hold in some readings, of each dispatch in the last version among them.
    pub(crate) fn place(&self, readings: &[&Reading]) -> Decisions {
        let mut placed = Decisions::default();
        for decision in &self.0 {
            let (evidence, value) = (decision.evidence.as_slice(), decision.value.as_deref().unwrap_or_default());
            match (decision.what, evidence) {
                (What::Same, [a, b]) => placed.same.extend(at(a, readings).zip(at(b, readings))),
                (What::Apart, [a, b]) => placed.apart.extend(at(a, readings).zip(at(b, readings))),
                (What::NoCopy, [a, b]) => placed.no_copy.push((a.dispatch.clone(), b.dispatch.clone())),
                (What::Original, [of]) => placed.original.push((of.dispatch.clone(), None)),
                (What::Original, [of, from]) => {
                    placed.original.push((of.dispatch.clone(), Some(from.dispatch.clone())));
                }
                (What::Chain, [passage]) => placed.chains.extend(at(passage, readings).zip(voices_of(value))),
                (What::Says, [passage]) => placed.says.extend(at(passage, readings).map(|at| (at, value.to_owned()))),
                _ => {}
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

/// The decisions that stand and count for a claim, whose words stand in some dispatches: what was said of these words, and of
/// two of the dispatches.
pub(crate) fn decided_of_claim(db: &Connection, says: &[(String, String)]) -> Result<Vec<Decided>, ErrorKind> {
    let dispatches: BTreeSet<&str> = says.iter().map(|(dispatch, _)| dispatch.as_str()).collect();
    standing(db, dispatches.iter().copied(), |decision| {
        let holds = |e: &Evidence, quote: &str| quote.contains(&e.quote) || e.quote.contains(quote);
        let said = |e: &Evidence| says.iter().any(|(dispatch, quote)| *dispatch == e.dispatch && holds(e, quote));
        let here = |e: &Evidence| dispatches.contains(e.dispatch.as_str());
        match decision.what {
            What::Same | What::Apart | What::Chain | What::Says => decision.evidence.iter().any(said),
            What::Original | What::NoCopy => decision.evidence.iter().all(here),
            What::Outlet | What::Agency | What::Published => false,
        }
    })
}

/// The decisions that stand, name one of some dispatches, and are such.
pub(crate) fn standing<'a>(
    db: &Connection,
    dispatches: impl IntoIterator<Item = &'a str>,
    such: impl Fn(&Decision) -> bool,
) -> Result<Vec<Decided>, ErrorKind> {
    let mut ask = db.prepare_cached("select decision from evidence where dispatch = ?1")?;
    let mut ids: BTreeSet<i64> = BTreeSet::new();
    for dispatch in dispatches {
        ids.extend(ask.query_map([dispatch], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?);
    }
    let mut ask =
        db.prepare_cached("select id, made, undone, decision from decisions where id = ?1 and undone is null")?;
    let mut found = Vec::new();
    for id in ids {
        let mut rows = ask.query([id])?;
        if let Some(row) = rows.next()?
            && such(&decoded(&row.get::<_, String>(3)?)?)
        {
            found.push(decided(db, row)?);
        }
    }
    Ok(found)
}
