//! The prompts that have been read again, each once for all its calls.

use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use prompt_build::library::{PARTIALS, SCHEMAS, TOOLS};
use prompt_build::reload::{Embedded, Running};
use prompt_build::report::render;
use prompt_core::header::{Header, key};

use super::watch::{self, WatchedPath};
use super::{Call, report};
use crate::{Prompt, Status};

/// The most folders in each other that are watched for partials. Links can form a circle.
const MAX_FOLDERS: usize = 8;

/// A prompt whose file differs from the compiled one.
#[derive(Debug)]
pub(super) struct Loaded {
    /// Never freed: a rendering may keep it.
    pub(super) prompt: &'static Prompt,
    pub(super) embedded: Embedded,
}

/// The state of a prompt: the last valid text, and the error in the text after it.
#[derive(Default)]
struct Entry {
    /// The count of changes at which the file was last read.
    read_at: u64,
    /// `None` if the file is the compiled one.
    loaded: Option<Arc<Loaded>>,
    fault: Option<String>,
}

/// The root of a package, and the id of a prompt.
type Key = (&'static str, &'static str);

static PROMPTS: Mutex<BTreeMap<Key, Entry>> = Mutex::new(BTreeMap::new());

/// Returns the prompt of a call, or `None` if it is the compiled one. Reads the file if something
/// has changed since it was last read.
pub(super) fn current(call: &'static Call, changes: u64) -> Option<Arc<Loaded>> {
    let mut prompts = PROMPTS.lock().unwrap_or_else(PoisonError::into_inner);
    let entry = prompts.entry((call.root, call.prompt.id)).or_default();
    if entry.read_at < changes {
        entry.read_at = changes;
        entry.read(call);
    }
    entry.loaded.clone()
}

impl Entry {
    fn read(&mut self, call: &'static Call) {
        watch::watch_paths([WatchedPath::File(
            Path::new(call.root).join(header(call.prompt, key::CONFIGURATION)),
        )]);
        let mut reading = running(call).read();
        // A change before the watch began may have been missed.
        if reading
            .library
            .as_ref()
            .is_some_and(|library| watch::watch_paths(watched_paths(call, library)))
        {
            reading = running(call).read();
        }
        match reading.embedded {
            Ok(embedded) => self.replace(call, embedded),
            Err(findings) => {
                let rendered = findings.iter().map(render).collect::<Vec<_>>().join("\n");
                if self.fault.as_ref() != Some(&rendered) {
                    report::error(&rendered);
                    self.fault = Some(rendered);
                }
            }
        }
    }

    fn replace(&mut self, call: &'static Call, embedded: Embedded) {
        let id = call.prompt.id;
        let before = self
            .loaded
            .as_ref()
            .map_or(call.prompt, |loaded| loaded.prompt);
        let program = self
            .loaded
            .as_ref()
            .map_or(call.program, |loaded| &loaded.embedded.program);
        let is_mended = self.fault.take().is_some();
        if is_same(&embedded, before, program) {
            if is_mended {
                report::success(&format!(
                    "mended `{id}`, same text as before: {}",
                    short(before)
                ));
            }
            return;
        }
        let is_compiled = is_same(&embedded, call.prompt, call.program);
        self.loaded = (!is_compiled).then(|| {
            Arc::new(Loaded {
                prompt: leaked(call.prompt, &embedded),
                embedded,
            })
        });
        let after = self
            .loaded
            .as_ref()
            .map_or(call.prompt, |loaded| loaded.prompt);
        let mended = if is_mended { "mended, and " } else { "" };
        let change = match (short(before), short(after)) {
            (before, after) if before == after => {
                "its partials, schemas, tools or settings have changed".to_owned()
            }
            (before, after) => format!("{before} -> {after}"),
        };
        report::success(&format!("{mended}read `{id}` again: {change}"));
    }
}

/// Returns whether a build would embed this prompt and this program.
fn is_same(embedded: &Embedded, prompt: &Prompt, program: &str) -> bool {
    embedded.header == prompt.__header
        && embedded.text.file.body() == prompt.__text
        && embedded.program == program
}

fn running(call: &'static Call) -> Running<'static> {
    Running {
        root: Path::new(call.root),
        configuration: header(call.prompt, key::CONFIGURATION),
        package: header(call.prompt, key::PACKAGE),
        environment: call.prompt.environment,
        id: call.prompt.id,
    }
}

/// Returns the folders of a prompt in a library, and the files that links in them point at.
fn watched_paths(call: &Call, library: &str) -> Vec<WatchedPath> {
    let library = Path::new(call.root).join(library);
    let own = [call.prompt.id, SCHEMAS, TOOLS].map(|folder| library.join(folder));
    let mut folders = Vec::from(own);
    add_folders(library.join(PARTIALS), MAX_FOLDERS, &mut folders);
    let mut paths = Vec::from([WatchedPath::Folders(library)]);
    for folder in folders {
        let linked = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.is_symlink())
            .filter_map(|path| path.canonicalize().ok());
        paths.extend(linked.map(WatchedPath::File));
        paths.push(WatchedPath::Files(folder));
    }
    paths
}

/// Adds a folder and the folders in it.
fn add_folders(folder: PathBuf, depth: usize, folders: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let inner = entries.map(|entry| entry.path());
    let inner = inner.filter(|path| path.is_dir()).collect::<Vec<_>>();
    folders.push(folder);
    if depth > 0 {
        for folder in inner {
            add_folders(folder, depth - 1, folders);
        }
    }
}

fn header(prompt: &'static Prompt, key: &str) -> &'static str {
    Header::new(prompt.__header).get(key).unwrap_or_default()
}

/// Makes a prompt from a file. Like all prompts, it lives as long as the program: each text that is
/// read again takes its length in memory.
fn leaked(compiled: &Prompt, embedded: &Embedded) -> &'static Prompt {
    let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let header = leak(&embedded.header);
    Box::leak(Box::new(Prompt {
        status: Status::WorkingCopy,
        sha256: Header::new(header).get(key::SHA256).unwrap_or_default(),
        __header: header,
        __text: leak(embedded.text.file.body()),
        ..*compiled
    }))
}

fn short(prompt: &Prompt) -> &str {
    prompt.sha256.get(..8).unwrap_or_default()
}
