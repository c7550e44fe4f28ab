//! Exports are opened by the tools they are for, pages by a browser.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{root, run};

/// Installs the tools of `xtask/tools/requirements.txt` from PyPI where they are missing, and lets them open what selon exports.
pub(crate) fn check() -> Result<()> {
    let wanted = std::fs::read_to_string(root().join("xtask/tools/requirements.txt"))?;
    let stamp = root().join("target/tools/installed");
    if std::fs::read_to_string(&stamp).ok().as_deref() != Some(wanted.as_str()) {
        run("python3", &["-m", "venv", "--clear", "target/tools"], &[])?;
        let install =
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "xtask/tools/requirements.txt"];
        run("target/tools/bin/python", &install, &[])?;
        std::fs::write(&stamp, wanted)?;
    }
    build()?;
    run("target/tools/bin/python", &["xtask/tools/exports.py", "target/debug/selon", "examples"], &[])
}

/// Installs what `xtask/tools/browser` needs where it is missing, and lets a browser walk through the pages.
pub(crate) fn browse() -> Result<()> {
    in_browser(&["--test", "--test-reporter=spec", "target/tools/browser/pages.test.js"])
}

/// Takes the pictures of `docs` anew.
pub(crate) fn pictures() -> Result<()> {
    in_browser(&["target/tools/browser/pictures.js"])
}

/// Runs a script of `xtask/tools/browser` with the browser and the program it needs.
fn in_browser(node: &[&str]) -> Result<()> {
    for (program, package) in [("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm")] {
        if Command::new(program).arg("--version").output().is_err() {
            eprintln!("{program} is missing: it is installed from Debian");
            run("apt-get", &["update", "-qq"], &[])?;
            run("apt-get", &["install", "-y", "-qq", "--no-install-recommends", package], &[])?;
        }
    }
    let (from, to) = (root().join("xtask/tools/browser"), root().join("target/tools/browser"));
    std::fs::create_dir_all(&to)?;
    let lock = std::fs::read_to_string(from.join("package-lock.json"))?;
    let stamp = to.join("installed");
    for file in std::fs::read_dir(&from)? {
        let file = file?;
        if file.file_type()?.is_file() {
            std::fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    if std::fs::read_to_string(&stamp).ok().as_deref() != Some(lock.as_str()) {
        let ci = ["ci", "--prefix", "target/tools/browser", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
        run("npm", &ci, &[])?;
        std::fs::write(&stamp, lock)?;
    }
    build()?;
    let Some(chromium) = which("chromium") else { bail!("chromium was installed but is not found") };
    run("node", node, &[("SELON", "target/debug/selon"), ("CHROMIUM", &chromium)])
}

/// Where a program lies.
fn which(program: &str) -> Option<String> {
    let folders = std::env::var_os("PATH")?;
    let at = std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())?;
    at.to_str().map(str::to_owned)
}

fn build() -> Result<()> {
    run("cargo", &["build", "--locked", "--quiet", "--profile", "test", "-p", "selon-cli"], &[])
}
