//! What features are made of besides words.

pub use crate::crf::Features;

/// The word before the first one.
pub(super) const BEFORE_START: u32 = 0x5bd1_e995;
/// The word after the last one.
pub(super) const AFTER_END: u32 = 0x1b87_3593;
