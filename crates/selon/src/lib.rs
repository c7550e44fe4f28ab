//! selon reads news pages and says, for every reported fact, on whose word it stands and on how many independent voices
//! it rests. It never says what is true.
//!
//! The modules stand in the order in which a page passes through them; each uses only those above it.
//!
//! ```
//! use selon::{Document, Reading};
//!
//! let document = Document::new("1", "Le port est fermé, a annoncé lundi la préfecture.");
//! let reading = Reading::of_document(&document);
//! assert_eq!(reading.dispatch.text.as_str(), document.text);
//! ```

// The ground floor: what every stage stands on.
pub mod crf;
pub mod doubt;
pub mod lang;
pub mod known;
pub mod text;
pub mod when;

// One document at a time, no shared state.
pub mod page;
pub mod extract;
pub mod segment;
pub mod annotate;
pub mod attribute;
pub mod reading;

// Many documents.
pub mod concept;
pub mod reuse;
pub mod story;
pub mod voices;
pub mod claim;
pub mod support;
pub mod trace;

// What other programs see.
pub mod view;

pub use crate::doubt::Doubt;
pub use crate::extract::{Dispatch, Document};
pub use crate::lang::Lang;
pub use crate::page::Page;
pub use crate::reading::Reading;
pub use crate::text::{Span, Text};
pub use crate::trace::{Corpus, Decisions, Trace};
pub use crate::when::When;

/// The version of the reader: two readings of one capture by different versions may differ.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
