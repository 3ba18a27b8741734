//! The files that an import names.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use prompt_build::disk::{Disk, describe};
use prompt_build::source::Source;

use super::candidate::{Candidate, Format, format_of};
use super::strings;
use crate::report::failure::Failure;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The working directory, from which paths are read.
pub struct Place {
    pub disk: Disk,
    folder: PathBuf,
}

impl Place {
    pub fn here() -> Result<Self, Failure> {
        let folder = env::current_dir().map_err(|error| {
            Failure::because("cannot read the working directory", describe(&error))
        })?;
        Ok(Self {
            disk: Disk::new(folder.clone()),
            folder,
        })
    }

    /// The texts that a path names: a file, the files of a folder, or strings of a Rust source.
    pub fn candidates(
        &self,
        path: &str,
        format: Option<Format>,
    ) -> Result<Vec<Candidate>, Failure> {
        let (file, name) = match path.split_once(".rs::") {
            Some((file, name)) => (format!("{file}.rs"), Some(name)),
            None => (path.trim_end_matches('/').to_owned(), None),
        };
        if name.is_some() || is_rust(&file) {
            return strings::candidates(self, &file, name, format);
        }
        if !self.folder.join(&file).is_dir() {
            return Ok(vec![self.file(&file, format)?]);
        }
        let mut files = Vec::new();
        self.collect(&file, &mut files)?;
        files.sort();
        if files.is_empty() {
            let message = format!("`{file}` has no texts and no templates");
            let help = "a folder is searched for files that end with `.md`, `.txt`, `.j2`, `.jinja`, \
                        `.jinja2` and `.tera`; name others one by one";
            return Err(Failure::new(message).help(help));
        }
        files.iter().map(|file| self.file(file, format)).collect()
    }

    /// The file at a path, read in a format, or in that which its name tells.
    pub fn file(&self, path: &str, format: Option<Format>) -> Result<Candidate, Failure> {
        let name = Path::new(path).file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let source = self.disk.read(path)?;
        let Some(format) = format.or_else(|| format_of(&name)) else {
            return Err(of_no_format(path, &name));
        };
        Ok(Candidate::file(source, &name, format, self.notes(path)))
    }

    /// The file that a template includes by a name, in the folder of the template or in the nearest one
    /// above it that has such a file.
    pub fn included(&self, template: &str, name: &str) -> Option<Arc<Source>> {
        let mut parts = Path::new(name).components();
        if name.is_empty() || !parts.all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let folders = Path::new(template).ancestors().skip(1);
        let paths = folders.map(|folder| folder.join(name).to_string_lossy().replace('\\', "/"));
        let mut files = paths.filter(|path| self.folder.join(path).is_file());
        self.disk.read(&files.next()?).ok()
    }

    /// The path of a file beside another one, without `..` where that leads to the same file.
    pub fn beside(&self, path: &str, file: &str) -> String {
        let folder = Path::new(path).parent().unwrap_or(Path::new(""));
        let joined = folder.join(file);
        let mut short = PathBuf::new();
        for part in joined.components() {
            let is_up = part == Component::ParentDir;
            if !(is_up && short.file_name().is_some() && short.pop()) {
                short.push(part);
            }
        }
        let [joined, short] = [joined, short].map(|path| path.to_string_lossy().replace('\\', "/"));
        if self.disk.resolved(&joined) == self.disk.resolved(&short) {
            short
        } else {
            joined
        }
    }

    /// What reading a file changes: its line ends, and a mark at its beginning.
    fn notes(&self, path: &str) -> Vec<String> {
        let bytes = fs::read(self.folder.join(path)).unwrap_or_default();
        let mut notes = Vec::new();
        if bytes.starts_with(BYTE_ORDER_MARK) {
            notes.push("its byte order mark is left out".to_owned());
        }
        if bytes.windows(2).any(|pair| pair == b"\r\n") {
            notes.push("its line ends are LF now, CRLF before".to_owned());
        }
        notes
    }

    /// Finds the texts and templates in a folder. It leaves out hidden names, and follows no link to a
    /// folder.
    fn collect(&self, folder: &str, files: &mut Vec<String>) -> Result<(), Failure> {
        let cannot = |error| Failure::cannot("read", Path::new(folder), &error);
        for entry in self.disk.list(folder).map_err(cannot)? {
            let path = format!("{folder}/{}", entry.name);
            if entry.name.starts_with('.') {
                continue;
            }
            if self.folder.join(&path).is_dir() {
                if !entry.is_symlink {
                    self.collect(&path, files)?;
                }
            } else if format_of(&entry.name).is_some() {
                files.push(path);
            }
        }
        Ok(())
    }
}

fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

/// The endings of files in Handlebars, the language of prompts.
const HANDLEBARS: [&str; 5] = ["prompt", "hbs", "handlebars", "mustache", "dotprompt"];

fn of_no_format(path: &str, name: &str) -> Failure {
    let extension = Path::new(name).extension().unwrap_or_default();
    if HANDLEBARS.iter().any(|known| extension == *known) {
        let message = format!("`{path}` is already in the language of prompts");
        let help = "copy it to `ID/local.prompt` in the folder of the prompts, and run `cargo prompts check`";
        return Failure::new(message).help(help);
    }
    let message = format!("the name of `{path}` does not tell its format");
    Failure::new(message).help("pass `--format text` or `--format jinja`")
}
