//! Times in a ledger: RFC 3339, as in `2026-10-05T14:00:00Z`.

/// A moment: seconds since 1970 in UTC, and the digits after the point.
///
/// Two times of one moment are equal whatever their offsets are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    seconds: i64,
    fraction: String,
}

impl Moment {
    /// Reads a time with an offset, to the second or finer. Returns `None` if there is no such
    /// time. A leap second is none: clocks of computers do not have them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let (clock, offset) = time.find(['Z', '+', '-']).map(|at| time.split_at(at))?;
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
        let is_fraction =
            !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
        is_fraction.then_some(())?;
        Some(Self {
            seconds: days(date)? * 86_400 + seconds(clock)? - offset_seconds(offset)?,
            fraction: fraction.trim_end_matches('0').to_owned(),
        })
    }

    /// The whole days from this moment to a later one; 0 if it is not later.
    #[must_use]
    pub fn days_until(&self, later: &Self) -> u32 {
        let days = later.seconds.saturating_sub(self.seconds) / 86_400;
        u32::try_from(days).unwrap_or_default()
    }
}

/// The days from 1970-01-01 to a date, of the years from 1970 to 9999.
fn days(date: &str) -> Option<i64> {
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let is_date =
        year >= 1970 && (1..=12).contains(&month) && (1..=length(year, month)).contains(&day);
    is_date.then_some(())?;
    let years = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 });
    let months = (1..month).map(|month| length(year, month));
    Some(i64::from(
        years.sum::<u32>() + months.sum::<u32>() + day - 1,
    ))
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The number of days of a month.
fn length(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn seconds(clock: &str) -> Option<i64> {
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    let is_clock = hour < 24 && minute < 60 && second < 60;
    is_clock.then(|| i64::from((hour * 60 + minute) * 60 + second))
}

fn offset_seconds(offset: &str) -> Option<i64> {
    if offset == "Z" {
        return Some(0);
    }
    let [hours, minutes] = numbers(&offset[1..], ':', [2, 2])?;
    (hours < 24 && minutes < 60).then_some(())?;
    let seconds = i64::from((hours * 60 + minutes) * 60);
    Some(if offset.starts_with('-') {
        -seconds
    } else {
        seconds
    })
}

/// The numbers between separators, each of the given count of digits.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(separator);
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| {
            part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())
        })?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn days_are_whole_and_of_times_that_are_later() {
        let at = |text| Moment::parse(text).expect("a time");
        let run = at("2026-10-05T14:00:00Z");
        for (later, days) in [
            ("2026-10-06T13:59:59Z", 0),
            ("2026-10-06T14:00:00Z", 1),
            ("2026-11-05T15:00:00+01:00", 31),
            ("2026-10-01T14:00:00Z", 0),
        ] {
            assert_eq!(run.days_until(&at(later)), days, "{later}");
        }
    }

    #[test]
    fn times_that_there_are_and_times_that_there_are_not() {
        for time in [
            "2026-10-05T14:00:00Z",
            "2024-02-29T23:59:59Z",
            "2026-01-31T00:00:00.125+05:30",
        ] {
            assert!(Moment::parse(time).is_some(), "{time}");
        }
        let wrong = "yesterday|2026-10-05|2026-10-05 14:00:00Z|2026-13-01T00:00:00Z|2026-02-29T00:00:00Z|\
                     2026-00-10T00:00:00Z|2026-01-00T00:00:00Z|2026-10-05T24:00:00Z|2026-10-05T14:60:00Z|\
                     2026-10-05T14:00Z|2026-10-05T14:00:00|2026-10-05T14:00:00.Z|2026-10-05T14:00:00+5|T||\
                     0000-01-01T00:00:00Z|1969-12-31T23:59:59Z|2026-10-05T14:00:60Z|2024-02-29T23:59:60Z|\
                     2026-10-05T14:00:00+24:00|2026-10-05T14:00:00-05:60|2026-1-05T14:00:00Z|2026-+1-05T14:00:00Z";
        for time in wrong.split('|') {
            assert_eq!(Moment::parse(time), None, "{time}");
        }
    }

    /// Each is later than the one before.
    #[test]
    fn moments_are_in_order() {
        let times = [
            "1970-01-01T00:00:00Z",
            "2024-02-28T23:59:59Z",
            "2024-02-29T00:00:00Z",
            "2024-03-01T00:00:00Z",
            "2026-10-05T14:00:00.25+02:00",
            "2026-10-05T12:00:00.5Z",
            "2026-10-05T08:00:01-04:00",
            "2026-12-31T23:59:59Z",
            "2027-01-01T00:00:00Z",
        ];
        let moments = times.map(|time| Moment::parse(time).unwrap());
        assert!(moments.is_sorted_by(|one, next| one < next), "{moments:?}");
        assert_eq!(moments[0].seconds, 0);
        assert_eq!(
            Moment::parse("2026-10-05T12:00:00.50Z"),
            Some(moments[5].clone())
        );
        assert_eq!(
            Moment::parse("2026-10-05T17:30:00.5+05:30"),
            Some(moments[5].clone())
        );
        assert_eq!(
            Moment::parse("2001-09-09T01:46:40Z").unwrap().seconds,
            1_000_000_000
        );
    }
}
