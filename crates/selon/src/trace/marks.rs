//! What an archive keeps of a dispatch, so that it is found again without being read again.

use serde::{Deserialize, Serialize};

use crate::reading::Reading;
use crate::reuse::prints::Prints;
use crate::story;

/// What a dispatch is found by, and what it adds to the statistics of its archive. All of it is hashes, ascending, each
/// once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The day it was published, counted from 1970.
    pub day: Option<i32>,
    /// Fingerprints of its text, of four one: whoever copies it shares some.
    pub prints: Vec<u32>,
    /// The names, numbers and long words that say most about what it tells.
    pub keys: Vec<u32>,
    /// All that is counted in [`story::Statistics`].
    pub words: Vec<u32>,
}

impl Marks {
    /// Reads the marks of a dispatch.
    pub fn of(reading: &Reading) -> Marks {
        let dispatch = &reading.dispatch;
        let epoch = jiff::civil::date(1970, 1, 1);
        let (keys, words) = story::told(reading);
        let prints = Prints::of(&dispatch.text).marks.into_iter().map(|m| m.hash).filter(|hash| hash % 4 == 0);
        Marks {
            day: dispatch.published.day().and_then(|day| Some(day.since(epoch).ok()?.get_days())),
            prints: sorted(prints.map(|hash| (hash >> 32) as u32)),
            keys: sorted(keys.into_iter()),
            words: sorted(words.into_iter()),
        }
    }
}

fn sorted(hashes: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut all: Vec<u32> = hashes.collect();
    all.sort_unstable();
    all.dedup();
    all
}
