//! Never more than the limit in an hour, and no fewer than it.

use alloc::vec::Vec;

use proptest::prelude::*;

use super::{Decision, FakeClock, HOUR, SECOND, memory, permits, quota};

/// Limit, burst asked for (zero: none), burst, and seconds between permits after it, rounded up.
const QUOTAS: &[(u32, u32, u32, u64)] = &[
    (1, 0, 1, 3600),
    (1, 5, 1, 3600),
    (2, 0, 1, 1800),
    (59, 0, 1, 62),
    (60, 0, 1, 60),
    (119, 0, 1, 31),
    (120, 0, 2, 31),
    (1000, 0, 16, 4),
    (1000, 1, 1, 4),
    (1000, 200, 200, 5),
    (1000, 999, 999, 1800),
    (1000, 1000, 1000, 3600),
    (1000, u32::MAX, 1000, 3600),
    (50_000, 0, 833, 1),
];

#[test]
fn a_limit_is_an_interval_and_a_burst() {
    for &(per_hour, asked, burst, seconds) in QUOTAS {
        let quota = quota(per_hour, asked);
        let found = (
            per_hour,
            asked,
            quota.burst.get(),
            quota.interval.div_ceil(SECOND),
        );
        assert_eq!(found, (per_hour, asked, burst, seconds));
    }
}

#[test]
fn a_quota_of_one_is_one_call_an_hour() {
    let clock = FakeClock::at(HOUR);
    let memory = memory(&quota(1, 0), &clock);
    for _ in 0..3 {
        assert_eq!(permits(&memory, 100), 1);
        clock.advance(HOUR - 1);
        assert_eq!(
            memory.ask(),
            Decision::Wait(core::time::Duration::from_nanos(1))
        );
        clock.advance(1);
    }
}

/// Of 1000 with a burst of 200, 800 are left for the hour that begins with the burst, and 801 go in
/// any other.
#[test]
fn a_burst_is_taken_from_the_hour() {
    let clock = FakeClock::at(HOUR);
    let memory = memory(&quota(1000, 200), &clock);
    assert_eq!(permits(&memory, 1000), 200);
    let steady = || {
        (0..3600)
            .map(|_| (clock.advance(SECOND), permits(&memory, 1000)).1)
            .sum::<u32>()
    };
    assert_eq!([steady(), steady(), steady()], [800, 801, 801]);
}

/// A call at every moment at which one may go: the most that there can be.
#[test]
fn the_hour_is_used_up() {
    for (per_hour, burst) in [
        (1, 0),
        (2, 0),
        (7, 3),
        (60, 60),
        (1000, 0),
        (1000, 200),
        (1000, 999),
        (50_000, 0),
    ] {
        let clock = FakeClock::at(HOUR);
        let memory = memory(&quota(per_hour, burst), &clock);
        let mut now = HOUR;
        let mut in_the_hour = 0;
        while now < 2 * HOUR {
            match memory.ask() {
                Decision::Permit => in_the_hour += 1,
                Decision::Wait(wait) => {
                    now = clock.advance(u64::try_from(wait.as_nanos()).unwrap());
                }
            }
        }
        assert_eq!(in_the_hour, per_hour, "{per_hour} with a burst of {burst}");
    }
}

/// Pauses, and the number of calls after each.
fn schedule() -> impl Strategy<Value = Vec<(u64, u32)>> {
    let pause = prop_oneof![
        Just(0),
        Just(1),
        0..SECOND,
        0..60 * SECOND,
        0..HOUR,
        Just(HOUR),
        Just(HOUR - 1),
        0..3 * HOUR
    ];
    prop::collection::vec((pause, 0_u32..120), 1..120)
}

/// Mostly numbers at the ends, where arithmetic breaks.
fn extreme() -> impl Strategy<Value = u32> {
    prop_oneof![
        1_u32..100,
        1_000_000..2_000_000_u32,
        u32::MAX - 100..=u32::MAX,
        1..=u32::MAX
    ]
}

proptest! {
    /// For every call that may go, the one that went `limit` calls earlier is an hour or more ago.
    #[test]
    fn no_hour_has_more_than_the_limit(per_hour in 1_u32..100, burst in 0_u32..120, schedule in schedule()) {
        let clock = FakeClock::at(HOUR);
        let memory = memory(&quota(per_hour, burst), &clock);
        let mut gone = Vec::new();
        for (pause, calls) in schedule {
            let now = clock.advance(pause);
            gone.extend((0..permits(&memory, calls)).map(|_| now));
        }
        for window in gone.windows(per_hour as usize + 1) {
            prop_assert!(window[per_hour as usize] - window[0] >= HOUR, "{window:?}");
        }
    }

    /// The bound in numbers, for limits too large to be tried; and the burst is made no smaller
    /// than it has to be.
    #[test]
    fn every_limit_and_burst_fits(per_hour in extreme(), asked in extreme()) {
        let quota = quota(per_hour, asked);
        let burst = quota.burst.get();
        prop_assert!(HOUR.div_ceil(quota.interval) + u64::from(burst) - 1 <= u64::from(per_hour));
        prop_assert!(u128::from(quota.interval) * u128::from(burst) <= 1 << 62);
        let larger = u128::from(HOUR.div_ceil(u64::from(per_hour.saturating_sub(burst + 1)) + 1)) * u128::from(burst + 1);
        prop_assert!(burst == asked.min(per_hour) || larger > 1 << 62, "{burst}");
    }

    /// Nothing overflows, after a century either. Debug builds check every sum.
    #[test]
    fn no_limit_is_too_large_to_be_asked(per_hour in extreme(), asked in extreme(), years in 0_u64..100) {
        let clock = FakeClock::at(1);
        let quota = quota(per_hour, asked);
        let memory = memory(&quota, &clock);
        clock.advance(years * 365 * 24 * HOUR);
        prop_assert_eq!(permits(&memory, 50), quota.burst.get().min(50));
        clock.advance(HOUR);
        prop_assert!(permits(&memory, 50) > 0);
    }
}
