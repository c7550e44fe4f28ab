//! What a file of pages is, by its first bytes and by its name.

use std::io::Read;

use flate2::read::MultiGzDecoder;

/// A container of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An archive of the web, packed or not.
    Warc,
    /// A ZIP that holds such archives.
    Wacz,
    /// Texts that another program has extracted.
    Json,
    /// The same, packed with gzip.
    PackedJson,
}

impl Kind {
    /// What the first bytes say; some thousands are enough. Nothing where they are of a page.
    ///
    /// ```
    /// use selon_archive::Kind;
    ///
    /// assert_eq!(Kind::of(b"WARC/1.1\r\n"), Some(Kind::Warc));
    /// assert_eq!(Kind::of(b"[{\"text\": \"\"}]"), Some(Kind::Json));
    /// assert_eq!(Kind::of(b"<!doctype html>"), None);
    /// ```
    pub fn of(head: &[u8]) -> Option<Kind> {
        if head.starts_with(b"PK\x03\x04") {
            return Some(Kind::Wacz);
        }
        // A WARC begins with a record, or with the dictionary of its records.
        if head.starts_with(b"WARC/") || head.starts_with(b"\x5D\x2A\x4D\x18") {
            return Some(Kind::Warc);
        }
        if head.starts_with(b"\x1F\x8B") {
            let first = first(MultiGzDecoder::new(head));
            let warc = first.starts_with(b"WARC/").then_some(Kind::Warc);
            return warc.or_else(|| is_json(&first).then_some(Kind::PackedJson));
        }
        if head.starts_with(b"\x28\xB5\x2F\xFD") {
            let first = zstd::Decoder::new(head).map(first).unwrap_or_default();
            return first.starts_with(b"WARC/").then_some(Kind::Warc);
        }
        is_json(head).then_some(Kind::Json)
    }

    /// What the name of a file says: a container whose first bytes are damaged is read all the same. JSON lies beside pages for
    /// many reasons, and is not known by its name.
    pub fn named(name: &str) -> Option<Kind> {
        let name = name.to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&[".warc", ".warc.gz", ".warc.zst"]) {
            return Some(Kind::Warc);
        }
        ends(&[".wacz"]).then_some(Kind::Wacz)
    }
}

/// The first bytes of what was packed.
fn first(mut unpacked: impl Read) -> Vec<u8> {
    let mut first = vec![0; 512];
    let n = unpacked.read(&mut first).unwrap_or(0);
    first.truncate(n);
    first
}

fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let next = bytes.get(1..).unwrap_or_default().trim_ascii_start().first();
    matches!((bytes.first(), next), (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{')))
}
