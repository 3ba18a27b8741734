//! Files that were probably meant as tools, named schemas or partials, and that nothing reads.

use super::shared_library::{MAX_FOLDERS, SharedLibrary};
use super::{PARTIALS, SCHEMAS, TOOLS, partial_name, tool_name};
use crate::order;
use crate::report::{Code, Finding};
use crate::source::{Location, Source};
use crate::template::is_schema_name;

/// A folder of the library whose files prompts share.
struct Shared {
    folder: &'static str,
    /// What a file is, with an article.
    what: &'static str,
    ending: &'static str,
    /// How files end that were probably meant, in lower case.
    meant: &'static [&'static str],
    is_name: fn(&str) -> bool,
    /// What a name has.
    rule: &'static str,
    /// Set if files may stand in folders of the folder.
    is_deep: bool,
}

const YAML: &[&str] = &[".yaml", ".yml", ".json"];

const ALL: [Shared; 3] = [
    Shared {
        folder: PARTIALS,
        what: "a partial",
        ending: ".prompt",
        meant: &[".prompt"],
        is_name: partial_name::is_valid,
        rule: partial_name::RULE,
        is_deep: true,
    },
    Shared {
        folder: SCHEMAS,
        what: "a schema",
        ending: ".yaml",
        meant: YAML,
        is_name: is_schema_name,
        rule: "the name of a schema begins with a letter from a to z, has letters, digits, `-` and `_`, and is no type",
        is_deep: false,
    },
    Shared {
        folder: TOOLS,
        what: "a tool",
        ending: ".yaml",
        meant: YAML,
        is_name: tool_name::is_valid,
        rule: tool_name::RULE,
        is_deep: false,
    },
];

/// Warns of each file that nothing reads because of its name or its place.
pub fn misnamed_shared(library: &SharedLibrary<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for shared in &ALL {
        let path = format!("{}/{}", library.library, shared.folder);
        if !library.disk.leaves(library.library, &path) {
            shared.search(library, "", 0, &mut findings);
        }
    }
    findings
}

impl Shared {
    /// Searches a folder, which ends with a slash or is empty.
    fn search(
        &self,
        library: &SharedLibrary<'_>,
        inner: &str,
        depth: usize,
        findings: &mut Vec<Finding>,
    ) {
        let path = format!("{}/{}/{inner}", library.library, self.folder);
        let path = path.trim_end_matches('/');
        let folders = library.disk.folders(path);
        let listed = library.disk.list(path).unwrap_or_default();
        let names = listed.into_iter().map(|entry| entry.name);
        let names = names.filter(|name| !name.starts_with('.'));
        for name in order::by_text(names.collect(), String::clone) {
            if folders.contains(&name) {
                if depth < MAX_FOLDERS {
                    self.search(library, &format!("{inner}{name}/"), depth + 1, findings);
                }
            } else {
                findings.extend(self.finding(path, inner, &name));
            }
        }
    }

    /// The finding about a file that nothing reads, if it was probably meant as one of these.
    fn finding(&self, path: &str, inner: &str, name: &str) -> Option<Finding> {
        let lower = name.to_ascii_lowercase();
        let ending = self.meant.iter().find(|ending| lower.ends_with(*ending))?;
        let stem = &name[..name.len() - ending.len()];
        let is_placed = inner.is_empty() || self.is_deep;
        let is_named = (self.is_name)(&format!("{inner}{stem}"));
        let help = if !is_placed {
            let (folder, ending) = (self.folder, self.ending);
            format!(
                "move it to `{folder}/{stem}{ending}`",
                stem = stem.escape_debug()
            )
        } else if !is_named {
            self.rule.to_owned()
        } else if !name.ends_with(self.ending) {
            let Self { what, ending, .. } = self;
            format!("the name of {what} ends with `{ending}`: rename it to `{stem}{ending}`")
        } else {
            return None;
        };
        let path = format!("{path}/{}", name.escape_debug());
        let location = Location::file(&Source::without_text(path));
        let message = format!("nothing reads this file as {}", self.what);
        Some(Finding::warning(Code::MisnamedSharedFile, location, message).help(help))
    }
}
