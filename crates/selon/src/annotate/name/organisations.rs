//! Organisations that news of many languages names: `selon-data/names/organisations.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::annotate::place::fold;

static KNOWN: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (name, number) in all() {
        known.entry(fold(name)).or_insert(number);
    }
    known
});

/// Every name of the list with the number of its organisation.
pub(super) fn all() -> impl Iterator<Item = (&'static str, u16)> {
    let lines = selon_data::ORGANISATIONS.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.enumerate().flat_map(|(number, line)| line.split('|').map(move |name| (name, number as u16)))
}

/// The number of the organisation that a folded name is a name of.
pub(super) fn number(folded: &str) -> Option<u16> {
    KNOWN.get(folded).copied()
}
