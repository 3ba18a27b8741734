//! The count of one process, by governor.

use core::time::Duration;

use governor::RateLimiter;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};

use super::decision::Decision;
use super::quota::Quota;
use super::steady_clock::SteadyClock;

/// The excess of a wait from which on the clock counts as having jumped back. The counters of
/// several processors differ a little; to correct each difference would make the clock fast.
const JUMP: Duration = Duration::from_secs(1);

pub(super) struct Memory<C: Clock = DefaultClock> {
    limiter: RateLimiter<NotKeyed, InMemoryState, SteadyClock<C>, NoOpMiddleware<C::Instant>>,
    interval: Duration,
}

impl<C: Clock> Memory<C> {
    pub(super) fn new(quota: &Quota, clock: C) -> Self {
        let rate = governor::Quota::with_period(quota.interval())
            .expect("an interval is never zero")
            .allow_burst(quota.burst);
        let limiter = RateLimiter::direct_with_clock(rate, SteadyClock::new(clock));
        Self {
            limiter,
            interval: quota.interval(),
        }
    }

    #[inline]
    pub(super) fn ask(&self) -> Decision {
        match self.limiter.check() {
            Ok(()) => Decision::Permit,
            Err(not_until) => self.wait(not_until.wait_time_from(self.limiter.clock().now())),
        }
    }

    /// Returns the wait. It is longer than the interval only if the clock has jumped back since the
    /// last permit.
    #[cold]
    fn wait(&self, wait: Duration) -> Decision {
        if wait <= self.interval + JUMP {
            Decision::Wait(wait)
        } else {
            self.after_jump()
        }
    }

    fn after_jump(&self) -> Decision {
        let clock = self.limiter.clock();
        let lag = clock.lag();
        let Err(not_until) = self.limiter.check() else {
            return Decision::Permit;
        };
        let wait = not_until.wait_time_from(clock.now());
        clock.make_up(lag, wait.saturating_sub(self.interval));
        Decision::Wait(wait.min(self.interval))
    }
}
