//! A server that goes away, and comes back.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use prompt_runtime::limit::{LimitError, Limiter};

use crate::server::Server;
use crate::{PATIENCE, builder, each_way, limiter};

fn is_unavailable(result: &Result<(), LimitError>) -> bool {
    result
        .as_ref()
        .is_err_and(|error| error.is_unavailable() && error.wait().is_none())
}

#[test]
fn without_the_server_no_call_goes_and_with_it_they_go_again() {
    let Some(mut server) = Server::start() else {
        return;
    };
    let limiter = builder(&server.url(), 1000, 100)
        .fail_open()
        .fail_closed()
        .build()
        .unwrap();
    assert!(each_way(&limiter).iter().all(Result::is_ok));
    server.kill();
    for answer in each_way(&limiter) {
        assert!(is_unavailable(&answer), "{answer:?}");
        let error = answer.unwrap_err().to_string();
        let address = server.url().replace("redis://", "");
        let begin = format!(
            "the rate limit of `staging` is counted by Redis at `{address}`, which cannot be asked: "
        );
        assert!(error.starts_with(&begin), "{error}");
        assert!(
            error.to_lowercase().contains("connection refused"),
            "{error}"
        );
    }
    server.restart();
    assert!(each_way(&limiter).iter().all(Result::is_ok));
}

#[test]
fn without_the_server_every_call_goes_if_so_chosen_and_with_it_they_are_counted_again() {
    let Some(mut server) = Server::start() else {
        return;
    };
    let limiter = builder(&server.url(), 1, 1).fail_open().build().unwrap();
    let log = Log::default();
    tracing::subscriber::with_default(log.subscriber(), || {
        assert!(limiter.try_acquire().is_ok());
        assert!(limiter.try_acquire().unwrap_err().is_used_up());
        server.kill();
        assert!((0..3).all(|_| limiter.try_acquire().is_ok()));
        assert!(each_way(&limiter).iter().all(Result::is_ok));
        server.restart();
        assert!(limiter.try_acquire().is_ok());
        assert!(limiter.try_acquire().unwrap_err().is_used_up());
    });
    let log = log.text();
    let [uncounted, counted] = log.lines().collect::<Vec<_>>()[..] else {
        panic!("{log}")
    };
    assert!(
        uncounted.contains("WARN prompt_runtime: no call is counted: 127.0.0.1:"),
        "{uncounted}"
    );
    assert!(
        uncounted.to_lowercase().contains("connection refused"),
        "{uncounted}"
    );
    assert!(
        counted.contains("INFO prompt_runtime: calls are counted again: 127.0.0.1:"),
        "{counted}"
    );
}

/// The log.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn subscriber(&self) -> impl tracing::Subscriber {
        let log = self.clone();
        tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || log.clone())
            .finish()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_limiter_can_be_made_before_its_server() {
    let Some(mut server) = Server::start() else {
        return;
    };
    server.kill();
    let limiter = limiter(&server.url(), 1000, 100);
    assert!(is_unavailable(&limiter.try_acquire()));
    server.restart();
    assert!(limiter.try_acquire().is_ok());
}

/// While it hangs each call ends, in whichever way was chosen; later the calls go on by themselves.
#[test]
fn a_server_that_hangs_is_waited_for_only_so_long() {
    let Some(server) = Server::start() else {
        return;
    };
    let short = Duration::from_millis(200);
    let closed = builder(&server.url(), 1000, 1000)
        .timeout(short)
        .build()
        .unwrap();
    let open = builder(&server.url(), 1000, 1000)
        .timeout(short)
        .fail_open()
        .build()
        .unwrap();
    until_it_goes(&closed);
    server.pause();
    for answer in each_way(&closed) {
        assert!(is_unavailable(&answer), "{answer:?}");
        let error = answer.unwrap_err().to_string();
        assert!(
            error.ends_with("which cannot be asked: no answer within 200ms"),
            "{error}"
        );
    }
    assert!(each_way(&open).iter().all(Result::is_ok));
    server.resume();
    until_it_goes(&closed);
}

/// On a busy machine a short time may not be enough even for a server that is well.
fn until_it_goes(limiter: &Limiter) {
    assert!((0..100).any(|_| limiter.try_acquire().is_ok()));
}

/// From a hundred threads at once, too, each call has its own time, and none waits for the time of
/// another.
#[test]
fn threads_that_meet_a_hanging_server_do_not_wait_for_each_other() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = builder(&server.url(), 1000, 1000)
        .timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    server.pause();
    let start = std::time::Instant::now();
    thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| assert!(is_unavailable(&limiter.try_acquire())));
        }
    });
    // In turns it would be 100 seconds.
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

/// Killed while eight threads ask. No call that began and ended without the server got a permit,
/// and all went on later.
#[test]
fn a_server_that_dies_under_load_gives_no_permit_until_it_is_back() {
    let Some(mut server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), u32::MAX, 1_000_000);
    let (is_down, is_over) = (AtomicBool::new(false), AtomicBool::new(false));
    let ask = || {
        let mut refused = 0;
        while !is_over.load(Ordering::SeqCst) {
            let was_down = is_down.load(Ordering::SeqCst);
            let answer = limiter.try_acquire();
            let outage = was_down && is_down.load(Ordering::SeqCst);
            assert!(!outage || is_unavailable(&answer), "{answer:?}");
            refused += usize::from(outage);
        }
        assert!(limiter.acquire().is_ok());
        refused
    };
    let refused = thread::scope(|scope| {
        let threads = [(); 8].map(|()| scope.spawn(ask));
        for _ in 0..3 {
            thread::sleep(Duration::from_millis(100));
            server.kill();
            is_down.store(true, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(200));
            is_down.store(false, Ordering::SeqCst);
            server.restart();
        }
        is_over.store(true, Ordering::SeqCst);
        threads.map(|thread| thread.join().unwrap())
    });
    assert!(refused.iter().sum::<usize>() > 0, "{refused:?}");
}

/// The connection is closed, the script forgotten: neither is the caller's business.
#[test]
fn what_the_server_forgets_is_told_again() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 1000, 100);
    for command in [
        "CLIENT KILL TYPE normal",
        "SCRIPT FLUSH",
        "CLIENT KILL TYPE normal",
    ] {
        assert!(limiter.try_acquire().is_ok());
        server.run::<redis::Value>(command);
    }
    assert!(limiter.try_acquire().is_ok());
}

#[test]
fn a_wrong_password_is_an_error_until_it_is_the_right_one() {
    let Some(server) = Server::start() else {
        return;
    };
    let mut connection = server.connection();
    let mut require = |password: &str| {
        redis::cmd("CONFIG")
            .arg(&["SET", "requirepass", password])
            .query::<()>(&mut connection)
            .unwrap();
    };
    require("lantern-harbour-44");
    let url = server
        .url()
        .replace("redis://", "redis://:violet-anchor-71@");
    let limiter = limiter(&url, 1000, 100);
    for answer in each_way(&limiter) {
        assert!(is_unavailable(&answer), "{answer:?}");
        let error = answer.unwrap_err();
        assert!(
            !format!("{error} {error:?}").contains("violet-anchor-71"),
            "{error:?}"
        );
    }
    require("violet-anchor-71");
    assert!(limiter.try_acquire().is_ok());
}

/// A limiter is used from one runtime after the other, and by calls that block inside of one.
#[test]
fn no_runtime_owns_the_connection() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 1000, 100);
    for _ in 0..3 {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            limiter.acquire_async().await.unwrap();
            limiter.acquire().unwrap();
        });
        pollster::block_on(limiter.acquire_async()).unwrap();
    }
}
