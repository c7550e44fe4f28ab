//! `selon show`

use std::io::Write as _;

use selon_store::{Shown, Store};

use crate::args::Archive;
use crate::command::{line, out};
use crate::exit::Exit;
use crate::people;
use crate::report::Report;

/// Show a claim, a story, a dispatch or a voice of an archive
///
/// Exit code 3 where there is no such thing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon show c12                          a claim, with the words that state it and the voices it came through
  selon show s3 --json                    a story as JSON
  selon show https://example.org/page     a dispatch, by its address")]
pub(crate) struct Args {
    /// c12 a claim, s3 a story, d45 a dispatch, v7 a voice; or an address, or the SHA-256 of a page
    #[arg(value_name = "ID")]
    name: String,
    /// Show the versions of a dispatch instead, and what each changed
    #[arg(long)]
    versions: bool,
    #[command(flatten)]
    archive: Archive,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    let store = Store::open_to_read(&args.archive.db)?;
    let shown = store.show(&args.name)?;
    let Some(shown) = shown else {
        report.note(&format!("{}: nothing in the archive has this name", args.name));
        return Ok(Exit::NothingMatched);
    };
    let mut out = out();
    if args.versions {
        let Shown::Dispatch(dispatch) = &shown else {
            report.note(&format!("{}: only dispatches have versions", args.name));
            return Ok(Exit::NothingMatched);
        };
        let versions = store.versions(dispatch.row.id)?;
        for version in versions.iter().filter(|_| args.archive.json) {
            line(&mut out, version)?;
        }
        if !args.archive.json {
            out.write_all(people::versions(&versions, &people::Page::of_stdout()).as_bytes())?;
        }
    } else if args.archive.json {
        line(&mut out, &shown)?;
    } else {
        out.write_all(people::shown(&shown, &people::Page::of_stdout()).as_bytes())?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
