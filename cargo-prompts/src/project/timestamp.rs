//! The time, as ledgers have it.

use std::borrow::Cow;
use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};
use prompt_build::library::Moment;

use crate::report::failure::Failure;

/// The difference that the clocks of two machines may have.
const DIFFERENCE: SignedDuration = SignedDuration::from_mins(5);

/// Refuses a clock whose time no record can have. The other functions here rely on it.
pub fn check_clock(now: SystemTime) -> Result<(), Failure> {
    let shown = if now < SystemTime::UNIX_EPOCH {
        "before 1970"
    } else {
        let latest = Timestamp::try_from(now).and_then(|now| now.checked_add(DIFFERENCE));
        if latest.is_ok() {
            return Ok(());
        }
        "after 9999"
    };
    let message = format!("the clock of this machine shows a time {shown}");
    Err(Failure::new(message).help("set the clock, and run the command again"))
}

/// The present time in RFC 3339, with milliseconds to order events within a second.
pub fn now() -> String {
    Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// The latest time that a record may have.
pub fn latest() -> Moment {
    let latest = Timestamp::now() + DIFFERENCE;
    Moment::parse(&latest.to_string()).expect("the clock shows a time after 1970")
}

/// A time for display, without fractions of a second.
pub fn to_the_second(at: &str) -> Cow<'_, str> {
    let Some((seconds, fraction)) = at.split_once('.') else {
        return at.into();
    };
    let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{seconds}{zone}").into()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{check_clock, now, to_the_second};

    const YEAR: u64 = 31_556_952;

    #[test]
    fn a_clock_whose_time_no_record_can_have_is_refused() {
        let epoch = SystemTime::UNIX_EPOCH;
        let refused = |now| {
            let failure = check_clock(now).err()?.to_string();
            failure.contains("set the clock").then_some(failure)
        };
        for (now, expected) in [
            (Some(epoch - Duration::from_nanos(1)), Some("before 1970")),
            (
                Some(epoch - Duration::from_secs(9000 * YEAR)),
                Some("before 1970"),
            ),
            (Some(epoch), None),
            (Some(SystemTime::now()), None),
            (Some(epoch + Duration::from_secs(8029 * YEAR)), None),
            // The last minutes that have a timestamp: no later time could be compared.
            (
                Some(epoch + Duration::from_secs(253_402_207_199)),
                Some("after 9999"),
            ),
            (
                epoch.checked_add(Duration::from_secs(8031 * YEAR)),
                Some("after 9999"),
            ),
        ] {
            // Not each system has all of these times.
            let Some(now) = now else { continue };
            let found = refused(now);
            match expected {
                None => assert_eq!(found, None),
                Some(words) => assert!(found.expect("refused").contains(words), "{words}"),
            }
        }
    }

    #[test]
    fn times_are_shown_to_the_second() {
        for (at, shown) in [
            ("2026-11-23T20:02:49.123Z", "2026-11-23T20:02:49Z"),
            ("2026-11-23T20:02:49Z", "2026-11-23T20:02:49Z"),
            ("2026-11-23T20:02:49.5+01:00", "2026-11-23T20:02:49+01:00"),
            ("?", "?"),
        ] {
            assert_eq!(to_the_second(at), shown);
        }
        assert_eq!(now().len(), "2026-11-23T20:02:49.123Z".len());
    }
}
