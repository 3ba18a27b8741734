use std::fmt;
use std::time::{Duration, Instant};

use super::earlier_results::EarlierResults;
use crate::rules::remaining_time::{in_words, remaining_time};

/// The time that the rest of a run takes, by the calls so far.
#[derive(Debug)]
pub struct Remaining {
    jobs: usize,
    left: usize,
    /// The calls that the rate limit has free now, and in each hour. `None` without a limit.
    free: Option<(usize, usize)>,
    /// The time that a call has taken in an earlier run, before there are calls in this one.
    earlier: Option<Duration>,
    begun: Instant,
    finished: usize,
}

impl Remaining {
    pub fn new(
        earlier: &EarlierResults,
        left: usize,
        jobs: usize,
        free: Option<(usize, usize)>,
    ) -> Self {
        Self {
            jobs,
            left,
            free,
            earlier: earlier.mean_latency(),
            begun: Instant::now(),
            finished: 0,
        }
    }

    pub fn jobs(&self) -> usize {
        self.jobs
    }

    pub fn finish_one(&mut self) {
        self.left = self.left.saturating_sub(1);
        self.finished += 1;
    }

    fn estimate(&self) -> Option<Duration> {
        // The time from one result to the next.
        let jobs = u32::try_from(self.jobs.max(1)).unwrap_or(u32::MAX);
        let step = match u32::try_from(self.finished) {
            Ok(finished) if finished > 0 => self.begun.elapsed() / finished,
            _ => self.earlier? / jobs,
        };
        let free = self
            .free
            .map(|(now, hourly)| (now.saturating_sub(self.finished), hourly));
        Some(remaining_time(self.left, step, free))
    }
}

/// The time in words behind a comma, or nothing where it is unknown.
impl fmt::Display for Remaining {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.estimate() {
            Some(time) if self.left > 0 => write!(f, ", about {} left", in_words(time)),
            _ => Ok(()),
        }
    }
}
