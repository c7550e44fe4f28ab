//! `selon forget`

use std::io::Write as _;
use std::path::PathBuf;

use selon_store::Store;

use crate::command::{out, trace};
use crate::exit::Exit;
use crate::people::plain;
use crate::report::Report;

/// Forget a page or an outlet: bytes, text, index and all
///
/// What other pages state stays. Nothing of what was forgotten is left in the file. Exit code 3 where nothing has this name.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon forget https://example.org/page
  selon forget 'Le Phare'")]
pub(crate) struct Args {
    /// The address of a page, the path it was read from, or the name of an outlet
    #[arg(value_name = "ADDRESS|OUTLET")]
    name: String,
    /// The archive
    #[arg(long, value_name = "FILE", default_value = "selon.db")]
    db: PathBuf,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let mut store = Store::open(&args.db)?;
    let forgotten = store.forget(&args.name)?;
    trace::catch_up(&mut store, report)?;
    let mut out = out();
    for address in &forgotten {
        writeln!(out, "forgotten: {}", plain(address))?;
    }
    out.flush()?;
    Ok(if forgotten.is_empty() { Exit::NothingMatched } else { Exit::Done })
}
