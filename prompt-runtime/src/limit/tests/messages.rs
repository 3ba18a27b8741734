//! The messages of errors.

use alloc::string::ToString as _;
use core::time::Duration;

use super::quota;
use crate::limit::LimitError;

/// Limit, wait in nanoseconds, text.
const USED_UP: &[(u32, u64, &str)] = &[
    (
        1000,
        3_600_000_000,
        "the rate limit of `staging`, 1000 calls per hour, is used up: the next call may go in 3.6 s",
    ),
    (
        1,
        3_600_000_000_000,
        "the rate limit of `staging`, 1 call per hour, is used up: the next call may go in 60 min",
    ),
    (
        2,
        0,
        "the rate limit of `staging`, 2 calls per hour, is used up: the next call may go in 0 ms",
    ),
    (
        2,
        1,
        "the rate limit of `staging`, 2 calls per hour, is used up: the next call may go in 1 ms",
    ),
    (
        2,
        72_000_001,
        "the rate limit of `staging`, 2 calls per hour, is used up: the next call may go in 73 ms",
    ),
    (
        2,
        999_000_001,
        "the rate limit of `staging`, 2 calls per hour, is used up: the next call may go in 1 s",
    ),
    (
        2,
        3_600_000_001,
        "the rate limit of `staging`, 2 calls per hour, is used up: the next call may go in 3.7 s",
    ),
    (
        2,
        59_950_000_000,
        "the rate limit of `staging`, 2 calls per hour, is used up: the next call may go in 60 s",
    ),
    (
        2,
        60_000_000_001,
        "the rate limit of `staging`, 2 calls per hour, is used up: the next call may go in 1 min 1 s",
    ),
    (
        2,
        749_500_000_000,
        "the rate limit of `staging`, 2 calls per hour, is used up: the next call may go in 12 min 30 s",
    ),
];

#[test]
fn a_used_up_limit_says_when_to_come_back() {
    for &(per_hour, wait, text) in USED_UP {
        let wait = Duration::from_nanos(wait);
        let error = LimitError::used_up(quota(per_hour, 1), wait);
        assert_eq!(error.to_string(), text);
        assert_eq!(error.wait(), Some(wait));
        assert!(error.is_used_up());
    }
}

#[cfg(feature = "redis")]
#[test]
fn a_limit_that_is_used_up_is_not_one_that_cannot_be_asked() {
    let used_up = LimitError::used_up(quota(1, 1), Duration::from_secs(1));
    assert!(used_up.is_used_up() && !used_up.is_unavailable());
    let address = "redis.sales.example:6379".to_string();
    let unavailable = LimitError::unavailable("staging", address, "connection refused");
    assert!(unavailable.is_unavailable() && !unavailable.is_used_up());
}
