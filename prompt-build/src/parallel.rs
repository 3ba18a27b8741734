//! Work on many things, shared among all processors.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The least number of things that is worth another thread.
const SHARE: usize = 64;

/// Does the work on each of the things. The results are in the order of the things.
pub fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let results = things.iter().map(|_| Mutex::new(None)).collect::<Vec<_>>();
    for_each(things.len(), &|position| {
        let result = work(&things[position]);
        *results[position]
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(result);
    });
    results
        .into_iter()
        .filter_map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}

/// Does the work at each position. It is not generic, so that the code of threads is compiled once.
fn for_each(count: usize, work: &(dyn Fn(usize) + Sync)) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = count.div_ceil(threads).max(SHARE);
    thread::scope(|scope| {
        let mut workers = Vec::new();
        for start in (0..count).step_by(share) {
            let end = count.min(start + share);
            workers.push(scope.spawn(move || (start..end).for_each(work)));
        }
        for worker in workers {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
}
