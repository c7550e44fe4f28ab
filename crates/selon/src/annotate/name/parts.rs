//! Parts of personal names, read straight from the bytes of `selon-data`: spellings that are one name share a number.

use std::sync::LazyLock;

use fst::Map;

static PARTS: LazyLock<Map<&'static [u8]>> =
    LazyLock::new(|| Map::new(selon_data::NAME_PARTS).expect("the table is whole"));

/// Whether a folded word is a spelling of a name that people bear.
pub(super) fn is_part(folded: &str) -> bool {
    PARTS.contains_key(folded)
}
