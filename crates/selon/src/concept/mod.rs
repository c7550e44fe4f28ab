//! What words and names share across spellings, scripts and languages: folded forms, consonants in Latin letters, news
//! concepts. Stages that compare dispatches meet in these.

mod fold;
mod skeleton;
mod table;

pub use fold::{fold, is_proper};
pub use skeleton::skeleton;
pub use table::{CONCEPTS, Concepts};
