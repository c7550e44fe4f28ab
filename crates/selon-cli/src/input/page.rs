//! Pages, read in parallel.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use selon::page::MAX_BYTES;
use selon::{Page, Reading};
use selon_archive::Position;
use selon_fetch::Fetcher;
use selon_store::Origin;

use super::address;
use super::container::{self, Mark, Resume};
use super::name::shown;
use super::only::Only;
use super::walk::{Met, Walk, list};
use super::{Failed, reason};
use crate::args::Pages;
use crate::command::read::Readers;
use crate::pipeline::{guarded, ordered};
use crate::report::Report;

/// So many servers are asked at a time.
const FETCHERS: usize = 8;

/// A page's bytes, and where they were found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The file, as it is shown, with the record where it is a container; `-` for standard input.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) bytes: Vec<u8>,
    /// Where it came from, as far as a container says.
    pub(crate) origin: Origin,
    /// What is damaged about it.
    pub(crate) doubts: Vec<String>,
    /// How far its container is read with it.
    pub(crate) mark: Option<Mark>,
}

impl Found {
    /// Decodes it.
    pub(crate) fn page(&self) -> Result<Page, Failed> {
        let page = selon_store::page(&self.bytes, &self.origin, &self.doubts);
        page.map_err(|e| Failed::new(&self.path, e.to_string()))
    }

    /// Reads it.
    pub(crate) fn reading(&self) -> Result<Reading, Failed> {
        Ok(Reading::of_page(&self.page()?))
    }
}

/// Reads pages: `work` on many threads, then `sink` for each in the order of the input. Inputs that fail are reported; how
/// many pages were read is returned.
pub(crate) fn each<R: Send>(
    pages: &Pages,
    archive: Option<&Readers>,
    report: &mut Report,
    work: impl Fn(Found) -> Result<R, Failed> + Sync,
    mut sink: impl FnMut(R, &Report) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let resume = Arc::new(|_: &str| Position::default());
    let work = |found| work(found).map(Some);
    each_of(pages, archive, &Arc::default(), resume, report, work, |next, report| match next {
        Next::Page(row) => sink(row, report),
        Next::Ended(_) => Ok(()),
    })
}

/// What comes next of the pages.
pub(crate) enum Next<R> {
    /// What was made of a page.
    Page(R),
    /// A container was read to its end.
    Ended(Mark),
}

/// The same, of the pages only that are wanted, and from where containers were left. `work` gives nothing for a page that turns
/// out not to be wanted.
pub(crate) fn each_of<R: Send>(
    pages: &Pages,
    archive: Option<&Readers>,
    only: &Arc<Only>,
    resume: Arc<Resume>,
    report: &mut Report,
    work: impl Fn(Found) -> Result<Option<R>, Failed> + Sync,
    mut sink: impl FnMut(Next<R>, &Report) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let paths = paths(pages)?;
    let fetcher = address::any(&paths).then(|| pages.asking.fetcher(|_| ()));
    // Who fetches mostly waits.
    let jobs = if fetcher.is_some() { pages.jobs.count().max(FETCHERS) } else { pages.jobs.count() };
    let source = Source { walk: Walk::new(paths), inside: None, only: Arc::clone(only), resume };
    report.show_progress("pages read");
    let mut read = 0;
    ordered(
        jobs,
        source,
        |met| step(met, fetcher.as_ref().map(|fetcher| (fetcher, archive)), &work),
        |step| {
            match step {
                Step::Done(None) => {}
                Step::Done(Some(row)) => {
                    read += 1;
                    report.advance();
                    sink(Next::Page(row), report)?;
                }
                Step::Ended(mark) => sink(Next::Ended(mark), report)?,
                Step::Failed(failed) => report.failed(&failed.input, &failed.reason),
                Step::LeftOut(failed) => report.left_out(&failed.input, &failed.reason),
            }
            anyhow::Ok(())
        },
    )?;
    report.finish();
    report.summary();
    Ok(read)
}

/// What a walk meets, containers opened.
struct Source {
    walk: Walk,
    inside: Option<container::Pages>,
    only: Arc<Only>,
    resume: Arc<Resume>,
}

impl Iterator for Source {
    type Item = Met;

    fn next(&mut self) -> Option<Met> {
        loop {
            if let Some(met) = self.inside.as_mut().and_then(Iterator::next) {
                return Some(met);
            }
            self.inside = None;
            match self.walk.next()? {
                Met::File(path, named) if named || container::is_named_so(&path) => {
                    // Pipes can be read once only, and are pages.
                    let opened = match path.metadata() {
                        Ok(metadata) if metadata.is_file() => container::open(&path, &self.only, &self.resume),
                        _ => Ok(None),
                    };
                    match opened {
                        Ok(Some(inside)) => self.inside = Some(inside),
                        Ok(None) => return Some(Met::File(path, named)),
                        Err(e) => return Some(Met::Failed(Failed::new(shown(&path), reason(&e)))),
                    }
                }
                met => return Some(met),
            }
        }
    }
}

enum Step<R> {
    Done(Option<R>),
    Ended(Mark),
    Failed(Failed),
    LeftOut(Failed),
}

type Web<'a> = (&'a Fetcher, Option<&'a Readers>);

fn step<R>(met: Met, web: Option<Web<'_>>, work: impl Fn(Found) -> Result<Option<R>, Failed>) -> Step<R> {
    let found = match met {
        Met::File(path, _) => load(&path),
        Met::Standard => standard(),
        Met::Address(address) => match web {
            Some((fetcher, archive)) => address::fetch(&address, fetcher, archive),
            None => Err(Failed::new(address.as_str(), "an address")),
        },
        Met::Found(found) => Ok(*found),
        Met::Ended(mark) => return Step::Ended(mark),
        Met::Failed(failed) => Err(failed),
        Met::LeftOut(failed) => return Step::LeftOut(failed),
    };
    let done = found.and_then(|found| {
        let input = found.path.clone();
        guarded(|| work(found)).unwrap_or_else(|bug| Err(Failed::new(input, bug)))
    });
    done.map_or_else(Step::Failed, Step::Done)
}

fn load(path: &Path) -> Result<Found, Failed> {
    let failed = |e: &io::Error| Failed::new(shown(path), reason(e));
    let file = File::open(path).map_err(|e| failed(&e))?;
    // Refused before a byte of it is read.
    if let Ok(metadata) = file.metadata()
        && metadata.len() > MAX_BYTES as u64
    {
        return Err(too_large(shown(path), metadata.len()));
    }
    bounded(shown(path), file)
}

fn standard() -> Result<Found, Failed> {
    bounded("-".to_owned(), io::stdin().lock())
}

/// Reads to the end, or to where it is clear that there is too much.
fn bounded(path: String, source: impl io::Read) -> Result<Found, Failed> {
    let mut bytes = Vec::new();
    match source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes) {
        Err(e) => Err(Failed::new(path, reason(&e))),
        Ok(read) if read > MAX_BYTES => Err(too_large(path, read as u64)),
        Ok(_) => Ok(Found { path, bytes, ..Found::default() }),
    }
}

fn too_large(path: String, bytes: u64) -> Failed {
    let mib = |n: u64| n.div_ceil(1 << 20);
    Failed::new(path, format!("too large: {} MiB; at most {} are read", mib(bytes), mib(MAX_BYTES as u64)))
}

/// The paths that are named, then those of the list.
fn paths(pages: &Pages) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = pages.paths.clone();
    if let Some(from) = &pages.files_from {
        let bytes = if from.as_os_str() == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            std::fs::read(from)
        };
        paths.extend(list(&bytes.with_context(|| format!("the list {}", shown(from)))?));
    }
    Ok(paths)
}
