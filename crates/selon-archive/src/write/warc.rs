//! WARC records, each a gzip member, their bytes following from what they hold.

use std::io::Write as _;

use flate2::{Compression, GzBuilder};
use sha2::{Digest as _, Sha256};

/// A WARC that is being written.
#[derive(Debug, Clone, Default)]
pub struct Warc {
    bytes: Vec<u8>,
}

/// One record, ready to be written.
pub(super) struct Record<'a> {
    pub(super) kind: &'a str,
    pub(super) url: Option<&'a str>,
    /// RFC 3339, UTC, to the second.
    pub(super) date: &'a str,
    pub(super) media: &'a str,
    pub(super) block: &'a [u8],
    /// The part of the block that is the page.
    pub(super) payload: &'a [u8],
}

/// Where a record lies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) offset: usize,
    pub(super) length: usize,
}

impl Warc {
    /// A WARC that says who wrote it.
    pub fn new(software: &str, date: &str) -> Warc {
        let mut warc = Warc::default();
        let info = format!("software: {}\r\nformat: WARC File Format 1.1\r\n", line(software));
        let block = info.as_bytes();
        let media = "application/warc-fields";
        warc.add(&Record { kind: "warcinfo", url: None, date, media, block, payload: block });
        warc
    }

    /// Adds a record.
    pub(super) fn add(&mut self, record: &Record<'_>) -> Place {
        let payload = sha256(record.payload);
        let block = sha256(record.block);
        let mut head = format!("WARC/1.1\r\nWARC-Type: {}\r\nWARC-Record-ID: <urn:uuid:{}>\r\n", record.kind, {
            // Named by what it holds and where it came from: the same record has the same name everywhere.
            let name = [record.kind, record.url.unwrap_or_default(), record.date, &block].join(" ");
            uuid(&sha256(name.as_bytes()))
        });
        if let Some(url) = record.url {
            head.push_str(&format!("WARC-Target-URI: {}\r\n", line(url)));
        }
        head.push_str(&format!("WARC-Date: {}\r\n", line(record.date)));
        head.push_str(&format!("WARC-Block-Digest: sha256:{block}\r\n"));
        if record.kind != "warcinfo" {
            head.push_str(&format!("WARC-Payload-Digest: sha256:{payload}\r\n"));
        }
        head.push_str(&format!("Content-Type: {}\r\nContent-Length: {}\r\n\r\n", record.media, record.block.len()));
        let offset = self.bytes.len();
        // No name and no time in the member's head, and always the same operating system.
        let mut member = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::new(6));
        let written = member.write_all(head.as_bytes()).and_then(|()| member.write_all(record.block));
        written.and_then(|()| member.write_all(b"\r\n\r\n")).expect("memory takes what it is given");
        self.bytes.extend(member.finish().expect("memory takes what it is given"));
        Place { offset, length: self.bytes.len() - offset }
    }

    /// The file.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// What may stand in one line of a head.
fn line(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The first 128 bits of a hash as a UUID of version 8 (RFC 9562).
fn uuid(hash: &str) -> String {
    format!("{}-{}-8{}-a{}-{}", &hash[..8], &hash[8..12], &hash[13..16], &hash[17..20], &hash[20..32])
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
