//! Containers of pages: archives of the web are read as streams, evidence bundles are written and verified.
//!
//! Nothing here knows what a page says. A container is outside bytes: lengths lie, members are torn, directories point
//! anywhere and a megabyte may hold a gigabyte. What is damaged is told with its place, the rest is read, and neither time nor
//! memory depends on what a container claims.

#![allow(clippy::format_push_string, reason = "heads of records are a few short lines")]

mod capture;
mod http;
mod input;
pub mod json;
mod kind;
mod wacz;
mod warc;
pub mod write;

pub use capture::{Capture, Damage, Position};
pub use kind::Kind;
pub use wacz::{Entry, Wacz};
pub use warc::{Captures, Meta};

/// The largest body of a page, in bytes: as much as selon reads of one page.
pub const MAX_BODY: usize = 16 << 20;
