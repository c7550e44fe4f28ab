//! `selon stories`

use std::io::Write as _;

use selon::Dispatch;
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
    let dispatches = documents::all(&args.documents, report, |document| Dispatch::from(document))?;
    let stories = selon::story::stories_of(&dispatches.iter().collect::<Vec<_>>());
    let mut out = out();
    for (dispatch, story) in dispatches.iter().zip(stories) {
        line(&mut out, &json!({"doc": dispatch.id, "story": story.to_string()}))?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
