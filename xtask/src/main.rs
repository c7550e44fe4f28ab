//! What developers of selon run: `cargo xtask test`, `cargo xtask gold`, …
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "developers run it at the edge"
)]

mod data;
mod gold;
mod readme;
mod speed;
mod test;
mod tools;
mod train;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

const HELP: &str = "\
cargo xtask test            everything that must hold: formatting, lints, docs, all tests, exports and pages opened
cargo xtask gold [TASK…]    measures selon on the gold sets, compares with gold/scores.tsv and fails on a fall
cargo xtask gold --write    the same, and writes the new figures into gold/scores.tsv
cargo xtask browse          walks through the pages of selon serve in a browser; part of test
cargo xtask pictures        takes the pictures in docs/ anew
cargo xtask readme          prints the traces in README.md anew; --check only compares
cargo xtask train           learns the tagger of attributions: --gold FILE --out FILE [--check FILE FILE]
cargo xtask train names     learns the judge of names: --own, --gold, --silver FILE …, --out FILE [--check FILE FILE]
cargo xtask speed [FILE…]   how fast one core reads text, stage by stage; run it with --release
cargo xtask data FOLDER     builds gazetteer, name parts and outlines of countries from packages unpacked in a folder
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let done = match args.first().map(String::as_str) {
        Some("test") => test::run(),
        Some("gold") => gold::run(rest),
        Some("readme") => readme::run(rest),
        Some("browse") => tools::browse(),
        Some("pictures") => tools::pictures(),
        Some("speed") => speed::run(rest),
        Some("train") => train::run(rest),
        Some("data") => data::run(rest),
        _ => {
            print!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("xtask: {e:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project").to_owned()
}

/// Runs a command in the root, and fails where it does.
fn run(program: &str, args: &[&str], envs: &[(&str, &str)]) -> Result<()> {
    eprintln!("$ {program} {}", args.join(" "));
    let status = Command::new(program).args(args).envs(envs.iter().copied()).current_dir(root()).status();
    let status = status.with_context(|| format!("{program} cannot be started"))?;
    if !status.success() {
        bail!("{program} {} failed", args.join(" "));
    }
    Ok(())
}
