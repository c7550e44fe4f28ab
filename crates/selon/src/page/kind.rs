//! What kind of input it is: HTML, plain text, or nothing that can be read.

use serde_json::Value;

use super::Kind;

/// First bytes of what is never a page, with its name for people.
const SIGNATURES: [(&[u8], &str); 18] = [
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (picture, sound or video)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1F\x8B", "gzip-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\xFD7zXZ", "xz-compressed"),
    (b"\x28\xB5\x2F\xFD", "zstd-compressed"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xD0\xCF\x11\xE0", "an old office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"wOF", "a font"),
];

/// How many bytes of the beginning are looked at.
const HEAD: usize = 16 << 10;

/// Says what a binary input is; `None` where it is text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = SIGNATURES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(name);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a video");
    }
    None
}

/// Whether decoded text is so full of control characters that it cannot be text.
pub(super) fn garbage(text: &str) -> bool {
    let mut all = 0usize;
    let mut bad = 0usize;
    for c in text.chars().take(HEAD) {
        all += 1;
        bad += usize::from(
            (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}')) || c == '\u{FFFD}',
        );
    }
    bad * 20 > all
}

/// Tags that begin an HTML page.
const BEGINNINGS: [&str; 6] = ["<!doctype", "<html", "<head", "<body", "<?xml", "<!--"];
/// Tags that plain text would hardly hold by the dozen.
const COMMON: [&str; 10] = ["<p", "<div", "<br", "<a ", "<span", "<td", "<font", "<h1", "<title", "<meta"];

/// HTML, text as scrapers leave it, or a record of another program.
pub(super) fn kind(text: &str) -> Kind {
    if is_record(text) {
        return Kind::Record;
    }
    let head = text[..text.floor_char_boundary(HEAD)].trim_start().to_ascii_lowercase();
    if BEGINNINGS.iter().any(|b| head.starts_with(b)) || head.contains("<html") || head.contains("<body") {
        return Kind::Html;
    }
    let tags: usize = COMMON.iter().map(|tag| head.matches(tag).count()).sum();
    if tags >= 3 || (tags > 0 && head.starts_with('<')) { Kind::Html } else { Kind::Plain }
}

/// Whether a text is one JSON object.
fn is_record(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('{') && text.ends_with('}') && serde_json::from_str::<serde_json::Map<String, Value>>(text).is_ok()
}
