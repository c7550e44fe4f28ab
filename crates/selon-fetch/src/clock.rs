//! Time, as far as politeness goes by it.

use std::fmt::Debug;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// Milliseconds since 1970, UTC.
pub type Millis = i64;

/// What time it is, and how to wait for a later one. A test has one of its own.
pub trait Clock: Debug + Send + Sync {
    /// Now.
    fn now(&self) -> Millis;
    /// Returns after so long.
    fn sleep(&self, time: Duration);
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as Millis)
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// A time as RFC 3339 writes it, UTC, to the second.
///
/// ```
/// assert_eq!(selon_fetch::timestamp(784_111_777_000), "1994-11-06T08:49:37Z");
/// ```
pub fn timestamp(at: Millis) -> String {
    Timestamp::from_second(at.div_euclid(1000)).map_or_else(|_| String::new(), |t| t.to_string())
}

/// Reads a date of HTTP or of RSS.
///
/// ```
/// assert_eq!(selon_fetch::http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000));
/// ```
pub fn http_date(text: &str) -> Option<Millis> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    PARSER.parse_timestamp(text.trim()).ok().map(Timestamp::as_millisecond)
}

/// A length of time in milliseconds.
pub(crate) fn millis(time: Duration) -> Millis {
    Millis::try_from(time.as_millis()).unwrap_or(Millis::MAX)
}
