//! The command `selon`.
fn main() {}
