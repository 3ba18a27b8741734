use core::num::NonZeroU32;

use governor::clock::DefaultClock;

#[cfg(feature = "redis")]
use super::RedisLimiterBuilder;
use super::limiter::Limiter;
use super::memory::Memory;
use super::quota::Quota;
use super::store::Store;
use crate::Environment;

/// A builder for a [`Limiter`]. [`Limiter::builder`] returns it.
#[derive(Debug, Clone, Copy)]
#[must_use = "no limiter is made until `build` is called"]
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

    /// Sets the burst: the number of calls that are allowed at once after a quiet time. The default
    /// is a sixtieth of the limit; a burst above the limit counts as the limit.
    ///
    /// A burst uses up part of the hour. Of 1000 calls per hour with a burst of 200, the hour that
    /// begins with the burst has 800 left. An hour without a burst has at most 801, one every 4.5
    /// seconds. A burst of 1 spreads the calls evenly. A burst of the whole limit leaves one call
    /// an hour until there has been a long quiet time.
    ///
    /// If the limit is above a million, a burst close to it is reduced, so that it refills within
    /// 146 years.
    pub fn burst(mut self, burst: NonZeroU32) -> Self {
        self.burst = Some(burst);
        self
    }

    /// Lets the Redis server at `url` count the calls, so that all processes of the environment
    /// share one limit. A URL is `redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]` or
    /// `unix:///PATH`; with the feature `redis-tls` also `rediss://`, which is TLS.
    #[cfg(feature = "redis")]
    #[cfg_attr(docsrs, doc(cfg(feature = "redis")))]
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
