//! The environment's rate limit, kept: in one process by [governor], in a fleet by a Redis that all share.
//!
//! A [`Limiter`] is made once, and asked before each call to a model:
//!
//! ```ignore
//! use std::sync::LazyLock;
//!
//! use prompt_runtime::environment;
//! use prompt_runtime::limit::Limiter;
//!
//! static LIMITER: LazyLock<Limiter> = LazyLock::new(|| Limiter::new(environment!()));
//!
//! match LIMITER.try_acquire() {
//!     Ok(()) => println!("calling {}", environment!().model),
//!     Err(error) => println!("{error}; wait for {:?}", error.wait()),
//! }
//! ```
//!
//! An environment with `rate_limit: null` has no limit: nothing is counted, and no server is asked.
//!
//! # What is counted
//!
//! Calls, not tokens: a permit a call, taken before it. It is not given back if the call fails, because the model's
//! provider counts that call as well.
//!
//! # What is promised
//!
//! **In no hour are there more permits than the limit**, whenever the hour begins, and bursts included. That is the generic cell
//! rate algorithm (GCRA) with an interval of an hour divided by `limit - burst + 1`. So a burst takes from the hour: see
//! [`LimiterBuilder::burst`] for what it leaves. A limit of one is one call, and the next an hour later.
//!
//! The hour is that of the clock in use. In memory it is a monotonic clock, which no change of the time of day moves. Should it jump
//! back all the same, no wait grows longer than the interval; a jump forward frees one burst at most. A process that starts anew has its
//! burst anew.
//!
//! # In a fleet
//!
//! With the feature `redis` the same limiter counts on a server that several processes share:
//!
//! ```ignore
//! use std::time::Duration;
//!
//! use prompt_runtime::environment;
//! use prompt_runtime::limit::Limiter;
//!
//! let limiter = Limiter::builder(environment!())
//!     .redis("redis://127.0.0.1:6379")
//!     .key("sales-desk:calls")
//!     .timeout(Duration::from_millis(250))
//!     .fail_closed()
//!     .build()
//!     .expect("the URL is valid");
//! limiter.acquire().expect("development has no limit, and so asks no server");
//! ```
//!
//! The count is one key, changed by one script that takes the time of the server, so the clocks of the processes do not matter. The key is
//! `prompt-runtime:limit:ENVIRONMENT` unless [`RedisLimiterBuilder::key`] says otherwise: applications with the same key share a limit, and should
//! have the same one. It needs Redis 5 or newer, or Valkey: one server, or the primary of several, but no cluster of them.
//!
//! - **The clock of the server jumps back**, or the key holds what a larger burst has left: no wait is longer than one interval. **It jumps
//!   forward:** one burst at most is free at once.
//! - **The key is lost**, because the server keeps nothing on disk or evicts it: the count begins anew, with one burst.
//! - **The server is away, or does not answer in time** ([`RedisLimiterBuilder::timeout`], one second if not set): by default no call goes, and the error
//!   says why ([`RedisLimiterBuilder::fail_closed`]). With [`RedisLimiterBuilder::fail_open`] every call goes, and is not counted. Either way each call
//!   asks anew, so that it goes on as before once the server is back.
//! - **An answer is lost** on the way, or comes too late: its permit is lost. There are fewer calls in that hour, never more.
//!
//! A thread of its own asks the server, over one connection, so that the async methods run under any executor.
//!
//! [governor]: https://docs.rs/governor

mod deadline;
mod decision;
mod limit_error;
mod limiter;
mod limiter_builder;
mod memory;
mod quota;
#[cfg(feature = "redis")]
mod redis;
mod steady_clock;
#[cfg(test)]
mod tests;

pub use limit_error::LimitError;
pub use limiter::Limiter;
pub use limiter_builder::LimiterBuilder;
#[cfg(feature = "redis")]
pub use redis::RedisLimiterBuilder;
