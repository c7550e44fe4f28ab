//! Bytes and readings, compressed and back.

use std::io::Read as _;

use selon::Reading;

use crate::error::ErrorKind;

/// zstd's level: three times as quick as the next ones, within a few per cent of their size.
const LEVEL: i32 = 3;

pub(crate) fn compress(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, LEVEL).expect("compressing in memory cannot fail")
}

/// Never makes more than a page may have, whatever the file says.
pub(crate) fn decompress(bytes: &[u8], most: usize) -> Result<Vec<u8>, ErrorKind> {
    let undecodable = |e: std::io::Error| ErrorKind::Undecodable(e.to_string());
    let mut plain = Vec::new();
    let decoder = zstd::Decoder::new(bytes).map_err(undecodable)?;
    decoder.take(most as u64 + 1).read_to_end(&mut plain).map_err(undecodable)?;
    if plain.len() > most {
        return Err(ErrorKind::Undecodable(format!("more than {most} bytes")));
    }
    Ok(plain)
}

pub(crate) fn pack(reading: &Reading) -> Vec<u8> {
    compress(&rmp_serde::to_vec(reading).expect("a reading is plain data"))
}

/// Readings are larger than their pages' texts, but not without bounds.
const LARGEST_READING: usize = 512 << 20;

pub(crate) fn unpack(bytes: &[u8]) -> Result<Reading, ErrorKind> {
    let bytes = decompress(bytes, LARGEST_READING)?;
    rmp_serde::from_slice(&bytes).map_err(|e| ErrorKind::Undecodable(e.to_string()))
}
