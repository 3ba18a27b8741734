//! Files as they were in a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path};

/// The files below a path of a commit, in memory.
pub struct FileTree {
    pub(super) entries: Vec<Entry>,
    /// The contents, by the names of their objects.
    pub(super) texts: BTreeMap<String, Vec<u8>>,
}

/// A file of a commit.
pub struct Entry {
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) object: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    File,
    Link,
    Submodule,
}

impl FileTree {
    /// The content of a file that is no link. The path is relative to the repository.
    pub fn content(&self, path: &str) -> Option<&[u8]> {
        let mut entries = self.entries.iter();
        let entry = entries.find(|entry| entry.path == path && entry.kind == Kind::File)?;
        self.texts.get(&entry.object).map(Vec::as_slice)
    }

    /// The subfolders of a folder, each with all files below it.
    pub fn folders(&self, folder: &str) -> BTreeMap<&str, Vec<&Entry>> {
        let mut folders = BTreeMap::<_, Vec<_>>::new();
        for entry in &self.entries {
            if let Some((name, _)) =
                below(&entry.path, folder).and_then(|path| path.split_once('/'))
            {
                folders.entry(name).or_default().push(entry);
            }
        }
        folders
    }

    /// Returns `true` if a folder of the working tree has these files and no others, with the same bytes.
    /// One with a link is never the same, because a link can lead to anything.
    pub fn is_same(&self, files: &[&Entry], root: &Path, folder: &str) -> bool {
        let Ok(present) = files_below(root, folder) else {
            return false;
        };
        let is_present = |file: &&Entry| {
            file.kind == Kind::File
                && present.contains(&file.path)
                && self.is_content(file, &root.join(&file.path))
        };
        present.len() == files.len() && files.iter().all(is_present)
    }

    fn is_content(&self, file: &Entry, path: &Path) -> bool {
        let Some(text) = self.texts.get(&file.object) else {
            return false;
        };
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        fs::metadata(path).is_ok_and(|metadata| metadata.len() == length)
            && fs::read(path).is_ok_and(|present| present == *text)
    }

    /// Leaves out the files of these subfolders of a folder.
    pub fn leave_out(&mut self, folder: &str, names: &BTreeSet<String>) {
        self.entries.retain(|entry| {
            let rest = below(&entry.path, folder);
            let name = rest.and_then(|path| path.split_once('/'));
            !name.is_some_and(|(name, _)| names.contains(name))
        });
    }

    /// Writes the files to the same paths below a folder.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        // Links come last, so that nothing is written through one.
        for kind in [Kind::File, Kind::Link] {
            for entry in self.entries.iter().filter(|entry| entry.kind == kind) {
                let text = self.texts.get(&entry.object);
                entry.write(text.map_or(&[], Vec::as_slice), folder)?;
            }
        }
        Ok(())
    }
}

/// The rest of a path below a folder. An empty folder is the root.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() {
        return Some(path);
    }
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// The paths of all files below a folder, relative to the root. There are none if the folder is
/// missing. Fails for what is neither a file nor a folder.
fn files_below(root: &Path, folder: &str) -> io::Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    let entries = match fs::read_dir(root.join(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().into_string();
        let name = name.map_err(|_| io::ErrorKind::InvalidData)?;
        let (path, kind) = (format!("{folder}/{name}"), entry.file_type()?);
        if kind.is_dir() {
            files.extend(files_below(root, &path)?);
        } else if kind.is_file() {
            files.insert(path);
        } else {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(files)
}

impl Entry {
    /// Reads a line of `git ls-tree`. `None` if nothing can be written at its path: git itself makes no
    /// such tree.
    pub(super) fn parse(line: &[u8]) -> Option<Self> {
        let line = str::from_utf8(line).ok()?;
        let (facts, path) = line.split_once('\t')?;
        let mut facts = facts.split(' ');
        let (mode, _, object) = (facts.next()?, facts.next()?, facts.next()?);
        let is_below = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let kind = match mode {
            "120000" => Kind::Link,
            "160000" => Kind::Submodule,
            _ => Kind::File,
        };
        is_below.then(|| Self {
            path: path.to_owned(),
            kind,
            object: object.to_owned(),
        })
    }

    fn write(&self, text: &[u8], folder: &Path) -> io::Result<()> {
        let path = folder.join(&self.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        match self.kind {
            Kind::Link => link(text, &path),
            Kind::File | Kind::Submodule => fs::write(path, text),
        }
    }
}

/// Makes a link. What it leads to is not followed here, and a library refuses links that lead out of it.
#[cfg(unix)]
fn link(target: &[u8], path: &Path) -> io::Result<()> {
    use std::os::unix::ffi::OsStrExt as _;
    std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(target), path)
}

/// Git writes a file with the target where it makes no links.
#[cfg(not(unix))]
fn link(target: &[u8], path: &Path) -> io::Result<()> {
    fs::write(path, target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> FileTree {
        let line = |path: &str| format!("100644 blob {path}\t{path}");
        FileTree {
            entries: files
                .iter()
                .filter_map(|(path, _)| Entry::parse(line(path).as_bytes()))
                .collect(),
            texts: files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
                .collect(),
        }
    }

    const FILES: &[(&str, &str)] = &[
        ("lib/a/local.prompt", "one"),
        ("lib/a/deep/b.txt", "two"),
        ("lib/ab/local.prompt", "three"),
        ("lib/environments.yaml", "four"),
        ("other/a/local.prompt", "five"),
    ];

    #[test]
    fn a_folder_is_the_same_with_the_same_files_and_bytes() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        tree(FILES).write(root).unwrap();
        let is_same = || {
            let tree = tree(FILES);
            let folders = tree.folders("lib");
            assert_eq!(folders.keys().copied().collect::<Vec<_>>(), ["a", "ab"]);
            tree.is_same(&folders["a"], root, "lib/a")
        };
        assert!(is_same());
        let deep = root.join("lib/a/deep/b.txt");
        for text in ["twa", "two\n", ""] {
            fs::write(&deep, text).unwrap();
            assert!(!is_same(), "{text:?}");
        }
        fs::remove_file(&deep).unwrap();
        assert!(!is_same());
        fs::write(root.join("lib/a/deep/c.txt"), "two").unwrap();
        assert!(!is_same());
        fs::write(&deep, "two").unwrap();
        assert!(!is_same());
        fs::remove_file(root.join("lib/a/deep/c.txt")).unwrap();
        assert!(is_same());
        assert!(tree(FILES).is_same(&[], root, "lib/none"));
        assert!(!tree(FILES).is_same(&[], root, "lib/a"));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_with_a_link_is_never_the_same() {
        use std::os::unix::fs::symlink;

        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        tree(FILES).write(root).unwrap();
        fs::rename(root.join("lib/a/local.prompt"), root.join("elsewhere")).unwrap();
        symlink(root.join("elsewhere"), root.join("lib/a/local.prompt")).unwrap();
        let tree = tree(FILES);
        assert!(!tree.is_same(&tree.folders("lib")["a"], root, "lib/a"));
    }

    #[test]
    fn the_folders_that_are_left_out_are_not_written() {
        let root = tempfile::tempdir().unwrap();
        let mut tree = tree(FILES);
        tree.leave_out("lib", &["a".to_owned()].into());
        tree.write(root.path()).unwrap();
        let exists = FILES
            .iter()
            .map(|(path, _)| root.path().join(path).exists());
        assert_eq!(exists.collect::<Vec<_>>(), [false, false, true, true, true]);
    }
}
