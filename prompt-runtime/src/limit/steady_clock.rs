//! A clock that makes up for having jumped back.

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;

use governor::clock::Clock;
use governor::nanos::Nanos;

/// A clock, and what has to be added to it.
///
/// governor reads the counter of the processor, which is fast and as a rule monotonic. It is not
/// where a machine wakes up or is moved with its counter set back: the limiter would then wait
/// until the counter is again where it was.
#[derive(Debug, Default)]
pub(super) struct SteadyClock<C> {
    clock: C,
    lag: AtomicU64,
}

impl<C> SteadyClock<C> {
    pub(super) fn new(clock: C) -> Self {
        Self {
            clock,
            lag: AtomicU64::new(0),
        }
    }

    pub(super) fn lag(&self) -> u64 {
        self.lag.load(Ordering::Relaxed)
    }

    /// Goes ahead by `jump`, unless someone else has since the lag was `before`: a jump is made up
    /// for once.
    pub(super) fn make_up(&self, before: u64, jump: Duration) {
        let jump = u64::try_from(jump.as_nanos()).unwrap_or(u64::MAX);
        _ = self.lag.compare_exchange(
            before,
            before.saturating_add(jump),
            Ordering::Relaxed,
            Ordering::Relaxed,
        );
    }
}

impl<C: Clock> Clock for SteadyClock<C> {
    type Instant = C::Instant;

    #[inline]
    fn now(&self) -> C::Instant {
        self.clock.now() + Nanos::new(self.lag())
    }
}
