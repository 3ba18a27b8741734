//! The only module that touches the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::parallel;
use crate::report::{Code, Finding, Place, Source};
use crate::yaml::Mark;

/// The largest file that is read. A prompt of this size fills the context of any model many times
/// over.
pub(crate) const LARGEST: u64 = 16 * 1024 * 1024;
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The package's files. Paths are relative to its root, with forward slashes, as findings show
/// them.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    /// Texts that are read in the place of files: what would be there after a change.
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

    /// The same files, but for these, of which the texts are given.
    #[must_use]
    pub fn with(&self, files: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            root: self.root.clone(),
            overlay: files.into_iter().collect(),
        }
    }

    /// Reads a text file. Line ends become LF and a byte order mark goes, so that a checkout on
    /// Windows is the same text.
    pub fn read(&self, path: &str) -> Result<Arc<Source>, Finding> {
        let bytes = self
            .read_bytes(path)
            .map_err(|fault| fault.finding(path, self.is_symlink(path)))?;
        let mut text = String::from_utf8(bytes).map_err(|error| not_utf8(path, &error))?;
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        if text.contains('\r') {
            text = text.replace("\r\n", "\n");
        }
        Ok(Source::new(path, text))
    }

    fn read_bytes(&self, path: &str) -> Result<Vec<u8>, Fault> {
        if let Some(text) = self.overlay.get(path) {
            return Ok(text.clone().into_bytes());
        }
        let path = self.root.join(path);
        let metadata = fs::metadata(&path)?;
        // Opening a pipe would wait for someone to write to it.
        if !metadata.is_file() && !metadata.is_dir() {
            return Err(Fault::NoFile);
        }
        let file = fs::File::open(path)?;
        let length = metadata.len();
        if length > LARGEST {
            return Err(Fault::TooLarge(length));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
        // A file that grows while it is read, or a device that never ends, is cut off here.
        file.take(LARGEST + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The names of a folder's entries, in no order.
    pub fn list(&self, path: &str) -> io::Result<Vec<Name>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.root.join(path))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            names.push(Name {
                name,
                is_symlink: entry.file_type()?.is_symlink(),
            });
        }
        let added = self
            .overlay
            .keys()
            .filter_map(|file| file.strip_prefix(path)?.strip_prefix('/'));
        let added = added
            .filter(|name| !name.contains('/') && names.iter().all(|known| known.name != **name));
        let added = added
            .map(|name| Name {
                name: name.to_owned(),
                is_symlink: false,
            })
            .collect::<Vec<_>>();
        names.extend(added);
        Ok(names)
    }

    /// The names of a folder's folders, in no order; none where it cannot be read.
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

    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    pub fn is_symlink(&self, path: &str) -> bool {
        self.root.join(path).is_symlink()
    }

    /// The absolute path of what is there, with its symbolic links resolved.
    pub fn resolved(&self, path: &str) -> Option<PathBuf> {
        self.root.join(path).canonicalize().ok()
    }

    /// A resolved path as findings show it: relative to the package where it lies inside.
    pub fn relative(&self, resolved: &Path) -> String {
        let root = self.root.canonicalize().unwrap_or_default();
        let path = resolved.strip_prefix(root).unwrap_or(resolved);
        let path = path.to_string_lossy();
        // Windows begins a resolved path with this, and takes no forward slashes after it.
        let plain = path.strip_prefix(r"\\?\").unwrap_or(&path);
        plain.replace('\\', "/")
    }

    /// Whether a symbolic link leads out of a folder. One that leads nowhere does not: reading it
    /// fails later, with the system's own reason.
    pub fn leaves(&self, folder: &str, path: &str) -> bool {
        let (Ok(folder), Ok(target)) = (
            self.root.join(folder).canonicalize(),
            self.root.join(path).canonicalize(),
        ) else {
            return false;
        };
        !target.starts_with(folder)
    }

    /// The path itself where it exists, else its nearest ancestor within the package that does.
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

enum Fault {
    NoFile,
    TooLarge(u64),
    Io(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Fault {
    fn finding(self, path: &str, is_symlink: bool) -> Finding {
        let place = Place::file(&Source::without_text(path));
        match self {
            Self::TooLarge(length) => {
                let (length, largest) = (length.div_ceil(1024 * 1024), LARGEST / (1024 * 1024));
                let message = format!("the file has {length} MiB, at most {largest} MiB are read");
                Finding::error(Code::FileTooLarge, place, message)
            }
            Self::NoFile => Finding::error(
                Code::UnreadableFile,
                place,
                format!("`{path}` cannot be read: it is no regular file"),
            ),
            Self::Io(error) if error.kind() == ErrorKind::NotFound && is_symlink => Finding::error(
                Code::UnreadableFile,
                place,
                format!("the symbolic link `{path}` leads nowhere"),
            ),
            Self::Io(error) if error.kind() == ErrorKind::NotFound => {
                Finding::error(Code::MissingFile, place, format!("no file `{path}`"))
            }
            Self::Io(error) => Finding::error(
                Code::UnreadableFile,
                place,
                format!("`{path}` cannot be read: {}", describe(&error)),
            ),
        }
    }
}

/// What the system says of an error, as the end of a sentence: `permission denied`.
pub fn describe(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    text.chars()
        .take(1)
        .flat_map(char::to_lowercase)
        .chain(text.chars().skip(1))
        .collect()
}

fn not_utf8(path: &str, error: &std::string::FromUtf8Error) -> Finding {
    let valid = error.utf8_error().valid_up_to();
    let byte = error.as_bytes()[valid];
    let text = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
    let place = Place::new(&Source::new(path, text), Mark::at(valid, valid));
    let help = "save the file as UTF-8".to_owned();
    Finding::error(
        Code::NotUtf8,
        place,
        format!("unexpected byte 0x{byte:02X}, expected UTF-8"),
    )
    .help(help)
}

/// Makes a folder hold these files and no others, touching only what differs.
pub fn synchronise(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<()> {
    let present = present_files(folder, "")?;
    for stale in present.iter().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(folder.join(stale))?;
    }
    let parents = files
        .keys()
        .map(|path| Path::new(path).parent())
        .collect::<BTreeSet<_>>();
    for parent in parents.into_iter().flatten() {
        fs::create_dir_all(folder.join(parent))?;
    }
    let files = files.iter().collect::<Vec<_>>();
    let differs = |(path, text): &(&String, &String)| {
        Ok(!present.contains(*path) || fs::read(folder.join(path))? != text.as_bytes())
    };
    let differing = parallel::map(&files, differs)
        .into_iter()
        .collect::<io::Result<Vec<_>>>()?;
    // One after the other: the system makes the files of one folder no faster for two.
    for ((path, text), differs) in files.into_iter().zip(differing) {
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
        let path = Path::new(below).join(entry.file_name());
        let path = path.to_string_lossy().replace('\\', "/");
        if entry.file_type()?.is_dir() {
            files.extend(present_files(folder, &path)?);
        } else {
            files.insert(path);
        }
    }
    Ok(files)
}
