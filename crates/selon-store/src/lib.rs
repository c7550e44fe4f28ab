//! selon's archive: one SQLite file that keeps captures, readings, statements and claims. The only crate that knows SQL.
//!
//! Captures are the truth; a reading belongs to a capture and a reader; claims and stories are made from readings, and
//! keep their ids when they are made again. One process writes at a time, many read (WAL). Every change is one transaction
//! of bounded size: killed at any point, the file opens again and holds all that was committed.

#![allow(
    clippy::disallowed_methods,
    reason = "an edge: the archive is a file, and captures carry the time they were made"
)]

mod alert;
mod browse;
mod capture;
mod circle;
mod codec;
mod corpus;
mod correct;
mod decide;
mod doctor;
mod error;
mod fold;
mod forget;
mod id;
mod import;
mod intake;
mod marks;
mod open;
mod seal;
mod search;
mod show;
mod standing;
mod tell;
mod trace;
mod verify;
mod watch;
mod words;

pub use alert::{Alert, Search};
pub use browse::{
    Cited, ClaimLine, ClaimPage, ClaimWords, Copied, DecisionLine, DecisionsPage, DispatchPage, Hit, Piece, PlaceLine,
    Reports, SearchPage, Shared, Shares, Slice, Stated, StoriesPage, StoryLine, StoryPage, VoiceLine, VoicePage,
    VoicesPage, Work,
};
pub use capture::{Change, Incoming, Kept, Packed};
pub use circle::{Lone, Step};
pub use decide::{Decided, Decision, Evidence, What};
pub use doctor::Health;
pub use error::{Error, ErrorKind, Result};
pub use fold::fold;
pub use id::Id;
pub use import::{Origin, Progress};
pub use intake::{incoming, page};
pub use open::{SCHEMA, Store};
pub use seal::Seal;
pub use search::{Found, Query};
pub use show::{
    CaptureRow, ClaimRow, ClaimShown, CopyRow, DispatchRow, DispatchShown, Shown, StatementRow, StoryShown, VersionRow,
    VoiceRow, VoiceShown,
};
pub use watch::{Announced, Asked, Due, Found as FoundList, Got, HostMemory, ListRow};
