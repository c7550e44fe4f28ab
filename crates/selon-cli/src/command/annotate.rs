//! `selon annotate`

use std::io::Write as _;

use selon::{Reading, view};

use crate::args::Documents;
use crate::command::{made, out};
use crate::exit::Exit;
use crate::input::documents;
use crate::report::Report;

/// Mark times, names, places, figures and attributions in documents
///
/// Reads JSON lines: {"id", "text", "lang"?, "published"?, "title"?, "outlet"?, "url"?}. Prints one line each, with offsets
/// in code points.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  echo '{\"id\": \"1\", \"text\": \"Le port est fermé, a annoncé lundi la préfecture.\", \"lang\": \"fr\"}' | selon annotate -")]
pub(crate) struct Args {
    #[command(flatten)]
    documents: Documents,
    /// Say of each time by which rule it was found and what else it might be, and of each place where else it may lie
    #[arg(long)]
    why: bool,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let mut out = out();
    let view = if args.why { view::marks_with_reasons } else { view::marks };
    let work = |document: &selon::Document| serde_json::to_string(&view(&Reading::of_document(document)));
    documents::each(&args.documents, report, work, |row| made(&mut out, &row?))?;
    out.flush()?;
    Ok(Exit::Done)
}
