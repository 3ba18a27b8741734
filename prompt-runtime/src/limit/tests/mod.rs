//! The limiter in memory, on a clock that the tests move. What a real Redis does is in
//! `tests/redis`.

mod bound;
mod jumps;
mod messages;
mod threads;
mod waiting;

use alloc::sync::Arc;
use core::num::NonZeroU32;
use core::sync::atomic::{AtomicU64, Ordering};

use governor::clock::Clock;
use governor::nanos::Nanos;

use super::decision::Decision;
use super::memory::Memory;
use super::quota::Quota;
use crate::{Environment, Logging, PromptSource};

const SECOND: u64 = 1_000_000_000;
const HOUR: u64 = 3600 * SECOND;

/// Stands still until it is set.
#[derive(Debug, Clone)]
struct FakeClock(Arc<AtomicU64>);

impl FakeClock {
    fn at(nanoseconds: u64) -> Self {
        Self(Arc::new(AtomicU64::new(nanoseconds)))
    }

    fn set(&self, nanoseconds: u64) {
        self.0.store(nanoseconds, Ordering::Relaxed);
    }

    fn advance(&self, nanoseconds: u64) -> u64 {
        self.0.fetch_add(nanoseconds, Ordering::Relaxed) + nanoseconds
    }
}

impl Clock for FakeClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::new(self.0.load(Ordering::Relaxed))
    }
}

fn environment(per_hour: Option<u32>) -> Environment {
    let rate_limit = per_hour.and_then(NonZeroU32::new);
    crate::environment::environment(
        "staging",
        PromptSource::LibraryDraft,
        "kimi-k2-5",
        Some(0.2),
        Logging::Full,
        rate_limit,
        &[],
    )
}

/// With a burst of zero, the burst is not set.
fn quota(per_hour: u32, burst: u32) -> Quota {
    Quota::new(&environment(Some(per_hour)), NonZeroU32::new(burst)).expect("there is a limit")
}

fn memory(quota: &Quota, clock: &FakeClock) -> Memory<FakeClock> {
    Memory::new(quota, clock.clone())
}

/// Returns how many of a number of calls get a permit.
fn permits(memory: &Memory<FakeClock>, calls: u32) -> u32 {
    (0..calls)
        .map(|_| u32::from(memory.ask() == Decision::Permit))
        .sum()
}
