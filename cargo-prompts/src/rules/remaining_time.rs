//! The time that calls take which are still to be made.

use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

/// The time for so many calls, where one is answered in each step. A rate limit has calls free now,
/// and so many in each hour after that.
pub fn remaining_time(calls: usize, step: Duration, free: Option<(usize, usize)>) -> Duration {
    let unlimited = times(step, calls);
    let Some((now, hourly)) = free.filter(|(now, _)| calls > *now) else {
        return unlimited;
    };
    let hours = (calls - now).div_ceil(hourly.max(1));
    unlimited.max(times(HOUR, hours))
}

fn times(duration: Duration, count: usize) -> Duration {
    duration.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A time as people say it: `40 seconds`, `3 minutes`, `2 hours`.
pub fn in_words(time: Duration) -> String {
    let seconds = time.as_secs_f64().ceil().max(1.0);
    let (count, unit) = if seconds < 100.0 {
        (seconds, "second")
    } else if seconds < 6000.0 {
        ((seconds / 60.0).round(), "minute")
    } else {
        ((seconds / 3600.0).round(), "hour")
    };
    let plural = if count > 1.0 { "s" } else { "" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{in_words, remaining_time};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_rate_limit_takes_hours() {
        for (calls, free, seconds) in [
            (10, None, 10),
            (10, Some((10, 100)), 10),
            (11, Some((10, 100)), 3600),
            (250, Some((10, 100)), 3 * 3600),
            (5000, Some((4999, 9000)), 5000),
            (0, Some((0, 1)), 0),
        ] {
            let time = remaining_time(calls, SECOND, free);
            assert_eq!(time, SECOND * seconds, "{calls} {free:?}");
        }
    }

    #[test]
    fn times_are_in_words() {
        for (seconds, words) in [
            (0, "1 second"),
            (12, "12 seconds"),
            (170, "3 minutes"),
            (7000, "2 hours"),
        ] {
            assert_eq!(in_words(SECOND * seconds), words);
        }
    }
}
