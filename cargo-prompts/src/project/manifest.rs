//! A `Cargo.toml`: the name of its package, and its dependencies. It is read without cargo, so
//! neither a lock file nor the network is needed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use prompt_build::disk::describe;
use toml::{Table, Value};

use crate::report::failure::Failure;

/// The name of the file.
pub const MANIFEST: &str = "Cargo.toml";

const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

#[derive(Debug)]
pub struct Manifest {
    /// The folder of the file.
    pub folder: PathBuf,
    table: Table,
    /// The dependencies that members of the workspace inherit.
    inherited: Table,
}

impl Manifest {
    /// The nearest manifest in a folder or above it.
    pub fn nearest(start: &Path) -> Result<Option<Self>, Failure> {
        let mut found = start.ancestors().map(Self::of);
        found.find_map(Result::transpose).transpose()
    }

    /// The manifest in a folder. Fails where it cannot be read, or is not TOML.
    pub fn of(folder: &Path) -> Result<Option<Self>, Failure> {
        let Some(table) = read(folder)? else {
            return Ok(None);
        };
        let inherited = inherited(folder, &table)?;
        Ok(Some(Self {
            folder: folder.to_owned(),
            table,
            inherited,
        }))
    }

    /// The name of the package; `None` where the manifest has none, as that of a workspace alone.
    pub fn package_name(&self) -> Option<&str> {
        self.package()?.get("name")?.as_str()
    }

    pub fn is_package(&self) -> bool {
        self.package().is_some()
    }

    fn package(&self) -> Option<&Table> {
        self.table.get("package")?.as_table()
    }

    /// Returns true if the dependencies of a kind, such as `build-dependencies`, contain a package
    /// under any name.
    pub fn depends_on(&self, kind: &str, package: &str) -> bool {
        self.dependencies(kind)
            .any(|(name, dependency)| self.package_of(name, dependency) == package)
    }

    /// The names in Rust under which the dependencies of any kind have a package.
    pub fn names_of(&self, package: &str) -> Vec<String> {
        let all = DEPENDENCIES
            .into_iter()
            .flat_map(|kind| self.dependencies(kind));
        all.filter(|(name, dependency)| self.package_of(name, dependency) == package)
            .map(|(name, _)| name.replace('-', "_"))
            .collect()
    }

    /// The dependencies of a kind, those of a target included.
    fn dependencies(&self, kind: &str) -> impl Iterator<Item = (&String, &Value)> {
        let targets = self.table.get("target").and_then(Value::as_table);
        let targets = targets.into_iter().flat_map(Table::values);
        let tables = targets.filter_map(Value::as_table).chain([&self.table]);
        tables
            .filter_map(move |table| table.get(kind)?.as_table())
            .flatten()
    }

    /// The package of a dependency, which may be renamed here or in the workspace.
    fn package_of<'a>(&'a self, name: &'a str, dependency: &'a Value) -> &'a str {
        let is_inherited = dependency.get("workspace") == Some(&Value::Boolean(true));
        let dependency = if is_inherited {
            self.inherited.get(name)
        } else {
            Some(dependency)
        };
        dependency
            .and_then(|dependency| dependency.get("package")?.as_str())
            .unwrap_or(name)
    }
}

/// The manifest of a folder; `None` if there is none.
fn read(folder: &Path) -> Result<Option<Table>, Failure> {
    let path = folder.join(MANIFEST);
    // Reading a pipe would wait for somebody to write to it.
    if fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return Err(cannot_read(&path, "it is not a regular file"));
    }
    let text = match fs::read_to_string(&path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        read => read.map_err(|error| cannot_read(&path, describe(&error)))?,
    };
    let parsed = text.parse::<Table>();
    parsed
        .map(Some)
        .map_err(|error| cannot_read(&path, error.message()))
}

/// The `[workspace.dependencies]` of the workspace that a package is in.
fn inherited(folder: &Path, table: &Table) -> Result<Table, Failure> {
    let root = table
        .get("package")
        .and_then(|package| package.get("workspace")?.as_str());
    if let Some(root) = root {
        let root = read(&folder.join(root))?;
        return Ok(root.as_ref().and_then(shared).unwrap_or_default());
    }
    if let Some(shared) = shared(table) {
        return Ok(shared);
    }
    for folder in folder.ancestors().skip(1) {
        // A broken manifest in a folder above may belong to another project.
        if let Some(shared) = read(folder).ok().flatten().as_ref().and_then(shared) {
            return Ok(shared);
        }
    }
    Ok(Table::new())
}

/// The dependencies that a workspace shares; `None` if the manifest is not the root of a
/// workspace.
fn shared(table: &Table) -> Option<Table> {
    let workspace = table.get("workspace")?.as_table()?;
    let dependencies = workspace.get("dependencies").and_then(Value::as_table);
    Some(dependencies.cloned().unwrap_or_default())
}

fn cannot_read(path: &Path, reason: impl std::fmt::Display) -> Failure {
    Failure::because(format!("cannot read `{}`", path.display()), reason)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{MANIFEST, Manifest};

    /// A manifest, and its facts: the package's name, `runtime` among the dependencies, `build`
    /// among those of the build.
    const MANIFESTS: &[(&str, &str)] = &[
        ("", ""),
        ("[package]\nname = \"desk\"\n", "desk"),
        ("[package]\nname = 'desk'\n", "desk"),
        ("[package] # name = \"other\"\nname = \"desk\"\n", "desk"),
        ("package.name = \"desk\"\n", "desk"),
        ("\"package\".\"name\" = 'desk'\n", "desk"),
        ("package = { name = \"desk\" }\n", "desk"),
        (
            "[dependencies]\nname = \"1\"\n[package]\nversion.workspace = true\nname = \"desk\"\n",
            "desk",
        ),
        (
            "[package]\ndescription = \"\"\"\nname = 'other'\n\"\"\"\nname = \"desk\"\n",
            "desk",
        ),
        (
            "[workspace]\n[workspace.package]\nversion = \"1.0.0\"\n",
            "",
        ),
        ("[workspace.dependencies]\nprompt-runtime = \"1\"\n", ""),
        ("[dependencies]\nprompt-runtime = \"1\"\n", "runtime"),
        ("dependencies.prompt-runtime = \"1\"\n", "runtime"),
        (
            "[dependencies]\nprompt-runtime.workspace = true\n",
            "runtime",
        ),
        ("[dependencies]\n\"prompt-runtime\" = \"1\"\n", "runtime"),
        (
            "[dependencies]\n# prompt-runtime = \"1\"\nprompt-runtime-extras = \"1\"\n",
            "",
        ),
        (
            "[dependencies]\nwords = { package = \"prompt-runtime\", version = \"1\" }\n",
            "runtime",
        ),
        (
            "[dependencies]\nwords = { version = \"1\", package = 'prompt-runtime' }\n",
            "runtime",
        ),
        (
            "[dependencies]\nprompt-runtime = { package = \"other\", version = \"1\" }\n",
            "",
        ),
        (
            "[dependencies.prompt-runtime]\nversion = \"1\"\n",
            "runtime",
        ),
        (
            "[dependencies.words]\nversion = \"1\"\npackage = \"prompt-runtime\"\n",
            "runtime",
        ),
        (
            "[dependencies]\nwords.workspace = true\n[workspace.dependencies]\nwords = { package = \"prompt-runtime\" }\n",
            "runtime",
        ),
        (
            "[target.'cfg(unix)'.dependencies]\nprompt-runtime = \"1\"\n",
            "runtime",
        ),
        ("[dev-dependencies]\nprompt-runtime = \"1\"\n", ""),
        ("[dependencies]\nprompt-build = \"1\"\n", ""),
        ("[build-dependencies]\nprompt-build = \"1\"\n", "build"),
        ("build-dependencies = { prompt-build = \"1\" }\n", "build"),
    ];

    #[test]
    fn manifests_are_read_as_cargo_reads_them() {
        for (text, expected) in MANIFESTS {
            let manifest = manifest(text);
            let name = manifest.package_name();
            assert_eq!(manifest.is_package(), name.is_some(), "{text}");
            let runtime = manifest.depends_on("dependencies", "prompt-runtime");
            let build = manifest.depends_on("build-dependencies", "prompt-build");
            let facts = [name, runtime.then_some("runtime"), build.then_some("build")];
            let facts = facts.into_iter().flatten().collect::<Vec<_>>();
            assert_eq!(facts.join(" "), *expected, "{text}");
        }
    }

    /// A manifest, and its names for `prompt-runtime`.
    const NAMES: &[(&str, &[&str])] = &[
        (
            "[dependencies]\nprompt-runtime = \"0.1\"\n",
            &["prompt_runtime"],
        ),
        (
            "[dependencies]\nwords = { version = \"0.1\", package = \"prompt-runtime\" }\n",
            &["words"],
        ),
        (
            "[dependencies]\nour-words = { package = 'prompt-runtime', version = \"0.1\" }\n",
            &["our_words"],
        ),
        (
            "[dependencies]\nwords = { package = \"prompt-runtime-extras\" }\n",
            &[],
        ),
        (
            "[dependencies.words]\nversion = \"0.1\"\npackage = \"prompt-runtime\"\n",
            &["words"],
        ),
        (
            "[dev-dependencies]\nwords.workspace = true\n[workspace.dependencies.words]\npackage = \"prompt-runtime\"\n",
            &["words"],
        ),
        (
            "[workspace.dependencies.words]\npackage = \"prompt-runtime\"\n",
            &[],
        ),
        (
            "[dependencies.words]\nversion = \"0.1\"\n[dependencies.more]\npackage = \"prompt-runtime\"\n",
            &["more"],
        ),
        (
            "[dependencies]\nwords.package = \"prompt-runtime\"\nwords.version = \"0.1\"\n",
            &["words"],
        ),
    ];

    #[test]
    fn a_dependency_may_be_renamed() {
        for (text, expected) in NAMES {
            assert_eq!(
                manifest(text).names_of("prompt-runtime"),
                *expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_member_inherits_from_its_workspace() {
        let shared =
            "[workspace.dependencies]\nwords = { package = \"prompt-runtime\", version = \"1\" }\n";
        let member = "[package]\nname = \"desk\"\n[dependencies]\nwords.workspace = true\n";
        let elsewhere = member.replace(
            "[dependencies]",
            "workspace = \"../../root\"\n[dependencies]",
        );
        let rows = [
            ("", "crates/desk", member),
            ("root", "crates/desk", elsewhere.as_str()),
        ];
        for (root, folder, text) in rows {
            let place = tempfile::tempdir().expect("a folder");
            let (root, folder) = (place.path().join(root), place.path().join(folder));
            fs::create_dir_all(&root).expect("made");
            fs::create_dir_all(folder.join("src")).expect("made");
            fs::write(root.join(MANIFEST), shared).expect("written");
            fs::write(folder.join(MANIFEST), text).expect("written");
            let manifest = Manifest::nearest(&folder.join("src")).expect("readable");
            let manifest = manifest.expect("there is one");
            assert_eq!(manifest.folder, folder);
            assert!(manifest.depends_on("dependencies", "prompt-runtime"));
            assert_eq!(manifest.names_of("prompt-runtime"), ["words"]);
        }
    }

    #[test]
    fn a_broken_manifest_is_an_error_at_its_path() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(MANIFEST), "[package\nname").expect("written");
        let failure = Manifest::of(folder.path()).expect_err("it is broken");
        assert!(failure.to_string().contains(MANIFEST), "{failure}");
        assert!(
            Manifest::of(&folder.path().join("none"))
                .expect("readable")
                .is_none()
        );
    }

    fn manifest(text: &str) -> Manifest {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(MANIFEST), text).expect("written");
        let manifest = Manifest::of(folder.path()).expect("readable");
        manifest.expect("there is one")
    }
}
