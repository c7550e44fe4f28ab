//! What selon knows of the world, as bytes: places, agencies, outlets, name parts, learned models.
//!
//! This crate holds data and no code, so that either can be published and replaced on its own. Every file comes from a
//! named, dated source, whose licence stands in `SOURCES.md` beside it.

/// The learned tagger of attributions for a language, by its two-letter code.
pub fn attribution_model(lang: &str) -> Option<&'static [u8]> {
    match lang {
        "en" => Some(include_bytes!("../models/attribution-en.bin")),
        _ => None,
    }
}

/// News agencies: one a line, fields parted by tabs; the header says which.
pub static AGENCIES: &str = include_str!("../agencies.tsv");
/// Outlets, in the same form.
pub static OUTLETS: &str = include_str!("../outlets.tsv");
/// Well-known institutions, in the same form.
pub static INSTITUTIONS: &str = include_str!("../institutions.tsv");
