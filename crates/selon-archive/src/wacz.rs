//! WACZ: a ZIP that holds WARCs (<https://specs.webrecorder.net/wacz/1.1.1/>).

use std::io::{self, Read, Seek, SeekFrom};

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

/// The most entries that are looked at.
const MAX_ENTRIES: usize = 100_000;

/// The directory of a WACZ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wacz {
    /// The files in it, in the order of their names.
    pub entries: Vec<Entry>,
}

/// One file in a WACZ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the archive. A label, never a path to write to.
    pub name: String,
    /// Bytes, as the directory claims.
    pub size: u64,
    start: u64,
    packed: u64,
    deflated: bool,
}

impl Wacz {
    /// Reads the directory.
    ///
    /// # Errors
    /// Where the file is no ZIP, or its directory is damaged.
    pub fn read(mut file: impl Read + Seek) -> io::Result<Wacz> {
        let length = file.seek(SeekFrom::End(0))?;
        let mut zip = ZipArchive::new(file).map_err(io::Error::other)?;
        if zip.len() > MAX_ENTRIES {
            return Err(io::Error::other(format!("{} files in it; at most {MAX_ENTRIES} are read", zip.len())));
        }
        let mut entries = Vec::new();
        for i in 0..zip.len() {
            let entry = zip.by_index_raw(i).map_err(io::Error::other)?;
            let deflated = match entry.compression() {
                CompressionMethod::Stored => false,
                CompressionMethod::Deflated => true,
                // What is packed in another way, or encrypted, is named and not opened.
                _ => continue,
            };
            let Some(start) = entry.data_start() else { continue };
            if entry.is_dir() || entry.encrypted() {
                continue;
            }
            // A name that is no text is no name that a WACZ knows.
            let Ok(name) = entry.name().map(std::borrow::Cow::into_owned) else { continue };
            entries.push(Entry { name, size: entry.size(), start, packed: entry.compressed_size(), deflated });
        }
        // Entries that share their bytes make a small file hold a thousand large ones.
        if entries.iter().try_fold(0u64, |sum, e| sum.checked_add(e.packed)).is_none_or(|sum| sum > length) {
            return Err(io::Error::other("its directory lies: the files in it are larger than it is"));
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Wacz { entries })
    }

    /// Its WARCs.
    pub fn warcs(&self) -> impl Iterator<Item = &Entry> {
        let is_warc = |name: &str| [".warc", ".warc.gz", ".warc.zst"].iter().any(|end| name.ends_with(end));
        self.entries.iter().filter(move |e| e.name.starts_with("archive/") && is_warc(&e.name))
    }

    /// The entry of a name.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.name == name)
    }
}

impl Entry {
    /// Whether it is smaller in the archive than it says it is.
    pub fn is_packed(&self) -> bool {
        self.deflated
    }

    /// Its bytes, from the file that the directory was read from. Never more than the ZIP holds of it, if it is not packed.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn open<'a>(&self, mut file: impl Read + Seek + Send + 'a) -> io::Result<Box<dyn Read + Send + 'a>> {
        file.seek(SeekFrom::Start(self.start))?;
        let packed = file.take(self.packed);
        Ok(if self.deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A directory whose entries all point at one file.
    #[test]
    fn a_directory_that_names_one_file_a_thousand_times_is_refused() {
        let name = b"archive/a.warc";
        let body = vec![b'x'; 10_000];
        let size = (body.len() as u32).to_le_bytes();
        let mut crc = flate2::Crc::new();
        crc.update(&body);
        let common =
            [&[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0][..], &crc.sum().to_le_bytes(), &size, &size, &[14, 0, 0, 0]].concat();
        let mut zip = [b"PK\x03\x04", &common[..], name, &body].concat();
        let start = (zip.len() as u32).to_le_bytes();
        for n in 0..1000 {
            let name = format!("archive/{n:06}");
            zip.extend([b"PK\x01\x02\x14\0", &common[..], &[0; 10], &[0; 4], name.as_bytes()].concat());
        }
        let length = (zip.len() as u32 - u32::from_le_bytes(start)).to_le_bytes();
        zip.extend([b"PK\x05\x06\0\0\0\0\xE8\x03\xE8\x03", &length[..], &start, &[0, 0]].concat());
        let refused = Wacz::read(Cursor::new(zip)).unwrap_err();
        assert!(refused.to_string().contains("its directory lies"), "{refused}");
    }
}
