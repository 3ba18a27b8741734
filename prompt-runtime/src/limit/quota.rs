//! Calls per hour, as an interval and a burst.

use core::num::NonZeroU32;
use core::time::Duration;

use crate::Environment;

/// The window of the limit, in nanoseconds.
const HOUR: u64 = 3_600_000_000_000;

/// The longest time to refill a burst, in nanoseconds: 146 years. Both stores add it to a point in
/// time: one in 64 bits of nanoseconds, the other in the 53 bits of a Lua number, in microseconds.
const LONGEST_REFILL: u64 = 1 << 62;

/// The interval and the burst of an environment's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quota {
    pub(super) environment: &'static str,
    pub(super) per_hour: NonZeroU32,
    pub(super) burst: NonZeroU32,
    /// The time between two permits once the burst is used up, in nanoseconds.
    pub(super) interval: u64,
}

impl Quota {
    /// Makes the quota, or `None` if the environment has no limit. A burst above the limit counts
    /// as the limit.
    pub(super) fn new(environment: &Environment, burst: Option<NonZeroU32>) -> Option<Self> {
        let per_hour = environment.rate_limit?;
        let burst = largest_burst(per_hour, burst.unwrap_or(minute(per_hour)).min(per_hour));
        Some(Self {
            environment: environment.name,
            per_hour,
            burst,
            interval: interval(per_hour, burst),
        })
    }

    pub(super) fn interval(&self) -> Duration {
        Duration::from_nanos(self.interval)
    }
}

/// Returns the number of calls in a minute.
fn minute(per_hour: NonZeroU32) -> NonZeroU32 {
    NonZeroU32::new(per_hour.get() / 60).unwrap_or(NonZeroU32::MIN)
}

/// Returns the shortest interval that keeps every hour within the limit, in nanoseconds. A burst
/// adds to the refills of the hour, so it is subtracted there: the permit after `per_hour` permits
/// is due a whole hour after the first.
fn interval(per_hour: NonZeroU32, burst: NonZeroU32) -> u64 {
    HOUR.div_ceil(u64::from(per_hour.get() - burst.get()) + 1)
}

/// Returns the largest burst, up to `requested`, whose refill is within the limit.
fn largest_burst(per_hour: NonZeroU32, requested: NonZeroU32) -> NonZeroU32 {
    let fits = |burst: NonZeroU32| {
        interval(per_hour, burst)
            .checked_mul(burst.get().into())
            .is_some_and(|refill| refill <= LONGEST_REFILL)
    };
    if fits(requested) {
        return requested;
    }
    let (mut fitting, mut failing) = (NonZeroU32::MIN, requested);
    while failing.get() - fitting.get() > 1 {
        let middle = NonZeroU32::MIN.saturating_add(fitting.get().midpoint(failing.get()) - 1);
        *(if fits(middle) {
            &mut fitting
        } else {
            &mut failing
        }) = middle;
    }
    fitting
}
