//! What developers run.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "developers run it at the edge"
)]
fn main() {}
