//! Evidence bundles out: WARC records, and the WACZ that holds them.

mod bundle;
mod warc;
mod zip;

pub use bundle::{Bundle, Kept, Page, verify};
pub use warc::Warc;
