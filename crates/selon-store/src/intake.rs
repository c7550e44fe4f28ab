//! From bytes that were found to what is kept of them: what everything that takes in pages does alike.

use selon::{Doubt, Page, Reading};

use crate::capture::Incoming;
use crate::import::Origin;

/// Decodes a page; where it came from, and what is damaged about it, goes with it.
///
/// # Errors
/// Where the bytes are no page.
pub fn page(bytes: &[u8], origin: &Origin, damage: &[String]) -> Result<Page, selon::page::Error> {
    let mut page = selon::page::read(bytes)?;
    page.url.clone_from(&origin.url);
    page.fetched.clone_from(&origin.fetched);
    page.doubts.extend(damage.iter().map(|what| Doubt::new("page", what.as_str())));
    Ok(page)
}

/// What is to be kept of a page that was found at `place`, with its reading: the one that an archive has, or what is `read` now.
///
/// # Errors
/// Where it cannot be read.
pub fn incoming<E>(
    bytes: &[u8],
    place: &str,
    origin: Origin,
    known: impl FnOnce(&str) -> Option<Reading>,
    read: impl FnOnce() -> Result<Reading, E>,
) -> Result<(Reading, Incoming), E> {
    let hash = selon::page::sha256(bytes);
    let found = known(&hash).and_then(|reading| Some((reading, Incoming::known(&hash, place)?)));
    let (reading, incoming) = if let Some(known) = found {
        known
    } else {
        let reading = read()?;
        let incoming = Incoming::new(bytes, place, &reading);
        (reading, incoming)
    };
    Ok((reading, incoming.from(origin)))
}
