//! What may happen a thousand times a minute is said once a minute, with how often it happened.

use super::clock::Stopwatch;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// One thing that is said seldom.
#[derive(Debug, Default)]
pub struct Seldom(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    said: Option<Stopwatch>,
    since: u64,
}

impl Seldom {
    /// It happened. Gives how often since it was last said, when it is time to say it again.
    pub fn happened(&self) -> Option<u64> {
        self.happened_after(EVERY)
    }

    fn happened_after(&self, every: Duration) -> Option<u64> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.since += 1;
        if state.said.is_some_and(|said| said.elapsed() < every) {
            return None;
        }
        state.said = Some(Stopwatch::start());
        Some(std::mem::take(&mut state.since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_at_once_and_then_not_before_its_time() {
        let seldom = Seldom::default();
        assert_eq!(seldom.happened(), Some(1));
        assert_eq!((seldom.happened(), seldom.happened()), (None, None));
        assert_eq!(seldom.happened_after(Duration::ZERO), Some(3), "those that were not said are counted");
    }
}
