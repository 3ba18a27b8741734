use std::sync::Arc;

use super::{PARTIALS, SCHEMAS, TOOLS, partial_name, tool_name};
use crate::disk::Disk;
use crate::report::{Code, Finding, quoted};
use crate::source::{Location, Source};
use crate::template::{SharedKind, is_schema_name};

/// The most folders in each other that are searched for names of partials. Links can form a circle.
pub(super) const MAX_FOLDERS: usize = 8;
/// How the names of the files of named schemas and tools end.
const YAML_ENDING: &str = ".yaml";

/// The files of a library that its prompts share.
#[derive(Clone, Copy)]
pub struct SharedLibrary<'a> {
    pub disk: &'a Disk,
    /// The folder of the library. No file outside it is read.
    pub library: &'a str,
}

impl SharedLibrary<'_> {
    /// Reads a file.
    pub fn read(&self, kind: SharedKind, name: &str) -> Result<Arc<Source>, Finding> {
        match kind {
            SharedKind::Partial => self.partial(name),
            SharedKind::Schema => self.schema(name),
            SharedKind::Tool => self.tool(name),
        }
    }

    /// The names of the files of a kind.
    pub fn names(&self, kind: SharedKind) -> Vec<String> {
        match kind {
            SharedKind::Partial => self.partials(),
            SharedKind::Schema => self.schemas(),
            SharedKind::Tool => self.tools(),
        }
    }

    /// Reads a named schema of the library.
    fn schema(&self, name: &str) -> Result<Arc<Source>, Finding> {
        let path = format!("{}/{SCHEMAS}/{name}{YAML_ENDING}", self.library);
        if !is_schema_name(name) || !self.has_yaml_file(SCHEMAS, name) {
            let location = Location::file(&Source::without_text(&path));
            let message = format!("no schema {}", quoted(name));
            let finding = Finding::error(Code::MissingFile, location, message);
            return Err(finding.help(format!("put a schema of this name at `{path}`")));
        }
        self.disk.read_within(self.library, &path)
    }

    /// The names of the schemas of the library.
    fn schemas(&self) -> Vec<String> {
        let stems = self.yaml_files(SCHEMAS);
        stems.filter(|stem| is_schema_name(stem)).collect()
    }

    /// Reads a tool of the library.
    fn tool(&self, name: &str) -> Result<Arc<Source>, Finding> {
        let path = format!("{}/{TOOLS}/{name}{YAML_ENDING}", self.library);
        if !tool_name::is_valid(name) || !self.has_yaml_file(TOOLS, name) {
            let location = Location::file(&Source::without_text(&path));
            let message = format!("no tool {}", quoted(name));
            let finding = Finding::error(Code::MissingFile, location, message);
            return Err(finding.help(self.way_to_tool(name, &path)));
        }
        self.disk.read_within(self.library, &path)
    }

    /// Says how to make a tool of a name.
    fn way_to_tool(&self, name: &str, path: &str) -> String {
        if !tool_name::is_valid(name) {
            return tool_name::RULE.to_owned();
        }
        let listed = self.disk.list(&format!("{}/{TOOLS}", self.library));
        let other_endings = [".yml", ".json"].map(|ending| format!("{name}{ending}"));
        let names = listed
            .unwrap_or_default()
            .into_iter()
            .map(|entry| entry.name);
        let misnamed = names
            .into_iter()
            .find(|known| other_endings.contains(known));
        match misnamed {
            Some(misnamed) => format!("rename `{}/{TOOLS}/{misnamed}` to `{path}`", self.library),
            None => format!("put a tool of this name at `{path}`"),
        }
    }

    /// The names of the tools of the library.
    fn tools(&self) -> Vec<String> {
        let stems = self.yaml_files(TOOLS);
        stems.filter(|stem| tool_name::is_valid(stem)).collect()
    }

    /// Returns whether a folder of the library has a YAML file of exactly this name.
    ///
    /// Some file systems find a name in other letters. A build must not depend on which one it is.
    /// There, the name with the case of all letters swapped exists as well. The folder is listed
    /// only then: a list for each file would take quadratic time.
    fn has_yaml_file(&self, folder: &str, name: &str) -> bool {
        let is_listed = |name: &str| {
            let path = format!("{}/{folder}/{name}{YAML_ENDING}", self.library);
            self.disk.is_listed(&path)
        };
        is_listed(name)
            && (!is_listed(&swapped_case(name))
                || self.yaml_files(folder).any(|known| known == name))
    }

    /// The names of the YAML files in a folder of the library, without their ending.
    fn yaml_files(&self, folder: &str) -> impl Iterator<Item = String> {
        let listed = self.disk.list(&format!("{}/{folder}", self.library));
        let names = listed.unwrap_or_default().into_iter();
        names.filter_map(|name| Some(name.name.strip_suffix(YAML_ENDING)?.to_owned()))
    }

    /// Reads a partial of the library.
    fn partial(&self, name: &str) -> Result<Arc<Source>, Finding> {
        let path = format!("{}/{}", self.library, partial_name::file(name));
        let missing = |help: String| {
            let location = Location::file(&Source::without_text(&path));
            Finding::error(
                Code::MissingPartial,
                location,
                format!("no partial {}", quoted(name)),
            )
            .help(help)
        };
        if !partial_name::is_valid(name) {
            return Err(missing(partial_name::RULE.to_owned()));
        }
        // Some file systems find a name in other letters. A build must not depend on which one it is.
        if name != name.to_ascii_lowercase() && !self.partials().iter().any(|known| known == name) {
            return Err(missing(format!("put it at `{path}`")));
        }
        let read = self.disk.read_within(self.library, &path);
        read.map_err(|finding| {
            if finding.code == Code::MissingFile {
                missing(format!("put it at `{path}`"))
            } else {
                finding
            }
        })
    }

    /// The names of the partials of the library.
    fn partials(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.partials_in("", MAX_FOLDERS, &mut names);
        names
    }

    /// Adds the names of the partials in a folder of partials, which ends with a slash or is empty.
    fn partials_in(&self, folder: &str, depth: usize, names: &mut Vec<String>) {
        let path = format!("{}/{PARTIALS}/{folder}", self.library);
        let path = path.trim_end_matches('/');
        let listed = self.disk.list(path).unwrap_or_default();
        let stems = listed
            .iter()
            .filter_map(|name| name.name.strip_suffix(".prompt"));
        let found = stems.map(|stem| format!("{folder}{stem}"));
        names.extend(found.filter(|name| partial_name::is_valid(name)));
        if depth > 0 {
            for inner in self.disk.folders(path) {
                self.partials_in(&format!("{folder}{inner}/"), depth - 1, names);
            }
        }
    }
}

/// The name with capitals for lower-case letters, and the other way round.
fn swapped_case(name: &str) -> String {
    let swapped = |letter: char| match letter {
        'a'..='z' => letter.to_ascii_uppercase(),
        _ => letter.to_ascii_lowercase(),
    };
    name.chars().map(swapped).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;

    use super::{SharedLibrary, swapped_case};
    use crate::disk::Disk;
    use crate::template::SharedKind;

    /// This folder has the names that are found on a file system where the case does not count.
    #[test]
    fn a_file_is_read_by_exactly_its_name() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("prompts/schemas");
        fs::create_dir_all(&folder).unwrap();
        for name in ["Product", &swapped_case("Product"), "Sku"] {
            fs::write(
                folder.join(format!("{name}.yaml")),
                format!("{name}: string\n"),
            )
            .unwrap();
        }
        let disk = Disk::new(root.path().to_owned());
        let library = SharedLibrary {
            disk: &disk,
            library: "prompts",
        };
        let read = |name: &str| library.read(SharedKind::Schema, name).ok();
        for name in ["Product", "pRODUCT", "Sku"] {
            let text = read(name).unwrap().text.clone();
            assert_eq!(text, format!("{name}: string\n"));
        }
        for name in ["product", "sku", "Item", "../schemas/Sku"] {
            assert!(read(name).is_none(), "{name}");
        }
    }
}
