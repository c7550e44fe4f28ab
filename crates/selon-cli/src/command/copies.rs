//! `selon copies`

use std::io::Write as _;

use selon::Dispatch;

use crate::args::Documents;
use crate::command::{line, out};
use crate::exit::Exit;
use crate::input::documents;
use crate::report::Report;

/// Say which documents are copies of which
///
/// Reads JSON lines as `annotate` does. Prints for each document {"doc", "parent"}, {"doc", "origin"} and, where it is taken
/// from others, {"doc", "spans"}; and {"pair"} for each two that share an origin.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  selon copies documents.jsonl")]
pub(crate) struct Args {
    #[command(flatten)]
    documents: Documents,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let dispatches = documents::all(&args.documents, report, |document| Dispatch::from(document))?;
    let mut out = out();
    for row in selon::view::copies(&dispatches.iter().collect::<Vec<_>>()) {
        line(&mut out, &row)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
