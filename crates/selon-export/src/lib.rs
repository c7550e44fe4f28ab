//! What an archive holds, for other tools: an evidence bundle, tables, linked data, a map, citations.
//!
//! `account` gathers what is asked for; each other module writes it in one form. What stands on pages is hostile in all of
//! them: a template is not closed, a formula not begun and a tag not opened by a headline.

#![allow(clippy::disallowed_methods, reason = "an edge: evidence carries the time it was put together")]
#![allow(clippy::format_push_string, reason = "citations are a few short lines")]

mod account;
mod alerts;
mod cite;
mod csl;
mod evidence;
mod geojson;
mod linked;
mod parquet;
mod table;
mod ucdp;

pub use account::{Account, Page, Place, Told, gather};
pub use alerts::alerts_atom;
pub use cite::{Citations, plain, wikipedia};
pub use csl::csl;
pub use evidence::{evidence, verify};
pub use geojson::geojson;
pub use linked::json_ld;
pub use parquet::parquet;
pub use table::csv;
pub use ucdp::ucdp;

/// Why nothing could be exported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive cannot be read.
    #[error(transparent)]
    Store(#[from] selon_store::Error),
    /// The form cannot hold what is to be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The table cannot be written.
    #[error(transparent)]
    Csv(#[from] ::csv::Error),
    /// The table cannot be written.
    #[error(transparent)]
    Parquet(#[from] ::parquet::errors::ParquetError),
}

/// What an export gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;
