//! Paths for services that know the repository, but not the package.

use std::path::{Component, Path, PathBuf};

/// Turns paths relative to the package into paths relative to the repository.
#[derive(Debug, Clone)]
pub struct Paths {
    package: PathBuf,
    repository: PathBuf,
}

impl Paths {
    /// The repository of a package is the nearest folder at or above its root with a `.git` in it;
    /// else the package itself.
    pub fn find(package: &Path) -> Self {
        let repository = package
            .ancestors()
            .find(|folder| folder.join(".git").exists())
            .unwrap_or(package);
        Self::new(package, repository)
    }

    pub fn new(package: &Path, repository: &Path) -> Self {
        Self {
            package: package.to_owned(),
            repository: repository.to_owned(),
        }
    }

    /// The path relative to the repository, with forward slashes; an absolute one where it lies
    /// outside.
    pub fn in_repository(&self, path: &str) -> String {
        let path = without_detours(&self.package.join(path));
        let path = path.strip_prefix(&self.repository).unwrap_or(&path);
        path.to_string_lossy().replace('\\', "/")
    }
}

/// The path without `.` and `..`, without looking at the disk.
fn without_detours(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => _ = plain.pop(),
            Component::CurDir => {}
            component => plain.push(component),
        }
    }
    plain
}
