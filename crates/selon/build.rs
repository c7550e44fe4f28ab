//! Compiles `lang/<code>/*.toml` into one embedded table a file.
//!
//! A table is the TOML value without what only tests and readers need (`examples`, `not`, `note`), as MessagePack: a
//! fraction of the size and of the time to read. Building from the sources keeps text and pack from ever differing.

#![expect(clippy::disallowed_methods, reason = "the library reads no file; what builds it does")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

/// Keys that the library never reads.
const FOR_READERS: [&str; 4] = ["each", "examples", "not", "note"];

fn main() {
    println!("cargo::rerun-if-changed=lang");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut code = String::from("/// (language, [(table, bytes)]), both in alphabetical order.\n");
    let mut hash = Sha256::new();
    code.push_str("pub(super) static PACKS: &[Pack] = &[\n");
    for folder in sorted(Path::new("lang")) {
        let lang = name(&folder);
        if !folder.is_dir() || lang.starts_with('_') {
            continue;
        }
        writeln!(code, "    (\"{lang}\", &[").expect("a string takes all");
        for file in sorted(&folder) {
            if file.extension().is_none_or(|e| e != "toml") {
                continue;
            }
            let table = file.file_stem().expect("it has an extension").to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            let mut value: toml::Table = text.parse().unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            strip(&mut value);
            let bytes = rmp_serde::to_vec_named(&value).expect("TOML fits into MessagePack");
            hash.update(lang.as_bytes());
            hash.update(table.as_bytes());
            hash.update(&bytes);
            let pack = out.join(format!("{lang}.{table}"));
            fs::write(&pack, bytes).unwrap_or_else(|e| panic!("{}: {e}", pack.display()));
            writeln!(code, "        (\"{table}\", include_bytes!({:?})),", pack.display().to_string())
                .expect("a string takes all");
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    let digest = hash.finalize();
    let hex = digest.iter().take(8).fold(String::new(), |mut s, b| {
        write!(s, "{b:02x}").expect("a string takes all");
        s
    });
    writeln!(code, "/// Names the state of all tables: readings made with other tables differ.\npub const TABLES: &str = \"{hex}\";")
        .expect("a string takes all");
    fs::write(out.join("packs.rs"), code).expect("OUT_DIR can be written");
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries.map(|e| e.expect("a folder that can be listed").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().expect("an entry of a folder").to_string_lossy().into_owned()
}

fn strip(table: &mut toml::Table) {
    for key in FOR_READERS {
        table.remove(key);
    }
    for (_, value) in table.iter_mut() {
        strip_value(value);
    }
}

fn strip_value(value: &mut toml::Value) {
    match value {
        toml::Value::Table(table) => strip(table),
        toml::Value::Array(items) => items.iter_mut().for_each(strip_value),
        _ => {}
    }
}
