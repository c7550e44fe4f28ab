//! Whether what is kept is what was captured, and what this selon would read there today.

use rusqlite::params;
use selon::Reading;

use crate::capture::{digest, got_from, hex};
use crate::codec;
use crate::error::{ErrorKind, Result};
use crate::open::Store;

impl Store {
    /// The hashes of all captures; where `stale`, of those only that this reader has not read.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn captures(&self, stale: bool) -> Result<Vec<String>> {
        self.read(|db| {
            let mut ask = db.prepare(
                "select sha256 from captures where not (?1 and exists (
                    select 1 from readings join readers on readers.id = reader
                    where capture = captures.id and version = ?2 and tables = ?3))
                 order by id",
            )?;
            let rows =
                ask.query_map(params![stale, selon::VERSION, selon::known::reader()], |row| row.get::<_, Vec<u8>>(0))?;
            Ok(rows.map(|hash| hash.map(|hash| hex(&hash))).collect::<Result<_, _>>()?)
        })
    }

    /// A place where a capture was found.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn found_at(&self, sha256: &str) -> Result<Option<String>> {
        self.read(|db| {
            let mut ask = db.prepare_cached(
                "select min(place) from found join captures on captures.id = capture where sha256 = ?1",
            )?;
            Ok(ask.query_row([digest(sha256)], |row| row.get(0))?)
        })
    }

    /// What differs, for one capture, from what was captured: its bytes from their hash, the words of the statements from
    /// what stands in the bytes. One sentence each.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn verify(&self, sha256: &str) -> Result<Vec<String>> {
        self.read(|db| {
            let Some(hash) = digest(sha256) else { return Ok(vec![format!("{sha256} is no hash")]) };
            let mut ask = db.prepare_cached("select id, size, bytes from captures where sha256 = ?1")?;
            let (id, size, packed): (i64, i64, Vec<u8>) =
                ask.query_row([hash], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let bytes = match codec::decompress(&packed, usize::try_from(size).unwrap_or(0)) {
                Ok(bytes) if selon::page::sha256(&bytes) == sha256 => bytes,
                Ok(_) => return Ok(vec![format!("capture {sha256}: its bytes are not those that were captured")]),
                Err(e) => return Ok(vec![format!("capture {sha256}: {e}")]),
            };
            let mut ask = db.prepare_cached(
                "select statements.id, start, \"end\", quote, version = ?2 and tables = ?3, reading.reading
                 from statements join readings reading on reading.id = statements.reading
                    join readers on readers.id = reader
                 where capture = ?1 order by statements.id",
            )?;
            let mut rows = ask.query(params![id, selon::VERSION, selon::known::reader()])?;
            let mut differing = Vec::new();
            let mut anew: Option<Reading> = None;
            while let Some(row) = rows.next()? {
                let (start, end): (i64, i64) = (row.get(1)?, row.get(2)?);
                let quote: String = row.get(3)?;
                // What this very reader read, it reads again; what another one read is compared with what that one kept.
                let kept;
                let reading = if row.get(4)? {
                    if anew.is_none() {
                        let mut page = selon::page::read(&bytes).map_err(|e| ErrorKind::Undecodable(e.to_string()))?;
                        (page.url, page.fetched) = got_from(db, sha256)?;
                        anew = Some(Reading::of_page(&page));
                    }
                    anew.as_ref()
                } else {
                    kept = codec::unpack(&row.get::<_, Vec<u8>>(5)?).ok();
                    kept.as_ref()
                };
                let byte = |at: i64| usize::try_from(at).unwrap_or(usize::MAX);
                let words = reading.and_then(|r| r.dispatch.text.as_str().get(byte(start)..byte(end)));
                if words != Some(quote.as_str()) {
                    let statement: i64 = row.get(0)?;
                    differing
                        .push(format!("capture {sha256}: statement {statement} is not what stands there: “{quote}”"));
                }
            }
            Ok(differing)
        })
    }
}
