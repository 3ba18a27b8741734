//! Retries: the number of attempts, and the waits between them.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// The number of attempts.
pub const ATTEMPTS: u32 = 4;
/// The wait after the first attempt. It doubles after each further one.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait that an endpoint may ask for; the run stops at a longer one.
pub const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// The longest wait that is told in seconds. Beyond it no time is meant: an endpoint could repeat the digits
/// of an input.
pub const LONGEST_TOLD: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait after an attempt, counted from one: what the endpoint asks for, and at least the
/// back-off. An endpoint that rounds down to no second at all, or whose clock is behind, would
/// otherwise get all attempts at once.
pub fn wait(asked: Option<Duration>, attempt: u32) -> Duration {
    asked.unwrap_or_default().max(back_off(attempt))
}

/// The back-off after an attempt. It is random, from half to the whole of the longest, so that
/// clients that failed together do not retry together.
fn back_off(attempt: u32) -> Duration {
    let longest = FIRST_WAIT
        .saturating_mul(1 << attempt.saturating_sub(1).min(16))
        .min(LONGEST_WAIT);
    longest.mul_f64(0.5 + 0.5 * random())
}

/// From 0.0 to 1.0, as random as the seed of a hash map.
fn random() -> f64 {
    let number = RandomState::new().build_hasher().finish();
    f64::from(u32::try_from(number >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}

/// Reads a header `Retry-After`, which has seconds or a date.
pub fn retry_after(header: &str, now: Timestamp) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<f64>() {
        // Some endpoints send fractions. A negative number or another text is ignored.
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = rfc2822::DateTimeParser::new()
        .parse_timestamp(header)
        .ok()?;
    // A date in the past asks for no wait of its own.
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{back_off, retry_after, wait};

    #[test]
    fn what_is_asked_for() {
        let now = "2026-11-23T18:00:00Z".parse().expect("a time");
        let rows = [
            ("0", Some(0.0)),
            (" 20 ", Some(20.0)),
            ("1.5", Some(1.5)),
            ("Mon, 23 Nov 2026 18:01:30 GMT", Some(90.0)),
            ("Mon, 23 Nov 2026 17:59:00 GMT", Some(0.0)),
            ("-1", None),
            ("inf", None),
            ("NaN", None),
            ("1e400", None),
            ("soon", None),
            ("", None),
        ];
        for (header, seconds) in rows {
            assert_eq!(
                retry_after(header, now),
                seconds.map(Duration::from_secs_f64),
                "{header}"
            );
        }
    }

    #[test]
    fn no_wait_is_shorter_than_the_back_off() {
        let rows = [
            (None, 250),
            (Some(0), 250),
            (Some(100), 250),
            (Some(7000), 7000),
        ];
        for (asked, least) in rows {
            let asked = asked.map(Duration::from_millis);
            assert!(wait(asked, 1) >= Duration::from_millis(least), "{asked:?}");
            assert!(
                wait(asked, 3) >= Duration::from_secs(1),
                "{asked:?} the third time"
            );
        }
    }

    #[test]
    fn waits_grow_and_differ() {
        for (attempt, longest) in [(1, 500), (2, 1000), (3, 2000), (99, 300_000)] {
            let waits = (0..50).map(|_| back_off(attempt)).collect::<Vec<_>>();
            let longest = Duration::from_millis(longest);
            assert!(
                waits
                    .iter()
                    .all(|wait| (longest / 2..=longest).contains(wait)),
                "{waits:?}"
            );
            assert!(waits.iter().any(|wait| *wait != waits[0]));
        }
    }
}
