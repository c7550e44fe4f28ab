//! One record: a version line, headers, a block.

use std::io::{self, BufRead, Read as _};

use crate::MAX_BODY;
use crate::capture::Position;
use crate::input::line;

/// The largest block that is kept, in bytes; larger ones are passed over.
pub(super) const MAX_BLOCK: u64 = MAX_BODY as u64 + (256 << 10);
/// The longest header line, and the longest head of a record, in bytes.
const LINE: usize = 16 << 10;
const HEAD: usize = 128 << 10;

/// A record whose block is wanted, or that was passed over (its block is empty then).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) position: Position,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub(super) block: Vec<u8>,
    /// What is wrong with it.
    pub(super) doubt: Option<String>,
}

impl Record {
    /// The first value of a header; `name` in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Why no record could be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// The words are no record: look for the next one.
    Broken(String),
    /// The bytes cannot be read or decoded.
    Io(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Io(error)
    }
}

/// What was read of a record.
pub(super) struct Read {
    pub(super) record: Record,
    /// The bytes of records that a block whose length lies had swallowed.
    pub(super) swallowed: Vec<u8>,
}

/// The beginning of a version line.
pub(super) const VERSION: &[u8] = b"WARC/";

/// Passes over empty lines and reads a version line; `None` at the end.
pub(super) fn version(source: &mut dyn BufRead) -> Result<Option<()>, Fault> {
    loop {
        let words = line(source, LINE)?;
        if words.is_empty() {
            return Ok(None);
        }
        if words.starts_with(VERSION) {
            return Ok(Some(()));
        }
        if !words.trim_ascii().is_empty() {
            return Err(Fault::Broken("a record should begin here".to_owned()));
        }
    }
}

/// Reads the rest of a record.
pub(super) fn rest(source: &mut dyn BufRead, position: Position) -> Result<Read, Fault> {
    let headers = headers(source)?;
    let mut record = Record { position, headers, block: Vec::new(), doubt: None };
    let length = record.header("content-length").and_then(|v| v.parse::<u64>().ok());
    let length = length.ok_or_else(|| Fault::Broken("a record without a length".to_owned()))?;
    let kind = record.header("warc-type").unwrap_or_default().to_ascii_lowercase();
    let wanted = matches!(kind.as_str(), "response" | "resource");
    if length > MAX_BLOCK {
        let read = io::copy(&mut (&mut *source).take(length), &mut io::sink())?;
        if read < length {
            return Err(Fault::Broken(format!("a record of {length} bytes of which {read} are there")));
        }
        return Ok(Read { record, swallowed: Vec::new() });
    }
    (&mut *source).take(length).read_to_end(&mut record.block)?;
    let mut swallowed = Vec::new();
    let short = (record.block.len() as u64) < length;
    if short || !ended(source)? {
        // The length lies, one way or the other. What looks like the next record is the next record.
        if let Some(at) = memchr::memmem::find(&record.block, b"\r\n\r\nWARC/1.") {
            swallowed = record.block.split_off(at + 4);
            record.block.truncate(at);
        }
        record.doubt = Some(format!("its length is given as {length} bytes, which is wrong"));
    }
    if !wanted {
        record.block = Vec::new();
        record.doubt = None;
    }
    Ok(Read { record, swallowed })
}

/// Whether what follows a block may follow one: empty lines, or the end.
fn ended(source: &mut dyn BufRead) -> io::Result<bool> {
    Ok(source.fill_buf()?.first().is_none_or(|&b| b == b'\r' || b == b'\n'))
}

fn headers(source: &mut dyn BufRead) -> Result<Vec<(String, String)>, Fault> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut left = HEAD;
    loop {
        let words = line(source, LINE)?;
        if !words.ends_with(b"\n") || words.len() > left {
            return Err(Fault::Broken("the head of a record does not end".to_owned()));
        }
        left -= words.len();
        let is_more = words.starts_with(b" ") || words.starts_with(b"\t");
        let words = words.trim_ascii();
        if words.is_empty() {
            return Ok(headers);
        }
        let words = String::from_utf8_lossy(words);
        match (words.split_once(':'), headers.last_mut()) {
            (_, Some((_, value))) if is_more => {
                value.push(' ');
                value.push_str(&words);
            }
            (Some((key, value)), _) => headers.push((key.trim().to_ascii_lowercase(), value.trim().to_owned())),
            // A line that is no header is passed over: crawlers have written addresses with line breaks in them.
            (None, _) => {}
        }
    }
}
