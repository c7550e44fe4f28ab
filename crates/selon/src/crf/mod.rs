//! Conditional random fields over hashed features: what learned taggers stand on.
//!
//! A token has features, each a 32-bit hash. A [`Table`] in the bytes of a model gives each feature its weights for all
//! labels; [`Transitions`] say how labels follow each other. Models are learned by `cargo xtask train`.

pub mod chain;
pub mod feature;
pub(crate) mod front;
pub mod table;

pub use chain::Transitions;
pub use feature::Features;
pub use table::Table;
