//! Detects changes of files: by notifications of the system, else by polling.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use notify::event::ModifyKind;
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use prompt_build::library::Extension;

use super::report;

/// The time without changes before files are read: an editor may write a file in pieces.
const QUIET: Duration = Duration::from_millis(50);

/// The number of changes. The first is the start of the program: files may have changed since the
/// build.
static CHANGES: AtomicU64 = AtomicU64::new(1);
/// The time of the last change, in milliseconds since [`START`].
static LAST: AtomicU64 = AtomicU64::new(0);
static START: LazyLock<Instant> = LazyLock::new(Instant::now);
/// `true` if a folder may have been replaced, which ends the watch on it.
static IS_LOST: AtomicBool = AtomicBool::new(false);
static IS_POLLING: AtomicBool = AtomicBool::new(false);
static WATCH: Mutex<Watch> = Mutex::new(Watch {
    watcher: None,
    watched: BTreeSet::new(),
    stamps: BTreeMap::new(),
});

/// A path that is watched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WatchedPath {
    /// A file. It may be replaced.
    File(PathBuf),
    /// A folder whose files matter.
    Files(PathBuf),
    /// A folder whose folders may be replaced.
    Folders(PathBuf),
}

struct Watch {
    watcher: Option<RecommendedWatcher>,
    /// The folders that the system watches.
    watched: BTreeSet<PathBuf>,
    /// The watched paths, with their stamps for polling.
    stamps: BTreeMap<WatchedPath, Stamp>,
}

/// Returns the number of changes so far.
pub(super) fn changes() -> u64 {
    if IS_POLLING.load(Ordering::Relaxed) {
        WATCH.lock().unwrap_or_else(PoisonError::into_inner).poll();
    }
    CHANGES.load(Ordering::Acquire)
}

/// Returns whether the last change is at least [`QUIET`] ago.
pub(super) fn is_quiet() -> bool {
    let since = START
        .elapsed()
        .saturating_sub(Duration::from_millis(LAST.load(Ordering::Acquire)));
    since >= QUIET
}

/// Adds paths to the watch. Returns whether any of them is new.
pub(super) fn watch_paths(paths: impl IntoIterator<Item = WatchedPath>) -> bool {
    WATCH
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .watch_paths(paths)
}

fn count_change() {
    LAST.store(
        u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX),
        Ordering::Release,
    );
    CHANGES.fetch_add(1, Ordering::AcqRel);
}

/// Handles a notification of the system.
fn on_event(event: notify::Result<Event>) {
    let Ok(event) = event else {
        // Changes may have been missed.
        IS_LOST.store(true, Ordering::Release);
        return count_change();
    };
    if event.need_rescan() || event.paths.iter().any(|path| is_of_interest(path)) {
        match event.kind {
            // Reading a file opens it, which gives an event as well.
            EventKind::Access(_) => return,
            EventKind::Create(_)
            | EventKind::Remove(_)
            | EventKind::Modify(ModifyKind::Name(_)) => {
                IS_LOST.store(true, Ordering::Release);
            }
            _ => {}
        }
        count_change();
    }
}

/// Returns whether a path is a prompt, a configuration or a folder. Editors write other files
/// beside them.
fn is_of_interest(path: &Path) -> bool {
    let is_known = |extension: &OsStr| {
        let mut prompts = Extension::ALL.into_iter().map(Extension::as_str);
        extension == "yaml" || prompts.any(|known| extension == known)
    };
    path.extension().is_none_or(is_known) || path.is_dir()
}

impl Watch {
    fn watch_paths(&mut self, paths: impl IntoIterator<Item = WatchedPath>) -> bool {
        let mut is_new = false;
        for path in paths {
            if !self.stamps.contains_key(&path) {
                self.stamps.insert(path.clone(), Stamp::of(&path));
                is_new = true;
            }
        }
        if !IS_POLLING.load(Ordering::Relaxed) {
            if IS_LOST.swap(false, Ordering::AcqRel) {
                self.watched.clear();
            }
            is_new |= self
                .watch_folders()
                .unwrap_or_else(|error| self.start_polling(&error));
        }
        is_new
    }

    /// Lets the system watch all folders. Returns whether any of them is new.
    fn watch_folders(&mut self) -> notify::Result<bool> {
        // If a folder is missing, the one above it gives an event once it is made.
        let folders = self
            .stamps
            .keys()
            .filter_map(|path| path.folder()?.ancestors().find(|folder| folder.is_dir()))
            .filter(|folder| !self.watched.contains(*folder))
            .map(PathBuf::from)
            .collect::<BTreeSet<_>>();
        if self.watcher.is_none() {
            self.watcher = Some(notify::recommended_watcher(on_event)?);
        }
        let Some(watcher) = &mut self.watcher else {
            return Ok(false);
        };
        for folder in &folders {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                // The folder was removed in the meantime.
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
                result => result?,
            }
        }
        let is_new = !folders.is_empty();
        self.watched.extend(folders);
        Ok(is_new)
    }

    /// Compares the stamps at each call from now on.
    fn start_polling(&mut self, error: &notify::Error) -> bool {
        report::warning(&format!(
            "files are looked at when prompts are rendered, as they cannot be watched: {error}"
        ));
        self.watcher = None;
        for (path, stamp) in &mut self.stamps {
            *stamp = Stamp::of(path);
        }
        IS_POLLING.store(true, Ordering::Release);
        true
    }

    fn poll(&mut self) {
        let mut is_changed = false;
        for (path, stamp) in &mut self.stamps {
            let now = Stamp::of(path);
            is_changed |= now != *stamp;
            *stamp = now;
        }
        if is_changed {
            count_change();
        }
    }
}

impl WatchedPath {
    /// Returns the folder to watch.
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::File(file) => file.parent(),
            Self::Files(folder) | Self::Folders(folder) => Some(folder),
        }
    }
}

/// The times and lengths of a path and of the files in it.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    itself: Option<(SystemTime, u64)>,
    entries: BTreeMap<OsString, Option<(SystemTime, u64)>>,
}

impl Stamp {
    fn of(watched: &WatchedPath) -> Self {
        let (WatchedPath::File(path) | WatchedPath::Folders(path) | WatchedPath::Files(path)) =
            watched;
        let mut entries = BTreeMap::new();
        if matches!(watched, WatchedPath::Files(_)) {
            for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
                entries.insert(entry.file_name(), stamp(&entry.path()));
            }
        }
        Self {
            itself: stamp(path),
            entries,
        }
    }
}

fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
