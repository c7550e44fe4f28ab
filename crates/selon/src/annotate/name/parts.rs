//! Parts of personal names, read straight from the bytes of `selon-data`: spellings that are one name share a number.

use std::sync::LazyLock;

use fst::Map;

static PARTS: LazyLock<Map<&'static [u8]>> =
    LazyLock::new(|| Map::new(selon_data::NAME_PARTS).expect("the table is whole"));

/// Whether a folded word is a spelling of a name that people bear.
pub(super) fn is_part(folded: &str) -> bool {
    PARTS.contains_key(folded)
}
/// The numbers of the names that a folded word is a spelling of.
pub(super) fn numbers(folded: &str) -> impl Iterator<Item = u32> + use<> {
    let (count, first, at) = match PARTS.get(folded) {
        None => (0, 0, 0),
        Some(value) if value & 1 == 0 => (1, (value >> 1) as u32, 0),
        Some(value) => {
            let at = (value >> 1) as usize;
            (usize::from(selon_data::NAME_PART_POSTINGS[at]), 0, at + 1)
        }
    };
    (0..count).map(move |i| {
        if at == 0 {
            return first;
        }
        let p = &selon_data::NAME_PART_POSTINGS[at + 3 * i..];
        u32::from_le_bytes([p[0], p[1], p[2], 0])
    })
}
