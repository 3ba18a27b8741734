//! The environment's rate limit: counted in one process by [governor], for several processes by a
//! Redis server that they share.
//!
//! Make one [`Limiter`], and take a permit from it before each call of a model:
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
//! An environment with `rate_limit: null` has no limit: no call is counted, and no server is asked.
//!
//! # Unit
//!
//! The limiter counts calls, not tokens. A call takes one permit. A call that fails does not return
//! its permit, because the model's provider counts that call as well.
//!
//! # Guarantee
//!
//! **No hour has more permits than the limit**, whenever the hour begins, and bursts included. The
//! limiter uses the generic cell rate algorithm (GCRA) with an interval of an hour divided by
//! `limit - burst + 1`. A burst therefore uses up part of the hour: see [`LimiterBuilder::burst`].
//! A limit of one allows one call, and the next an hour later.
//!
//! The hour is that of the clock in use. In memory it is a monotonic clock, which a change of the
//! time of day does not move. If it jumps back all the same, no wait is longer than one interval
//! plus a second. If it jumps forward, at most one burst is free at once. A process that restarts
//! has its burst again. Each limiter has a count of its own: make one limiter for all calls that
//! share the limit.
//!
//! # Several processes
//!
//! With the feature `redis`, `LimiterBuilder::redis` makes a limiter whose calls are counted by a
//! server. Its documentation describes the server, and the behaviour while the server is down.
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
#[cfg_attr(docsrs, doc(cfg(feature = "redis")))]
pub use redis::RedisLimiterBuilder;
