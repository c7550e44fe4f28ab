//! `selon verify`

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use selon_store::Store;

use crate::args::Jobs;
use crate::command::{out, read::Readers};
use crate::exit::Exit;
use crate::people::{count, plain};
use crate::pipeline::{guarded, ordered};
use crate::report::Report;

/// Verify that an archive holds what was captured
///
/// Compares the bytes of every capture with their hash, and the words of every statement with what this selon reads in those
/// bytes. Prints what differs; exit code 5 where anything does.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  selon verify selon.db")]
pub(crate) struct Args {
    /// The archive
    #[arg(value_name = "DB")]
    file: PathBuf,
    #[command(flatten)]
    jobs: Jobs,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let store = Store::open_to_read(&args.file)?;
    let mut differing = store.doctor()?.problems;
    let captures = store.captures(false)?;
    let total = captures.len();
    let readers = Readers::new(&args.file);
    report.show_progress("captures verified");
    ordered(
        args.jobs.count(),
        captures.into_iter(),
        |hash| guarded(|| readers.with(|store| store.verify(&hash))),
        |found| {
            report.advance();
            match found {
                Ok(Ok(found)) => differing.extend(found),
                Ok(Err(e)) => differing.push(e.to_string()),
                Err(bug) => bail!(bug),
            }
            anyhow::Ok(())
        },
    )?;
    report.finish();
    let mut out = out();
    for difference in &differing {
        writeln!(out, "{}", plain(difference))?;
    }
    if differing.is_empty() {
        writeln!(out, "{} verified: nothing differs", count(total, "capture", "captures"))?;
    }
    out.flush()?;
    Ok(if differing.is_empty() { Exit::Done } else { Exit::Mismatch })
}
