//! The rate limit of a fleet, on a real `redis-server` that each test starts for itself, and on
//! what is none.
//!
//! If `redis-server` is not installed, each test reports on standard error that it did not run;
//! with `CI=true` it fails.

mod connections;
mod impostors;
mod keys;
mod outages;
mod processes;
mod queues;
mod server;
mod tls;
mod urls;

use std::num::NonZeroU32;
use std::time::Duration;

use prompt_runtime::limit::{LimitError, Limiter, RedisLimiterBuilder};
use prompt_runtime::{__private, Environment, Logging, PromptSource};

/// Long enough for a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

fn environment(per_hour: u32) -> Environment {
    let rate_limit = NonZeroU32::new(per_hour);
    __private::environment(
        "staging",
        PromptSource::LibraryDraft,
        "kimi-k2-5",
        Some(0.2),
        Logging::Full,
        rate_limit,
        &[],
    )
}

/// A limiter that is patient, and fails closed unless told otherwise.
fn builder(url: &str, per_hour: u32, burst: u32) -> RedisLimiterBuilder {
    let builder = Limiter::builder(&environment(per_hour)).burst(NonZeroU32::new(burst).unwrap());
    builder.redis(url).timeout(PATIENCE)
}

fn limiter(url: &str, per_hour: u32, burst: u32) -> Limiter {
    builder(url, per_hour, burst).build().unwrap()
}

/// Every way to ask, in turns; those that wait are ready to wait for nothing.
fn each_way(limiter: &Limiter) -> [Result<(), LimitError>; 6] {
    [
        limiter.try_acquire(),
        limiter.acquire_within(Duration::ZERO),
        limiter.acquire(),
        pollster::block_on(limiter.try_acquire_async()),
        pollster::block_on(limiter.acquire_within_async(Duration::ZERO)),
        pollster::block_on(limiter.acquire_async()),
    ]
}
