//! Many that wait in one process.

use std::thread;
use std::time::{Duration, Instant};

use prompt_runtime::limit::{LimitError, Limiter};

use crate::server::Server;
use crate::{PATIENCE, builder, limiter};

const WAITING: usize = 60;

fn each_waits(limiter: &Limiter, check: impl Fn(Result<(), LimitError>) + Sync) {
    thread::scope(|scope| {
        for number in 0..WAITING {
            let check = &check;
            scope.spawn(move || {
                let is_blocking = number % 2 == 0;
                check(if is_blocking {
                    limiter.acquire()
                } else {
                    pollster::block_on(limiter.acquire_async())
                });
            });
        }
    });
}

/// A call asks three times: when it comes, when it is the first in the queue, and after its sleep.
/// Calls that come in between add a few. If all asked for each permit, it would be 30 times each.
#[test]
fn the_server_hears_from_one_at_a_time() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 180_000, 1);
    each_waits(&limiter, |answer| answer.unwrap());
    let statistics = server.run::<String>("INFO commandstats");
    let calls = statistics
        .split("cmdstat_evalsha:calls=")
        .nth(1)
        .and_then(|rest| rest.split(',').next())
        .unwrap()
        .parse::<usize>()
        .unwrap();
    assert!((WAITING..5 * WAITING).contains(&calls), "{calls}");
}

/// In turns, each with its own second, they would be through after a minute.
#[test]
fn those_who_wait_when_the_server_hangs_hear_of_it_together() {
    let Some(server) = Server::start() else {
        return;
    };
    let builder = builder(&server.url(), 3600, 1).timeout(Duration::from_secs(1));
    let modes = [
        (builder.clone().fail_closed(), false),
        (builder.fail_open(), true),
    ];
    for (builder, is_open) in modes {
        let limiter = &builder.build().unwrap();
        let start = Instant::now();
        limiter.acquire().unwrap();
        thread::scope(|scope| {
            // The next permit is due in a second, when the server hangs already.
            let check = move |answer: Result<(), LimitError>| match answer {
                Ok(()) => assert!(is_open, "a permit, though the server hangs"),
                Err(error) => assert!(!is_open && error.is_unavailable(), "{error}"),
            };
            scope.spawn(move || each_waits(limiter, check));
            thread::sleep(Duration::from_millis(200));
            server.pause();
        });
        assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
        server.resume();
    }
}
