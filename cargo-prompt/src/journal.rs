//! Append-only files of JSON lines that survive a kill at any moment, in a folder that git leaves alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use prompt_build::disk::describe;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ending::Failure;

/// Within the prompts folder. The dot keeps it from being taken for a prompt.
const FOLDER: &str = ".cargo-prompt";

/// The folder of what runs leave for the next run; made where there is none.
pub fn folder(prompts: &Path) -> Result<PathBuf, Failure> {
    let folder = prompts.join(FOLDER);
    let runs = folder.join("runs");
    let ignore = folder.join(".gitignore");
    let make = || {
        fs::create_dir_all(&runs)?;
        if ignore.exists() { Ok(()) } else { fs::write(&ignore, "*\n") }
    };
    make().map_err(|error| cannot_be_kept(&runs, &error))?;
    Ok(runs)
}

/// An open file: what is appended is there for the next run.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens a file, or makes it, and reads what it holds. A line that a kill left half written is cut off; one that
    /// cannot be read is left out.
    pub fn open<T: DeserializeOwned>(path: PathBuf) -> Result<(Self, Vec<T>), Failure> {
        let open = || {
            let text = read(&path)?;
            let file = OpenOptions::new().create(true).append(true).open(&path)?;
            let whole = text.rfind('\n').map_or(0, |end| end + 1);
            if whole < text.len() {
                file.set_len(u64::try_from(whole).unwrap_or(u64::MAX))?;
            }
            let lines = text[..whole].lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
            Ok((file, lines))
        };
        match open() {
            Ok((file, lines)) => Ok((Self { path, file }, lines)),
            Err(error) => Err(cannot_be_kept(&path, &error)),
        }
    }

    /// Appends a line, in one piece.
    pub fn append(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let write = |file: &mut File| {
            let mut line = serde_json::to_string(line)?;
            line.push('\n');
            file.write_all(line.as_bytes())
        };
        write(&mut self.file).map_err(|error| cannot_be_kept(&self.path, &error))
    }

    /// Empties the file.
    pub fn clear(&mut self) -> Result<(), Failure> {
        self.file.set_len(0).map_err(|error| cannot_be_kept(&self.path, &error))
    }

    /// Removes the file: nothing is left to go on with.
    pub fn remove(self) -> Result<(), Failure> {
        fs::remove_file(&self.path).map_err(|error| cannot_be_kept(&self.path, &error))
    }
}

fn read(path: &Path) -> io::Result<String> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error),
    }
}

fn cannot_be_kept(path: &Path, error: &io::Error) -> Failure {
    Failure::because(format!("results cannot be kept in `{}`", path.display()), describe(error))
        .help("without them an interrupted run would begin anew: make the folder writable")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Journal, folder};

    #[test]
    fn a_line_cut_anywhere_is_dropped_and_the_next_one_is_whole() {
        let prompts = tempfile::tempdir().expect("a folder");
        let runs = folder(prompts.path()).expect("a writable folder");
        assert_eq!(fs::read_to_string(prompts.path().join(".cargo-prompt/.gitignore")).expect("it is there"), "*\n");
        let path = runs.join("test.jsonl");
        let whole = "[1,\"a\"]\n[2,\"é\"]\n[3,\"c\"]\n";
        for length in 0..=whole.len() {
            fs::write(&path, &whole.as_bytes()[..length]).expect("written");
            let (mut journal, lines) = Journal::open::<(u32, String)>(path.clone()).expect("it opens");
            assert_eq!(lines.len(), whole.as_bytes()[..length].iter().filter(|byte| **byte == b'\n').count());
            journal.append(&(9, "z")).expect("it is written");
            let (_, again) = Journal::open::<(u32, String)>(path.clone()).expect("it opens");
            assert_eq!(again.len(), lines.len() + 1, "{length}");
            assert_eq!(again.last().map(|(number, _)| *number), Some(9));
        }
    }
}
