//! Captures and their readings: what comes in.

use rusqlite::{Connection, OptionalExtension as _, params};
use selon::trace::marks::Marks;
use selon::{Dispatch, Reading};

use crate::codec;
use crate::error::{ErrorKind, Result};
use crate::fold::fold;
use crate::import::Origin;
use crate::marks;
use crate::open::Store;
use crate::words::{DispatchWords, Index};

/// A page that was read, ready to be kept. Making it is the costly part, and needs no archive: let every worker do it.
#[derive(Debug, Clone)]
pub struct Packed {
    sha256: Vec<u8>,
    size: usize,
    bytes: Vec<u8>,
    place: String,
    origin: Origin,
    reading: Vec<u8>,
    row: Row,
    words: DispatchWords,
    marks: Marks,
}

/// A dispatch's columns.
#[derive(Debug, Clone)]
struct Row {
    address: String,
    outlet: Option<String>,
    lang: Option<String>,
    published: String,
    day: Option<String>,
    title: Option<String>,
    age: String,
}

/// Texts are in the order of [`Dispatch::age`].
fn age(dispatch: &Dispatch) -> String {
    let (changed, fetched, _) = dispatch.age();
    format!("{} {fetched}", changed.map(|at| at.to_string()).unwrap_or_default()).trim_end().to_owned()
}

impl Row {
    fn of(dispatch: &Dispatch) -> Row {
        Row {
            address: dispatch.id.clone(),
            outlet: dispatch.outlet.clone(),
            lang: dispatch.lang.map(|l| l.to_string()),
            published: dispatch.published.to_string(),
            day: dispatch.published.day().map(|d| d.to_string()),
            title: dispatch.title.clone(),
            age: age(dispatch),
        }
    }
}

impl Packed {
    /// Packs a page that was found at `place` (a path or an address) with what was read there.
    pub fn new(bytes: &[u8], place: &str, reading: &Reading) -> Packed {
        Packed {
            sha256: digest(&selon::page::sha256(bytes)).expect("a hash of our own making"),
            size: bytes.len(),
            bytes: codec::compress(bytes),
            place: place.to_owned(),
            origin: Origin::default(),
            reading: codec::pack(reading),
            row: Row::of(&reading.dispatch),
            words: words(reading),
            marks: Marks::of(reading),
        }
    }

    /// Bytes it takes in memory, about.
    pub fn weight(&self) -> usize {
        self.bytes.len() + self.origin.head.len() + self.reading.len() + self.words.body.len() + 1024
    }
}

/// What comes into the archive.
#[derive(Debug, Clone)]
pub enum Incoming {
    /// A page that was read.
    Read(Box<Packed>),
    /// A page whose reading the archive has already, found once more.
    Known {
        /// Its hash.
        sha256: Vec<u8>,
        /// Where it was found.
        place: String,
        /// Where it was got from.
        origin: Origin,
    },
}

impl Incoming {
    /// A page that was read; see [`Packed::new`].
    pub fn new(bytes: &[u8], place: &str, reading: &Reading) -> Incoming {
        Incoming::Read(Box::new(Packed::new(bytes, place, reading)))
    }

    /// A page that the archive has; nothing where `sha256` is no hash.
    pub fn known(sha256: &str, place: &str) -> Option<Incoming> {
        Some(Incoming::Known { sha256: digest(sha256)?, place: place.to_owned(), origin: Origin::default() })
    }

    /// The same page, with where it was got from.
    pub fn from(mut self, from: Origin) -> Incoming {
        match &mut self {
            Incoming::Read(page) => page.origin = from,
            Incoming::Known { origin, .. } => *origin = from,
        }
        self
    }

    /// Bytes it takes in memory, about.
    pub fn weight(&self) -> usize {
        match self {
            Incoming::Read(page) => page.weight(),
            Incoming::Known { place, origin, .. } => 64 + place.len() + origin.head.len(),
        }
    }
}

/// What became of a page that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The dispatch it is a version of.
    pub dispatch: i64,
    /// How it changed the archive.
    pub change: Change,
}

/// How a page changed the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A dispatch that was not there.
    New,
    /// Other bytes of a dispatch that was there.
    Version,
    /// Known bytes, read by a reader that had not read them.
    Reread,
    /// Nothing.
    None,
}

impl Store {
    /// Keeps pages, in one transaction: give it some dozens at a time. Keeping a page again changes nothing.
    ///
    /// # Errors
    /// Where the file cannot be written; none of the pages is kept then.
    pub fn keep(&mut self, pages: &[Incoming]) -> Result<Vec<Kept>> {
        if pages.is_empty() {
            return Ok(Vec::new());
        }
        self.write(|db| keep_all(db, pages))
    }

    /// The reading of some bytes by this very reader, where the archive has it.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn reading(&self, sha256: &str) -> Result<Option<Reading>> {
        self.read(|db| {
            let Some(hash) = digest(sha256) else { return Ok(None) };
            let packed: Option<Vec<u8>> = db
                .prepare_cached(
                    "select reading from readings join captures on captures.id = capture join readers on readers.id = reader
                     where sha256 = ?1 and version = ?2 and tables = ?3",
                )?
                .query_row(params![hash, selon::VERSION, selon::known::reader()], |row| row.get(0))
                .optional()?;
            // A reading that does not decode was written by some build between two versions: it is read anew.
            Ok(packed.and_then(|bytes| codec::unpack(&bytes).ok()))
        })
    }

    /// The page that a capture is: its bytes, decoded, with the address they were fetched from.
    ///
    /// # Errors
    /// Where the file cannot be read, or the bytes are no page.
    pub fn page(&self, sha256: &str) -> Result<Option<selon::Page>> {
        let Some(bytes) = self.bytes(sha256)? else { return Ok(None) };
        self.read(|db| {
            let mut page = selon::page::read(&bytes).map_err(|e| ErrorKind::Undecodable(e.to_string()))?;
            (page.url, page.fetched) = got_from(db, sha256)?;
            Ok(Some(page))
        })
    }

    /// The bytes of a capture.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn bytes(&self, sha256: &str) -> Result<Option<Vec<u8>>> {
        self.read(|db| {
            let Some(hash) = digest(sha256) else { return Ok(None) };
            let found: Option<(Vec<u8>, i64)> = db
                .prepare_cached("select bytes, size from captures where sha256 = ?1")?
                .query_row([hash], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            found.map(|(bytes, size)| codec::decompress(&bytes, usize::try_from(size).unwrap_or(0))).transpose()
        })
    }
}

/// Keeps pages.
pub(crate) fn keep_all(db: &Connection, pages: &[Incoming]) -> Result<Vec<Kept>, ErrorKind> {
    let reader = reader(db)?;
    let (mut changes, mut index) = (marks::Changes::default(), Index::default());
    let keep = |page: &Incoming| match page {
        Incoming::Read(page) => keep(db, reader, page, &mut changes, &mut index),
        Incoming::Known { sha256, place, origin } => meet(db, reader, sha256, place, origin),
    };
    let kept = pages.iter().map(keep).collect::<Result<_, _>>()?;
    changes.write(db)?;
    index.write(db)?;
    Ok(kept)
}

/// The address that a capture was fetched from, and when first.
pub(crate) fn got_from(db: &Connection, sha256: &str) -> Result<(Option<String>, Option<String>), ErrorKind> {
    let mut ask = db.prepare_cached(
        "select url, (select min(fetched) from found where capture = id) from captures where sha256 = ?1",
    )?;
    Ok(ask.query_row([digest(sha256)], |row| Ok((row.get(0)?, row.get(1)?))).optional()?.unwrap_or_default())
}

/// Notes where a page was found.
fn found(db: &Connection, capture: i64, place: &str, origin: &Origin) -> Result<(), ErrorKind> {
    let head = (!origin.head.is_empty()).then_some(&origin.head);
    db.prepare_cached(
        "insert or ignore into found (capture, place, fetched, head, mining) values (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![capture, place, origin.fetched, head, origin.mining])?;
    Ok(())
}

/// Notes where a page that is kept was found once more.
fn meet(db: &Connection, reader: i64, sha256: &[u8], place: &str, origin: &Origin) -> Result<Kept, ErrorKind> {
    let (capture, dispatch): (i64, i64) = db
        .prepare_cached(
            "select captures.id, dispatch from captures join readings on capture = captures.id
             where sha256 = ?1 and reader = ?2",
        )?
        .query_row(params![sha256, reader], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found(db, capture, place, origin)?;
    Ok(Kept { dispatch, change: Change::None })
}

fn keep(
    db: &Connection,
    reader: i64,
    page: &Packed,
    changes: &mut marks::Changes,
    index: &mut Index,
) -> Result<Kept, ErrorKind> {
    let known: Option<i64> = db
        .prepare_cached("select id from captures where sha256 = ?1")?
        .query_row([&page.sha256], |row| row.get(0))
        .optional()?;
    let capture = match known {
        Some(id) => id,
        None => db
            .prepare_cached(
                "insert into captures (sha256, size, bytes, url, seen)
                 values (?1, ?2, ?3, ?4, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) returning id",
            )?
            .query_row(params![page.sha256, page.size as i64, page.bytes, page.origin.url], |row| row.get(0))?,
    };
    found(db, capture, &page.place, &page.origin)?;

    let read: Option<(i64, Vec<u8>)> = db
        .prepare_cached("select dispatch, reading from readings where capture = ?1 and reader = ?2")?
        .query_row([capture, reader], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((dispatch, reading)) = &read
        && *reading == page.reading
    {
        return Ok(Kept { dispatch: *dispatch, change: Change::None });
    }

    let named = || {
        db.prepare_cached("select id from dispatches where address = ?1")?
            .query_row([&page.row.address], |row| row.get::<_, i64>(0))
            .optional()
    };
    let dispatch = match named()? {
        None if known.is_some() => rename(db, capture, &page.row.address)?,
        found => found,
    };
    let change = match (known, dispatch) {
        (Some(_), _) => Change::Reread,
        (None, Some(_)) => Change::Version,
        (None, None) => Change::New,
    };
    let dispatch = match dispatch {
        Some(id) => id,
        None => db
            .prepare_cached("insert into dispatches (address, published) values (?1, '') returning id")?
            .query_row([&page.row.address], |row| row.get(0))?,
    };
    db.prepare_cached(
        "insert into readings (capture, reader, dispatch, age, reading) values (?1, ?2, ?3, ?4, ?5)
         on conflict (capture, reader) do update set dispatch = ?3, age = ?4, reading = ?5",
    )?
    .execute(params![capture, reader, dispatch, page.row.age, page.reading])?;
    if current(db, dispatch)? == Some(capture) {
        describe(db, dispatch, capture, &page.row)?;
        index.dispatch(dispatch, Some(page.words.clone()));
        changes.replace(db, dispatch, &page.marks)?;
    }
    db.prepare_cached("insert or ignore into untraced (dispatch) values (?1)")?.execute([dispatch])?;
    Ok(Kept { dispatch, change })
}

/// A reader that finds another address for the only capture of a dispatch gives the dispatch its right name.
fn rename(db: &Connection, capture: i64, address: &str) -> Result<Option<i64>, ErrorKind> {
    Ok(db
        .prepare_cached(
            "update dispatches set address = ?2
             where id = (select dispatch from readings where capture = ?1 order by reader desc limit 1)
                and not exists (select 1 from readings where dispatch = dispatches.id and capture <> ?1)
             returning id",
        )?
        .query_row(params![capture, address], |row| row.get(0))
        .optional()?)
}

/// The capture whose reading stands for a dispatch: of the latest reader, the latest version.
pub(crate) fn current(db: &Connection, dispatch: i64) -> Result<Option<i64>, ErrorKind> {
    Ok(db
        .prepare_cached(
            "select capture from readings where dispatch = ?1
             order by reader desc, age desc, (select sha256 from captures where id = capture) desc limit 1",
        )?
        .query_row([dispatch], |row| row.get(0))
        .optional()?)
}

/// Writes the columns of a dispatch.
fn describe(db: &Connection, dispatch: i64, capture: i64, row: &Row) -> Result<(), ErrorKind> {
    db.prepare_cached(
        "update dispatches set current = ?2, outlet = ?3, lang = ?4, published = ?5, day = ?6, title = ?7 where id = ?1",
    )?
    .execute(params![dispatch, capture, row.outlet, row.lang, row.published, row.day, row.title])?;
    Ok(())
}

/// Columns, words and marks as they follow from a reading that a user has put right, or no longer has.
pub(crate) fn put_right(db: &Connection, dispatch: i64, reading: &Reading, index: &mut Index) -> Result<(), ErrorKind> {
    let row = Row::of(&reading.dispatch);
    let mut ask = db.prepare_cached("select current, outlet, published from dispatches where id = ?1")?;
    let (capture, outlet, published): (Option<i64>, Option<String>, String) =
        ask.query_row([dispatch], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    if let Some(capture) = capture
        && (&outlet, &published) != (&row.outlet, &row.published)
    {
        describe(db, dispatch, capture, &row)?;
        index.dispatch(dispatch, Some(words(reading)));
        let mut changes = marks::Changes::default();
        changes.replace(db, dispatch, &Marks::of(reading))?;
        changes.write(db)?;
    }
    Ok(())
}

/// The number of this reader, made where there is none.
pub(crate) fn reader(db: &Connection) -> Result<i64, ErrorKind> {
    let this = params![selon::VERSION, selon::known::reader()];
    db.execute("insert or ignore into readers (version, tables) values (?1, ?2)", this)?;
    Ok(db.query_row("select id from readers where version = ?1 and tables = ?2", this, |row| row.get(0))?)
}

fn words(reading: &Reading) -> DispatchWords {
    let dispatch = &reading.dispatch;
    let voices: Vec<&str> = reading
        .attributions
        .voices
        .iter()
        .flat_map(|v| std::iter::once(&v.name).chain(&v.aliases))
        .map(String::as_str)
        .collect();
    let places: Vec<&str> = reading.marks.places.iter().map(|p| dispatch.text.get(p.span)).collect();
    DispatchWords {
        title: fold(dispatch.title.as_deref().unwrap_or_default()),
        body: fold(dispatch.text.as_str()),
        outlet: fold(dispatch.outlet.as_deref().unwrap_or_default()),
        voices: fold(&voices.join("\n")),
        places: fold(&places.join("\n")),
    }
}

/// The 32 bytes of a hash in hexadecimal.
pub(crate) fn digest(hex: &str) -> Option<Vec<u8>> {
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    (0..32).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).ok()).collect()
}

/// A hash in hexadecimal.
pub(crate) fn hex(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::with_capacity(2 * digest.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
