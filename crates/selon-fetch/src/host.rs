//! What is known of a host: when it may be asked again, and what it allows.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::{Millis, millis};
use crate::robots::Robots;
use crate::tdm::WellKnown;

/// What is known of a host, to be kept from one run to the next.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// It may be asked again at this time.
    pub(crate) ready: Millis,
    /// How often in a row it could not be reached.
    #[serde(default)]
    pub(crate) failures: u32,
    /// Its robots.txt, and until when it holds; no text where everything is allowed.
    #[serde(default)]
    pub(crate) robots: Option<(Option<String>, Millis)>,
    /// What it says about mining, and until when that holds.
    #[serde(default)]
    pub(crate) tdm: Option<(WellKnown, Millis)>,
}

impl Memory {
    /// When it may be asked again.
    pub fn ready(&self) -> Millis {
        self.ready
    }
}

/// A host that is spoken to by one at a time.
#[derive(Debug, Default)]
pub(crate) struct Host {
    pub(crate) memory: Memory,
    robots: Option<Arc<Robots>>,
}

pub(crate) type Gate = Arc<Mutex<Host>>;

/// After a host could not be reached it is left alone for so long, twice as long each time, and this long at most.
const TROUBLE: Duration = Duration::from_secs(30);
const LONGEST_TROUBLE: Duration = Duration::from_hours(6);

impl Host {
    pub(crate) fn of(memory: Memory) -> Host {
        Host { memory, robots: None }
    }

    /// Its rules, where they are known and not too old.
    pub(crate) fn robots(&mut self, now: Millis, name: &str) -> Option<Arc<Robots>> {
        let (text, until) = self.memory.robots.as_ref()?;
        if *until <= now {
            return None;
        }
        let text = text.as_deref().unwrap_or_default();
        Some(Arc::clone(self.robots.get_or_insert_with(|| Arc::new(Robots::parse(text.as_bytes(), name)))))
    }

    pub(crate) fn learn_robots(&mut self, text: Option<String>, until: Millis) {
        self.memory.robots = Some((text, until));
        self.robots = None;
    }

    /// It was asked: the next one waits as long as it asks for, as we think right, or as it took itself.
    pub(crate) fn pause(&mut self, now: Millis, began: Millis, pause: Duration) {
        let asked = self.robots.as_ref().and_then(|robots| robots.delay()).unwrap_or_default();
        let pause = millis(pause.max(asked)).max(now.saturating_sub(began));
        self.memory.ready = self.memory.ready.max(now + pause);
    }

    pub(crate) fn answered(&mut self) {
        self.memory.failures = 0;
    }

    pub(crate) fn in_trouble(&mut self, now: Millis) {
        let pause = TROUBLE.saturating_mul(1 << self.memory.failures.min(12)).min(LONGEST_TROUBLE);
        self.memory.failures += 1;
        self.memory.ready = self.memory.ready.max(now + millis(pause));
    }
}
