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
        // Some file systems find a name in other letters. A build must not depend on which one it is.
        if !self.schemas().iter().any(|known| known == name) {
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
        // Some file systems find a name in other letters. A build must not depend on which one it is.
        if !self.tools().iter().any(|known| known == name) {
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
