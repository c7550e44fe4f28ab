//! A file that was handed in: one page, or an archive of many.

use std::io::{Cursor, Read};
use std::iter::once;

use flate2::read::MultiGzDecoder;
use selon_archive::json::Objects;
use selon_archive::{Captures, Kind, Position, Wacz};
use selon_store::Origin;

/// A page's bytes, and where they were found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The name of the file, with the address or the number of the page where it holds many.
    pub(crate) place: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) origin: Origin,
    /// What is damaged about it.
    pub(crate) damage: Vec<String>,
}

/// What could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Failed {
    pub(crate) name: String,
    pub(crate) reason: String,
}

type Pages<'a> = Box<dyn Iterator<Item = Result<Found, Failed>> + 'a>;

/// The pages of a file.
pub(crate) fn pages<'a>(name: &'a str, bytes: &'a [u8]) -> Pages<'a> {
    match Kind::of(bytes).or_else(|| Kind::named(name)) {
        None => Box::new(once(Ok(found(name.to_owned(), bytes.to_vec())))),
        Some(Kind::Warc) => warc(name.to_owned(), bytes),
        Some(Kind::Wacz) => wacz(name, bytes),
        Some(Kind::Json) => json(name, bytes),
        Some(Kind::PackedJson) => json(name, MultiGzDecoder::new(bytes)),
    }
}

fn found(place: String, bytes: Vec<u8>) -> Found {
    Found { place, bytes, origin: Origin::default(), damage: Vec::new() }
}

fn failed(name: &str, reason: impl ToString) -> Failed {
    Failed { name: name.to_owned(), reason: reason.to_string() }
}

fn warc<'a>(name: String, source: impl Read + 'a) -> Pages<'a> {
    let captures = Captures::new(source, Position::default());
    Box::new(captures.map(move |met| {
        let capture = met.map_err(|damage| failed(&name, damage))?;
        let place = match &capture.url {
            Some(url) => format!("{name}: {url}"),
            None => format!("{name}: byte {}", capture.position.offset),
        };
        let origin = Origin { url: capture.url, fetched: capture.fetched, head: capture.head, mining: None };
        Ok(Found { place, bytes: capture.body, origin, damage: capture.doubts })
    }))
}

fn wacz<'a>(name: &'a str, bytes: &'a [u8]) -> Pages<'a> {
    let entries: Vec<_> = match Wacz::read(Cursor::new(bytes)) {
        Ok(wacz) => wacz.warcs().cloned().collect(),
        Err(error) => return Box::new(once(Err(failed(name, error)))),
    };
    if entries.is_empty() {
        return Box::new(once(Err(failed(name, "a ZIP archive without web archives in it"))));
    }
    Box::new(entries.into_iter().flat_map(move |entry| {
        let inside = format!("{name}/{}", entry.name);
        match entry.open(Cursor::new(bytes)) {
            Ok(source) => warc(inside, source),
            Err(error) => Box::new(once(Err(failed(&inside, error)))),
        }
    }))
}

fn json<'a>(name: &'a str, source: impl Read + 'a) -> Pages<'a> {
    Box::new(Objects::new(source).map(move |met| {
        let object = met.map_err(|damage| failed(name, damage))?;
        let place = format!("{name}: number {}", object.number);
        match serde_json::from_slice::<serde::de::IgnoredAny>(&object.bytes) {
            Ok(_) => Ok(found(place, object.bytes.trim_ascii().to_vec())),
            Err(error) => Err(failed(&place, error)),
        }
    }))
}
