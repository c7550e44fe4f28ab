//! A file for each subcommand.

pub(crate) mod alerts;
pub(crate) mod aliases;
pub(crate) mod annotate;
pub(crate) mod completions;
pub(crate) mod copies;
pub(crate) mod decide;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod forget;
pub(crate) mod import;
pub(crate) mod outlets;
pub(crate) mod read;
pub(crate) mod reread;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod stories;
pub(crate) mod trace;
pub(crate) mod verify;
pub(crate) mod watch;

use std::io::{self, BufWriter, StdoutLock, Write as _};

use serde::Serialize;

/// Standard output, written in large pieces.
pub(crate) type Out = BufWriter<StdoutLock<'static>>;

pub(crate) fn out() -> Out {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Writes a value as one line.
pub(crate) fn line(out: &mut Out, value: &impl Serialize) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    Ok(out.write_all(b"\n")?)
}

/// Writes a line that a worker has made.
pub(crate) fn made(out: &mut Out, line: &str) -> anyhow::Result<()> {
    Ok(writeln!(out, "{line}")?)
}
