//! Bytes become pages: what kind of input it is, and in which charset.

mod charset;
mod kind;

use sha2::{Digest, Sha256};

use crate::doubt::Doubt;

/// The largest input that is read, in bytes. News pages are a hundredth of it.
pub const MAX_BYTES: usize = 16 << 20;

/// One page, decoded.
#[derive(Debug, Clone)]
pub struct Page {
    /// The address it was fetched from, where the caller knows it.
    pub url: Option<String>,
    /// When it was fetched, RFC 3339, where the caller knows it: of two versions that say nothing of their age, the later one.
    pub fetched: Option<String>,
    /// HTML, plain text or a record.
    pub kind: Kind,
    /// The decoded text.
    pub body: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// What was damaged.
    pub doubts: Vec<Doubt>,
}

/// What kind of page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// HTML, however broken.
    Html,
    /// Plain text, as scrapers leave it.
    Plain,
    /// A JSON object in which another program keeps a text that it has extracted.
    Record,
}

/// Why an input cannot be read. The only error inside the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(String);

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// Reads one input.
///
/// ```
/// use selon::page::{Kind, read};
///
/// let page = read("<p>Le port est fermé.".as_bytes()).unwrap();
/// assert_eq!(page.kind, Kind::Html);
/// assert_eq!(read(b"\x89PNG\r\n\x1a\n").unwrap_err().to_string(), "not a page: a PNG picture");
/// ```
///
/// # Errors
/// Where it is empty, binary, or larger than [`MAX_BYTES`].
pub fn read(bytes: &[u8]) -> Result<Page, Error> {
    if bytes.iter().take(MAX_BYTES).all(u8::is_ascii_whitespace) {
        return Err(Error("the file is empty".to_owned()));
    }
    if bytes.len() > MAX_BYTES {
        return Err(Error(format!("too large: {} bytes, at most {MAX_BYTES} are read", bytes.len())));
    }
    if let Some(what) = kind::binary(bytes) {
        return Err(Error(format!("not a page: {what}")));
    }
    let mut doubts = Vec::new();
    let body = charset::decode(bytes, &mut doubts);
    if kind::garbage(&body) {
        return Err(Error("not a page: binary data".to_owned()));
    }
    Ok(Page { url: None, fetched: None, kind: kind::kind(&body), body, sha256: sha256(bytes), doubts })
}

/// SHA-256 as lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_page_is_refused_with_its_reason() {
        let reason = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert_eq!(reason(b""), "the file is empty");
        assert_eq!(reason(b" \n\t"), "the file is empty");
        assert!(reason(&vec![b'a'; 50 << 20]).starts_with("too large: 52428800 bytes"));
        assert_eq!(reason(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "not a page: a PNG picture");
        // A linear congruential generator: bytes without any order, the same in each run.
        let mut state = 1u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(65_536)
        .collect();
        assert_eq!(reason(&noise), "not a page: binary data");
    }

    #[test]
    fn html_is_told_from_plain_text() {
        let kind = |text: &str| read(text.as_bytes()).unwrap().kind;
        assert_eq!(kind("<!DOCTYPE html><p>x"), Kind::Html);
        assert_eq!(kind("Menu\n<div><p>One</p><p>Two</p></div>"), Kind::Html);
        assert_eq!(kind("Le port est fermé\n\n09:00\nIl pleut <encore>."), Kind::Plain);
    }

    proptest! {
        #[test]
        fn reading_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = read(&bytes);
        }
    }
}
