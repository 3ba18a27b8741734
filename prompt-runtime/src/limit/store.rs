//! Where the calls are counted.

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
        expect(clippy::unnecessary_wraps, reason = "what is in memory can be asked")
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
        expect(clippy::unused_async, reason = "what is in memory is never waited for")
    )]
    pub(super) async fn ask_async(&self) -> Result<Decision, LimitError> {
        match self {
            Self::Memory(memory) => Ok(memory.ask()),
            #[cfg(feature = "redis")]
            Self::Redis(redis) => redis.ask().await,
        }
    }

    /// How often the one who counts could not be asked.
    pub(super) fn failures(&self) -> usize {
        match self {
            Self::Memory(_) => 0,
            #[cfg(feature = "redis")]
            Self::Redis(redis) => redis.failures(),
        }
    }
}
