//! The command as it is run.

#![allow(clippy::disallowed_methods, reason = "tests make files and run the command")]
#![allow(clippy::format_collect, reason = "tests make texts, a few, and are read more than run")]

mod archive;
mod bad_input;
mod containers;
mod documents;
mod large;
mod outlets;
mod pages;
mod run;
mod usage;
mod watch;
mod web;
