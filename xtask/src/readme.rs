//! The traces that the README shows: printed anew, or checked to be what selon really prints.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::root;

const MARK: &str = "<!-- trace: ";

/// Prints the traces into the README; with `--check`, only compares.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let path = root().join("README.md");
    let before = std::fs::read_to_string(&path).context("README.md")?;
    let after = printed(&before)?;
    if args.iter().any(|a| a == "--check") {
        if before != after {
            bail!("README.md shows what selon no longer prints: cargo xtask readme prints it anew");
        }
        return Ok(());
    }
    std::fs::write(&path, after).context("README.md")
}

/// The README with the fence after each mark filled by what selon prints of the named folder.
fn printed(readme: &str) -> Result<String> {
    let mut out = String::new();
    let mut rest = readme;
    while let Some(at) = rest.find(MARK) {
        let (head, tail) = rest.split_at(at);
        out += head;
        let (folder, _) = tail[MARK.len()..].split_once(" -->").context("README.md: a mark without an end")?;
        let open = tail.find("```text\n").context("README.md: no fence after a mark")? + "```text\n".len();
        let close = open + tail[open..].find("```\n").context("README.md: a fence without an end")?;
        out += &tail[..open];
        out += &trace(folder)?;
        rest = &tail[close..];
    }
    Ok(out + rest)
}

/// What selon prints for people, as it does without a terminal.
fn trace(folder: &str) -> Result<String> {
    // As a reader of the README runs it, with an archive of its own that nothing is in yet.
    let archive = root().join("target/readme.db");
    for ending in ["", "-wal", "-shm", ".seal"] {
        let _ = std::fs::remove_file(format!("{}{ending}", archive.display()));
    }
    let archive = archive.to_str().context("a path in UTF-8")?;
    let selon = ["run", "--release", "--quiet", "--locked", "--package", "selon-cli", "--", folder, "--db", archive];
    let run = Command::new(env!("CARGO")).args(selon).env_remove("COLUMNS").current_dir(root()).output()?;
    if !run.status.success() {
        bail!("selon {folder}: {}", String::from_utf8_lossy(&run.stderr));
    }
    Ok(String::from_utf8(run.stdout)?)
}
