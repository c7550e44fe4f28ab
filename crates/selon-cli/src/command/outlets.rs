//! `selon outlets`

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, anyhow};
use selon::known::{self, Known};

use crate::command::{line, out};
use crate::exit::Exit;

/// Say what selon knows of outlets: names, domains, and whose they are
///
/// Prints one outlet a line, fields parted by tabs: name, ISO 3166 country, sort, other names (parted by |), domain, owner or state,
/// when that was so, who says so. What is unknown is empty. Lines of this form, in a file of your own that any command takes
/// with --outlets, hold in the place of selon's; others are added.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon outlets \"Le Monde\" bbc.co.uk
  selon --outlets mine.tsv trace pages/      read with what mine.tsv says of outlets")]
pub(crate) struct Args {
    /// Names or hosts; all outlets unless given
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let found: Vec<&Known> = if args.names.is_empty() {
        known::outlets()
    } else {
        args.names.iter().filter_map(|n| known::outlet(n).or_else(|| known::at_host(n))).collect()
    };
    let mut out = out();
    for known in &found {
        if args.json {
            line(&mut out, &selon::view::outlet(known))?;
        } else {
            writeln!(out, "{}", known.row())?;
        }
    }
    out.flush()?;
    Ok(if found.is_empty() { Exit::NothingMatched } else { Exit::Done })
}

/// Takes a user's own lines.
pub(crate) fn amend(file: &Path) -> anyhow::Result<()> {
    let said = || file.display().to_string();
    let lines = std::fs::read_to_string(file).with_context(said)?;
    match known::amend(lines) {
        Ok(_) => Ok(()),
        Err(at) => {
            Err(anyhow!("line {at}: not a name and at most seven more fields parted by tabs")).with_context(said)
        }
    }
}
