use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use prompt_build::hash::sha256;
use prompt_build::library::JOURNAL;
use serde_json::{Value, json};

use super::Target;
use super::text_file::TextFile;
use crate::report::failure::Failure;

/// A change, written down before it is made.
#[derive(Debug)]
pub struct Journal {
    /// The command that makes the change.
    pub command: String,
    /// The configuration that it is about; `None` for the one in the library's folder.
    pub configuration: Option<PathBuf>,
    pub entries: Vec<Entry>,
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

impl Journal {
    /// The path of the journal.
    pub fn path(folder: &Path) -> PathBuf {
        folder.join(JOURNAL)
    }

    /// The path at which the journal is written before it is moved into place.
    pub fn draft(folder: &Path) -> PathBuf {
        folder.join(format!("{JOURNAL}.draft"))
    }

    pub fn read(folder: &Path) -> Result<Option<Self>, Failure> {
        let path = Self::path(folder);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|error| Failure::cannot("read", &path, &error))?,
        };
        let journal = serde_json::from_str(&text)
            .ok()
            .and_then(|json| Self::from_json(&json));
        journal.map(Some).ok_or_else(|| unreadable(&path))
    }

    /// Puts the journal in place: from then on the change counts as made.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        let entries = self.entries.iter().map(Entry::to_json).collect::<Vec<_>>();
        let configuration = self
            .configuration
            .as_ref()
            .map(|path| path.to_string_lossy());
        let json =
            json!({ "command": self.command, "configuration": configuration, "entries": entries });
        TextFile::not_following(&Self::path(folder))
            .replace_via(&Self::draft(folder), &json.to_string())
    }

    fn from_json(json: &Value) -> Option<Self> {
        let configuration = json["configuration"].as_str().map(PathBuf::from);
        let entries = json["entries"]
            .as_array()?
            .iter()
            .map(Entry::from_json)
            .collect::<Option<_>>()?;
        let command = json["command"].as_str()?.to_owned();
        Some(Self {
            command,
            configuration,
            entries,
        })
    }
}

/// Returns true if a path is a file of a prompt inside the library. A journal can come from
/// elsewhere together with its folder, and must not write any other file.
fn is_within(path: &str) -> bool {
    let path = Path::new(path);
    let is_of_prompt = path.extension().is_some_and(|extension| {
        ["jsonl", "prompt", "yaml"]
            .iter()
            .any(|known| extension == *known)
    });
    is_of_prompt
        && path
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

fn unreadable(path: &Path) -> Failure {
    Failure::new(format!(
        "`{}` is not a valid journal of a change",
        path.display()
    ))
    .help("read it, then remove it; the other files are unchanged")
}
