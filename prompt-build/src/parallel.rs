//! The same work on many things, on all processors.

use std::panic::resume_unwind;
use std::thread;

/// Fewer things than this are not worth another thread.
const SHARE: usize = 64;

/// Does the work on each of the things; the results are in their order.
pub fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = things.len().div_ceil(threads).max(SHARE);
    let work = &work;
    thread::scope(|scope| {
        let workers = things
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(work).collect::<Vec<_>>()));
        let workers = workers.collect::<Vec<_>>();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}
