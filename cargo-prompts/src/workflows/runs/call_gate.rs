//! The gate of all calls of a run: so many at a time, within the rate limit, and none while the
//! endpoint asks to wait.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;

use super::rate_limit::RateLimit;
use crate::report::failure::Failure;
use crate::rules::pace::{Attempt, Pace, Turn};
use crate::workflows::endpoint::{Gate, Left, Outcome};

/// The longest time that a thread sleeps without a look at what others have changed. A longer wait
/// is slept in parts.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

pub struct CallGate {
    state: Mutex<State>,
    changed: Condvar,
    bar: ProgressBar,
}

struct State {
    pace: Pace,
    rate_limit: RateLimit,
    /// Whether a call of the run has failed: no further one begins.
    is_stopped: bool,
    /// Whether the present wait for the rate limit was announced.
    is_announced: bool,
}

impl CallGate {
    pub fn new(jobs: usize, rate_limit: RateLimit, bar: ProgressBar) -> Self {
        Self {
            state: Mutex::new(State {
                pace: Pace::new(jobs),
                rate_limit,
                is_stopped: false,
                is_announced: false,
            }),
            changed: Condvar::new(),
            bar,
        }
    }

    /// Lets no further attempt begin, and ends all waits.
    pub fn stop(&self) {
        self.state().is_stopped = true;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sleep<'a>(&'a self, state: MutexGuard<'a, State>, wait: Duration) -> MutexGuard<'a, State> {
        let slept = self.changed.wait_timeout(state, wait.min(LONGEST_SLEEP));
        slept.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl State {
    /// The time until the next attempt may begin. It is counted if that is now.
    fn wait(&mut self, now: Instant, bar: &ProgressBar) -> Result<Duration, Failure> {
        match self.pace.turn(now) {
            Turn::Now => {}
            Turn::After(wait) => return Ok(wait),
            Turn::Occupied => return Ok(LONGEST_SLEEP),
        }
        let wait = self.rate_limit.count()?;
        if !wait.is_zero() && !self.is_announced {
            self.rate_limit.announce(wait, bar);
        }
        self.is_announced = !wait.is_zero();
        Ok(wait)
    }
}

impl Gate for CallGate {
    fn enter(&self) -> Result<Attempt, Failure> {
        let mut state = self.state();
        loop {
            if state.is_stopped {
                return Err(Failure::new("another call of the run failed"));
            }
            let wait = state.wait(Instant::now(), &self.bar)?;
            if wait.is_zero() {
                return Ok(state.pace.begin(Instant::now()));
            }
            state = self.sleep(state, wait);
        }
    }

    fn leave(&self, attempt: Attempt, outcome: Outcome) -> Left {
        let mut state = self.state();
        let is_new_pause = match outcome {
            Outcome::Busy(wait) => state.pace.busy(attempt, wait, Instant::now()),
            Outcome::Answered => {
                state.pace.answered(attempt);
                false
            }
            Outcome::Failed => {
                state.pace.failed();
                false
            }
        };
        self.changed.notify_all();
        Left {
            is_new_pause,
            answered: state.pace.count_answered(),
        }
    }

    fn rest(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut state = self.state();
        while !state.is_stopped {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            state = self.sleep(state, left);
        }
    }
}
