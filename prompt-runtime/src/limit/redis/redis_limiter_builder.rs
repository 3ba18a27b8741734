use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;
use core::sync::atomic::AtomicUsize;
use core::time::Duration;

use redis::Client;

use super::Redis;
use super::server::Server;
use super::worker::Worker;
use crate::limit::quota::Quota;
use crate::limit::store::Store;
use crate::limit::{LimitError, Limiter};

const TIMEOUT: Duration = Duration::from_secs(1);

/// A [`Limiter`] on Redis in the making; see
/// [`LimiterBuilder::redis`](crate::limit::LimiterBuilder::redis).
///
/// ```ignore
/// use std::time::Duration;
///
/// use prompt_runtime::environment;
/// use prompt_runtime::limit::Limiter;
///
/// let limiter = Limiter::builder(environment!())
///     .redis("redis://127.0.0.1:6379")
///     .key("sales-desk:calls")
///     .timeout(Duration::from_millis(250))
///     .fail_closed()
///     .build()
///     .expect("the URL is valid");
/// limiter.acquire().expect("development has no limit, and so asks no server");
/// ```
///
/// The count is one key, changed by one script that takes the time of the server, so the clocks of
/// the processes do not matter. It needs Redis 5 or newer, or Valkey: one server, or the primary of
/// several, but no cluster of them.
///
/// - **The server is away, or does not answer in time**: by default no call goes, and the error
///   says why ([`fail_closed`](Self::fail_closed)); or every call goes, and is not counted
///   ([`fail_open`](Self::fail_open)). Either way each call asks anew, so all goes on as before
///   once the server is back.
/// - **An answer is lost** on the way, or comes too late: its permit is lost with it. That makes
///   fewer calls, never more.
/// - **The key is lost**, because the server keeps nothing on disk or evicts it: the count begins
///   anew, with one burst.
/// - **The clock of the server jumps back**, or the key holds what a larger burst has left: no wait
///   is longer than one interval. **It jumps forward:** one burst at most is free at once.
///
/// The server is asked by a thread of the limiter's own, over one connection. So the async methods
/// run under any executor, and the blocking ones everywhere. Of those who wait in one process only
/// the first in the queue asks again.
#[derive(Clone)]
#[must_use = "a builder makes nothing until `build`"]
pub struct RedisLimiterBuilder {
    environment: &'static str,
    quota: Option<Quota>,
    url: String,
    key: String,
    timeout: Duration,
    fails_open: bool,
}

impl RedisLimiterBuilder {
    pub(in crate::limit) fn new(
        environment: &'static str,
        quota: Option<Quota>,
        url: String,
    ) -> Self {
        let key = format!("prompt-runtime:limit:{environment}");
        Self {
            environment,
            quota,
            url,
            key,
            timeout: TIMEOUT,
            fails_open: false,
        }
    }

    /// The key of the count, `prompt-runtime:limit:ENVIRONMENT` if not set. All who use it share
    /// one limit, and should have the same limit and burst.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// How long the server may take to answer, with connecting; one second if not set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// While the server cannot be asked, all calls go, uncounted: better too many than none. After
    /// a server that does not answer, each of them has waited for the timeout. A server that
    /// refuses, for a wrong password for example, cannot be asked either; with the feature
    /// `tracing` a warning says when calls begin to go uncounted, and why.
    pub fn fail_open(mut self) -> Self {
        self.fails_open = true;
        self
    }

    /// While the server cannot be asked, no call goes: better none than too many. So it is if
    /// nothing is said.
    pub fn fail_closed(mut self) -> Self {
        self.fails_open = false;
        self
    }

    /// Makes the limiter, and the thread that will ask the server. The server itself need not be
    /// there yet. In an environment without a limit the URL is read, and nothing more.
    ///
    /// # Errors
    ///
    /// The URL is not valid, or no thread can be started.
    pub fn build(self) -> Result<Limiter, LimitError> {
        let client = Client::open(self.url.as_str())
            .map_err(|error| LimitError::invalid_url(error.to_string()))?;
        let Some(quota) = self.quota else {
            return Ok(Limiter::with(None));
        };
        let address = client.get_connection_info().addr().to_string();
        let server = Server::new(client, self.key.clone(), &quota, self.timeout);
        let worker = Worker::start(server).map_err(LimitError::no_thread)?;
        let Self {
            environment,
            fails_open,
            ..
        } = self;
        let redis = Redis {
            environment,
            address,
            fails_open,
            failures: AtomicUsize::new(0),
            #[cfg(feature = "tracing")]
            is_uncounted: false.into(),
            worker,
        };
        Ok(Limiter::with(Some((quota, Store::Redis(redis)))))
    }
}

/// Without the URL, which may hold a password.
impl fmt::Debug for RedisLimiterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            environment: _,
            quota,
            url: _,
            key,
            timeout,
            fails_open,
        } = self;
        let mut builder = f.debug_struct("RedisLimiterBuilder");
        builder
            .field("quota", quota)
            .field("key", key)
            .field("timeout", timeout)
            .field("fails_open", fails_open);
        builder.finish_non_exhaustive()
    }
}
