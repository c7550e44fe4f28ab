//! Runs the specifications: `spec/<stage>/*.md`, each case a test. `spec/README.md` says how they are written.
#![allow(clippy::disallowed_methods, reason = "a test reads its files")]

#[path = "spec/case.rs"]
mod case;
#[path = "spec/render.rs"]
mod render;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};

use case::Case;

fn main() {
    let args = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec");
    let mut trials = Vec::new();
    for file in markdown(&root) {
        let text = std::fs::read_to_string(&file).expect("a specification that can be read");
        let name = file.strip_prefix(&root).expect("it lies below").with_extension("");
        for case in case::cases(&text) {
            let title = format!("{}: {}", name.display(), case.title);
            trials.push(Trial::test(title, move || check(&case)));
        }
    }
    assert!(!trials.is_empty(), "no specification in {}", root.display());
    libtest_mimic::run(&args, trials).exit();
}

fn markdown(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of specifications");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let files = paths.into_iter().flat_map(|path| {
        if path.is_dir() {
            markdown(&path)
        } else if path.extension().is_some_and(|e| e == "md") && path.file_stem().is_some_and(|s| s != "README") {
            vec![path]
        } else {
            Vec::new()
        }
    });
    files.collect()
}

fn check(case: &Case) -> Result<(), Failed> {
    if case.expected.is_empty() {
        return Err("the case expects nothing".into());
    }
    let readings: Vec<_> = case.inputs.iter().map(case::Input::read).collect::<Result<_, _>>()?;
    if readings.is_empty() {
        return Err("the case has no input".into());
    }
    let mut wrong = String::new();
    for expected in &case.expected {
        let found = render::render(&expected.what, &readings)?;
        if found != expected.lines {
            let _ = writeln!(
                wrong,
                "{}\n  expected:\n    {}\n  found:\n    {}",
                expected.what,
                expected.lines.join("\n    "),
                found.join("\n    ")
            );
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
}
