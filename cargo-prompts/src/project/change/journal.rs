use std::io::{self, Read as _};
use std::path::{Component, Path};

use prompt_build::hash::sha256;
use prompt_build::library::{Extension, JOURNAL, JOURNAL_DRAFT, working_copy_file};
use prompt_build::report::quoted;
use semver::Version;
use serde_json::{Value, json};

use super::Target;
use crate::project::folder::{Folder, cannot};
use crate::project::folder_identity::FolderIdentity;
use crate::report::failure::Failure;

/// The number of the format.
const FORMAT: u64 = 1;
/// The largest journal that is read: more than the largest files of a change take.
const LARGEST: u64 = 512 * 1024 * 1024;
/// The way out of a journal that is refused.
pub const DISCARD: &str =
    "`cargo prompts recover --discard` removes the journal and leaves the files as they are";

/// A change, written down before it is made.
#[derive(Debug)]
pub struct Journal {
    /// The command that makes the change.
    pub command: String,
    pub tree: Tree,
    pub entries: Vec<Entry>,
}

/// The folders that a journal is about.
#[derive(Debug)]
pub struct Tree {
    pub library: FolderIdentity,
    /// The folder of the configuration; `None` for the library's folder.
    pub configuration: Option<FolderIdentity>,
}

/// A file before and after.
#[derive(Debug)]
pub struct Entry {
    pub target: Target,
    /// The hash of the present file; `None` if there is no file.
    pub before: Option<String>,
    pub text: String,
}

impl Entry {
    /// The hash of the file after the change.
    pub fn after(&self) -> String {
        sha256(&self.text)
    }

    fn to_json(&self) -> Value {
        let file = match &self.target {
            Target::Configuration => Value::Null,
            Target::Library(path) => path.as_str().into(),
        };
        json!({ "file": file, "before": self.before, "text": self.text })
    }

    fn from_json(json: &Value) -> Option<Self> {
        let target = match &json["file"] {
            Value::Null => Target::Configuration,
            file => Target::Library(file.as_str().filter(|path| is_within(path))?.to_owned()),
        };
        let before = json["before"].as_str().map(str::to_owned);
        Some(Self {
            target,
            before,
            text: json["text"].as_str()?.to_owned(),
        })
    }
}

impl Tree {
    fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            library: serde_json::from_value(json["library"].clone()).ok()?,
            configuration: serde_json::from_value(json["configuration"].clone()).ok()?,
        })
    }
}

impl Journal {
    /// Reads the journal of a state folder. Nothing is said yet about the tree that it is of.
    pub fn read(folder: &Folder) -> Result<Option<Self>, Failure> {
        let path = folder.path_of(JOURNAL);
        let text = read(folder).map_err(|error| cannot("read", &path, &error))?;
        text.map(|text| Self::parse(&text, &path)).transpose()
    }

    /// Puts the journal in place: from then on the change counts as made.
    pub fn write(&self, folder: &Folder) -> Result<(), Failure> {
        let entries = self.entries.iter().map(Entry::to_json).collect::<Vec<_>>();
        let json = json!({
            "format": FORMAT,
            "command": self.command,
            "library": self.tree.library,
            "configuration": self.tree.configuration,
            "entries": entries,
        });
        let written = folder.replace(JOURNAL, JOURNAL_DRAFT, json.to_string().as_bytes());
        written.map_err(|error| cannot("write", &folder.path_of(JOURNAL), &error))
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        let json = serde_json::from_str::<Value>(text).unwrap_or_default();
        let is_journal = json["entries"].is_array();
        match json["format"].as_u64() {
            Some(FORMAT) => Self::from_json(&json).ok_or_else(|| unreadable(path)),
            Some(format) if is_journal => Err(newer(path, format)),
            None if is_journal && json["format"].is_null() => Err(earlier(path, &json["command"])),
            _ => Err(unreadable(path)),
        }
    }

    fn from_json(json: &Value) -> Option<Self> {
        let entries = json["entries"].as_array()?.iter();
        Some(Self {
            command: json["command"].as_str()?.to_owned(),
            tree: Tree::from_json(json)?,
            entries: entries.map(Entry::from_json).collect::<Option<_>>()?,
        })
    }
}

/// The text of the journal; empty if it is too large or no text.
fn read(folder: &Folder) -> io::Result<Option<String>> {
    let Some(file) = folder.file(JOURNAL)? else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(Some(String::from_utf8(bytes).unwrap_or_default()))
}

/// Returns true if a path is a file of a prompt inside the library. A journal can come from
/// elsewhere together with its folder, and must not write any other file.
fn is_within(path: &str) -> bool {
    let path = Path::new(path);
    let name = path.file_name().map(|name| name.to_string_lossy());
    name.is_some_and(|name| is_of_prompt(&name))
        && path
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

/// A plain text has the name of a working copy or of a release: other texts in a folder are left alone.
fn is_of_prompt(name: &str) -> bool {
    match Extension::of(name) {
        Some((stem, extension)) if extension.is_plain() => {
            name == working_copy_file(extension) || Version::parse(stem).is_ok()
        }
        Some(_) => true,
        None => [".jsonl", ".yaml"].iter().any(|end| name.ends_with(end)),
    }
}

fn unreadable(path: &Path) -> Failure {
    Failure::new(format!(
        "`{}` is not a valid journal of a change",
        path.display()
    ))
    .help(DISCARD)
}

/// Earlier versions recorded no working tree, so their journals may be of any.
fn earlier(path: &Path, command: &Value) -> Failure {
    Failure::new(format!(
        "`{}`, of {}, is of an earlier `cargo prompts` and does not tell its working tree",
        path.display(),
        quoted(command.as_str().unwrap_or("an unknown command"))
    ))
    .help(DISCARD)
    .help("or let the version that wrote it finish the change")
}

fn newer(path: &Path, format: u64) -> Failure {
    Failure::new(format!(
        "`{}` has the format {format}, expected {FORMAT}: a newer `cargo prompts` wrote it",
        path.display()
    ))
    .help("install that version: its `cargo prompts recover` finishes the change")
    .help(DISCARD)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As large as a data set of which every text is new.
    const LARGE: usize = 2 * 1024 * 1024;

    #[test]
    fn a_large_change_is_read_as_it_was_written() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::at(root.path()).expect("it exists");
        assert!(Journal::read(&folder).expect("there is none").is_none());
        let line = "{\"visitor\": \"Visitor one\", \"host\": \"Dr. Iris Brandt\"}\n";
        let journal = Journal {
            command: "cargo prompts anonymise visitor-greeting".to_owned(),
            tree: Tree {
                library: FolderIdentity::of(root.path()).expect("it exists"),
                configuration: None,
            },
            entries: vec![Entry {
                target: Target::Library("visitor-greeting/replay.jsonl".to_owned()),
                before: None,
                text: line.repeat(LARGE / line.len()),
            }],
        };
        journal.write(&folder).expect("writable");
        let read = Journal::read(&folder).expect("readable").expect("written");
        assert_eq!(read.command, journal.command);
        assert!(read.tree.library.is_same(&journal.tree.library));
        assert!(read.tree.configuration.is_none());
        let [entry] = read.entries.as_slice() else {
            panic!("{} entries", read.entries.len())
        };
        assert_eq!(entry.target, journal.entries[0].target);
        assert_eq!(entry.before, None);
        assert!(entry.text == journal.entries[0].text);
    }
}
