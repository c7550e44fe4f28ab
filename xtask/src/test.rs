//! Everything that must hold, in the order in which it fails fastest.

use anyhow::Result;

use crate::{run as sh, tools};

/// Formatting, lints, docs, all tests, exports, pages.
pub(crate) fn run() -> Result<()> {
    sh("cargo", &["fmt", "--all", "--check"], &[])?;
    sh("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"], &[])?;
    sh("cargo", &["doc", "--workspace", "--no-deps", "--locked", "--quiet"], &[("RUSTDOCFLAGS", "-D warnings")])?;
    sh("cargo", &["test", "--workspace", "--locked"], &[])?;
    tools::check()?;
    tools::browse()
}
