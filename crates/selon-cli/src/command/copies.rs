//! `selon copies`

use std::io::Write as _;

use selon::Reading;
use serde_json::json;

use crate::args::Documents;
use crate::command::{line, out};
use crate::exit::Exit;
use crate::input::documents;
use crate::report::Report;

/// Say which documents are copies of which
///
/// Reads JSON lines as `annotate` does. Prints a line for each pair: the copy, what it is taken from, how, and the passages.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  selon copies documents.jsonl")]
pub(crate) struct Args {
    #[command(flatten)]
    documents: Documents,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let readings = documents::readings(&args.documents, report)?;
    let all: Vec<&Reading> = readings.iter().collect();
    let mut out = out();
    for copy in selon::reuse::copies(&all) {
        line(&mut out, &json!({"pair": [all[copy.of].dispatch.id, all[copy.from].dispatch.id]}))?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
