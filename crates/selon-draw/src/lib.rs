//! Pictures of selon: plain values in, SVG and its table out.
//!
//! | module | what it shows |
//! | --- | --- |
//! | [`chain`] | through which voices a claim comes, from origins to outlets |
//! | [`timeline`] | what is said to have happened beside when it was reported |
//! | [`figures`] | value × voice × time |
//! | [`map`] | places with the precision in which they are known |
//! | [`copies`] | where passages of a dispatch stand elsewhere |
//!
//! Each has an input of plain values and a function `draw` that makes a [`Picture`] of it. The crate knows nothing of selon's own
//! types, reads nothing, and gives the same picture for the same values. Whatever stands in a value is text: it is escaped, cut to
//! its box and drawn in its own direction.
//!
//! A picture has no `style` attribute, no script and no `id`: what it looks like is said by classes, so a page under a strict content
//! security policy shows it, twice if need be. Colours are the custom properties of [`TOKENS`], shapes and fonts are [`STYLE`].
//! Whatever colour tells, a shape or a word tells too.

#![allow(clippy::many_single_char_names, reason = "coordinates are called x, y, w and h")]

pub mod chain;
pub mod copies;
pub mod figures;
pub mod map;
mod measure;
mod picture;
mod scale;
mod svg;
pub mod timeline;
mod when;
mod words;

pub use picture::{Cell, Picture, Table};
pub use when::Stretch;
pub use words::{ENGLISH, FRENCH, Words};

/// The colours of pictures and pages, light and dark, as custom properties of `:root`.
pub const TOKENS: &str = include_str!("../assets/tokens.css");

/// How the classes of the pictures look.
pub const STYLE: &str = include_str!("../assets/pictures.css");

/// So many rows a table twin has at most.
pub const ROWS: usize = 500;
