//! Traces and archives for people.

mod archive;
mod layout;
mod trace;

pub(crate) use archive::{decision, found, shown, versions};
pub(crate) use layout::{Page, count, plain};
pub(crate) use trace::{lone, trace};
