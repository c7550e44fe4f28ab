//! What selon knows of the world, as bytes: places, agencies, outlets, name parts, learned models.
//!
//! This crate holds data and no code, so that either can be published and replaced on its own. Every file comes from a
//! named, dated source, whose licence stands in `SOURCES.md` beside it.

/// The learned tagger of attributions for a language, by its two-letter code.
pub fn attribution_model(lang: &str) -> Option<&'static [u8]> {
    match lang {
        "en" => Some(include_bytes!("../models/attribution-en.bin")),
        "fr" => Some(include_bytes!("../models/attribution-fr.bin")),
        _ => None,
    }
}

/// The names of the months in languages without tables of their own; the header says how.
pub static MONTHS: &str = include_str!("../months.tsv");
/// News agencies: one a line, fields parted by tabs; the header says which.
pub static AGENCIES: &str = include_str!("../agencies.tsv");
/// Outlets, in the same form.
pub static OUTLETS: &str = include_str!("../outlets.tsv");
/// Well-known institutions, in the same form.
pub static INSTITUTIONS: &str = include_str!("../institutions.tsv");

/// Names of places, folded, as an `fst` map; `selon::annotate::place` describes the layout of all four.
pub static PLACE_NAMES: &[u8] = include_bytes!("../places/names.fst");
/// Places that share a name.
pub static PLACE_POSTINGS: &[u8] = include_bytes!("../places/postings.bin");
/// What is known of each place.
pub static PLACES: &[u8] = include_bytes!("../places/places.bin");
/// The names to show.
pub static PLACE_TITLES: &[u8] = include_bytes!("../places/names.bin");

/// Spellings of parts of personal names, folded, as an `fst` map to the names they are spellings of.
pub static NAME_PARTS: &[u8] = include_bytes!("../names/parts.fst");
/// Names that share a spelling.
pub static NAME_PART_POSTINGS: &[u8] = include_bytes!("../names/parts.bin");

/// Organisations that news of many languages names: one a line, its names parted by `|`; lines that begin with `#` are
/// notes.
pub static ORGANISATIONS: &str = include_str!("../names/organisations.tsv");

/// How names change between languages: lists of words, one a line, its name first.
pub static NAME_AFFIXES: &str = include_str!("../names/affixes.tsv");

/// Clusters of the words of a language, by its two-letter code; `selon::annotate::name::clusters` describes the form.
pub fn word_clusters(lang: &str) -> &'static [u8] {
    match lang {
        "de" => include_bytes!("../names/clusters-de.bin"),
        "en" => include_bytes!("../names/clusters-en.bin"),
        _ => &[],
    }
}

/// The learned judge of names.
pub static NAMES_MODEL: &[u8] = include_bytes!("../models/names.bin");
