//! A page a file: what it shows, found in the archive, and how it is drawn.

pub(crate) mod add;
pub(crate) mod cite;
pub(crate) mod claim;
pub(crate) mod decide;
pub(crate) mod decisions;
pub(crate) mod compare;
pub(crate) mod dispatch;
pub(crate) mod enter;
pub(crate) mod file;
pub(crate) mod layout;
pub(crate) mod part;
pub(crate) mod progress;
pub(crate) mod picture;
pub(crate) mod search;
pub(crate) mod stories;
pub(crate) mod story;
pub(crate) mod voice;
pub(crate) mod voices;
