//! The HTTP response that a record holds.

use std::io::{self, Read};

use crate::MAX_BODY;

/// A response, parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    /// 200, 404, …
    pub(crate) status: u16,
    /// The head, as it was sent, without the empty line.
    pub(crate) head: Vec<u8>,
    /// The type that is declared, in lower case, without parameters.
    pub(crate) media: Option<String>,
    /// The body, without its encodings.
    pub(crate) body: Vec<u8>,
    /// What is damaged.
    pub(crate) doubts: Vec<String>,
}

/// The status and the type that stand in a head, before any of the body is touched.
pub(crate) fn head(block: &[u8]) -> Option<(u16, Option<String>, usize)> {
    let (end, next) = end_of_head(block)?;
    let head = &block[..end];
    let status = head.split(|&b| b == b' ').nth(1)?;
    let status: u16 = std::str::from_utf8(status.get(..3)?).ok()?.parse().ok()?;
    if !head.starts_with(b"HTTP/") {
        return None;
    }
    Some((status, header(head, "content-type").map(|value| media(&value)), next))
}

/// Parts a response and undoes its encodings.
pub(crate) fn response(block: &[u8]) -> Option<Response> {
    let (status, media, next) = head(block)?;
    let (end, _) = end_of_head(block)?;
    let head = block[..end].to_vec();
    let mut doubts = Vec::new();
    let mut body = block[next..].to_vec();
    if header(&head, "transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked")) {
        // Many archives keep the header and not the chunks.
        if let Some(joined) = chunks(&body) {
            body = joined;
        }
    }
    let encodings = header(&head, "content-encoding").unwrap_or_default().to_ascii_lowercase();
    for encoding in encodings.split(',').rev().map(str::trim).filter(|e| !e.is_empty() && *e != "identity").take(4) {
        match decode(encoding, &body) {
            Decoded::Whole(decoded) => body = decoded,
            Decoded::Cut(decoded, why) => {
                doubts.push(why);
                body = decoded;
            }
            // Many archives keep the header and not the encoding.
            Decoded::NotEncoded => {}
        }
    }
    Some(Response { status, head, media, body, doubts })
}

/// Where the head ends, and where the body begins.
fn end_of_head(block: &[u8]) -> Option<(usize, usize)> {
    /// No server sends more.
    const LONGEST: usize = 256 << 10;
    let block = &block[..block.len().min(LONGEST)];
    let crlf = memchr::memmem::find(block, b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = memchr::memmem::find(block, b"\n\n").map(|at| (at, at + 2));
    match (crlf, lf) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The first value of a header.
pub(crate) fn header(head: &[u8], name: &str) -> Option<String> {
    head.split(|&b| b == b'\n').skip(1).find_map(|line| {
        let colon = line.iter().position(|&b| b == b':')?;
        let (key, value) = (line[..colon].trim_ascii(), &line[colon + 1..]);
        key.eq_ignore_ascii_case(name.as_bytes()).then(|| String::from_utf8_lossy(value.trim_ascii()).into_owned())
    })
}

/// A type without its parameters.
pub(crate) fn media(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Joins chunks (RFC 9112, 7.1); nothing where the body is not chunked.
fn chunks(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    let mut rest = body;
    loop {
        let Some(end) = memchr::memchr(b'\n', &rest[..rest.len().min(1024)]) else {
            // A body cut off between two chunks is still a body.
            return (!joined.is_empty()).then_some(joined);
        };
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        if size.is_empty() || size.len() > 8 {
            return None;
        }
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(&rest[..size.min(rest.len())]);
        if size >= rest.len() {
            return Some(joined);
        }
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

enum Decoded {
    Whole(Vec<u8>),
    Cut(Vec<u8>, String),
    NotEncoded,
}

fn decode(encoding: &str, body: &[u8]) -> Decoded {
    match encoding {
        "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(body)),
        "deflate" => match read(flate2::read::ZlibDecoder::new(body)) {
            // Some servers send it without the frame.
            Decoded::NotEncoded => read(flate2::read::DeflateDecoder::new(body)),
            decoded => decoded,
        },
        "br" => read(brotli_decompressor::Decompressor::new(body, 4096)),
        "zstd" => zstd::stream::read::Decoder::new(body).map_or(Decoded::NotEncoded, read),
        _ => Decoded::NotEncoded,
    }
}

/// Reads what a decoder gives, as far as it goes and no further than a page may.
fn read(decoder: impl Read) -> Decoded {
    let mut decoded = Vec::new();
    match take(decoder, &mut decoded) {
        Ok(()) if decoded.len() > MAX_BODY => {
            decoded.truncate(MAX_BODY);
            Decoded::Cut(decoded, format!("its body is cut off after {MAX_BODY} bytes"))
        }
        Ok(()) => Decoded::Whole(decoded),
        Err(_) if decoded.is_empty() => Decoded::NotEncoded,
        Err(e) => Decoded::Cut(decoded, format!("its body cannot be decoded to the end: {e}")),
    }
}

fn take(decoder: impl Read, decoded: &mut Vec<u8>) -> io::Result<()> {
    decoder.take(MAX_BODY as u64 + 1).read_to_end(decoded).map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn body(head: &str, body: &[u8]) -> (String, usize) {
        let block = [b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n\r\n", body].concat();
        let response = response(&block).unwrap();
        (String::from_utf8(response.body).unwrap(), response.doubts.len())
    }

    #[test]
    fn encodings_are_undone_where_they_are_there() {
        let page = "<p>Le port est fermé";
        assert_eq!(body("Content-Encoding: gzip", &gzip(page.as_bytes())), (page.to_owned(), 0));
        assert_eq!(body("Content-Encoding: GZIP", page.as_bytes()), (page.to_owned(), 0));
        assert_eq!(body("content-encoding: br", page.as_bytes()), (page.to_owned(), 0));
        let zstd = zstd::encode_all(page.as_bytes(), 1).unwrap();
        assert_eq!(body("Content-Encoding: zstd", &zstd), (page.to_owned(), 0));
        assert_eq!(
            body("Transfer-Encoding: chunked", b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"),
            ("abcde".to_owned(), 0)
        );
        assert_eq!(body("Transfer-Encoding: chunked", b"<p>not in chunks\n"), ("<p>not in chunks\n".to_owned(), 0));
        assert_eq!(body("Transfer-Encoding: chunked", b"ffffff\r\nabc"), ("abc".to_owned(), 0));
    }

    #[test]
    fn a_torn_encoding_gives_what_it_holds_and_a_doubt() {
        let whole = gzip("Le port est fermé depuis lundi. ".repeat(4000).as_bytes());
        let (text, doubts) = body("Content-Encoding: gzip", &whole[..whole.len() - 9]);
        assert!(text.starts_with("Le port est fermé") && doubts == 1);
    }

    #[test]
    fn a_bomb_is_cut_off() {
        let bomb = gzip(&vec![b' '; 64 << 20]);
        let block = [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".as_slice(), &bomb].concat();
        let response = response(&block).unwrap();
        assert_eq!((response.body.len(), response.doubts.len()), (MAX_BODY, 1));
    }

    #[test]
    fn what_is_no_response_is_none() {
        for block in [&b""[..], b"HTTP/1.1", b"HTTP/1.1 20\r\n\r\n", b"<html>\n\n", b"HTTP/1.1 2\xC3\xA90 OK\n\n"] {
            assert_eq!(response(block), None, "{block:?}");
        }
    }
}
