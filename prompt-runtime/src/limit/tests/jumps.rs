//! A clock that jumps.

use core::time::Duration;

use super::{Decision, FakeClock, HOUR, SECOND, memory, permits, quota};

#[test]
fn a_jump_forward_frees_one_burst() {
    let clock = FakeClock::at(HOUR);
    let memory = memory(&quota(1000, 200), &clock);
    assert_eq!(permits(&memory, 1000), 200);
    clock.set(1000 * HOUR);
    assert_eq!(permits(&memory, 1000), 200);
}

/// Far back, before the limiter was made, and to the very beginning.
#[test]
fn after_a_jump_back_nobody_waits_longer_than_the_interval() {
    for (per_hour, burst, to) in [
        (1000, 200, 7 * HOUR),
        (1000, 200, 0),
        (1, 1, 0),
        (50_000, 0, 9 * HOUR),
    ] {
        let clock = FakeClock::at(10 * HOUR);
        let quota = quota(per_hour, burst);
        let memory = memory(&quota, &clock);
        assert_eq!(
            permits(&memory, 1000.max(quota.burst.get())),
            quota.burst.get()
        );
        clock.set(to);
        assert_eq!(memory.ask(), Decision::Wait(quota.interval()));
        assert_eq!(permits(&memory, 1000), 0);
        clock.advance(quota.interval - 1);
        assert_eq!(memory.ask(), Decision::Wait(Duration::from_nanos(1)));
        clock.advance(1);
        assert_eq!(permits(&memory, 1000), 1);
    }
}

/// A difference between the counters of two processors is waited for and not corrected, so the
/// clock keeps its speed.
#[test]
fn a_small_step_back_moves_nothing() {
    let clock = FakeClock::at(HOUR);
    let quota = quota(1000, 1);
    let memory = memory(&quota, &clock);
    assert_eq!(permits(&memory, 10), 1);
    for _ in 0..1000 {
        clock.set(HOUR - SECOND / 2);
        assert_eq!(
            memory.ask(),
            Decision::Wait(quota.interval() + Duration::from_millis(500))
        );
        clock.set(HOUR);
        assert_eq!(memory.ask(), Decision::Wait(quota.interval()));
    }
}
