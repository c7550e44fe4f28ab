//! `selon verify`

use std::fs::File;
use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use selon_store::{Seal, Store};

use crate::args::Jobs;
use crate::command::{out, read::Readers};
use crate::exit::Exit;
use crate::input::name::shown;
use crate::people::{count, plain};
use crate::pipeline::{guarded, ordered};
use crate::report::Report;

/// Verify that an archive, or an evidence bundle, holds what was captured
///
/// Compares the bytes of every capture with their hash, and the words of every statement with what this selon reads in those
/// bytes. Prints what differs; exit code 5 where anything does. An archive in which nothing differs is sealed: the next time,
/// any byte of it that was changed by anything but selon is found.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  selon verify selon.db
  selon verify s3.wacz")]
pub(crate) struct Args {
    /// The archive, or a bundle that selon export --wacz made
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    jobs: Jobs,
}

pub(crate) fn run(args: Args, report: &mut Report) -> anyhow::Result<Exit> {
    if is_archive(&args.file) { archive(&args, report) } else { bundle(&args.file) }
}

/// Whether a file is an archive of selon's. What cannot be opened is left to the archive to explain.
fn is_archive(path: &Path) -> bool {
    let mut head = Vec::new();
    match File::open(path).and_then(|file| file.take(16).read_to_end(&mut head)) {
        Ok(_) => head.is_empty() || head == b"SQLite format 3\0",
        Err(_) => true,
    }
}

fn bundle(path: &Path) -> anyhow::Result<Exit> {
    let file = File::open(path).with_context(|| shown(path))?;
    let mut out = out();
    // Whatever it was, it is no bundle any more.
    let checked = match selon_export::verify(BufReader::new(file)) {
        Ok(checked) => checked,
        Err(e) => {
            writeln!(out, "{}: not an evidence bundle, or damaged: {}", shown(path), plain(&e.to_string()))?;
            out.flush()?;
            return Ok(Exit::Mismatch);
        }
    };
    for difference in &checked.differing {
        writeln!(out, "{}", plain(difference))?;
    }
    if checked.differing.is_empty() {
        let captures = count(checked.captures, "capture", "captures");
        let statements = count(checked.statements, "statement", "statements");
        writeln!(out, "{captures} and {statements} verified: nothing differs")?;
    }
    out.flush()?;
    Ok(if checked.differing.is_empty() { Exit::Done } else { Exit::Mismatch })
}

fn archive(args: &Args, report: &mut Report) -> anyhow::Result<Exit> {
    let seal = Seal::of(&args.file).unwrap_or(Seal::None);
    let mut differing = Vec::new();
    if seal == Seal::Broken {
        differing.push("the file is not, byte for byte, what it was when it was sealed".to_owned());
    }
    let looked = look(args, report, &mut differing);
    let total = match looked {
        Ok(total) => total,
        // A file that was changed and cannot be read any more differs all the more.
        Err(e) if seal == Seal::Broken => {
            differing.push(format!("{e:#}"));
            0
        }
        Err(e) => return Err(e),
    };
    report.finish();
    let mut out = out();
    for difference in &differing {
        writeln!(out, "{}", plain(difference))?;
    }
    if differing.is_empty() {
        writeln!(out, "{} verified: nothing differs", count(total, "capture", "captures"))?;
        // From now on any changed byte is seen, until selon itself writes.
        match Seal::set(&args.file) {
            Ok(true) => report.note("sealed: until selon writes to the archive, any changed byte of it will be found"),
            Ok(false) => report.note("not sealed: another process writes to the archive"),
            Err(e) => report.note(&format!("not sealed: {e}")),
        }
    }
    out.flush()?;
    Ok(if differing.is_empty() { Exit::Done } else { Exit::Mismatch })
}

/// Looks at all that the archive holds; answers with how many captures there are.
fn look(args: &Args, report: &mut Report, differing: &mut Vec<String>) -> anyhow::Result<usize> {
    let store = Store::open_to_read(&args.file)?;
    differing.extend(store.doctor()?.problems);
    let captures = store.captures(false)?;
    let total = captures.len();
    let readers = Readers::new(&args.file);
    report.show_progress("captures verified");
    ordered(
        args.jobs.count(),
        captures.into_iter(),
        |hash| guarded(|| readers.with(|store| store.verify(&hash))),
        |found| {
            report.advance();
            match found {
                Ok(Ok(found)) => differing.extend(found),
                Ok(Err(e)) => differing.push(e.to_string()),
                Err(bug) => bail!(bug),
            }
            anyhow::Ok(())
        },
    )?;
    Ok(total)
}
