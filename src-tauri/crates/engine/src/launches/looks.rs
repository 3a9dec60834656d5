//! When to ask about each stack again: often where something happens, seldom where nothing does.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::ports::Pace;

/// How much slower at most while AWS asks us to slow down.
const MOST: f64 = 8.0;
/// What is taken back of that with each look that AWS did not refuse.
const BACK: f64 = 0.25;
/// The stack itself is described after so many quiet waits, in case it is gone without an event.
const DESCRIBE_EVERY: f64 = 4.0;

/// What is known of one stack's liveliness.
#[derive(Debug, Clone, Copy)]
struct Watch {
    asked_ms: i64,
    wait_ms: f64,
}

/// The plan of looks of one driver.
#[derive(Debug)]
pub(super) struct Looks {
    pace: Pace,
    stacks: BTreeMap<String, Watch>,
    described_ms: Option<i64>,
    /// All waits are longer by this factor: throttling concerns the account, not one stack.
    stretch: f64,
    /// Refusals since the last look.
    refused: AtomicU32,
}

impl Looks {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            pace,
            stacks: BTreeMap::new(),
            described_ms: None,
            stretch: 1.0,
            refused: AtomicU32::new(0),
        }
    }

    /// The wait until the next stack may be due.
    pub(super) fn wait(&self) -> Duration {
        self.pace.busy.mul_f64(self.stretch)
    }

    /// True when a stack should be asked now. A clock that was set back does not postpone it.
    pub(super) fn due(&self, stack_id: &str, now_ms: i64) -> bool {
        self.stacks.get(stack_id).is_none_or(|known| {
            let passed = (now_ms - known.asked_ms) as f64;
            passed < 0.0 || passed >= known.wait_ms * self.stretch
        })
    }

    /// Notes that a stack was asked, and whether there was news.
    pub(super) fn asked(&mut self, stack_id: &str, now_ms: i64, news: bool) {
        let (busy, quiet) = (ms(self.pace.busy), ms(self.pace.quiet));
        let before = self
            .stacks
            .get(stack_id)
            .map_or(busy, |known| known.wait_ms);
        let wait_ms = if news {
            busy
        } else {
            (before * 1.5).min(quiet)
        };
        let watch = Watch {
            asked_ms: now_ms,
            // A little less, so that a wait of the same length does not miss it by a millisecond.
            wait_ms: wait_ms * 0.99,
        };
        self.stacks.insert(stack_id.to_owned(), watch);
    }

    /// True when the stack should be described although no event calls for it.
    pub(super) fn describe_due(&mut self, now_ms: i64) -> bool {
        let longest = ms(self.pace.quiet) * DESCRIBE_EVERY * self.stretch;
        let since = *self.described_ms.get_or_insert(now_ms);
        let passed = (now_ms - since) as f64;
        let due = passed < 0.0 || passed >= longest;
        if due {
            self.described_ms = Some(now_ms);
        }
        due
    }

    /// AWS has asked to slow down.
    pub(super) fn refused(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// Ends a look: slower together after a refusal, back to the usual pace step by step.
    pub(super) fn settle(&mut self) {
        self.stretch = match self.refused.swap(0, Ordering::Relaxed) {
            0 => (self.stretch - BACK).max(1.0),
            _ => (self.stretch * 2.0).min(MOST),
        };
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks() -> Looks {
        Looks::new(Pace {
            busy: Duration::from_secs(4),
            quiet: Duration::from_secs(16),
        })
    }

    #[test]
    fn a_quiet_stack_is_asked_less_and_less_and_news_makes_it_lively_again() {
        let mut looks = looks();
        assert!(looks.due("a", 0), "one that was never asked is due");
        looks.asked("a", 0, true);
        assert!(!looks.due("a", 3_000));
        assert!(looks.due("a", 4_000));
        for at in 1..20 {
            looks.asked("a", at, false);
        }
        assert!(!looks.due("a", 15_000));
        assert!(
            looks.due("a", 16_100),
            "never less often than the quiet pace"
        );
        looks.asked("a", 20_000, true);
        assert!(looks.due("a", 24_000));
    }

    #[test]
    fn a_clock_that_was_set_back_postpones_nothing() {
        let mut looks = looks();
        looks.asked("a", 1_000_000, false);
        assert!(looks.due("a", 5_000));
        assert!(!looks.describe_due(1_000_000));
        assert!(looks.describe_due(5_000));
    }

    #[test]
    fn throttling_slows_every_stack_down_and_wears_off() {
        let mut looks = looks();
        looks.asked("a", 0, true);
        looks.asked("b", 0, true);
        looks.refused();
        looks.settle();
        assert!(!looks.due("a", 7_000) && !looks.due("b", 7_000));
        assert_eq!(looks.wait(), Duration::from_secs(8));
        for _ in 0..4 {
            looks.settle();
        }
        assert!(looks.due("a", 4_000) && looks.due("b", 4_000));
    }
}
