//! Bytes become pages: what kind of input it is, and in which charset.

use sha2::{Digest, Sha256};

use crate::doubt::Doubt;

/// The largest input that is read, in bytes. News pages are a hundredth of it.
pub const MAX_BYTES: usize = 16 << 20;

/// One page, decoded.
#[derive(Debug, Clone)]
pub struct Page {
    /// The address it was fetched from, where the caller knows it.
    pub url: Option<String>,
    /// HTML or plain text.
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
/// # Errors
/// Where it is empty, binary, or larger than [`MAX_BYTES`].
pub fn read(bytes: &[u8]) -> Result<Page, Error> {
    if bytes.is_empty() {
        return Err(Error("the file is empty".to_owned()));
    }
    if bytes.len() > MAX_BYTES {
        return Err(Error(format!("{} bytes; at most {MAX_BYTES} are read", bytes.len())));
    }
    let body = String::from_utf8_lossy(bytes).into_owned();
    let kind = if body.trim_start().starts_with('<') { Kind::Html } else { Kind::Plain };
    Ok(Page { url: None, kind, body, sha256: sha256(bytes), doubts: Vec::new() })
}

/// SHA-256 as lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
