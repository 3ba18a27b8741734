//! An environment's rate limit: how long the next call has to wait.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

const HOUR: Duration = Duration::from_secs(3600);

/// Allows at most a given number of calls in any 3600 seconds.
#[derive(Debug, Clone)]
pub struct HourlyWindow {
    /// Calls per hour; `None` means no limit.
    limit: Option<u32>,
    /// The latest calls, as many as the limit has, oldest first.
    calls: VecDeque<Timestamp>,
}

impl HourlyWindow {
    /// Continues after the calls that were made earlier.
    pub fn new(limit: Option<u32>, earlier: impl IntoIterator<Item = Timestamp>) -> Self {
        let mut window = Self {
            limit,
            calls: VecDeque::new(),
        };
        window.called_elsewhere(earlier);
        window
    }

    /// Counts calls that were made at any time.
    pub fn called_elsewhere(&mut self, calls: impl IntoIterator<Item = Timestamp>) {
        self.calls.extend(calls);
        self.calls.make_contiguous().sort_unstable();
        self.keep_latest();
    }

    /// The time to wait until the next call.
    pub fn wait(&self, now: Timestamp) -> Duration {
        let Some(limit) = self.limit else {
            return Duration::ZERO;
        };
        if self.calls.len() < limit as usize {
            return Duration::ZERO;
        }
        let Some(oldest) = self.calls.front() else {
            return HOUR;
        };
        // Both ends belong to the window, so a window that begins with the oldest call must be
        // over. If the clock was set back, an hour is enough in any case.
        let past = Duration::try_from(now.duration_since(*oldest)).unwrap_or_default();
        (HOUR + Duration::from_millis(1)).saturating_sub(past)
    }

    /// The calls that were free when calls were last counted, and those of an hour. `None` without
    /// a limit.
    pub fn free(&self) -> Option<(usize, usize)> {
        let hourly = self.limit? as usize;
        Some((hourly.saturating_sub(self.calls.len()), hourly))
    }

    /// Counts a call.
    pub fn called(&mut self, at: Timestamp) {
        self.calls.push_back(at);
        self.keep_latest();
    }

    fn keep_latest(&mut self) {
        let most = self.limit.unwrap_or_default() as usize;
        let surplus = self.calls.len().saturating_sub(most);
        self.calls.drain(..surplus);
    }

    /// Returns true if a call at that time is within the window.
    pub fn counts(at: Timestamp, now: Timestamp) -> bool {
        now.duration_since(at) <= SignedDuration::from_hours(1)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    use super::{HOUR, HourlyWindow};

    fn at(seconds: f64) -> Timestamp {
        "2026-11-23T18:00:00Z".parse::<Timestamp>().expect("a time")
            + SignedDuration::from_secs_f64(seconds)
    }

    #[test]
    fn the_third_of_two_an_hour_waits() {
        let mut window = HourlyWindow::new(Some(2), []);
        assert_eq!(window.wait(at(0.0)), Duration::ZERO);
        window.called(at(0.0));
        assert_eq!(window.wait(at(60.0)), Duration::ZERO);
        assert_eq!(window.free(), Some((1, 2)));
        window.called(at(60.0));
        assert_eq!(window.wait(at(90.0)), Duration::from_millis(3_510_001));
        assert_eq!(window.wait(at(3600.001)), Duration::ZERO);
        let restored = HourlyWindow::new(Some(2), [at(60.0), at(0.0)]);
        assert_eq!(restored.wait(at(90.0)), Duration::from_millis(3_510_001));
    }

    #[test]
    fn without_a_limit_nothing_waits_and_nothing_is_kept() {
        let mut window = HourlyWindow::new(None, (0..100).map(|second| at(f64::from(second))));
        window.called(at(100.0));
        assert_eq!(window.wait(at(100.0)), Duration::ZERO);
        assert!(window.calls.is_empty());
    }

    #[test]
    fn a_call_counts_for_an_hour() {
        for (now, expected) in [
            (0.0, true),
            (3599.0, true),
            (3600.0, true),
            (3600.001, false),
        ] {
            assert_eq!(HourlyWindow::counts(at(0.0), at(now)), expected, "{now}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_costs_an_hour_at_most() {
        let window = HourlyWindow::new(Some(1), [at(86_400.0)]);
        assert_eq!(window.wait(at(0.0)), HOUR + Duration::from_millis(1));
    }

    proptest! {
        /// A caller that waits as told never exceeds the limit, however long it pauses in between.
        #[test]
        fn no_hour_has_more(limit in 1_u32..6, pauses in prop::collection::vec(0.0..2500.0, 1..40)) {
            let mut window = HourlyWindow::new(Some(limit), []);
            let mut calls = Vec::new();
            let mut now = at(0.0);
            for pause in pauses {
                now += SignedDuration::from_secs_f64(pause);
                now += SignedDuration::try_from(window.wait(now)).expect("a short wait");
                prop_assert_eq!(window.wait(now), Duration::ZERO);
                window.called(now);
                calls.push(now);
                let in_window = calls.iter().filter(|call| now.duration_since(**call) <= SignedDuration::from_hours(1));
                prop_assert!(in_window.count() <= limit as usize);
            }
        }
    }
}
