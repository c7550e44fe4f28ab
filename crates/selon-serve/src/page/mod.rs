//! A page a file: what it shows, found in the archive, and how it is drawn.

pub(crate) mod add;
pub(crate) mod claim;
pub(crate) mod decide;
pub(crate) mod decisions;
pub(crate) mod dispatch;
pub(crate) mod enter;
pub(crate) mod layout;
pub(crate) mod part;
pub(crate) mod progress;
pub(crate) mod stories;
pub(crate) mod story;
