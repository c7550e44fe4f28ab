//! A ZIP whose bytes follow from its files alone: nothing packed, no clock, no room for anything else.
//!
//! A bundle is evidence: whoever has its files can make it again and compare it byte for byte, so that nothing in it can be
//! changed unseen, the bookkeeping between the files included.

use std::io;

/// A file in the ZIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// 1 January 1980, midnight: the first moment that a ZIP knows.
const MOMENT: [u8; 4] = [0, 0, 0x21, 0];
/// Made and needed by version 2.0; names in UTF-8; not packed.
const VERSION: [u8; 2] = [20, 0];
const UTF8: [u8; 2] = [0, 0x08];
const STORED: [u8; 2] = [0, 0];

/// The bytes of a ZIP.
///
/// # Errors
/// Where a file, or all of them, would be larger than a ZIP can say in 32 bits, or there are more than 65,534 of them.
pub(super) fn zip(files: &[File]) -> io::Result<Vec<u8>> {
    let too_large =
        || io::Error::other("more than 4 GB of evidence do not fit in one bundle: take a claim or a smaller story");
    let small = |n: usize| u32::try_from(n).map_err(|_| too_large());
    let count = u16::try_from(files.len()).ok().filter(|n| *n < u16::MAX).ok_or_else(too_large)?;
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for file in files {
        let name = u16::try_from(file.name.len()).map_err(|_| io::Error::other("a name is too long for a ZIP"))?;
        let (offset, size) = (small(out.len())?.to_le_bytes(), small(file.bytes.len())?.to_le_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(&file.bytes);
        let crc = crc.sum().to_le_bytes();
        let common = [&VERSION[..], &UTF8, &STORED, &MOMENT, &crc, &size, &size, &name.to_le_bytes(), &[0, 0]].concat();
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(file.name.as_bytes());
        out.extend_from_slice(&file.bytes);
        directory.extend_from_slice(b"PK\x01\x02");
        directory.extend_from_slice(&VERSION);
        directory.extend_from_slice(&common);
        // No comment, one disk, no attributes.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset);
        directory.extend_from_slice(file.name.as_bytes());
    }
    let (start, length) = (small(out.len())?.to_le_bytes(), small(directory.len())?.to_le_bytes());
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&[count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend_from_slice(&[&length[..], &start, &[0, 0]].concat());
    Ok(out)
}
