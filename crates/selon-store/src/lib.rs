//! selon's archive: one SQLite file that keeps captures, readings and claims.
#![allow(clippy::disallowed_methods, reason = "the store is a file")]
