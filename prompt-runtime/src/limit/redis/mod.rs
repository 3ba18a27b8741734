//! The count of several processes, on a Redis server that they share.

mod redis_limiter_builder;
mod server;
#[cfg(feature = "redis-tls")]
mod tls;
mod url;
mod worker;

use alloc::string::{String, ToString as _};
#[cfg(feature = "tracing")]
use core::sync::atomic::AtomicBool;
use core::sync::atomic::{AtomicUsize, Ordering};

#[cfg(feature = "tracing")]
use prompt_core::hidden::escape_line;
pub use redis_limiter_builder::RedisLimiterBuilder;

use super::LimitError;
use super::decision::Decision;
use worker::Worker;

/// A store on a server.
pub(super) struct Redis {
    environment: &'static str,
    address: String,
    fails_open: bool,
    failures: AtomicUsize,
    /// `true` if the last call was not counted.
    #[cfg(feature = "tracing")]
    is_uncounted: AtomicBool,
    worker: Worker,
}

impl Redis {
    /// Asks for a permit. The worker answers within the timeout, whatever the server does.
    pub(super) async fn ask(&self) -> Result<Decision, LimitError> {
        let answer = self
            .worker
            .ask()
            .await
            .unwrap_or_else(|_| Err("the thread that asks it has ended".to_string()));
        #[cfg(feature = "tracing")]
        self.log_change(answer.as_ref().err());
        answer.or_else(|cause| self.fail(&cause))
    }

    /// Logs once that calls are not counted, and once that they are counted again. Otherwise a
    /// wrong password would go unnoticed.
    #[cfg(feature = "tracing")]
    fn log_change(&self, cause: Option<&String>) {
        let is_uncounted = self.fails_open && cause.is_some();
        let was_uncounted = self.is_uncounted.swap(is_uncounted, Ordering::Relaxed);
        match cause {
            Some(cause) if is_uncounted && !was_uncounted => {
                // The words of a server can hold anything.
                let cause = escape_line(cause);
                tracing::warn!(target: "prompt_runtime", "no call is counted: {} {cause}", self.address);
            }
            None if was_uncounted => {
                tracing::info!(target: "prompt_runtime", "calls are counted again: {}", self.address);
            }
            _ => {}
        }
    }

    pub(super) fn failures(&self) -> usize {
        self.failures.load(Ordering::Relaxed)
    }

    fn fail(&self, cause: &str) -> Result<Decision, LimitError> {
        self.failures.fetch_add(1, Ordering::Relaxed);
        if self.fails_open {
            return Ok(Decision::Permit);
        }
        Err(LimitError::unavailable(
            self.environment,
            self.address.clone(),
            cause,
        ))
    }
}
