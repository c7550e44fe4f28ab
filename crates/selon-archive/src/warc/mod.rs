//! WARC (ISO 28500), plain, gzip or zstd, read as a stream.

mod member;
mod record;

use std::io::Read;

use crate::capture::{Capture, Damage, Position};
use crate::http;
use member::Members;
use record::Record;

/// The pages of a WARC: its response and resource records that hold HTML or plain text. The same body may come more than once:
/// who keeps pages by their hash keeps it once.
///
/// ```
/// use selon_archive::{Captures, Position};
///
/// let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Le port est fermé.";
/// let warc = format!(
///     "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/port\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
///     page.len()
/// );
/// let captures: Vec<_> = Captures::new(warc.as_bytes(), Position::default()).collect();
/// let capture = captures[0].as_ref().unwrap();
/// assert_eq!(capture.url.as_deref(), Some("https://example.org/port"));
/// assert_eq!(capture.body, "<p>Le port est fermé.".as_bytes());
/// ```
pub struct Captures<R: Read> {
    records: Members<R>,
    /// Records of the first member that come before the position to go on from.
    skip: u64,
    wanted: Box<dyn Fn(&Meta) -> bool + Send>,
}

/// What is known of a page before its body is decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// The address.
    pub url: Option<String>,
    /// When it was fetched.
    pub fetched: Option<String>,
}

impl<R: Read> std::fmt::Debug for Captures<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Captures").finish_non_exhaustive()
    }
}

impl<R: Read> Captures<R> {
    /// Reads from the record at `from`; what comes before it is passed over unread. Nothing is asked of the source yet.
    pub fn new(source: R, from: Position) -> Captures<R> {
        Captures { records: Members::new(source, from.offset), skip: from.inner, wanted: Box::new(|_| true) }
    }

    /// Takes only the pages that `wanted` says yes to: the others cost no decoding.
    pub fn only(mut self, wanted: impl Fn(&Meta) -> bool + Send + 'static) -> Captures<R> {
        self.wanted = Box::new(wanted);
        self
    }

    /// Where the record that comes next stands. All before it is done.
    pub fn position(&self) -> Position {
        self.records.position()
    }

    fn capture(&self, record: Record) -> Option<Capture> {
        let url = record.header("warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned());
        let fetched = record.header("warc-date").map(str::to_owned);
        let meta = Meta { url, fetched };
        if !(self.wanted)(&meta) {
            return None;
        }
        let mut doubts: Vec<String> = record.doubt.iter().cloned().collect();
        if let Some(why) = record.header("warc-truncated") {
            doubts.push(format!("the crawler cut it off ({why})"));
        }
        let is_response = record.header("warc-type").is_some_and(|t| t.eq_ignore_ascii_case("response"));
        let (media, head, body) = if is_response {
            let (status, media, _) = http::head(&record.block)?;
            if status != 200 || !is_page(media.as_deref()) {
                return None;
            }
            let response = http::response(&record.block)?;
            doubts.extend(response.doubts);
            (response.media, response.head, response.body)
        } else {
            let media = record.header("content-type").map(http::media);
            if !is_page(media.as_deref()) {
                return None;
            }
            (media, Vec::new(), record.block)
        };
        if body.trim_ascii().is_empty() {
            return None;
        }
        Some(Capture { position: record.position, url: meta.url, fetched: meta.fetched, media, head, body, doubts })
    }
}

/// Whether a type is one that news pages have. A page without one may be anything, and is looked at.
fn is_page(media: Option<&str>) -> bool {
    matches!(media, None | Some("" | "text/html" | "application/xhtml+xml" | "text/plain"))
}

impl<R: Read> Iterator for Captures<R> {
    type Item = Result<Capture, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.records.next()? {
                Ok(_) if self.skip > 0 => self.skip -= 1,
                Ok(record) => {
                    if let Some(capture) = self.capture(record) {
                        return Some(Ok(capture));
                    }
                }
                Err(damage) => return Some(Err(damage)),
            }
        }
    }
}

#[cfg(test)]
mod tests;
