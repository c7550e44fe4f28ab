//! Encodings of bodies, undone as the bytes come in, and no further than is wanted.

use std::io::{self, BufReader, Read};

/// What is asked for.
pub(crate) const ACCEPTED: &str = "gzip, br, zstd";
/// A body that is encoded more often than this is not meant to be read.
const DEEPEST: usize = 4;
/// How far a zstd frame may look back, as a power of two: what RFC 8878 asks a decoder to support. It decides the memory.
const WINDOW: u32 = 23;

/// The bytes of a body, decoded.
///
/// # Errors
/// Where an encoding is not known.
pub(crate) fn decoder<'a>(encodings: &str, body: Box<dyn Read + 'a>) -> io::Result<Box<dyn Read + 'a>> {
    let mut reader = body;
    let encodings: Vec<&str> = encodings.split(',').map(str::trim).filter(|e| !e.is_empty()).collect();
    if encodings.len() > DEEPEST {
        return Err(io::Error::other("encoded more than once too often"));
    }
    for encoding in encodings.into_iter().rev() {
        reader = match encoding.to_ascii_lowercase().as_str() {
            "identity" => reader,
            "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(reader)),
            "deflate" => Box::new(flate2::read::ZlibDecoder::new(reader)),
            "br" => Box::new(brotli_decompressor::Decompressor::new(reader, 4096)),
            "zstd" => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(BufReader::new(reader))?;
                decoder.window_log_max(WINDOW)?;
                Box::new(decoder)
            }
            other => return Err(io::Error::other(format!("encoded as {other:?}, which nobody asked for"))),
        };
    }
    Ok(reader)
}

/// How reading a body ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// At its end.
    Whole,
    /// There is more than is wanted.
    TooLarge,
    /// Before its end: the connection broke off, or the encoding is torn.
    Torn(String),
}

/// Reads what is there, up to `most` bytes.
pub(crate) fn read(reader: impl Read, most: usize) -> (Vec<u8>, Ended) {
    let mut bytes = Vec::new();
    let ended = match reader.take(most as u64 + 1).read_to_end(&mut bytes) {
        Ok(read) if read > most => Ended::TooLarge,
        Ok(_) => Ended::Whole,
        Err(e) => Ended::Torn(e.to_string()),
    };
    (bytes, ended)
}
