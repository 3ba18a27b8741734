use alloc::boxed::Box;
#[cfg(feature = "redis")]
use alloc::string::String;
use core::fmt;
use core::time::Duration;
use std::error::Error;

#[cfg(feature = "redis")]
use prompt_core::hidden::escape_line;

use super::quota::Quota;

/// The error of a limiter.
///
/// Either the limit is used up, and [`wait`](Self::wait) returns the time until the next permit.
/// Or, with the feature `redis`, the server could not be asked, and the message gives the cause. No
/// message contains a password.
///
/// ```
/// use std::time::Duration;
///
/// use prompt_runtime::limit::LimitError;
///
/// fn retry_after(error: &LimitError) -> Duration {
///     error.wait().unwrap_or(Duration::from_secs(30))
/// }
/// ```
#[derive(Debug)]
pub struct LimitError(Box<Reason>);

#[derive(Debug)]
enum Reason {
    UsedUp {
        quota: Quota,
        wait: Duration,
    },
    #[cfg(feature = "redis")]
    Unavailable {
        environment: &'static str,
        address: String,
        cause: String,
    },
    #[cfg(feature = "redis")]
    InvalidUrl {
        cause: String,
    },
    #[cfg(feature = "redis")]
    NoThread {
        cause: std::io::Error,
    },
}

impl LimitError {
    pub(super) fn used_up(quota: Quota, wait: Duration) -> Self {
        Self(Box::new(Reason::UsedUp { quota, wait }))
    }

    #[cfg(feature = "redis")]
    pub(super) fn unavailable(environment: &'static str, address: String, cause: &str) -> Self {
        Self(Box::new(Reason::Unavailable {
            environment,
            address,
            // The words of a server can hold anything.
            cause: escape_line(cause).into_owned(),
        }))
    }

    #[cfg(feature = "redis")]
    pub(super) fn invalid_url(cause: String) -> Self {
        Self(Box::new(Reason::InvalidUrl { cause }))
    }

    #[cfg(feature = "redis")]
    pub(super) fn no_thread(cause: std::io::Error) -> Self {
        Self(Box::new(Reason::NoThread { cause }))
    }

    /// Returns the time until the next permit is free, or `None` if the limit is not used up.
    /// Another call may take that permit first.
    pub fn wait(&self) -> Option<Duration> {
        match *self.0 {
            Reason::UsedUp { wait, .. } => Some(wait),
            #[cfg(feature = "redis")]
            _ => None,
        }
    }

    /// Returns `true` if the limit is used up.
    pub fn is_used_up(&self) -> bool {
        self.wait().is_some()
    }

    /// Returns `true` if the server could not be asked. The next call asks it again.
    #[cfg(feature = "redis")]
    #[cfg_attr(docsrs, doc(cfg(feature = "redis")))]
    pub fn is_unavailable(&self) -> bool {
        matches!(*self.0, Reason::Unavailable { .. })
    }
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Reason::UsedUp {
                quota:
                    Quota {
                        environment,
                        per_hour,
                        ..
                    },
                wait,
            } => {
                let calls = if per_hour.get() == 1 { "call" } else { "calls" };
                write!(
                    f,
                    "the rate limit of `{environment}`, {per_hour} {calls} per hour, is used up: "
                )?;
                write!(f, "the next call may go in {}", Rounded(*wait))
            }
            #[cfg(feature = "redis")]
            Reason::Unavailable {
                environment,
                address,
                cause,
            } => {
                write!(
                    f,
                    "the rate limit of `{environment}` is counted by Redis at `{address}`, "
                )?;
                write!(f, "which cannot be asked: {cause}")
            }
            #[cfg(feature = "redis")]
            Reason::InvalidUrl { cause } => {
                write!(
                    f,
                    "the URL of Redis is not valid, expected `redis://HOST:PORT` or the like: {cause}"
                )
            }
            #[cfg(feature = "redis")]
            Reason::NoThread { cause } => {
                write!(f, "the thread that asks Redis cannot be started: {cause}")
            }
        }
    }
}

impl Error for LimitError {}

/// A time for human readers. It is rounded up, so that a retry after it is not too early.
struct Rounded(Duration);

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = self.0.as_nanos().div_ceil(1_000_000);
        let tenths = milliseconds.div_ceil(100);
        let seconds = milliseconds.div_ceil(1000);
        match (milliseconds, seconds % 60) {
            (0..1000, _) => write!(f, "{milliseconds} ms"),
            (1000..=60_000, _) if tenths.is_multiple_of(10) => write!(f, "{seconds} s"),
            (1000..=60_000, _) => write!(f, "{}.{} s", tenths / 10, tenths % 10),
            (_, 0) => write!(f, "{} min", seconds / 60),
            (_, rest) => write!(f, "{} min {rest} s", seconds / 60),
        }
    }
}
