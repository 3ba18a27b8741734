//! Work on several items at a time.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::report::failure::Failure;

/// The work of a pool.
pub trait Work: Sync {
    type Output: Send;

    fn run(&self, item: usize) -> Result<Self::Output, Failure>;

    /// Ends the waits of the work that is under way, because some has failed.
    fn stop(&self);
}

/// Works on the items with so many threads, and takes each result as soon as it is there. After a
/// failure, of an item or of taking a result, no further item is begun, and the first failure is returned once the work that is under
/// way has ended.
pub fn work_on<W: Work>(
    threads: usize,
    items: impl Iterator<Item = usize> + Send,
    work: &W,
    mut take: impl FnMut(usize, W::Output) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let pool = Pool {
        items: Mutex::new(items),
        failure: Mutex::new(None),
        work,
    };
    let (sender, results) = sync_channel(threads);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (pool, sender) = (&pool, sender.clone());
            scope.spawn(move || pool.work(&sender));
        }
        drop(sender);
        for (item, result) in results {
            if let Err(failure) = take(item, result) {
                pool.fail(failure);
            }
        }
    });
    let failure = pool.failure.into_inner();
    failure
        .unwrap_or_else(PoisonError::into_inner)
        .map_or(Ok(()), Err)
}

struct Pool<'a, I, W> {
    items: Mutex<I>,
    /// The first failure.
    failure: Mutex<Option<Failure>>,
    work: &'a W,
}

impl<I: Iterator<Item = usize>, W: Work> Pool<'_, I, W> {
    fn work(&self, results: &SyncSender<(usize, W::Output)>) {
        while let Some(item) = self.next() {
            match self.work.run(item) {
                // The receiver takes results until all threads have ended.
                Ok(result) => drop(results.send((item, result))),
                Err(failure) => return self.fail(failure),
            }
        }
    }

    fn next(&self) -> Option<usize> {
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        if failure.is_some() {
            return None;
        }
        items.next()
    }

    fn fail(&self, failure: Failure) {
        let mut first = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert(failure);
        self.work.stop();
    }
}
