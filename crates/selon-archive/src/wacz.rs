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
    pub fn read(file: impl Read + Seek) -> io::Result<Wacz> {
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
