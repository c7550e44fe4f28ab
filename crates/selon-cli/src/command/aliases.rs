//! `selon aliases`

use std::io::Write as _;
use std::path::PathBuf;

use selon::annotate::name::{self, Mention};
use serde_json::json;

use crate::args::Jobs;
use crate::command::{line, out};
use crate::exit::Exit;
use crate::input::documents;
use crate::report::Report;

/// Say which names are one
///
/// Reads JSON lines: {"id", "group", "name", "kind": "person|organisation|place", "lang"}. Prints {"id", "entity", "same_as",
/// "because"}: names with the same entity are the same one; `because` says what it shares with the name `same_as`. Nothing is
/// merged across groups.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  printf '%s\\n' '{\"id\":\"1\",\"group\":\"a\",\"name\":\"Ana Roz\",\"kind\":\"person\",\"lang\":\"fr\"}' \\
                '{\"id\":\"2\",\"group\":\"a\",\"name\":\"Mme Roz\",\"kind\":\"person\",\"lang\":\"fr\"}' | selon aliases -")]
pub(crate) struct Args {
    /// JSON lines, one name each; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    _jobs: Jobs,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let mentions: Vec<Mention> = documents::values(&args.file, report);
    let mut out = out();
    for (mention, alias) in mentions.iter().zip(name::aliases(&mentions)) {
        let mut row = json!({"id": mention.id, "entity": mentions[alias.first].id});
        if let Some((with, why)) = alias.because {
            row["same_as"] = json!(mentions[with].id);
            row["because"] = json!(why.to_string());
        }
        line(&mut out, &row)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
