//! What a stage was not sure of. Reading never fails past `page`; it doubts.

use serde::{Deserialize, Serialize};

/// A thing that was read but is damaged, missing or contradictory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Doubt {
    /// The stage that doubts: `page`, `extract`, …
    pub stage: String,
    /// One sentence, for people.
    pub reason: String,
}

impl Doubt {
    /// A doubt of one stage.
    ///
    /// ```
    /// let doubt = selon::Doubt::new("extract", "the date 2031-02-30 does not exist");
    /// assert_eq!(doubt.to_string(), "extract: the date 2031-02-30 does not exist");
    /// ```
    pub fn new(stage: &str, reason: impl Into<String>) -> Doubt {
        Doubt { stage: stage.to_owned(), reason: reason.into() }
    }
}

impl std::fmt::Display for Doubt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.stage, self.reason)
    }
}
