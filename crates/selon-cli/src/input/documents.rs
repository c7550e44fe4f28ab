//! Documents and the like: one JSON object a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use selon::Document;
use selon::page::MAX_BYTES;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::name::shown;
use super::{Failed, reason};
use crate::args::Documents;
use crate::pipeline::{guarded, ordered};
use crate::report::Report;

/// The longest line that is read: a text of the largest size, each of its characters escaped in the longest way.
const LONGEST: usize = 6 * MAX_BYTES;

/// Reads documents: `work` on many threads, then `sink` for each in the order of the input. Lines that are no documents
/// are reported by their number.
pub(crate) fn each<R: Send>(
    documents: &Documents,
    report: &mut Report,
    work: impl Fn(&Document) -> R + Sync,
    mut sink: impl FnMut(R) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let name = shown(&documents.file);
    let read = |line: Line| {
        let failed = |why: &str| Failed::new(format!("{name}: line {}", line.number), why);
        let text = line.text.as_deref().map_err(|why| failed(why))?;
        let document = document(text).map_err(|why| failed(&why))?;
        guarded(|| work(&document)).map_err(|bug| failed(&bug))
    };
    let Some(lines) = open(&documents.file, report) else { return Ok(()) };
    report.show_progress("documents read");
    ordered(documents.jobs.count(), lines, read, |row| {
        match row {
            Ok(row) => sink(row)?,
            Err(failed) => report.failed(&failed.input, &failed.reason),
        }
        report.advance();
        anyhow::Ok(())
    })?;
    report.finish();
    Ok(())
}

/// What is made of each document, in the order of the input.
pub(crate) fn all<R: Send>(
    documents: &Documents,
    report: &mut Report,
    work: impl Fn(&Document) -> R + Sync,
) -> anyhow::Result<Vec<R>> {
    let mut all = Vec::new();
    each(documents, report, work, |made| {
        all.push(made);
        Ok(())
    })?;
    Ok(all)
}

/// The values of all lines.
pub(crate) fn values<T: DeserializeOwned>(file: &Path, report: &mut Report) -> Vec<T> {
    let name = shown(file);
    let mut all = Vec::new();
    for line in open(file, report).into_iter().flatten() {
        match line.text.and_then(|text| serde_json::from_slice(&text).map_err(|e| e.to_string())) {
            Ok(value) => all.push(value),
            Err(why) => report.failed(&format!("{name}: line {}", line.number), &why),
        }
    }
    all
}

/// A document is taken as it stands, but what is no date in `published` is treated as missing, whatever its type.
fn document(line: &[u8]) -> Result<Document, String> {
    let document: Document = serde_json::from_slice(line).or_else(|e| {
        let mut value: Value = serde_json::from_slice(line).map_err(|e| e.to_string())?;
        match value.get_mut("published") {
            Some(published) if !published.is_string() => {
                *published = Value::String(published.to_string());
                serde_json::from_value(value).map_err(|e| e.to_string())
            }
            _ => Err(e.to_string()),
        }
    })?;
    if document.text.len() > MAX_BYTES {
        return Err(format!("a text of {} bytes; at most {MAX_BYTES} are read", document.text.len()));
    }
    Ok(document)
}

/// One line that holds something, or why it could not be read.
struct Line {
    number: usize,
    text: Result<Vec<u8>, String>,
}

struct Lines {
    source: Box<dyn BufRead + Send>,
    number: usize,
    ended: bool,
}

fn open(file: &Path, report: &mut Report) -> Option<Lines> {
    let source: Box<dyn BufRead + Send> = if file.as_os_str() == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        match File::open(file) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(e) => {
                report.failed(&shown(file), &reason(&e));
                return None;
            }
        }
    };
    Some(Lines { source, number: 0, ended: false })
}

impl Iterator for Lines {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        while !self.ended {
            self.number += 1;
            let mut line = Vec::new();
            let text = match io::Read::take(&mut self.source, LONGEST as u64).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(LONGEST) if !line.ends_with(b"\n") => {
                    self.skip().map(|()| Err(format!("longer than {LONGEST} bytes")))
                }
                Ok(_) => Ok(Ok(line)),
                Err(e) => Err(e),
            };
            let text = text.unwrap_or_else(|e| {
                self.ended = true;
                Err(reason(&e))
            });
            if text.as_ref().is_ok_and(|line| line.trim_ascii().is_empty()) {
                continue;
            }
            return Some(Line { number: self.number, text });
        }
        self.ended = true;
        None
    }
}

impl Lines {
    /// Passes over the rest of a line.
    fn skip(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.source.fill_buf()?;
            let (used, found) = match buffer.iter().position(|&b| b == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.source.consume(used);
            if found {
                return Ok(());
            }
        }
    }
}
