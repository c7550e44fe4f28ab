//! Files that hold many pages: web archives, and texts that other programs have extracted.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _};
use std::path::Path;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use selon_archive::json::Objects;
use selon_archive::{Captures, Damage, Kind, Meta, Position, Wacz};
use selon_store::Origin;
use serde::de::IgnoredAny;

use super::name::shown;
use super::only::Only;
use super::page::Found;
use super::walk::Met;
use super::{Failed, reason};

/// How far a container has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Tells the container from others: a hash of its beginning.
    pub(crate) key: Arc<str>,
    /// Its name, as it is shown.
    pub(crate) name: Arc<str>,
    /// The first record that is not read yet.
    pub(crate) next: Position,
}

/// Where to go on in a container that was begun before; its key is given.
pub(crate) type Resume = dyn Fn(&str) -> Position + Send + Sync;

/// What a container yields, as the walk would.
pub(crate) type Pages = Box<dyn Iterator<Item = Met> + Send>;

/// How much of the beginning of a container tells it from others, in bytes.
const HEAD: u64 = 64 << 10;

/// Whether a file in a folder is a container by its name. JSON is taken only where it is named itself: it lies beside pages
/// for many reasons.
pub(crate) fn is_named_so(path: &Path) -> bool {
    kind_by_name(path).is_some()
}

fn kind_by_name(path: &Path) -> Option<Kind> {
    Kind::named(&path.file_name()?.to_string_lossy())
}

/// Opens a container; nothing where the file is a page.
///
/// # Errors
/// Where the file cannot be read, or is a damaged ZIP.
pub(crate) fn open(path: &Path, only: &Arc<Only>, resume: &Arc<Resume>) -> io::Result<Option<Pages>> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    (&mut file).take(HEAD).read_to_end(&mut head)?;
    file.rewind()?;
    let name: Arc<str> = shown(path).into();
    Ok(match Kind::of(&head).or_else(|| kind_by_name(path)) {
        Some(Kind::Warc) => Some(Box::new(warc(name, BufReader::new(file), &head, only, resume))),
        Some(Kind::Wacz) => Some(wacz(path, &name, file, only, resume)?),
        Some(Kind::Json) => Some(json(name, file, &head, resume)),
        Some(Kind::PackedJson) => Some(json(name, MultiGzDecoder::new(BufReader::new(file)), &head, resume)),
        None => None,
    })
}

fn warc<R: Read + Send + 'static>(
    name: Arc<str>,
    source: R,
    head: &[u8],
    only: &Arc<Only>,
    resume: &Arc<Resume>,
) -> impl Iterator<Item = Met> + Send + use<R> {
    let key: Arc<str> = selon::page::sha256(head).into();
    let wanted = Arc::clone(only);
    let from = resume(&key);
    let mut captures = Captures::new(source, from)
        .only(move |meta: &Meta| wanted.address(meta.url.as_deref(), meta.fetched.as_deref()));
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let met = captures.next();
        let mark = Mark { key: Arc::clone(&key), name: Arc::clone(&name), next: captures.position() };
        Some(match met {
            Some(Ok(capture)) => {
                let place = match &capture.url {
                    Some(url) => format!("{name}: {url}"),
                    None => format!("{name}: byte {}", capture.position.offset),
                };
                let origin = Origin { url: capture.url, fetched: capture.fetched, head: capture.head, mining: None };
                Met::Found(Box::new(Found {
                    path: place,
                    bytes: capture.body,
                    origin,
                    doubts: capture.doubts,
                    mark: Some(mark),
                }))
            }
            Some(Err(damage)) => failed(&name, &damage),
            None => {
                ended = true;
                Met::Ended(mark)
            }
        })
    })
}

fn wacz(path: &Path, name: &str, file: File, only: &Arc<Only>, resume: &Arc<Resume>) -> io::Result<Pages> {
    let wacz = Wacz::read(BufReader::new(file))?;
    let entries: Vec<_> = wacz.warcs().cloned().collect();
    if entries.is_empty() {
        return Err(io::Error::other("a ZIP archive without web archives in it"));
    }
    let (path, name) = (path.to_owned(), name.to_owned());
    let (only, resume) = (Arc::clone(only), Arc::clone(resume));
    Ok(Box::new(entries.into_iter().flat_map(move |entry| -> Pages {
        let name: Arc<str> = format!("{name}/{}", entry.name).into();
        let attempt = || {
            let mut head = Vec::new();
            entry.open(File::open(&path)?)?.take(HEAD).read_to_end(&mut head)?;
            Ok((head, entry.open(File::open(&path)?)?))
        };
        match attempt() {
            Ok((head, source)) => Box::new(warc(name, BufReader::new(source), &head, &only, &resume)),
            Err(e) => Box::new(std::iter::once(Met::Failed(Failed::new(&*name, reason(&e))))),
        }
    })))
}

fn json(name: Arc<str>, source: impl Read + Send + 'static, head: &[u8], resume: &Arc<Resume>) -> Pages {
    let key: Arc<str> = selon::page::sha256(head).into();
    // Objects are cheap to pass over; their numbers are where to go on.
    let done = resume(&key).inner;
    let mut objects = Objects::new(source);
    let mut ended = false;
    let mut last = done;
    Box::new(std::iter::from_fn(move || {
        while !ended {
            let next = objects.next();
            let mark = |last: u64| Mark {
                key: Arc::clone(&key),
                name: Arc::clone(&name),
                next: Position { offset: 0, inner: last },
            };
            match next {
                Some(Ok(object)) if object.number <= done => {}
                Some(Ok(object)) => {
                    last = object.number;
                    if let Err(e) = serde_json::from_slice::<IgnoredAny>(&object.bytes) {
                        return Some(Met::Failed(Failed::new(format!("{name}: number {last}"), e.to_string())));
                    }
                    return Some(Met::Found(Box::new(Found {
                        path: format!("{name}: number {}", object.number),
                        bytes: object.bytes.trim_ascii().to_vec(),
                        origin: Origin::default(),
                        doubts: Vec::new(),
                        mark: Some(mark(last)),
                    })));
                }
                Some(Err(damage)) => return Some(failed(&name, &damage)),
                None => {
                    ended = true;
                    return Some(Met::Ended(mark(last)));
                }
            }
        }
        None
    }))
}

fn failed(name: &str, damage: &Damage) -> Met {
    Met::Failed(Failed::new(name, damage.to_string()))
}
