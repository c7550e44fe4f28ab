//! Organisations that news of many languages names: `selon-data/names/organisations.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::annotate::place::fold;

static KNOWN: LazyLock<HashMap<String, u16>> = LazyLock::new(|| {
    let lines = selon_data::ORGANISATIONS.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let mut known = HashMap::new();
    for (number, line) in lines.enumerate() {
        for name in line.split('|') {
            known.entry(fold(name)).or_insert(number as u16);
        }
    }
    known
});

/// The number of the organisation that a folded name is a name of.
pub(super) fn number(folded: &str) -> Option<u16> {
    KNOWN.get(folded).copied()
}
