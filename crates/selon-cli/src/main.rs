//! The command `selon`: who says what in a folder of news pages, and on whose word.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr, reason = "the command is the edge")]

use std::io::{BufRead, Read, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use rayon::prelude::*;
use selon::annotate::name::{Mention, aliases};
use selon::{Document, Reading, page, view};

#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Marks times, names, places, figures and attributions in documents.
    Annotate { file: String },
    /// Says which names are one.
    Aliases { file: String },
    /// Says which documents are copies of which.
    Copies { file: String },
    /// Says which documents tell of the same event.
    Stories { file: String },
    /// Says what pages say, on whose word, and on how many voices it rests.
    Trace {
        paths: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    /// Reads pages.
    Extract {
        paths: Vec<String>,
        #[arg(long)]
        files_from: Option<String>,
    },
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(e) => {
            eprintln!("selon: {e:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut failed = false;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match Args::parse().command {
        Command::Annotate { file } => {
            let documents: Vec<Document> = lines(&file, &mut failed)?;
            let rows: Vec<String> = documents
                .par_iter()
                .map(|d| serde_json::to_string(&view::marks(&Reading::of_document(d))).expect("plain values"))
                .collect();
            for row in rows {
                writeln!(out, "{row}")?;
            }
        }
        Command::Aliases { file } => {
            let mentions: Vec<Mention> = lines(&file, &mut failed)?;
            for (mention, first) in mentions.iter().zip(aliases(&mentions)) {
                writeln!(out, "{}", serde_json::json!({"id": mention.id, "entity": first.to_string()}))?;
            }
        }
        Command::Copies { file } => {
            let readings = read(&file, &mut failed)?;
            let all: Vec<&Reading> = readings.iter().collect();
            for copy in selon::reuse::copies(&all) {
                let pair = [&all[copy.of].dispatch.id, &all[copy.from].dispatch.id];
                writeln!(out, "{}", serde_json::json!({"pair": pair}))?;
            }
        }
        Command::Stories { file } => {
            let readings = read(&file, &mut failed)?;
            let all: Vec<&Reading> = readings.iter().collect();
            for (reading, story) in all.iter().zip(selon::story::stories(&all)) {
                writeln!(out, "{}", serde_json::json!({"doc": reading.dispatch.id, "story": story.to_string()}))?;
            }
        }
        Command::Trace { paths, json: _ } => {
            let mut path_of = std::collections::BTreeMap::new();
            let mut readings = Vec::new();
            for path in &paths {
                match std::fs::read(path).map_err(anyhow::Error::from).and_then(|b| Ok(page::read(&b)?)) {
                    Ok(page) => {
                        let reading = Reading::of_page(&page);
                        path_of.entry(reading.dispatch.id.clone()).or_insert_with(|| path.clone());
                        readings.push(reading);
                    }
                    Err(e) => {
                        failed = true;
                        eprintln!("selon: {path}: {e:#}");
                    }
                }
            }
            let trace = selon::Trace::of(readings);
            let view = view::trace(&trace, |id| path_of.get(id).map_or("", String::as_str));
            serde_json::to_writer(&mut out, &view)?;
            writeln!(out)?;
        }
        Command::Extract { mut paths, files_from } => {
            if let Some(list) = files_from {
                paths.extend(std::fs::read_to_string(&list).context(list)?.lines().map(str::to_owned));
            }
            let rows: Vec<(String, Result<String>)> = paths
                .into_par_iter()
                .map(|path| {
                    let row = extract(&path);
                    (path, row)
                })
                .collect();
            for (path, row) in rows {
                match row {
                    Ok(row) => writeln!(out, "{row}")?,
                    Err(e) => {
                        failed = true;
                        eprintln!("selon: {path}: {e:#}");
                    }
                }
            }
        }
    }
    out.flush()?;
    Ok(if failed { ExitCode::from(4) } else { ExitCode::SUCCESS })
}

fn extract(path: &str) -> Result<String> {
    let page = page::read(&std::fs::read(path)?)?;
    Ok(serde_json::to_string(&view::dispatch(path, &selon::extract::extract(&page)))?)
}

fn read(file: &str, failed: &mut bool) -> Result<Vec<Reading>> {
    let documents: Vec<Document> = lines(file, failed)?;
    Ok(documents.par_iter().map(Reading::of_document).collect())
}

fn lines<T: serde::de::DeserializeOwned>(file: &str, failed: &mut bool) -> Result<Vec<T>> {
    let source: Box<dyn Read> = if file == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(file).context(file.to_owned())?)
    };
    let mut rows = Vec::new();
    for (number, line) in std::io::BufReader::new(source).lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(&line) {
            Ok(row) => rows.push(row),
            Err(e) => {
                *failed = true;
                eprintln!("selon: {file}: line {}: {e}", number + 1);
            }
        }
    }
    Ok(rows)
}
