//! What is asked for: the names in the path and the values of the query, as they were typed.

use std::collections::BTreeMap;

use selon_store::{Id, Slice};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    values: BTreeMap<String, String>,
}

/// Something in the address makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Odd(pub(crate) &'static str);

/// The last page that can be turned to.
const LAST: u32 = 100_000;
/// No value is longer, in bytes.
const LONGEST: usize = 2_000;

impl Ask {
    /// The path has the last word.
    pub(crate) fn new(path: BTreeMap<String, String>, query: Vec<(String, String)>) -> Ask {
        let mut values: BTreeMap<String, String> = query.into_iter().collect();
        values.retain(|_, value| !value.trim().is_empty());
        values.extend(path);
        Ask { values }
    }

    /// A value, without white space at its ends; nothing where none was typed.
    pub(crate) fn text(&self, key: &'static str) -> Result<Option<&str>, Odd> {
        match self.values.get(key).map(|value| value.trim()) {
            Some(value) if value.len() > LONGEST || value.contains('\0') => Err(Odd(key)),
            value => Ok(value),
        }
    }

    /// Whether something is asked for with `1`.
    pub(crate) fn is(&self, key: &'static str) -> bool {
        self.values.get(key).is_some_and(|value| value == "1")
    }

    /// The name of something in the archive.
    pub(crate) fn id(&self, key: &'static str) -> Option<Id> {
        self.values.get(key)?.parse().ok()
    }

    /// A day.
    pub(crate) fn day(&self, key: &'static str) -> Result<Option<String>, Odd> {
        match self.text(key)?.map(selon::When::parse) {
            None => Ok(None),
            Some(selon::When::Day(day)) => Ok(Some(day.to_string())),
            Some(_) => Err(Odd(key)),
        }
    }

    /// Which stretch of a list, of so many a page.
    pub(crate) fn slice(&self, per: u32) -> Result<Slice, Odd> {
        let page = match self.text("page")? {
            None => 1,
            Some(page) => page.parse().ok().filter(|page| (1..=LAST).contains(page)).ok_or(Odd("page"))?,
        };
        Ok(Slice { page, per })
    }
}
