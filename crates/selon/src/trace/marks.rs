//! What an archive keeps of a dispatch, so that it is found again without being read again.

use serde::{Deserialize, Serialize};

use crate::reading::Reading;
use crate::reuse::prints::Prints;
use crate::story;

/// What a dispatch is found by. All of it is hashes, ascending, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Where it stands among all dispatches.
    pub position: Position,
    /// Fingerprints of its text, of four one: whoever copies it shares some.
    pub prints: Vec<u32>,
    /// The names, numbers and long words that say most about what it tells.
    pub keys: Vec<u32>,
}

impl Marks {
    /// Reads the marks of a dispatch.
    pub fn of(reading: &Reading) -> Marks {
        let dispatch = &reading.dispatch;
        let prints = Prints::of(&dispatch.text).marks.into_iter().map(|m| m.hash).filter(|hash| hash % 4 == 0);
        Marks {
            position: Position::new(dispatch.published.day(), &dispatch.id),
            prints: sorted(prints),
            keys: sorted(story::told(reading).into_iter()),
        }
    }
}

/// Where a dispatch stands in the order of all dispatches that there can be: by the day it was published, then by a hash of
/// its id. Those without a day come first. No two dispatches have one position, but by a chance of one in a million million.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position(pub i64);

/// Bits of the hash.
const LOT: u32 = 40;
/// The first of all days that a calendar knows, before 1970.
const FIRST_DAY: i64 = 4_400_000;

impl Position {
    /// Of a dispatch of some day, by its id.
    pub fn new(day: Option<jiff::civil::Date>, id: &str) -> Position {
        let epoch = jiff::civil::date(1970, 1, 1);
        let day = day.and_then(|day| Some(i64::from(day.since(epoch).ok()?.get_days()) + FIRST_DAY)).unwrap_or(0);
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Position((day << LOT) | (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - LOT)) as i64)
    }

    /// The hash alone: an order that has nothing to do with time.
    pub fn lot(self) -> i64 {
        self.0 & ((1 << LOT) - 1)
    }

    /// Days between two dispatches; none where one has no day.
    pub fn days_from(self, other: Position) -> Option<u64> {
        let day = |at: Position| Some(at.0 >> LOT).filter(|day| *day > 0);
        Some(day(self)?.abs_diff(day(other)?))
    }
}

fn sorted(hashes: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut all: Vec<u32> = hashes.collect();
    all.sort_unstable();
    all.dedup();
    all
}
