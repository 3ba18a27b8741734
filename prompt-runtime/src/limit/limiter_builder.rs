use core::num::NonZeroU32;

use governor::clock::DefaultClock;

#[cfg(feature = "redis")]
use super::RedisLimiterBuilder;
use super::limiter::Limiter;
use super::memory::Memory;
use super::quota::Quota;
use super::store::Store;
use crate::Environment;

/// A [`Limiter`] in the making; see [`Limiter::builder`].
#[derive(Debug, Clone, Copy)]
#[must_use = "a builder makes nothing until `build`"]
pub struct LimiterBuilder {
    environment: Environment,
    burst: Option<NonZeroU32>,
}

impl LimiterBuilder {
    pub(super) fn new(environment: &Environment) -> Self {
        Self {
            environment: *environment,
            burst: None,
        }
    }

    /// How many calls may go at once after a quiet time; a sixtieth of the limit if not set, and
    /// never more than it.
    ///
    /// A burst is taken from the hour: of 1000 calls per hour with a burst of 200, 800 are left for
    /// the hour that begins with the burst, and no more than 801 go in an hour without one, a
    /// call every 4.5 seconds. A burst of 1 spreads all of them evenly; a burst of the whole
    /// limit leaves one call an hour until it has been quiet for long.
    ///
    /// Above a million, a burst close to the limit is made smaller, so that it is full again within
    /// 146 years.
    pub fn burst(mut self, burst: NonZeroU32) -> Self {
        self.burst = Some(burst);
        self
    }

    /// Has the calls counted by the Redis server at `url`, so that all processes with the same
    /// environment share one limit: `redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]`, or
    /// `unix:///PATH`.
    ///
    /// For `rediss://`, switch TLS on in the crate that connects, for example by
    /// `redis = { version = "1", features = ["tokio-rustls-comp"] }` in your own `Cargo.toml`.
    #[cfg(feature = "redis")]
    pub fn redis(self, url: impl Into<alloc::string::String>) -> RedisLimiterBuilder {
        RedisLimiterBuilder::new(self.environment.name, self.quota(), url.into())
    }

    /// Makes a limiter that counts the calls of this process.
    pub fn build(self) -> Limiter {
        let store = |quota: Quota| {
            (
                quota,
                Store::Memory(Memory::new(&quota, DefaultClock::default())),
            )
        };
        Limiter::with(self.quota().map(store))
    }

    fn quota(&self) -> Option<Quota> {
        Quota::new(&self.environment, self.burst)
    }
}
