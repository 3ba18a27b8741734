//! The least that a check of a whole library can be: each of its files read once, and each text
//! hashed.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::thread;

/// The argument that makes the bench this program.
pub(crate) const COMMAND: &str = "read-and-hash";

/// Reads all files below a folder and hashes the texts, on all processors.
pub(crate) fn run(folder: &Path) {
    let folders = entries(folder);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = folders.len().div_ceil(threads).max(1);
    let hashed = thread::scope(|scope| {
        let workers = folders
            .chunks(share)
            .map(|share| scope.spawn(|| share.iter().map(|path| read(path)).sum::<usize>()));
        let workers = workers.collect::<Vec<_>>();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("the files can be read"))
            .sum::<usize>()
    });
    println!("{hashed} texts");
}

/// Counts the texts at a path.
fn read(path: &Path) -> usize {
    if path.is_dir() {
        return entries(path).iter().map(|path| read(path)).sum();
    }
    let bytes = fs::read(path).expect("the file can be read");
    let is_text = path
        .extension()
        .is_some_and(|extension| extension == "prompt");
    if is_text {
        black_box(hmac_sha256::Hash::hash(&bytes));
    }
    usize::from(is_text)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .expect("the folder can be read")
        .flatten()
        .map(|entry| entry.path())
        .collect()
}
