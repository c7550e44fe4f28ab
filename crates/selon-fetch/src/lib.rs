//! Pages from the web, politely. Knows nothing of news.
//!
//! [`Fetcher`] gets what stands at an address: it asks robots.txt first, makes one request at a time to a host and pauses
//! between them, and believes nothing that a server says about how much or how long. [`feed`] reads lists of addresses: RSS,
//! Atom, JSON Feed, sitemaps and OPML. [`poll`] says when to ask for such a list again.
//!
//! A test brings its own [`Clock`] and its own [`Resolve`]; nothing else is taken from the machine.

#![allow(clippy::disallowed_methods, reason = "an edge: it speaks to servers, and waits")]

mod address;
mod clock;
mod decode;
pub mod feed;
mod fetcher;
mod guard;
mod host;
pub mod poll;
mod robots;
mod tdm;
mod wire;

pub use address::Address;
pub use clock::{Clock, Millis, SystemClock, http_date, timestamp};
pub use fetcher::{Fetched, Fetcher, Refused, Settings, Validators, Want};
pub use guard::is_public;
pub use host::Memory;
pub use robots::Robots;
pub use tdm::Reservation;
pub use wire::{Resolve, SystemNames};
