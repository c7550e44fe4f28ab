//! The names that the archive gives: `c12` a claim, `s3` a story, `d45` a dispatch, `v7` a voice.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The name of something in the archive. It is never given to anything else.
///
/// ```
/// use selon_store::Id;
/// assert_eq!("c12".parse(), Ok(Id::Claim(12)));
/// assert_eq!(Id::Voice(7).to_string(), "v7");
/// assert!("x1".parse::<Id>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Id {
    /// A claim.
    Claim(i64),
    /// A story.
    Story(i64),
    /// A dispatch.
    Dispatch(i64),
    /// A voice.
    Voice(i64),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Id::Claim(n) => write!(f, "c{n}"),
            Id::Story(n) => write!(f, "s{n}"),
            Id::Dispatch(n) => write!(f, "d{n}"),
            Id::Voice(n) => write!(f, "v{n}"),
        }
    }
}

impl FromStr for Id {
    type Err = ();

    fn from_str(text: &str) -> Result<Id, ()> {
        let mut letters = text.chars();
        let kind = letters.next().ok_or(())?;
        let digits = letters.as_str();
        let number = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit())).ok_or(())?;
        match kind {
            'c' => Ok(Id::Claim(number)),
            's' => Ok(Id::Story(number)),
            'd' => Ok(Id::Dispatch(number)),
            'v' => Ok(Id::Voice(number)),
            _ => Err(()),
        }
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
