//! Organisations that news of many languages names: `selon-data/names/organisations.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fst::Map;

use crate::annotate::place::fold;
use crate::annotate::walk::Walk;

static KNOWN: LazyLock<Map<Vec<u8>>> = LazyLock::new(|| {
    let mut known = BTreeMap::new();
    for (name, number) in all() {
        known.entry(fold(name)).or_insert(u64::from(number));
    }
    Map::from_iter(known).expect("its keys are in order")
});

/// Every name of the list with the number of its organisation.
pub(super) fn all() -> impl Iterator<Item = (&'static str, u16)> {
    let lines = selon_data::ORGANISATIONS.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.enumerate().flat_map(|(number, line)| line.split('|').map(move |name| (name, number as u16)))
}

/// The number of the organisation that a folded name is a name of.
pub(super) fn number(folded: &str) -> Option<u16> {
    KNOWN.get(folded).map(|number| number as u16)
}

/// A walk through the folded names.
pub(super) fn walk() -> Walk<'static, Vec<u8>> {
    Walk::new(&KNOWN)
}
