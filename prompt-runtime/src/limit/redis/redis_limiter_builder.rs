use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;
use core::time::Duration;

use redis::Client;

use super::Redis;
use super::server::Server;
use super::worker::Worker;
use crate::limit::limiter::Store;
use crate::limit::quota::Quota;
use crate::limit::{LimitError, Limiter};

const TIMEOUT: Duration = Duration::from_secs(1);

/// A [`Limiter`] on Redis in the making; see [`LimiterBuilder::redis`](crate::limit::LimiterBuilder::redis).
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
    pub(in crate::limit) fn new(environment: &'static str, quota: Option<Quota>, url: String) -> Self {
        let key = format!("prompt-runtime:limit:{environment}");
        Self { environment, quota, url, key, timeout: TIMEOUT, fails_open: false }
    }

    /// The key of the count, `prompt-runtime:limit:ENVIRONMENT` if not set. All who use it share one limit, and should
    /// have the same limit and burst.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// How long the server may take to answer, with connecting; one second if not set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// While the server cannot be asked, all calls go, uncounted: better too many than none. After a server that does
    /// not answer, each of them has waited for the timeout.
    pub fn fail_open(mut self) -> Self {
        self.fails_open = true;
        self
    }

    /// While the server cannot be asked, no call goes: better none than too many. So it is if nothing is said.
    pub fn fail_closed(mut self) -> Self {
        self.fails_open = false;
        self
    }

    /// Makes the limiter, and the thread that will ask the server. The server itself need not be there yet. In an
    /// environment without a limit the URL is read, and nothing more.
    ///
    /// # Errors
    ///
    /// The URL is not valid, or no thread can be started.
    pub fn build(self) -> Result<Limiter, LimitError> {
        let client = Client::open(self.url).map_err(|error| LimitError::invalid_url(error.to_string()))?;
        let Some(quota) = self.quota else { return Ok(Limiter::with(None)) };
        let address = client.get_connection_info().addr().to_string();
        let server = Server::new(client, self.key, &quota, self.timeout);
        let worker = Worker::start(server).map_err(LimitError::no_thread)?;
        let redis = Redis { environment: self.environment, address, fails_open: self.fails_open, worker };
        Ok(Limiter::with(Some((quota, Store::Redis(redis)))))
    }
}

/// Without the URL, which may hold a password.
impl fmt::Debug for RedisLimiterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { environment: _, quota, url: _, key, timeout, fails_open } = self;
        let mut builder = f.debug_struct("RedisLimiterBuilder");
        builder.field("quota", quota).field("key", key).field("timeout", timeout).field("fails_open", fails_open);
        builder.finish_non_exhaustive()
    }
}
