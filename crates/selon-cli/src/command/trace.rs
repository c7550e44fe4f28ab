//! `selon trace`

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use selon::{Reading, Trace, view};
use selon_store::Incoming;

use crate::args::Pages;
use crate::command::read::{Keeper, Known, Shape};
use crate::command::{line, out};
use crate::exit::Exit;
use crate::input::Failed;
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
    let mut keeper = db.map(Keeper::open).transpose()?;
    let known = keeper.as_ref().map(Keeper::known);
    let mut path_of = BTreeMap::new();
    let mut readings: Vec<Reading> = Vec::new();
    let work = |found: Found| read(found, known.as_ref());
    let sink = |page: Read, report: &Report| {
        report.doubts(&page.path, &page.reading.dispatch.doubts);
        if let (Some(keeper), Some(incoming)) = (&mut keeper, page.incoming) {
            keeper.keep(incoming)?;
        }
        path_of.entry(page.reading.dispatch.id.clone()).or_insert(page.path);
        readings.push(page.reading);
        Ok(())
    };
    let read = page::each(pages, report, work, sink)?;
    if let Some(keeper) = &mut keeper {
        keeper.flush()?;
    }
    if read == 0 {
        return Ok(Exit::NothingMatched);
    }
    report.show_progress("comparing");
    let trace = Trace::of(readings);
    report.finish();

    let mut out = out();
    if shape.json {
        line(&mut out, &view::trace(&trace, |id| path_of.get(id).map_or("", String::as_str)))?;
    } else {
        out.write_all(people::trace(&trace, &people::Page::of_stdout(), shape.all).as_bytes())?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// A page that was read, with what is to be kept of it.
struct Read {
    path: String,
    reading: Reading,
    incoming: Option<Incoming>,
}

/// Reads a page, or takes the reading that the archive has of it.
fn read(found: Found, known: Option<&Known>) -> Result<Read, Failed> {
    if let Some((reading, incoming)) = known.and_then(|known| known.reading(&found)) {
        return Ok(Read { path: found.path, reading, incoming: Some(incoming) });
    }
    let reading = found.reading()?;
    let incoming = known.map(|_| Incoming::new(&found.bytes, &found.path, &reading));
    Ok(Read { path: found.path, reading, incoming })
}
