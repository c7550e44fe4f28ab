//! What pages show: lists a page at a time, each thing with all that stands beside it. Every query is bounded.

mod claim;
mod copied;
mod decisions;
mod dispatch;
mod line;
mod search;
mod story;
mod voices;
mod work;

pub use claim::{ClaimPage, ClaimWords, Shares};
pub use copied::Copied;
pub use decisions::{DecisionLine, DecisionsPage};
pub use dispatch::{DispatchPage, Shared, Stated};
pub use line::ClaimLine;
pub(crate) use line::line;
pub use search::{Hit, Piece, SearchPage};
pub use story::{PlaceLine, Reports, StoriesPage, StoryLine, StoryPage};
pub use voices::{Cited, VoiceLine, VoicePage, VoicesPage};
pub use work::Work;

/// A stretch of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// The page, counted from 1.
    pub page: u32,
    /// How many a page.
    pub per: u32,
}

impl Slice {
    /// How many come before.
    pub(crate) fn before(self) -> i64 {
        i64::from(self.page.saturating_sub(1)) * i64::from(self.per)
    }
}

/// How many of anything that belongs to one thing are looked at: no page is larger, whatever an archive holds.
pub(crate) const MOST: usize = 2_000;
