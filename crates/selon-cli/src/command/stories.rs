//! `selon stories`

use std::io::Write as _;

use selon::Reading;
use serde_json::json;

use crate::args::Documents;
use crate::command::{line, out};
use crate::exit::Exit;
use crate::input::documents;
use crate::report::Report;

/// Say which documents tell of the same event
///
/// Reads JSON lines as `annotate` does. Prints {"doc", "story"} for each: documents with the same story tell of one event.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  selon stories documents.jsonl")]
pub(crate) struct Args {
    #[command(flatten)]
    documents: Documents,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let readings = documents::all(&args.documents, report, Reading::of_document)?;
    let all: Vec<&Reading> = readings.iter().collect();
    let mut out = out();
    for (reading, story) in all.iter().zip(selon::story::stories(&all)) {
        line(&mut out, &json!({"doc": reading.dispatch.id, "story": story.to_string()}))?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
