//! Which files to read: paths in the order given, folders in the order of their names.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use selon_fetch::Address;

use super::address;
use super::container::{self, Mark};
use super::name::shown;
use super::page::Found;
use super::{Failed, reason};

/// What a walk meets.
#[derive(Debug)]
pub(crate) enum Met {
    /// A file to read; whether it was named itself, and does not merely lie in a folder.
    File(PathBuf, bool),
    /// One page on standard input.
    Standard,
    /// A page to fetch.
    Address(Address),
    /// A page that a container holds.
    Found(Box<Found>),
    /// A container is read to its end.
    Ended(Mark),
    /// Cannot be read.
    Failed(Failed),
    /// No page; said only if asked.
    LeftOut(Failed),
}

/// Kinds of files that lie beside saved pages and are none: a folder that holds them is no folder of bad pages. A file that
/// is named itself is read whatever its ending.
const NO_PAGES: &[&str] = &[
    "avif", "bak", "bmp", "bz2", "css", "csv", "db", "db-shm", "db-wal", "eot", "gif", "gz", "ico", "jpeg", "jpg",
    "js", "json", "jsonl", "m4a", "map", "md", "mjs", "mp3", "mp4", "ogg", "otf", "pdf", "png", "py", "rs", "sh",
    "sqlite", "svg", "tar", "toml", "tsv", "ttf", "wasm", "wav", "webm", "webp", "woff", "woff2", "xz", "yaml", "yml",
    "zip", "zst",
];

/// Walks paths. Folders are read when they are come to, never all at once.
pub(crate) struct Walk {
    /// What is still to come, the next one last.
    ahead: Vec<Step>,
    /// The folders that the walk stands in, outermost first.
    inside: Vec<Identity>,
    /// Every folder it has been in.
    been: BTreeSet<Identity>,
}

enum Step {
    /// A path that was named.
    Named(PathBuf),
    /// An entry of a folder.
    Entry(PathBuf),
    /// The end of a folder.
    Leave,
}

/// Tells a folder from every other, whatever it is called.
type Identity = (u64, u64);

impl Walk {
    pub(crate) fn new(paths: Vec<PathBuf>) -> Walk {
        let ahead = paths.into_iter().rev().map(Step::Named).collect();
        Walk { ahead, inside: Vec::new(), been: BTreeSet::new() }
    }

    fn visit(&mut self, path: PathBuf, named: bool) -> Option<Met> {
        if named && path.as_os_str() == "-" {
            return Some(Met::Standard);
        }
        if named && let Some(address) = address::of(&path) {
            return Some(Met::Address(address));
        }
        if !named && let Some(why) = no_page(&path) {
            return Some(Met::LeftOut(Failed::new(shown(&path), why)));
        }
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(e) => return Some(Met::Failed(Failed::new(shown(&path), reason_of_link(&path, &e)))),
        };
        if metadata.is_dir() {
            return self.enter(&path, &metadata).err();
        }
        // A pipe that is named is meant; one that lies in a folder would wait for ever.
        if !metadata.is_file() && !named {
            return Some(Met::Failed(Failed::new(shown(&path), "not a regular file")));
        }
        Some(Met::File(path, named))
    }

    fn enter(&mut self, path: &Path, metadata: &Metadata) -> Result<(), Met> {
        let identity = identity(metadata);
        if self.inside.contains(&identity) {
            let failed = Failed::new(shown(path), "a loop of symbolic links: it leads back to a folder above it");
            return Err(Met::Failed(failed));
        }
        if !self.been.insert(identity) {
            return Err(Met::LeftOut(Failed::new(shown(path), "this folder was read already, under another name")));
        }
        let failed = |e: &io::Error| Met::Failed(Failed::new(shown(path), reason(e)));
        let mut entries = Vec::new();
        for entry in fs::read_dir(path).map_err(|e| failed(&e))? {
            entries.push(entry.map_err(|e| failed(&e))?.path());
        }
        entries.sort();
        self.inside.push(identity);
        self.ahead.push(Step::Leave);
        self.ahead.extend(entries.into_iter().rev().map(Step::Entry));
        Ok(())
    }
}

impl Iterator for Walk {
    type Item = Met;

    fn next(&mut self) -> Option<Met> {
        while let Some(step) = self.ahead.pop() {
            let met = match step {
                Step::Named(path) => self.visit(path, true),
                Step::Entry(path) => self.visit(path, false),
                Step::Leave => {
                    self.inside.pop();
                    None
                }
            };
            if met.is_some() {
                return met;
            }
        }
        None
    }
}

/// Why an entry of a folder is no page, by its name alone.
fn no_page(path: &Path) -> Option<String> {
    let name = path.file_name()?.as_encoded_bytes();
    if name.starts_with(b".") {
        return Some("its name begins with a point".to_owned());
    }
    if container::is_named_so(path) {
        return None;
    }
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    NO_PAGES.contains(&ending.as_str()).then(|| format!("a .{ending} file is no page"))
}

fn reason_of_link(path: &Path, error: &io::Error) -> String {
    let is_link = fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink());
    match error.kind() {
        io::ErrorKind::NotFound if is_link => "a symbolic link that leads nowhere".to_owned(),
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => reason(error),
        _ if is_link => "a loop of symbolic links".to_owned(),
        _ => reason(error),
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

/// Where folders have no number, links to folders are not followed by `metadata` either way; time stands in.
#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> Identity {
    let made = metadata.created().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    (made.map_or(0, |d| d.as_nanos() as u64), metadata.len())
}

/// The paths of a list, one a line.
pub(crate) fn list(bytes: &[u8]) -> Vec<PathBuf> {
    let lines = bytes.split(|&b| b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.is_empty()).map(path).collect()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
