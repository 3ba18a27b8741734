//! The package as it was at the base of a change.

use std::collections::BTreeSet;
use std::path::{Component, Path};
use std::{fs, io};

use prompt_build::config::{ALLOWED_SIGNERS, Config, read_allowed_signers};
use prompt_build::disk::Disk;
use prompt_build::report::{Findings, Severity, quoted};
use prompt_build::source::Source;
use tempfile::TempDir;

use super::file_tree::FileTree;
use super::repository::{Repository, Revision};
use super::unchanged::{changed_pins, unchanged_folders};
use crate::project::manifest::MANIFEST;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// A copy of the package with the files of a commit. It is removed when it is dropped.
#[derive(Debug)]
pub struct Base {
    pub revision: Revision,
    /// `None` if the commit has no configuration.
    pub package: Option<(Workspace, Config)>,
    /// The ids of prompts of which nothing was changed. Their files are not in the copy.
    pub unchanged: BTreeSet<String>,
    _folder: TempDir,
}

impl Base {
    /// Copies what `review` looks at: the configuration, the library and the manifest.
    pub fn open(workspace: &Workspace, config: &Config, revision: &str) -> Result<Self, Failure> {
        let repository = Repository::of(&workspace.root)?;
        let revision = repository.fork(revision)?;
        let folder =
            private().map_err(|error| Failure::cannot("write", &std::env::temp_dir(), &error))?;
        let root = workspace.root.canonicalize();
        let root = root.map_err(|error| Failure::cannot("read", &workspace.root, &error))?;
        let package = root.strip_prefix(&repository.root).unwrap_or(Path::new(""));
        let copy = Workspace {
            root: folder.path().join(package),
            disk: Disk::new(folder.path().join(package)),
            prompts: workspace.prompts.clone(),
            package: workspace.package.clone(),
        };
        let mut tree = Tree {
            repository: &repository,
            revision: &revision,
            package,
            folder: folder.path(),
            written: Vec::new(),
            library: library(workspace, config, package),
            changed_pins: None,
            unchanged: BTreeSet::new(),
        };
        tree.changed_pins = tree.compare_pins(workspace, config)?;
        tree.write(MANIFEST)?;
        tree.write(&workspace.prompts)?;
        let package = tree.package(copy)?;
        Ok(Self {
            package,
            unchanged: tree.unchanged,
            revision,
            _folder: folder,
        })
    }
}

/// Makes the folder of a copy. Other accounts of the machine read the folder for temporary files, and may
/// not read the repository.
fn private() -> io::Result<TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("cargo-prompts-review-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        folder.permissions(fs::Permissions::from_mode(0o700));
    }
    folder.tempdir()
}

/// The copy of a commit's files.
struct Tree<'a> {
    repository: &'a Repository,
    revision: &'a Revision,
    /// The folder of the package in the repository.
    package: &'a Path,
    folder: &'a Path,
    /// The paths that were copied.
    written: Vec<String>,
    /// The folder of the library in the repository, if prompts in it may be left out.
    library: Option<String>,
    /// The ids of the prompts whose pins were changed. `None` if more than pins was.
    changed_pins: Option<BTreeSet<String>>,
    unchanged: BTreeSet<String>,
}

impl Tree<'_> {
    /// Copies what is below a path of the package. The path may lead out of the package, and not out of
    /// the repository.
    fn write(&mut self, path: &str) -> Result<(), Failure> {
        let place = place(self.package, path).ok_or_else(|| outside(path))?;
        let is_written = |one: &String| Path::new(&place).starts_with(one);
        if !self.written.iter().any(is_written) {
            let mut files = self.repository.read_tree(self.revision, &place)?;
            self.leave_out_unchanged(&mut files)?;
            let cannot = |error| Failure::cannot("write", self.folder, &error);
            files.write(self.folder).map_err(cannot)?;
            self.written.push(place);
        }
        Ok(())
    }

    /// Leaves out the prompts of which nothing was changed: most of the time was spent on the files of
    /// these. The folder of the library is there even if all of them are left out.
    fn leave_out_unchanged(&mut self, files: &mut FileTree) -> Result<(), Failure> {
        let (Some(changed_pins), Some(library)) = (&self.changed_pins, &self.library) else {
            return Ok(());
        };
        let mut found = unchanged_folders(files, &self.repository.root, library);
        found.retain(|id| !changed_pins.contains(id));
        if found.is_empty() {
            return Ok(());
        }
        files.leave_out(library, &found);
        self.unchanged.extend(found);
        let library = self.folder.join(library);
        fs::create_dir_all(&library).map_err(|error| Failure::cannot("write", &library, &error))
    }

    /// The ids of the prompts whose pins differ from the present ones. `None` if anything else differs
    /// in the configuration, or in the keys of those who sign.
    fn compare_pins(
        &self,
        workspace: &Workspace,
        config: &Config,
    ) -> Result<Option<BTreeSet<String>>, Failure> {
        let signers = format!("{}/{ALLOWED_SIGNERS}", workspace.prompts);
        let configuration = workspace.configuration();
        let present = read_allowed_signers(&workspace.disk, &configuration).ok();
        let present = present.map(|source| source.text.clone());
        if self.text(&signers)? != present || workspace.disk.is_symlink(&signers) {
            return Ok(None);
        }
        let text = self.text(&configuration)?;
        Ok(text.and_then(|text| {
            let old = Source::new(configuration.as_str(), text);
            changed_pins(&old, &config.source)
        }))
    }

    /// The text of a file of the package. `None` if it is missing or no text.
    fn text(&self, path: &str) -> Result<Option<String>, Failure> {
        let Some(place) = place(self.package, path) else {
            return Ok(None);
        };
        let files = self.repository.read_tree(self.revision, &place)?;
        let content = files.content(&place);
        Ok(content.and_then(|content| String::from_utf8(content.to_vec()).ok()))
    }

    /// Copies the library, which the configuration names. `None` without a configuration.
    fn package(&mut self, copy: Workspace) -> Result<Option<(Workspace, Config)>, Failure> {
        if !copy.disk.exists(&copy.configuration()) {
            return Ok(None);
        }
        let source = copy.disk.read(&copy.configuration())?;
        // Its errors are reported below, where the library is there.
        if let Some(config) = Config::open(&copy.disk, &source, &mut Findings::default()) {
            self.write(&copy.library(&config))?;
        }
        let (config, findings) = copy.config()?;
        match config.filter(|_| !findings.has_errors()) {
            Some(config) => Ok(Some((copy, config))),
            None => Err(self.unreadable(&copy.configuration(), &findings)),
        }
    }

    fn unreadable(&self, path: &str, findings: &Findings) -> Failure {
        let revision = quoted(&self.revision.name);
        let message = format!("`{path}` has errors as it was at {revision}");
        let mut errors = findings.iter();
        let first = errors.find(|finding| finding.severity == Severity::Error);
        let failure = Failure::new(message).help("name a base with a sound configuration");
        match first {
            Some(first) => failure.help(format!("the first error is: {}", first.message)),
            None => failure,
        }
    }
}

/// The folder of the library in the repository. `None` if it is outside of the repository, or if the
/// configuration is in one of its subfolders, which is then no prompt.
fn library(workspace: &Workspace, config: &Config, package: &Path) -> Option<String> {
    let library = place(package, &workspace.library(config))?;
    let prompts = place(package, &workspace.prompts)?;
    let is_above = prompts != library && Path::new(&prompts).starts_with(&library);
    (!is_above).then_some(library)
}

/// The path in the repository of a path of the package. `None` if it leads out of the repository.
fn place(package: &Path, path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in package.join(path).components() {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?.to_owned()),
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

fn outside(path: &str) -> Failure {
    let message = format!("{} is outside of the git repository", quoted(path));
    Failure::new(message)
        .help("`review` compares files of one repository; review the library in its own")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::place;

    #[test]
    fn a_path_of_the_package_has_a_place_in_the_repository() {
        for (package, path, expected) in [
            ("", "prompts", Some("prompts")),
            ("apps/desk", "prompts", Some("apps/desk/prompts")),
            ("apps/desk", "prompts/../../../shared", Some("shared")),
            ("apps/desk", "./prompts/.", Some("apps/desk/prompts")),
            ("apps/desk", "prompts/../../../../shared", None),
            ("apps/desk", "/srv/shared", None),
            ("", "", Some("")),
        ] {
            let found = place(Path::new(package), path);
            assert_eq!(found.as_deref(), expected, "{package} {path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_copy_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = super::private().unwrap();
        let mode = folder.path().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
