//! `selon doctor`

use std::io::Write as _;
use std::path::Path;

use selon_store::{ErrorKind, Health, SCHEMA, Store};

use crate::args::Archive;
use crate::command::{line, out};
use crate::exit::Exit;
use crate::input::name::shown;
use crate::report::Report;

/// Look whether the program and an archive are sound
///
/// Checks the structure of the file, the links between its parts and the hash of every capture. Exit code 5 where something
/// is wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  selon doctor --db selon.db")]
pub(crate) struct Args {
    #[command(flatten)]
    archive: Archive,
}

pub(crate) fn run(args: Args, _report: &mut Report) -> anyhow::Result<Exit> {
    let health = examine(&args.archive.db)?;
    let mut out = out();
    if args.archive.json {
        let none = Health { schema: SCHEMA, ok: true, ..Health::default() };
        line(&mut out, health.as_ref().unwrap_or(&none))?;
    } else {
        // Where the user's own outlets are read with, they are named behind the tables.
        let (tables, own) = selon::known::reader().split_at(selon::lang::TABLES.len());
        writeln!(out, "selon {}, reader {}{own}", selon::VERSION, &tables[..12.min(tables.len())])?;
        match &health {
            None => writeln!(out, "{}: there is nothing in it yet", shown(&args.archive.db))?,
            Some(health) => writeln!(
                out,
                "{}: schema {}, {} captures, {} dispatches, {} claims: {}",
                shown(&args.archive.db),
                health.schema,
                health.captures,
                health.dispatches,
                health.claims,
                if health.ok { "sound" } else { "NOT sound" }
            )?,
        }
        for problem in health.iter().flat_map(|h| &h.problems) {
            writeln!(out, "  {problem}")?;
        }
    }
    out.flush()?;
    Ok(if health.is_none_or(|h| h.ok) { Exit::Done } else { Exit::Mismatch })
}

/// The health of an archive, where there is one; one that is too damaged to be looked through is not sound either.
fn examine(db: &Path) -> anyhow::Result<Option<Health>> {
    match Store::open_to_read(db).and_then(|store| store.doctor()) {
        Ok(health) => Ok(Some(health)),
        Err(e) => match e.kind {
            ErrorKind::Missing | ErrorKind::Empty => Ok(None),
            ErrorKind::Damaged(_) => {
                Ok(Some(Health { schema: SCHEMA, problems: vec![e.kind.to_string()], ..Health::default() }))
            }
            _ => Err(e.into()),
        },
    }
}
