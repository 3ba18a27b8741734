use alloc::sync::Arc;
use core::fmt;
use core::time::Duration;

use pollster::block_on;

use super::deadline::Deadline;
use super::decision::Decision;
use super::queue::Queue;
use super::quota::Quota;
use super::store::Store;
use super::{LimitError, LimiterBuilder};
use crate::Environment;

/// A rate limiter: it allows as many calls per hour as the environment does.
///
/// Clones share one count. Take a permit before each call, by one of these methods:
///
/// | if there is none | blocking | async |
/// |---|---|---|
/// | fail at once | [`try_acquire`](Self::try_acquire) | [`try_acquire_async`](Self::try_acquire_async) |
/// | wait | [`acquire`](Self::acquire) | [`acquire_async`](Self::acquire_async) |
/// | wait, but not for long | [`acquire_within`](Self::acquire_within) | [`acquire_within_async`](Self::acquire_within_async) |
///
/// Without a limit, all of them return at once. Calls that wait in one process get their permits in
/// the order in which they began to wait; a call that asks at the moment a permit becomes free may
/// overtake them. A future that is dropped while it waits has taken no permit in memory, and at
/// most one on Redis.
///
/// ```ignore
/// use std::num::NonZeroU32;
/// use std::time::Duration;
///
/// use prompt_runtime::environment;
/// use prompt_runtime::limit::Limiter;
///
/// let limiter = Limiter::builder(environment!()).burst(NonZeroU32::new(20).unwrap()).build();
/// match limiter.acquire_within(Duration::from_secs(5)) {
///     Ok(()) => println!("calling {}", environment!().model),
///     Err(error) => println!("{error}"),
/// }
/// ```
#[derive(Clone)]
pub struct Limiter(Option<Arc<Counted>>);

struct Counted {
    quota: Quota,
    store: Store,
    queue: Queue,
}

impl Limiter {
    /// Makes a limiter for the calls of this process. The burst is a sixtieth of the limit.
    ///
    /// The first limiter of a process calibrates the clock, which takes some milliseconds: make it
    /// when the application starts.
    pub fn new(environment: &Environment) -> Self {
        Self::builder(environment).build()
    }

    /// Returns a builder, for a burst of your own or for a server that several processes share.
    pub fn builder(environment: &Environment) -> LimiterBuilder {
        LimiterBuilder::new(environment)
    }

    pub(super) fn with(counted: Option<(Quota, Store)>) -> Self {
        Self(counted.map(|(quota, store)| {
            Arc::new(Counted {
                quota,
                store,
                queue: Queue::default(),
            })
        }))
    }

    /// Takes a permit if one is free. In memory this never blocks; on Redis it blocks until the
    /// server answers.
    ///
    /// # Errors
    ///
    /// Returns an error if the limit is used up, or if Redis cannot be asked and the limiter fails
    /// closed.
    #[inline]
    pub fn try_acquire(&self) -> Result<(), LimitError> {
        let Some(counted) = &self.0 else {
            return Ok(());
        };
        counted.settle(counted.store.ask()?)
    }

    /// Takes a permit. Blocks the thread until one is free.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis cannot be asked and the limiter fails closed. In memory there is
    /// no error.
    pub fn acquire(&self) -> Result<(), LimitError> {
        block_on(self.acquire_async())
    }

    /// Takes a permit. Blocks the thread until one is free, for at most `longest`.
    ///
    /// # Errors
    ///
    /// Returns an error if no permit becomes free in time: at once if the wait is known to be
    /// longer, later if other calls take the permits. Returns an error if Redis cannot be asked and
    /// the limiter fails closed.
    pub fn acquire_within(&self, longest: Duration) -> Result<(), LimitError> {
        block_on(self.acquire_within_async(longest))
    }

    /// Takes a permit if one is free, without blocking the thread while Redis is asked. All async
    /// methods run under any executor.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`try_acquire`](Self::try_acquire).
    pub async fn try_acquire_async(&self) -> Result<(), LimitError> {
        let Some(counted) = &self.0 else {
            return Ok(());
        };
        counted.settle(counted.store.ask_async().await?)
    }

    /// Takes a permit. Waits until one is free, and lets other tasks run meanwhile.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`acquire`](Self::acquire).
    pub async fn acquire_async(&self) -> Result<(), LimitError> {
        self.acquire_until(Deadline::NEVER).await
    }

    /// Takes a permit. Waits for at most `longest` until one is free, and lets other tasks run
    /// meanwhile.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`acquire_within`](Self::acquire_within).
    pub async fn acquire_within_async(&self, longest: Duration) -> Result<(), LimitError> {
        self.acquire_until(Deadline::after(longest)).await
    }

    async fn acquire_until(&self, deadline: Deadline) -> Result<(), LimitError> {
        let Some(counted) = &self.0 else {
            return Ok(());
        };
        counted.settle(counted.queue.ask(&counted.store, deadline).await?)
    }
}

impl Counted {
    #[inline]
    fn settle(&self, decision: Decision) -> Result<(), LimitError> {
        match decision {
            Decision::Permit => Ok(()),
            Decision::Wait(wait) => Err(self.used_up(wait)),
        }
    }

    #[cold]
    fn used_up(&self, wait: Duration) -> LimitError {
        LimitError::used_up(self.quota, wait)
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Limiter")
            .field(&self.0.as_ref().map(|counted| counted.quota))
            .finish()
    }
}
