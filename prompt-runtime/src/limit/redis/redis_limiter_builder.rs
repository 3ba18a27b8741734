use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;
use core::sync::atomic::AtomicUsize;
use core::time::Duration;

use super::Redis;
use super::server::Server;
use super::url;
use super::worker::Worker;
use crate::limit::quota::Quota;
use crate::limit::store::Store;
use crate::limit::{LimitError, Limiter};

const TIMEOUT: Duration = Duration::from_secs(1);

/// A builder for a [`Limiter`] on Redis.
/// [`LimiterBuilder::redis`](crate::limit::LimiterBuilder::redis) returns it.
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
/// The count is one key. One script changes it by the server's clock, so the clocks of the
/// processes do not matter. It needs Redis 5 or newer, or Valkey: one server, or the primary of
/// several, but not a cluster.
///
/// - **The server is down, or does not answer in time**: by default no call is allowed, and the
///   error gives the cause ([`fail_closed`](Self::fail_closed)). Or every call is allowed and not
///   counted ([`fail_open`](Self::fail_open)). Either way each call asks again, so counting resumes
///   once the server is back.
/// - **An answer is lost** or comes too late: its permit is lost with it. So there are fewer calls,
///   never more.
/// - **The key is lost**, because the server does not persist it or evicts it: the count starts
///   again, with one burst.
/// - **A replica takes over** from a primary that fails: permits that the primary has given and not
///   yet replicated are forgotten, although the calls were allowed. Replication is asynchronous, so
///   an hour may then have more calls than the limit: as many as were lost, and at most one burst.
/// - **The clock of the server jumps back**, or the key dates from a larger burst: no wait is
///   longer than one interval. **It jumps forward**: at most one burst is free at once.
///
/// With the feature `redis-tls`, `rediss://HOST:PORT` connects over TLS. The certificate is checked
/// against those of the system, or those in the file that the variable `SSL_CERT_FILE` names; the
/// host must be one that it is for. rustls does the work, with the [`CryptoProvider`] that the
/// program has installed, or else with ring: install yours before you build a limiter.
///
/// [`CryptoProvider`]: https://docs.rs/rustls/0.23/rustls/crypto/struct.CryptoProvider.html
///
/// A thread of the limiter asks the server, over one connection. So the async methods run under any
/// executor, and the blocking ones everywhere. If several calls of one process wait, only the first
/// in the queue asks again.
#[derive(Clone)]
#[must_use = "no limiter is made until `build` is called"]
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

    /// Sets the key of the count. The default is `prompt-runtime:limit:ENVIRONMENT`. All limiters
    /// with the same key share one count, and should have the same limit and burst.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// Sets the time in which the server has to answer, connecting included. The default is one
    /// second.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Allows all calls, uncounted, while the server cannot be asked: too many calls rather than
    /// none. If the server does not answer, each call first waits for the timeout. A server that
    /// refuses, for example because of a wrong password, counts as one that cannot be asked. With
    /// the feature `tracing`, a warning gives the cause when calls begin to go uncounted.
    pub fn fail_open(mut self) -> Self {
        self.fails_open = true;
        self
    }

    /// Allows no call while the server cannot be asked: none rather than too many. This is the
    /// default.
    pub fn fail_closed(mut self) -> Self {
        self.fails_open = false;
        self
    }

    /// Makes the limiter, and starts the thread that asks the server. The server need not run yet.
    /// In an environment without a limit, the URL is checked and no thread is started.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not valid, or if no thread can be started.
    pub fn build(self) -> Result<Limiter, LimitError> {
        let client = url::open(&self.url)?;
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

/// Shows all but the URL, which may contain a password.
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
