//! A million calls from 64 threads, counted.

use std::thread;

use super::{FakeClock, HOUR, Memory, memory, permits, quota};

const THREADS: u32 = 64;
const CALLS: u32 = 15_625;

#[test]
fn a_million_calls_from_64_threads_lose_no_permit_and_find_none() {
    let clock = FakeClock::at(HOUR);
    let quota = quota(50_000, 5_000);
    let memory = memory(&quota, &clock);
    assert_eq!(THREADS * CALLS, 1_000_000);
    assert_eq!(permits_of_all(&memory), 5_000);
    for due in [0, 1, 777] {
        clock.advance(due * quota.interval);
        assert_eq!(u64::from(permits_of_all(&memory)), due);
    }
    clock.advance(quota.interval - 1);
    assert_eq!(permits_of_all(&memory), 0);
}

fn permits_of_all(memory: &Memory<FakeClock>) -> u32 {
    thread::scope(|scope| {
        let threads = [(); THREADS as usize].map(|()| scope.spawn(|| permits(memory, CALLS)));
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no call panics"))
            .sum()
    })
}
