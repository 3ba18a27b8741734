//! The value of the key, also when others have changed it.

use std::time::Duration;

use crate::server::Server;
use crate::{builder, each_way, limiter};

const KEY: &str = "prompt-runtime:limit:staging";
/// Ten an hour with a burst of five: one every ten minutes.
const INTERVAL: u64 = 600_000_000;

#[test]
fn a_burst_goes_and_then_the_limit_is_used_up() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 10, 5);
    for _ in 0..5 {
        limiter.try_acquire().unwrap();
    }
    let error = limiter.acquire_within(Duration::from_secs(60)).unwrap_err();
    let wait = error.wait().unwrap();
    assert!(
        wait > Duration::from_secs(60) && wait <= Duration::from_micros(INTERVAL),
        "{wait:?}"
    );
    assert!(
        error
            .to_string()
            .starts_with("the rate limit of `staging`, 10 calls per hour, is used up: "),
        "{error}"
    );
}

#[test]
fn who_waits_is_woken() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 72_000, 1);
    let start = server.now();
    for _ in 0..5 {
        limiter.acquire().unwrap();
        pollster::block_on(limiter.acquire_async()).unwrap();
    }
    assert!(server.now() - start >= 9 * 50_000);
}

/// The key is gone as soon as it means nothing more.
#[test]
fn the_key_expires_when_the_burst_is_full_again() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 10, 5);
    for permits in 1..=5 {
        limiter.try_acquire().unwrap();
        let left = server.run::<u64>(&format!("PTTL {KEY}")) * 1000;
        assert!(
            left <= permits * INTERVAL && left > (permits - 1) * INTERVAL,
            "{left}"
        );
    }
}

#[test]
fn limiters_with_one_key_share_a_count_and_with_two_they_do_not() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiters = ["desk:calls", "desk:calls", "billing:calls"]
        .map(|key| builder(&server.url(), 1, 1).key(key).build().unwrap());
    assert_eq!(
        limiters.map(|limiter| limiter.try_acquire().is_ok()),
        [true, false, true]
    );
    assert!(
        server.run::<bool>("EXISTS desk:calls") && !server.run::<bool>(&format!("EXISTS {KEY}"))
    );
}

/// As after a clock that was far ahead: the wait is one interval, from the first call on, and not
/// anew with each.
#[test]
fn a_key_from_the_future_is_one_interval_of_waiting() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 10, 5);
    let tomorrow = server.now() + 24 * 3_600_000_000;
    for stored in [
        &tomorrow.to_string(),
        "9007199254740993",
        "18446744073709551615",
        "1e300",
        "inf",
    ] {
        server.run::<()>(&format!("SET {KEY} {stored}"));
        let before = server.now();
        let wait = limiter.try_acquire().unwrap_err().wait().unwrap();
        assert_eq!(wait, Duration::from_micros(INTERVAL), "{stored}");
        let kept = server.run::<u64>(&format!("GET {KEY}"));
        assert!(
            (before..=server.now()).contains(&(kept - 5 * INTERVAL)),
            "{stored}: {kept}"
        );
        let later = limiter.try_acquire().unwrap_err().wait().unwrap();
        assert!(later < wait, "{stored}: {later:?}");
        assert_eq!(server.run::<u64>(&format!("GET {KEY}")), kept);
    }
}

/// As after a clock that was far behind: one burst, and no more.
#[test]
fn a_key_from_the_past_is_one_burst() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 10, 5);
    for stored in [
        "0",
        "1",
        "-1",
        "-1e300",
        "-inf",
        "1700000000000000",
        "1700000000000000.75",
        "0x10",
    ] {
        server.run::<()>(&format!("SET {KEY} {stored}"));
        let permits = (0..20).filter(|_| limiter.try_acquire().is_ok()).count();
        assert_eq!(permits, 5, "{stored}");
    }
}

#[test]
fn a_key_of_someone_else_gives_an_error_and_no_permit() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 10, 5);
    let foreign = [
        (format!("SET {KEY} tomorrow"), "holds something else"),
        (format!("SET {KEY} nan"), "holds something else"),
        (format!("SET {KEY} -nan"), "holds something else"),
        (format!("SET {KEY} 12,5"), "holds something else"),
        (format!("LPUSH {KEY} a"), "WRONGTYPE"),
        (format!("HSET {KEY} a b"), "WRONGTYPE"),
    ];
    for (command, cause) in foreign {
        server.run::<redis::Value>(&command);
        for answer in each_way(&limiter) {
            let error = answer.expect_err(&command);
            assert!(
                error.is_unavailable() && error.to_string().contains(cause),
                "{command}: {error}"
            );
        }
        server.run::<()>(&format!("DEL {KEY}"));
        assert!(limiter.try_acquire().is_ok(), "{command}");
        server.run::<()>(&format!("DEL {KEY}"));
    }
}

/// Numbers at the ends: the key keeps every microsecond.
#[test]
fn the_largest_limits_are_kept_to_the_microsecond() {
    let Some(server) = Server::start() else {
        return;
    };
    let largest = u32::MAX;
    for (per_hour, burst) in [
        (largest, 1),
        (largest, largest),
        (2_000_000, 2_000_000),
        (1_000_000, 1_000_000),
    ] {
        let limiter = builder(&server.url(), per_hour, burst).build().unwrap();
        server.run::<()>(&format!("SET {KEY} {}", server.now() + 1_000_000_000));
        assert!(burst == 1 || limiter.try_acquire().is_ok());
        let first = server.run::<u64>(&format!("GET {KEY}"));
        assert!(burst == 1 || limiter.try_acquire().is_ok());
        let second = server.run::<u64>(&format!("GET {KEY}"));
        let interval = second - first;
        assert!(
            burst == 1 || (1..=3_600_000_000).contains(&interval),
            "{per_hour} {burst} {interval}"
        );
    }
}
