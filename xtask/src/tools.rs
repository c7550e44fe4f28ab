//! Exports are opened by the tools they are for.

use anyhow::Result;

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
    run("cargo", &["build", "--locked", "--quiet", "--profile", "test", "-p", "selon-cli"], &[])?;
    run("target/tools/bin/python", &["xtask/tools/exports.py", "target/debug/selon", "examples"], &[])
}
