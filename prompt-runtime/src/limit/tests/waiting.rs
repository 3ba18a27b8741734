//! On the real clock: who waits is woken. Only lower bounds of time are asserted; a machine may be
//! slow.

use alloc::boxed::Box;
use core::num::NonZeroU32;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use std::time::Instant;

use super::{SECOND, environment};
use crate::limit::{LimitError, Limiter};

/// A permit every 5 milliseconds.
const FAST: u32 = 720_000;

fn limiter(per_hour: u32, burst: u32) -> Limiter {
    Limiter::builder(&environment(Some(per_hour)))
        .burst(NonZeroU32::new(burst).unwrap())
        .build()
}

#[test]
fn without_a_limit_every_call_goes() {
    let limiter = Limiter::new(&environment(None));
    for _ in 0..10_000 {
        limiter.try_acquire().unwrap();
    }
    limiter.acquire().unwrap();
    limiter.acquire_within(Duration::ZERO).unwrap();
    pollster::block_on(limiter.acquire_async()).unwrap();
}

#[test]
fn blocking_calls_wait_for_their_turn() {
    let limiter = limiter(FAST, 1);
    let start = Instant::now();
    for _ in 0..10 {
        limiter.acquire().unwrap();
    }
    limiter.acquire_within(Duration::MAX).unwrap();
    assert!(
        start.elapsed() >= Duration::from_millis(50),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn asynchronous_calls_wait_for_their_turn_under_any_executor() {
    let calls = async {
        let limiter = limiter(FAST, 1);
        let start = Instant::now();
        for _ in 0..10 {
            limiter.acquire_async().await.unwrap();
        }
        limiter.acquire_within_async(Duration::MAX).await.unwrap();
        assert!(
            start.elapsed() >= Duration::from_millis(50),
            "{:?}",
            start.elapsed()
        );
    };
    pollster::block_on(calls);
}

/// Without its timer, which is not needed.
#[test]
fn asynchronous_calls_wait_for_their_turn_under_tokio() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let limiter = limiter(FAST, 1);
        let start = Instant::now();
        let calls = [(); 10].map(|()| {
            let limiter = limiter.clone();
            tokio::spawn(async move { limiter.acquire_async().await })
        });
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert!(
            start.elapsed() >= Duration::from_millis(45),
            "{:?}",
            start.elapsed()
        );
    });
}

/// The next permit is an hour away: had any of these waited for it, the test would not end.
#[test]
fn who_will_not_wait_that_long_is_told_at_once() {
    let limiter = limiter(1, 1);
    limiter.acquire_within(Duration::ZERO).unwrap();
    let longest = Duration::from_secs(50 * 60);
    let refused = |result: Result<(), LimitError>| {
        let wait = result.unwrap_err().wait().unwrap();
        assert!(
            wait > longest && wait <= Duration::from_nanos(3600 * SECOND),
            "{wait:?}"
        );
    };
    refused(limiter.try_acquire());
    refused(limiter.acquire_within(Duration::ZERO));
    refused(limiter.acquire_within(longest));
    refused(pollster::block_on(limiter.try_acquire_async()));
    refused(pollster::block_on(limiter.acquire_within_async(longest)));
}

/// Whoever is first in the queue and has been put aside, or is dropped, holds up nobody.
#[test]
fn a_future_that_nobody_polls_is_not_waited_for() {
    let limiter = limiter(3600, 1);
    limiter.acquire().unwrap();
    let mut aside = pin!(limiter.acquire_async());
    assert!(
        aside
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
            .is_pending()
    );
    let mut dropped = Box::pin(limiter.acquire_async());
    assert!(
        dropped
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
            .is_pending()
    );
    drop(dropped);
    limiter.acquire().unwrap();
    pollster::block_on(limiter.acquire_async()).unwrap();
    pollster::block_on(aside).unwrap();
}

/// Whoever waits and finds the permit taken by another is told that the next one is too far.
#[test]
fn a_wait_that_became_too_long_ends() {
    let limiter = limiter(36_000, 1);
    limiter.acquire().unwrap();
    let mut waiting = pin!(limiter.acquire_within_async(Duration::from_millis(150)));
    let mut poll = || {
        let mut context = Context::from_waker(Waker::noop());
        waiting.as_mut().poll(&mut context)
    };
    assert!(poll().is_pending());
    // The permit is due after 100 milliseconds, and the next one after 200.
    std::thread::sleep(Duration::from_millis(110));
    limiter.try_acquire().unwrap();
    let answer = poll();
    assert!(matches!(answer, Poll::Ready(Err(_))), "{answer:?}");
}

#[test]
fn clones_and_threads_share_one_count() {
    let limiter = limiter(100, 100);
    let gone = std::thread::scope(|scope| {
        let threads = [(); 8].map(|()| {
            let limiter = limiter.clone();
            scope.spawn(move || (0..50).filter(|_| limiter.try_acquire().is_ok()).count())
        });
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum::<usize>()
    });
    assert_eq!(gone, 100);
}

#[test]
fn all_of_it_may_pass_between_threads() {
    fn passes<T: Send + Sync>(_: &T) {}
    let limiter = limiter(1, 1);
    passes(&limiter);
    passes(&limiter.try_acquire_async());
    passes(&limiter.acquire_async());
    passes(&limiter.acquire_within_async(Duration::ZERO));
    limiter.acquire().unwrap();
    passes(&limiter.try_acquire().unwrap_err());
}
