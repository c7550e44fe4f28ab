//! `selon reread`

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use selon::Reading;
use selon_store::Incoming;

use crate::args::Jobs;
use crate::command::read::{Keeper, Readers};
use crate::command::{out, trace};
use crate::exit::Exit;
use crate::people::count;
use crate::pipeline::{guarded, ordered};
use crate::report::Report;

/// Read the captures of an archive anew, with this version of selon
///
/// Claims keep their names where their words are still there. What this version has read already is left as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  selon reread --db selon.db")]
pub(crate) struct Args {
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
    #[command(flatten)]
    jobs: Jobs,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let mut keeper = Keeper::open(&args.db)?;
    let readers = Readers::new(&args.db);
    let stale = keeper.store().captures(true)?;
    let total = stale.len();
    report.show_progress("captures read anew");
    let read = |hash: String| {
        let anew = guarded(|| readers.with(|store| anew(store, &hash)));
        (hash, anew.unwrap_or_else(|bug| Err(anyhow::anyhow!(bug))))
    };
    ordered(args.jobs.count(), stale.into_iter(), read, |(hash, incoming)| {
        report.advance();
        match incoming {
            Ok(incoming) => keeper.keep(incoming)?,
            Err(e) => report.failed(&format!("capture {hash}"), &format!("{e:#}")),
        }
        anyhow::Ok(())
    })?;
    report.finish();
    drop(readers);
    let (mut store, _) = keeper.finish()?;
    trace::catch_up(&mut store, report)?;
    let mut out = out();
    writeln!(out, "{} read anew", count(total, "capture", "captures"))?;
    out.flush()?;
    Ok(Exit::Done)
}

fn anew(store: &selon_store::Store, hash: &str) -> anyhow::Result<Incoming> {
    let bytes = store.bytes(hash)?.context("its bytes are gone")?;
    let place = store.found_at(hash)?.unwrap_or_else(|| hash.to_owned());
    let page = store.page(hash)?.context("its bytes are gone")?;
    let reading = Reading::of_page(&page);
    Ok(Incoming::new(&bytes, &place, &reading))
}
