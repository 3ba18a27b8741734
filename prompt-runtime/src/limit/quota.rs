//! Calls per hour as a steady interval and a burst.

use core::num::NonZeroU32;
use core::time::Duration;

use crate::Environment;

/// The window in which there are never more permits than the limit.
const HOUR: u64 = 3_600_000_000_000;

/// The longest that a burst may take to refill, in nanoseconds: 146 years. Both stores add it to a
/// point in time, in nanoseconds in 64 bits and in microseconds in the 53 bits that a number of Lua
/// has.
const LONGEST_REFILL: u64 = 1 << 62;

/// How the calls of an hour are spread over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quota {
    pub(super) environment: &'static str,
    pub(super) per_hour: NonZeroU32,
    pub(super) burst: NonZeroU32,
    /// From one permit to the next once the burst is used up, in nanoseconds.
    pub(super) interval: u64,
}

impl Quota {
    /// `None` where the environment has no limit. A burst above the limit is the limit.
    pub(super) fn new(environment: &Environment, burst: Option<NonZeroU32>) -> Option<Self> {
        let per_hour = environment.rate_limit?;
        let burst = longest_burst(per_hour, burst.unwrap_or(minute(per_hour)).min(per_hour));
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

/// What a minute brings.
fn minute(per_hour: NonZeroU32) -> NonZeroU32 {
    NonZeroU32::new(per_hour.get() / 60).unwrap_or(NonZeroU32::MIN)
}

/// The shortest interval that keeps every hour within the limit. A burst comes on top of what the
/// hour refills, so it has to be left out there: the permit after `per_hour` of them is due a whole
/// hour after the first.
fn interval(per_hour: NonZeroU32, burst: NonZeroU32) -> u64 {
    HOUR.div_ceil(u64::from(per_hour.get() - burst.get()) + 1)
}

/// The largest burst up to the one asked for whose refilling can be added to a point in time.
fn longest_burst(per_hour: NonZeroU32, asked: NonZeroU32) -> NonZeroU32 {
    let fits = |burst: NonZeroU32| {
        interval(per_hour, burst)
            .checked_mul(burst.get().into())
            .is_some_and(|refill| refill <= LONGEST_REFILL)
    };
    if fits(asked) {
        return asked;
    }
    let (mut fitting, mut failing) = (NonZeroU32::MIN, asked);
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
