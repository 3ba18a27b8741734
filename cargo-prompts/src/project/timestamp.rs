//! The time, as ledgers have it.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};
use prompt_build::library::Moment;

/// The present time in RFC 3339, with milliseconds to order events within a second.
pub fn now() -> String {
    Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

/// The latest time that a record may have. The clocks of two machines differ by some minutes.
pub fn latest() -> Moment {
    let latest = Timestamp::now() + SignedDuration::from_mins(5);
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
    use super::{now, to_the_second};

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
