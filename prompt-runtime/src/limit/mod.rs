//! The environment's rate limit, kept: in one process by [governor], in a fleet by a Redis that all
//! share.
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
//! Calls, not tokens: a permit a call, taken before it. It is not given back if the call fails,
//! because the model's provider counts that call as well.
//!
//! # What is promised
//!
//! **In no hour are there more permits than the limit**, whenever the hour begins, and bursts
//! included. That is the generic cell rate algorithm (GCRA) with an interval of an hour divided by
//! `limit - burst + 1`. So a burst takes from the hour: see [`LimiterBuilder::burst`] for what it
//! leaves. A limit of one is one call, and the next an hour later.
//!
//! The hour is that of the clock in use. In memory it is a monotonic clock, which no change of the
//! time of day moves. Should it jump back all the same, no wait is longer than one interval (and a
//! second); a jump forward frees one burst at most. A process that starts anew has its burst anew,
//! and a second limiter counts for itself: where the limit is meant for all, make one.
//!
//! # In a fleet
//!
//! With the feature `redis`, `LimiterBuilder::redis` makes the same limiter count on a server that
//! several processes share; its documentation has what happens when the server is away, and more.
//!
//! [governor]: https://docs.rs/governor

mod deadline;
mod decision;
mod limit_error;
mod limiter;
mod limiter_builder;
mod memory;
mod queue;
mod quota;
#[cfg(feature = "redis")]
mod redis;
mod steady_clock;
mod store;
#[cfg(test)]
mod tests;

pub use limit_error::LimitError;
pub use limiter::Limiter;
pub use limiter_builder::LimiterBuilder;
#[cfg(feature = "redis")]
pub use redis::RedisLimiterBuilder;
