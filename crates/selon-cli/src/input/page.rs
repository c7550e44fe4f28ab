//! Pages, read in parallel.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use selon::page::{self, MAX_BYTES};
use selon::{Page, Reading};

use super::name::shown;
use super::walk::{Met, Walk, list};
use super::{Failed, reason};
use crate::args::Pages;
use crate::pipeline::{guarded, ordered};
use crate::report::Report;

/// A page's bytes, and where they were found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The file, as it is shown; `-` for standard input.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) bytes: Vec<u8>,
}

impl Found {
    /// Decodes it.
    pub(crate) fn page(&self) -> Result<Page, Failed> {
        page::read(&self.bytes).map_err(|e| Failed::new(&self.path, e.to_string()))
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
    report: &mut Report,
    work: impl Fn(Found) -> Result<R, Failed> + Sync,
    mut sink: impl FnMut(R, &Report) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let walk = Walk::new(paths(pages)?);
    report.show_progress("pages read");
    let mut read = 0;
    ordered(
        pages.jobs.count(),
        walk,
        |met| step(met, &work),
        |step| {
            match step {
                Step::Done(row) => {
                    read += 1;
                    report.advance();
                    sink(row, report)?;
                }
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

enum Step<R> {
    Done(R),
    Failed(Failed),
    LeftOut(Failed),
}

fn step<R>(met: Met, work: impl Fn(Found) -> Result<R, Failed>) -> Step<R> {
    let found = match met {
        Met::Page(path) => load(&path),
        Met::Standard => standard(),
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
        Ok(_) => Ok(Found { path, bytes }),
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
