//! The quota of a fleet, on a Redis that all of it shares.

mod redis_limiter_builder;
mod server;
mod worker;

use alloc::string::{String, ToString as _};
#[cfg(feature = "tracing")]
use core::sync::atomic::AtomicBool;
use core::sync::atomic::{AtomicUsize, Ordering};

pub use redis_limiter_builder::RedisLimiterBuilder;

use super::LimitError;
use super::decision::Decision;
use worker::Worker;

/// The way to the server.
pub(super) struct Redis {
    environment: &'static str,
    address: String,
    fails_open: bool,
    failures: AtomicUsize,
    /// Whether the last call went without being counted.
    #[cfg(feature = "tracing")]
    is_uncounted: AtomicBool,
    worker: Worker,
}

impl Redis {
    /// The worker answers in time, whatever the server does.
    pub(super) async fn ask(&self) -> Result<Decision, LimitError> {
        let answer = self.worker.ask().await;
        let answer =
            answer.unwrap_or_else(|_| Err("the thread that asks it has ended".to_string()));
        #[cfg(feature = "tracing")]
        self.tell(answer.as_ref().err());
        answer.or_else(|cause| self.fail(cause))
    }

    /// Tells once that calls go uncounted, and once that they are counted again: a password that is
    /// wrong would never be noticed otherwise.
    #[cfg(feature = "tracing")]
    fn tell(&self, cause: Option<&String>) {
        let is_uncounted = self.fails_open && cause.is_some();
        let was_uncounted = self.is_uncounted.swap(is_uncounted, Ordering::Relaxed);
        match cause {
            Some(cause) if is_uncounted && !was_uncounted => {
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

    fn fail(&self, cause: String) -> Result<Decision, LimitError> {
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
