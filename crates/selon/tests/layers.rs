//! A stage uses only the stages above it in `lib.rs`, and the ground floor.
#![allow(clippy::disallowed_methods, reason = "a test reads the sources")]

use std::path::{Path, PathBuf};

#[test]
fn no_import_runs_up() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = std::fs::read_to_string(src.join("lib.rs")).expect("lib.rs");
    let modules: Vec<&str> = lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() > 10, "lib.rs declares the stages, a line each");
    let mut wrong = Vec::new();
    for (place, module) in modules.iter().enumerate() {
        for file in files(&src, module) {
            let text = std::fs::read_to_string(&file).expect("a source file");
            // Tests may read whole documents.
            if file.file_stem().is_some_and(|s| s == "tests" || s == "examples") {
                continue;
            }
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for used in imports(text) {
                if modules.iter().position(|m| *m == used).is_some_and(|other| other > place) {
                    wrong.push(format!("{}: {module} uses {used}, which stands below it", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Parts of one stage have an order of their own: figures know times, places know names.
#[test]
fn copies_are_judged_without_claims() {
    let reuse = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reuse");
    for file in all(&reuse) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        assert!(!text.contains("crate::claim"), "{}: a wrong claim could make two sources one", file.display());
    }
}

/// The modules of this crate that a source names after `crate::`, also in braces.
fn imports(text: &str) -> Vec<String> {
    let word = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split(';').next().unwrap_or("");
                found.extend(list.split(',').map(|item| word(item.trim())));
            }
            None => found.push(word(rest)),
        }
    }
    found
}

fn files(src: &Path, module: &str) -> Vec<PathBuf> {
    let single = src.join(format!("{module}.rs"));
    if single.exists() { vec![single] } else { all(&src.join(module)) }
}

fn all(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let paths = entries.map(|e| e.expect("an entry").path());
    paths
        .flat_map(|p| if p.is_dir() { all(&p) } else { vec![p] })
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        .collect()
}

/// Which of selon's crates each of them may stand on, besides what those stand on.
const CRATES: &[(&str, &[&str])] = &[
    ("selon-data", &[]),
    ("selon-draw", &[]),
    ("selon-archive", &[]),
    ("selon-fetch", &[]),
    ("selon", &["selon-data"]),
    ("selon-store", &["selon", "selon-data"]),
    ("selon-export", &["selon", "selon-data", "selon-archive", "selon-store"]),
];

#[test]
fn crates_stand_on_those_below_them_and_one_alone_knows_sql() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of the crates");
    let manifest = |name: &str| std::fs::read_to_string(crates.join(name).join("Cargo.toml")).expect("a manifest");
    let keys = |text: &str| -> Vec<String> {
        let stands = text.split("[dev-dependencies]").next().unwrap_or_default();
        let behind = stands.split("[dependencies]").nth(1).unwrap_or_default();
        let key = |line: &str| line.split(['.', ' ', '=']).next().unwrap_or_default().to_owned();
        behind.lines().map(key).filter(|key| !key.is_empty()).collect()
    };
    for (name, below) in CRATES {
        for key in keys(&manifest(name)).iter().filter(|key| key.starts_with("selon")) {
            assert!(below.contains(&key.as_str()), "{name} stands on {key}");
        }
    }
    for name in ["selon-serve", "selon-cli", "selon-export", "selon"] {
        assert!(!keys(&manifest(name)).iter().any(|key| key == "rusqlite"), "{name} knows SQL");
    }
    assert!(!keys(&manifest("selon-serve")).iter().any(|key| key == "selon-cli"), "the pages know the command");
}
