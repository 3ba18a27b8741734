//! A clock that corrects backward jumps.

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;

use governor::clock::Clock;
use governor::nanos::Nanos;

/// A clock with a correction.
///
/// governor reads the counter of the processor, which is fast and usually monotonic. When a machine
/// wakes up or a virtual machine is moved, the counter may be set back. Without a correction, the
/// limiter would wait until the counter reaches its former value.
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

    /// Adds `jump` to the correction, unless another thread has changed it since it was `before`.
    /// So each jump is corrected once.
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
