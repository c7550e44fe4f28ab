//! When to ask for a list again.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::{Millis, millis};

/// A list that says much is asked so often at most.
pub const SHORTEST: Duration = Duration::from_mins(5);
/// A list that says nothing is asked so often at least.
pub const LONGEST: Duration = Duration::from_hours(12);
/// How often a list is asked that nothing is known about.
const FIRST: Duration = Duration::from_mins(30);
/// After the first failure.
const FAILED: Duration = Duration::from_mins(5);
/// After many failures.
const LONGEST_FAILED: Duration = Duration::from_hours(24);

/// How often a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The time between two askings, while all goes well.
    pub every: Duration,
    /// How often in a row it failed.
    pub failures: u32,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan { every: FIRST, failures: 0 }
    }
}

/// What became of an asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// So many addresses that were not known; none where nothing has changed.
    New(usize),
    /// It could not be read.
    Failed,
}

impl Plan {
    /// The plan from now on, and when to ask next. A list that had something new is asked sooner, one that had nothing later;
    /// it is not asked before `not_before`, nor while the server says that it stays `fresh`. `seed` decides the jitter, by
    /// which lists that were asked at one time are not asked at one time for ever: up to a tenth later, never earlier.
    ///
    /// ```
    /// use selon_fetch::poll::{Outcome, Plan};
    ///
    /// let (plan, next) = Plan::default().after(Outcome::New(3), 0, None, None, 7);
    /// assert!(plan.every < Plan::default().every);
    /// assert!(next >= plan.every.as_millis() as i64);
    /// ```
    pub fn after(
        self,
        outcome: Outcome,
        now: Millis,
        fresh: Option<Duration>,
        not_before: Option<Millis>,
        seed: u64,
    ) -> (Plan, Millis) {
        let (plan, wait) = match outcome {
            Outcome::New(new) => {
                let every = if new > 0 { self.every / 2 } else { self.every * 3 / 2 };
                let every = every.clamp(SHORTEST, LONGEST);
                (Plan { every, failures: 0 }, every.max(fresh.unwrap_or_default().min(LONGEST)))
            }
            Outcome::Failed => {
                let wait = FAILED.saturating_mul(1 << self.failures.min(16)).min(LONGEST_FAILED);
                (Plan { failures: self.failures.saturating_add(1), ..self }, wait)
            }
        };
        let wait = millis(wait);
        let jitter = (mixed(seed) % 1024) as Millis * wait / 10_240;
        let next = now.saturating_add(wait).max(not_before.unwrap_or(now)).saturating_add(jitter);
        (plan, next)
    }
}

/// SplitMix64's last step: seeds that are alike give numbers that are not.
fn mixed(seed: u64) -> u64 {
    let x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_list_is_asked_often_and_a_quiet_one_seldom() {
        let (mut busy, mut quiet) = (Plan::default(), Plan::default());
        for seed in 0..20 {
            busy = busy.after(Outcome::New(1), 0, None, None, seed).0;
            quiet = quiet.after(Outcome::New(0), 0, None, None, seed).0;
        }
        assert_eq!((busy.every, quiet.every), (SHORTEST, LONGEST));
    }

    #[test]
    fn failures_back_off_and_success_forgets_them() {
        let mut plan = Plan::default();
        let mut last = 0;
        for _ in 0..30 {
            let (next, at) = plan.after(Outcome::Failed, 0, None, None, 1);
            assert!(at >= last && at <= millis(LONGEST_FAILED) * 11 / 10);
            (plan, last) = (next, at);
        }
        assert_eq!(last, plan.after(Outcome::Failed, 0, None, None, 1).1);
        assert_eq!(plan.after(Outcome::New(0), 0, None, None, 1).0.failures, 0);
    }

    #[test]
    fn the_server_has_a_say_and_the_jitter_is_the_seeds() {
        let at = |fresh, not_before, seed| Plan::default().after(Outcome::New(1), 0, fresh, not_before, seed).1;
        assert!(at(Some(Duration::from_hours(2)), None, 1) >= 7_200_000);
        assert!(at(None, Some(9_000_000), 1) >= 9_000_000);
        assert_eq!(at(None, None, 5), at(None, None, 5));
        let spread: std::collections::BTreeSet<Millis> = (0..50).map(|seed| at(None, None, seed)).collect();
        assert!(spread.len() > 30 && spread.iter().all(|t| (900_000..990_001).contains(t)));
    }
}
