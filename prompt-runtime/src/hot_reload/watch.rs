//! Whether a file has changed: the system tells, or, where it cannot, the files are looked at.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use notify::event::ModifyKind;
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::report;

/// How long nothing must have happened before files are read: an editor that writes one in pieces
/// is given the time.
const QUIET: Duration = Duration::from_millis(50);

/// How many changes there have been. The first is the start of the program: what was built may be
/// old by then.
static CHANGES: AtomicU64 = AtomicU64::new(1);
/// When the last one was, in milliseconds since [`START`].
static LAST: AtomicU64 = AtomicU64::new(0);
static START: LazyLock<Instant> = LazyLock::new(Instant::now);
/// Whether a folder may have been replaced, which ends the watch over it.
static IS_LOST: AtomicBool = AtomicBool::new(false);
static IS_POLLING: AtomicBool = AtomicBool::new(false);
static WATCH: Mutex<Watch> = Mutex::new(Watch {
    watcher: None,
    watched: BTreeSet::new(),
    places: BTreeMap::new(),
});

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A file, which may be made anew.
    File(PathBuf),
    /// A folder, whose files matter.
    Files(PathBuf),
    /// A folder in which others may be made anew.
    Folders(PathBuf),
}

struct Watch {
    watcher: Option<RecommendedWatcher>,
    /// The folders that the system has been asked to watch.
    watched: BTreeSet<PathBuf>,
    /// What is looked at where it cannot.
    places: BTreeMap<Place, Stamp>,
}

/// How many changes there have been so far.
pub(super) fn changes() -> u64 {
    if IS_POLLING.load(Ordering::Relaxed) {
        WATCH.lock().unwrap_or_else(PoisonError::into_inner).poll();
    }
    CHANGES.load(Ordering::Acquire)
}

/// Whether the last change is some time ago.
pub(super) fn is_quiet() -> bool {
    let since = START
        .elapsed()
        .saturating_sub(Duration::from_millis(LAST.load(Ordering::Acquire)));
    since >= QUIET
}

/// Watches these as well; tells whether any of them was not watched before.
pub(super) fn also(places: impl IntoIterator<Item = Place>) -> bool {
    WATCH
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .also(places)
}

fn note() {
    LAST.store(
        u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX),
        Ordering::Release,
    );
    CHANGES.fetch_add(1, Ordering::AcqRel);
}

/// What the system tells of.
fn noted(event: notify::Result<Event>) {
    let Ok(event) = event else {
        // Something may have been missed.
        IS_LOST.store(true, Ordering::Release);
        return note();
    };
    if event.need_rescan() || event.paths.iter().any(|path| is_of_interest(path)) {
        match event.kind {
            // To read a file is to open it, which is told as well.
            EventKind::Access(_) => return,
            EventKind::Create(_)
            | EventKind::Remove(_)
            | EventKind::Modify(ModifyKind::Name(_)) => {
                IS_LOST.store(true, Ordering::Release);
            }
            _ => {}
        }
        note();
    }
}

/// Prompts, configurations and folders; not what editors write beside them.
fn is_of_interest(path: &Path) -> bool {
    path.extension()
        .is_none_or(|extension| extension == "prompt" || extension == "yaml")
}

impl Watch {
    fn also(&mut self, places: impl IntoIterator<Item = Place>) -> bool {
        let mut is_new = false;
        for place in places {
            if !self.places.contains_key(&place) {
                self.places.insert(place.clone(), Stamp::of(&place));
                is_new = true;
            }
        }
        if !IS_POLLING.load(Ordering::Relaxed) {
            if IS_LOST.swap(false, Ordering::AcqRel) {
                self.watched.clear();
            }
            is_new |= self
                .watch()
                .unwrap_or_else(|error| self.start_polling(&error));
        }
        is_new
    }

    /// Asks the system to watch all folders.
    fn watch(&mut self) -> notify::Result<bool> {
        // Of a folder that is not there the one above it tells when it is.
        let folders = self
            .places
            .keys()
            .filter_map(|place| place.folder()?.ancestors().find(|folder| folder.is_dir()));
        let folders = folders.filter(|folder| !self.watched.contains(*folder));
        let folders = folders.map(PathBuf::from).collect::<BTreeSet<_>>();
        if self.watcher.is_none() {
            self.watcher = Some(notify::recommended_watcher(noted)?);
        }
        let Some(watcher) = &mut self.watcher else {
            return Ok(false);
        };
        for folder in &folders {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                // It went while this was asked.
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
                result => result?,
            }
        }
        let is_new = !folders.is_empty();
        self.watched.extend(folders);
        Ok(is_new)
    }

    /// From now on files are looked at whenever a prompt is rendered.
    fn start_polling(&mut self, error: &notify::Error) -> bool {
        report::warning(&format!(
            "files are looked at when prompts are rendered, as they cannot be watched: {error}"
        ));
        self.watcher = None;
        for (place, stamp) in &mut self.places {
            *stamp = Stamp::of(place);
        }
        IS_POLLING.store(true, Ordering::Release);
        true
    }

    fn poll(&mut self) {
        let mut is_changed = false;
        for (place, stamp) in &mut self.places {
            let now = Stamp::of(place);
            is_changed |= now != *stamp;
            *stamp = now;
        }
        if is_changed {
            note();
        }
    }
}

impl Place {
    /// The folder in which changes show.
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::File(file) => file.parent(),
            Self::Files(folder) | Self::Folders(folder) => Some(folder),
        }
    }
}

/// When files were written, and how long they are.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    itself: Option<(SystemTime, u64)>,
    entries: BTreeMap<OsString, Option<(SystemTime, u64)>>,
}

impl Stamp {
    fn of(place: &Place) -> Self {
        let (path, mut entries) = match place {
            Place::File(path) | Place::Folders(path) | Place::Files(path) => {
                (path, BTreeMap::new())
            }
        };
        if matches!(place, Place::Files(_)) {
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
