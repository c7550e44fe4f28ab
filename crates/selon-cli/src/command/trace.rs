//! `selon trace`

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use selon::{Reading, Trace, view};
use selon_store::Store;

use crate::args::Pages;
use crate::command::read::{self, Keeper, Readers, Shape};
use crate::command::{line, out};
use crate::exit::Exit;
use crate::input::page::{self, Found};
use crate::people;
use crate::report::Report;

/// Say what pages say, on whose word, and on how many independent voices it rests
///
/// Touches no archive unless --db is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon trace pages/
  selon trace --json pages/*.html | jq '.claims[] | select(.support.high > 1) | .gist'")]
pub(crate) struct Args {
    #[command(flatten)]
    pages: Pages,
    #[command(flatten)]
    shape: Shape,
    /// Keep what is read in this archive
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    args.pages.require();
    run_with(&args.pages, args.shape, args.db.as_deref(), report)
}

/// Reads pages, keeps them where an archive is given, prints the trace.
pub(crate) fn run_with(pages: &Pages, shape: Shape, db: Option<&Path>, report: &mut Report) -> anyhow::Result<Exit> {
    let traced = match db {
        None => of_pages(pages, report)?,
        Some(db) => of_archive(pages, db, report)?,
    };
    let Some(Traced { trace, path_of }) = traced else { return Ok(Exit::NothingMatched) };
    let mut out = out();
    if shape.json {
        line(&mut out, &view::trace(&trace, |id| path_of.get(id).map_or("", String::as_str)))?;
    } else {
        let told = |address: &str| path_of.contains_key(address);
        out.write_all(people::trace(&trace, told, &people::Page::of_stdout(), shape.all).as_bytes())?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// A trace, and the paths of the pages that were to be read.
struct Traced {
    trace: Trace,
    path_of: BTreeMap<String, String>,
}

/// Traces pages alone.
fn of_pages(pages: &Pages, report: &mut Report) -> anyhow::Result<Option<Traced>> {
    let mut path_of = BTreeMap::new();
    let mut readings: Vec<Reading> = Vec::new();
    let work = |found: Found| Ok((found.reading()?, found.path));
    let read = page::each(pages, report, work, |(reading, path), report| {
        report.doubts(&path, &reading.dispatch.doubts);
        path_of.entry(reading.dispatch.id.clone()).or_insert(path);
        readings.push(reading);
        Ok(())
    })?;
    if read == 0 {
        return Ok(None);
    }
    report.show_progress("stories compared");
    let trace = Trace::of(readings);
    report.finish();
    Ok(Some(Traced { trace, path_of }))
}

/// Keeps pages in an archive, and traces them with all that the archive knows of their stories.
fn of_archive(pages: &Pages, db: &Path, report: &mut Report) -> anyhow::Result<Option<Traced>> {
    let mut keeper = Keeper::open(db)?;
    let known = Readers::new(db);
    let mut path_of = BTreeMap::new();
    let work = |found: Found| read::read(found, &known);
    let read = page::each(pages, report, work, |page, report| {
        report.doubts(&page.path, &page.doubts);
        path_of.entry(page.address).or_insert(page.path);
        keeper.keep(page.incoming)
    })?;
    // The last connection to be closed writes the log back into the file, and must be one that may write.
    drop(known);
    let (mut store, dispatches) = keeper.finish()?;
    if read == 0 {
        return Ok(None);
    }
    let trace = catch_up(&mut store, &dispatches, report)?;
    Ok(Some(Traced { trace, path_of }))
}

/// Traces dispatches with all that the archive knows of their stories and all that waits to be traced, and keeps the trace
/// where anything has changed.
pub(crate) fn catch_up(store: &mut Store, dispatches: &[i64], report: &mut Report) -> anyhow::Result<Trace> {
    report.show_progress("stories compared");
    let circle = store.circle(dispatches)?;
    let mut readings = Vec::new();
    for &dispatch in &circle.dispatches {
        readings.extend(store.reading_of(dispatch)?);
    }
    let trace = Trace::of(readings);
    if circle.changed {
        store.keep_trace(&trace).context("the archive")?;
    }
    report.finish();
    Ok(trace)
}
