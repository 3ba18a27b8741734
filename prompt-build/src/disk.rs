//! The only module that touches the disk.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::parallel;
use crate::report::{Code, Finding};
use crate::size_limit::{SizeLimit, TooLarge, mebibytes};
use crate::source::{Location, Mark, Source};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The package's files. Paths are relative to its root, with forward slashes, as findings show
/// them.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    /// Texts that are read instead of files, to check a change before it is made.
    overlay: BTreeMap<String, String>,
}

/// The name of an entry of a folder.
#[derive(Debug)]
pub struct Name {
    pub name: String,
    pub is_symlink: bool,
}

impl Disk {
    pub fn new(root: PathBuf) -> Self {
        Self {
            root,
            overlay: BTreeMap::new(),
        }
    }

    /// The same files, with these texts in place of some of them.
    #[must_use]
    pub fn with(&self, files: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            root: self.root.clone(),
            overlay: files.into_iter().collect(),
        }
    }

    /// Reads a text file. CRLF becomes LF and a byte order mark is removed, so that a checkout on
    /// Windows is the same text.
    pub fn read(&self, path: &str) -> Result<Arc<Source>, Finding> {
        let bytes = self
            .read_bytes(path)
            .map_err(|error| error.finding(path, self.is_symlink(path)))?;
        let mut text = String::from_utf8(bytes).map_err(|error| not_utf8(path, &error))?;
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        if text.contains('\r') {
            text = text.replace("\r\n", "\n");
        }
        if self.is_symlink(path) && self.leaves("", path) {
            return Ok(Source::unshown(path, text));
        }
        Ok(Source::new(path, text))
    }

    /// Reads a text file of a library, unless a symbolic link leads out of the library.
    pub fn read_within(&self, library: &str, path: &str) -> Result<Arc<Source>, Finding> {
        if self.is_outside(library, path) {
            let location = Location::file(&Source::without_text(path));
            return Err(outside_library(location, path));
        }
        self.read(path)
    }

    /// Opens a text file of a library, to read it in parts. `None` where there is none to read:
    /// [`Self::read_within`] has the reason.
    pub fn open_within(&self, library: &str, path: &str) -> Option<fs::File> {
        if self.is_outside(library, path) || self.overlay.contains_key(path) {
            return None;
        }
        let opened = self.open(path, SizeLimit::of(path)).ok()?;
        opened.map(|(file, _)| file)
    }

    /// Returns `true` if a symbolic link below a library leads out of it.
    fn is_outside(&self, library: &str, path: &str) -> bool {
        let below = Path::new(path)
            .ancestors()
            .take_while(|folder| *folder != Path::new(library));
        let mut below = below.filter_map(Path::to_str);
        below.any(|folder| self.is_symlink(folder)) && self.leaves(library, path)
    }

    fn read_bytes(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let limit = SizeLimit::of(path);
        if let Some(text) = self.overlay.get(path) {
            limit.check(text.len() as u64)?;
            return Ok(text.clone().into_bytes());
        }
        let Some((file, length)) = self.open(path, limit)? else {
            return Ok(Vec::new());
        };
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
        // A file that grows while it is read, or a device that never ends, is cut off here.
        file.take(limit.bytes + 1).read_to_end(&mut bytes)?;
        limit.check(bytes.len() as u64)?;
        Ok(bytes)
    }

    /// Opens a file that is not too large, and returns it with its length. `None` for an empty one.
    fn open(&self, path: &str, limit: SizeLimit) -> Result<Option<(fs::File, u64)>, ReadError> {
        let path = self.root.join(path);
        let metadata = fs::metadata(&path)?;
        // Opening a pipe would wait for someone to write to it.
        if !metadata.is_file() && !metadata.is_dir() {
            return Err(ReadError::NoFile);
        }
        let file = fs::File::open(path)?;
        let length = metadata.len();
        // Files of the kernel have no length: they can hold anything, or wait for something.
        if length == 0 && metadata.is_file() {
            return Ok(None);
        }
        limit.check(length)?;
        Ok(Some((file, length)))
    }

    /// The names of a folder's entries, in no order.
    pub fn list(&self, path: &str) -> io::Result<Vec<Name>> {
        let mut names = Vec::new();
        let entries = match fs::read_dir(self.root.join(path)) {
            // The change that is checked makes the folder.
            Err(error) if error.kind() == ErrorKind::NotFound && self.overlays(path) => None,
            entries => Some(entries?),
        };
        for entry in entries.into_iter().flatten() {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            names.push(Name {
                name,
                is_symlink: entry.file_type()?.is_symlink(),
            });
        }
        for file in self.overlay.keys() {
            let below = file.strip_prefix(path);
            let Some(name) = below.and_then(|below| below.strip_prefix('/')) else {
                continue;
            };
            if !name.contains('/') && names.iter().all(|known| known.name != name) {
                names.push(Name {
                    name: name.to_owned(),
                    is_symlink: false,
                });
            }
        }
        Ok(names)
    }

    /// Returns `true` if a text is read instead of a file in the folder.
    fn overlays(&self, folder: &str) -> bool {
        let below = |file: &String| {
            let rest = file.strip_prefix(folder);
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        self.overlay.keys().any(below)
    }

    /// The names of a folder's subfolders, in no order; none if it cannot be read.
    pub fn folders(&self, path: &str) -> Vec<String> {
        let names = self
            .list(path)
            .unwrap_or_default()
            .into_iter()
            .map(|entry| entry.name);
        names
            .filter(|name| self.root.join(path).join(name).is_dir())
            .collect()
    }

    /// Returns `true` if a folder lists a file of this name, or the file system takes the name for
    /// that of another one.
    pub fn is_listed(&self, path: &str) -> bool {
        self.overlay.contains_key(path) || fs::symlink_metadata(self.root.join(path)).is_ok()
    }

    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    pub fn is_symlink(&self, path: &str) -> bool {
        self.root.join(path).is_symlink()
    }

    /// Returns `true` for a regular file, and `false` for a symbolic link to one.
    pub fn is_regular_file(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok_and(|metadata| metadata.is_file())
    }

    /// Returns the absolute path of a file or folder, with its symbolic links resolved.
    pub fn resolved(&self, path: &str) -> Option<PathBuf> {
        self.root.join(path).canonicalize().ok()
    }

    /// Returns a resolved path as findings show it: relative to the package where it lies inside.
    pub fn relative(&self, resolved: &Path) -> String {
        let root = self.root.canonicalize().unwrap_or_default();
        let path = resolved.strip_prefix(root).unwrap_or(resolved);
        let path = path.to_string_lossy();
        // Windows begins a resolved path with this, and takes no forward slashes after it.
        let plain = path.strip_prefix(r"\\?\").unwrap_or(&path);
        plain.replace('\\', "/")
    }

    /// Returns `true` if a path leads out of a folder by a symbolic link. A broken link does not:
    /// reading it fails later, with the system's own reason.
    pub fn leaves(&self, folder: &str, path: &str) -> bool {
        let (Ok(folder), Ok(target)) = (
            self.root.join(folder).canonicalize(),
            self.root.join(path).canonicalize(),
        ) else {
            return false;
        };
        !target.starts_with(folder)
    }

    /// The path itself if it exists, else its nearest existing ancestor within the package.
    pub fn nearest_existing<'a>(&self, path: &'a str) -> &'a str {
        let ancestors = Path::new(path)
            .ancestors()
            .filter_map(Path::to_str)
            .filter(|ancestor| !ancestor.is_empty());
        ancestors
            .into_iter()
            .find(|ancestor| self.exists(ancestor))
            .unwrap_or(path)
    }
}

/// Reports a symbolic link to a file that is not in the library's history.
pub fn outside_library(location: Location, path: &str) -> Finding {
    let message = format!("the symbolic link `{path}` leads out of the library");
    let help =
        "put the file into the library; only the library as a whole may be a link".to_owned();
    Finding::error(Code::OutsideLibrary, location, message).help(help)
}

enum ReadError {
    NoFile,
    TooLarge(TooLarge),
    Io(io::Error),
}

impl From<TooLarge> for ReadError {
    fn from(excess: TooLarge) -> Self {
        Self::TooLarge(excess)
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl ReadError {
    fn finding(self, path: &str, is_symlink: bool) -> Finding {
        let location = Location::file(&Source::without_text(path));
        match self {
            Self::TooLarge(TooLarge { bytes, limit }) => {
                let message = format!(
                    "the file has {} MiB, at most {} MiB are read",
                    mebibytes(bytes),
                    mebibytes(limit.bytes)
                );
                Finding::error(Code::FileTooLarge, location, message).help(limit.help.to_owned())
            }
            Self::NoFile => Finding::error(
                Code::UnreadableFile,
                location,
                format!("`{path}` cannot be read: it is not a regular file"),
            ),
            Self::Io(error) if error.kind() == ErrorKind::NotFound && is_symlink => Finding::error(
                Code::UnreadableFile,
                location,
                format!("the symbolic link `{path}` is broken"),
            ),
            Self::Io(error) if error.kind() == ErrorKind::NotFound => {
                Finding::error(Code::MissingFile, location, format!("no file `{path}`"))
            }
            Self::Io(error) => Finding::error(
                Code::UnreadableFile,
                location,
                format!("`{path}` cannot be read: {}", describe(&error)),
            ),
        }
    }
}

/// The system's message for an error, as the end of a sentence: `permission denied`.
pub fn describe(error: &io::Error) -> String {
    let text = error.to_string();
    let message = text.split(" (os error").next().unwrap_or_default();
    let mut characters = message.chars();
    let first = characters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(characters).collect()
}

fn not_utf8(path: &str, error: &std::string::FromUtf8Error) -> Finding {
    let valid = error.utf8_error().valid_up_to();
    let byte = error.as_bytes()[valid];
    // The file may hold what is not to be shown, and no rule has looked through it.
    let text = String::from_utf8_lossy(&error.as_bytes()[..valid])
        .chars()
        .map(|c| if c.is_whitespace() { c } else { 'x' })
        .collect::<String>();
    let end = text.len();
    let location = Location::new(&Source::new(path, text), Mark::at(end, end));
    let help = "save the file as UTF-8".to_owned();
    Finding::error(
        Code::NotUtf8,
        location,
        format!("unexpected byte 0x{byte:02X}, expected UTF-8"),
    )
    .help(help)
}

/// Makes a folder hold these files and no others. A file that is equal already is not written.
pub fn synchronise(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<()> {
    let present = present_files(folder, "")?;
    for stale in present.iter().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(folder.join(stale))?;
    }
    let mut parent = None;
    for path in files.keys() {
        let next = Path::new(path).parent();
        if next != parent {
            fs::create_dir_all(next.map_or(folder.to_owned(), |next| folder.join(next)))?;
            parent = next;
        }
    }
    let wanted = files.iter().collect::<Vec<_>>();
    let differs = |(path, text): &(&String, &String)| {
        Ok(!present.contains(*path) || fs::read(folder.join(path))? != text.as_bytes())
    };
    let differing = parallel::map(&wanted, differs)
        .into_iter()
        .collect::<io::Result<Vec<_>>>()?;
    // One after the other: two threads that create files in one folder wait for each other.
    for ((path, text), differs) in wanted.into_iter().zip(differing) {
        if differs {
            fs::write(folder.join(path), text)?;
        }
    }
    Ok(())
}

/// The files below a folder, by their paths within it.
fn present_files(folder: &Path, below: &str) -> io::Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    let entries = match fs::read_dir(folder.join(below)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(files),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let joined = Path::new(below).join(entry.file_name());
        let path = joined.to_string_lossy().replace('\\', "/");
        if entry.file_type()?.is_dir() {
            files.extend(present_files(folder, &path)?);
        } else {
            files.insert(path);
        }
    }
    Ok(files)
}
