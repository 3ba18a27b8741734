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

/// Lets through as many calls per hour as the environment allows.
///
/// Clones share one count. Before each call take a permit, by the method that fits the place:
///
/// | if there is none | blocking | async |
/// |---|---|---|
/// | fail at once | [`try_acquire`](Self::try_acquire) | [`try_acquire_async`](Self::try_acquire_async) |
/// | wait | [`acquire`](Self::acquire) | [`acquire_async`](Self::acquire_async) |
/// | wait, but not for long | [`acquire_within`](Self::acquire_within) | [`acquire_within_async`](Self::acquire_within_async) |
///
/// Without a limit all of them give a permit at once. Those who wait in one process go about in the
/// order in which they came; who asks just when a permit is free may still be first. A future that
/// is dropped while it waits in memory has taken nothing, on Redis one permit at most.
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
    /// A limiter for the calls of this process, with a minute's worth of calls as the burst. The
    /// first one of a process takes a moment, some milliseconds as a rule, in which the clock
    /// measures itself: make it when the application starts.
    pub fn new(environment: &Environment) -> Self {
        Self::builder(environment).build()
    }

    /// A limiter with a burst of your own, or on a server that several processes share.
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

    /// Takes a permit if there is one now. In memory this never blocks; on Redis it takes as long
    /// as the server's answer.
    ///
    /// # Errors
    ///
    /// The limit is used up; or Redis cannot be asked, and the limiter fails closed.
    #[inline]
    pub fn try_acquire(&self) -> Result<(), LimitError> {
        let Some(counted) = &self.0 else {
            return Ok(());
        };
        counted.settle(counted.store.ask()?)
    }

    /// Takes a permit, and blocks the thread until there is one.
    ///
    /// # Errors
    ///
    /// Redis cannot be asked, and the limiter fails closed. In memory there is no error.
    pub fn acquire(&self) -> Result<(), LimitError> {
        block_on(self.acquire_async())
    }

    /// Takes a permit, and blocks the thread until there is one, if that is at most `longest`.
    ///
    /// # Errors
    ///
    /// It would take longer, which is said at once; or someone else has been faster time and again;
    /// or Redis cannot be asked, and the limiter fails closed.
    pub fn acquire_within(&self, longest: Duration) -> Result<(), LimitError> {
        block_on(self.acquire_within_async(longest))
    }

    /// [`try_acquire`](Self::try_acquire) that does not block a thread while Redis is asked. Runs
    /// under any executor, as do the other two.
    ///
    /// # Errors
    ///
    /// As of [`try_acquire`](Self::try_acquire).
    pub async fn try_acquire_async(&self) -> Result<(), LimitError> {
        let Some(counted) = &self.0 else {
            return Ok(());
        };
        counted.settle(counted.store.ask_async().await?)
    }

    /// [`acquire`](Self::acquire) that lets other tasks run while it waits.
    ///
    /// # Errors
    ///
    /// As of [`acquire`](Self::acquire).
    pub async fn acquire_async(&self) -> Result<(), LimitError> {
        self.acquire_until(Deadline::NEVER).await
    }

    /// [`acquire_within`](Self::acquire_within) that lets other tasks run while it waits.
    ///
    /// # Errors
    ///
    /// As of [`acquire_within`](Self::acquire_within).
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
