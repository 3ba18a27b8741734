//! Times in a ledger: RFC 3339, as in `2026-10-05T14:00:00Z`.

/// Returns `true` if the text is a valid time with an offset, to the second or finer.
pub(super) fn is_valid(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    is_date(date) && is_time(time)
}

fn is_date(date: &str) -> bool {
    let Some([year, month, day]) = numbers(date, '-', [4, 2, 2]) else {
        return false;
    };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_time(time: &str) -> bool {
    let Some((clock, offset)) = time.find(['Z', '+', '-']).map(|at| time.split_at(at)) else {
        return false;
    };
    let (clock, fraction) = clock
        .split_once('.')
        .map_or((clock, "0"), |(clock, fraction)| (clock, fraction));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_clock = numbers(clock, ':', [2, 2, 2]).is_some_and(|[hour, minute, second]| {
        // A leap second is the sixty-first of its minute.
        hour < 24 && minute < 60 && second <= 60
    });
    let is_offset = offset == "Z"
        || numbers(&offset[1..], ':', [2, 2])
            .is_some_and(|[hours, minutes]| hours < 24 && minutes < 60);
    is_clock && is_fraction && is_offset
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
    #[test]
    fn times_that_there_are_and_times_that_there_are_not() {
        for time in [
            "2026-10-05T14:00:00Z",
            "2024-02-29T23:59:60Z",
            "2026-01-31T00:00:00.125+05:30",
        ] {
            assert!(super::is_valid(time), "{time}");
        }
        let wrong = "yesterday|2026-10-05|2026-10-05 14:00:00Z|2026-13-01T00:00:00Z|2026-02-29T00:00:00Z|\
                     2026-00-10T00:00:00Z|2026-01-00T00:00:00Z|2026-10-05T24:00:00Z|2026-10-05T14:60:00Z|\
                     2026-10-05T14:00Z|2026-10-05T14:00:00|2026-10-05T14:00:00.Z|2026-10-05T14:00:00+5|T|";
        for time in wrong.split('|') {
            assert!(!super::is_valid(time), "{time}");
        }
    }
}
