//! The store that counts the calls.

use super::LimitError;
use super::decision::Decision;
use super::memory::Memory;
#[cfg(feature = "redis")]
use super::redis::Redis;

pub(super) enum Store {
    Memory(Memory),
    #[cfg(feature = "redis")]
    Redis(Redis),
}

impl Store {
    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::unnecessary_wraps, reason = "only Redis can fail")
    )]
    #[inline]
    pub(super) fn ask(&self) -> Result<Decision, LimitError> {
        match self {
            Self::Memory(memory) => Ok(memory.ask()),
            #[cfg(feature = "redis")]
            Self::Redis(redis) => pollster::block_on(redis.ask()),
        }
    }

    #[cfg_attr(
        not(feature = "redis"),
        expect(clippy::unused_async, reason = "only Redis is waited for")
    )]
    pub(super) async fn ask_async(&self) -> Result<Decision, LimitError> {
        match self {
            Self::Memory(memory) => Ok(memory.ask()),
            #[cfg(feature = "redis")]
            Self::Redis(redis) => redis.ask().await,
        }
    }

    /// Returns the number of calls that could not be counted.
    pub(super) fn failures(&self) -> usize {
        match self {
            Self::Memory(_) => 0,
            #[cfg(feature = "redis")]
            Self::Redis(redis) => redis.failures(),
        }
    }
}
