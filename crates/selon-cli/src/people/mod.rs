//! A trace for people.

mod layout;
mod trace;

pub(crate) use layout::{Page, plain};
pub(crate) use trace::trace;
