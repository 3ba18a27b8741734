//! Append-only files of JSON lines, which survive a kill at any moment.

use std::fs::{File, TryLockError};
use std::io::{self, BufRead as _, BufReader, ErrorKind, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use prompt_build::disk::describe;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::project::fault_point;
use crate::project::folder::{self, Folder};
use crate::report::failure::Failure;

/// An open file. Appended lines are there for the next run.
#[derive(Debug)]
pub struct JsonLines {
    folder: Folder,
    name: String,
    file: File,
    /// The number of bytes that have been read or written.
    known: u64,
}

impl JsonLines {
    /// Opens a file in a folder, or makes it.
    pub fn open(folder: &Folder, name: &str) -> Result<Self, Failure> {
        let opened = folder.file_or_new(name);
        Ok(Self {
            folder: folder.clone(),
            name: name.to_owned(),
            file: opened.map_err(|error| cannot_be_kept(&folder.path_of(name), &error))?,
            known: 0,
        })
    }

    fn path(&self) -> PathBuf {
        self.folder.path_of(&self.name)
    }

    fn failure(&self, error: &io::Error) -> Failure {
        cannot_be_kept(&self.path(), error)
    }

    /// Keeps other processes out until it is dropped or this process ends in any way.
    pub fn lock_exclusive(self) -> Result<Self, Failure> {
        match self.file.try_lock() {
            Ok(()) => Ok(self),
            Err(TryLockError::Error(error)) => Err(self.failure(&error)),
            Err(TryLockError::WouldBlock) => Err(Failure::new(
                "another `cargo prompts` is doing the same run",
            )
            .help(format!("wait for it; it holds `{}`", self.path().display()))),
        }
    }

    /// Runs an action while other processes wait.
    pub fn with_lock<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.file.lock().map_err(|error| self.failure(&error))?;
        let outcome = act(self);
        self.file.unlock().map_err(|error| self.failure(&error))?;
        outcome
    }

    /// Goes through the lines that were not read yet, with the offset of each: all at first, later
    /// those of other processes. An incomplete last line, which a kill may leave, is cut off. A line
    /// that cannot be read is left out.
    pub fn for_each_new<T: DeserializeOwned>(
        &mut self,
        mut take: impl FnMut(u64, T),
    ) -> Result<(), Failure> {
        let read = self.read_unknown(|start, line| {
            if let Ok(line) = serde_json::from_slice(line) {
                take(start, line);
            }
        });
        read.map_err(|error| self.failure(&error))
    }

    fn read_unknown(&mut self, mut take: impl FnMut(u64, &[u8])) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        if length == self.known {
            return Ok(());
        }
        // If the file is shorter now, another process has emptied it.
        if length < self.known {
            self.known = 0;
        }
        self.file.seek(SeekFrom::Start(self.known))?;
        let (mut reader, mut line) = (BufReader::new(&self.file), Vec::new());
        while reader.read_until(b'\n', &mut line)? > 0 {
            if !line.ends_with(b"\n") {
                return self.file.set_len(self.known);
            }
            take(self.known, &line);
            self.known += u64::try_from(line.len()).unwrap_or_default();
            line.clear();
        }
        Ok(())
    }

    /// Reads the line at an offset once more.
    pub fn line_at<T: DeserializeOwned>(&mut self, start: u64) -> Result<T, Failure> {
        let read = |mut file: &File| {
            let mut line = Vec::new();
            file.seek(SeekFrom::Start(start))?;
            BufReader::new(file).read_until(b'\n', &mut line)?;
            Ok(serde_json::from_slice(&line)?)
        };
        read(&self.file).map_err(|error| self.failure(&error))
    }

    /// Appends a line, in one piece.
    pub fn append(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let write = |file: &mut File| {
            let mut line = serde_json::to_string(line)?;
            line.push('\n');
            fault_point::point()?;
            file.write_all(line.as_bytes())?;
            Ok(line.len())
        };
        let written = write(&mut self.file).map_err(|error| self.failure(&error))?;
        self.known += u64::try_from(written).unwrap_or_default();
        Ok(())
    }

    /// Empties the file.
    pub fn clear(&mut self) -> Result<(), Failure> {
        fault_point::kill_point();
        self.known = 0;
        self.file.set_len(0).map_err(|error| self.failure(&error))
    }

    /// Removes the file, when there is nothing left to resume.
    pub fn remove(self) -> Result<(), Failure> {
        let removed = self.folder.remove(&self.name);
        removed.map_err(|error| self.failure(&error))
    }
}

fn cannot_be_kept(path: &Path, error: &io::Error) -> Failure {
    if error.kind() == ErrorKind::Other {
        return folder::cannot("write", path, error);
    }
    Failure::because(
        format!("cannot store results in `{}`", path.display()),
        describe(error),
    )
    .help("make the folder writable: an interrupted run resumes from these results")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::JsonLines;
    use crate::project::folder::Folder;

    #[test]
    fn a_line_cut_anywhere_is_dropped_and_the_next_one_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.jsonl");
        let whole = "[1,\"a\"]\n[2,\"é\"]\n[3,\"c\"]\n";
        for length in 0..=whole.len() {
            fs::write(&path, &whole.as_bytes()[..length]).expect("written");
            let (mut file, lines) = read(&path);
            assert_eq!(
                lines.len(),
                String::from_utf8_lossy(&whole.as_bytes()[..length])
                    .matches('\n')
                    .count()
            );
            file.append(&(9, "z")).expect("it is written");
            let (_, again) = read(&path);
            assert_eq!(again.len(), lines.len() + 1, "{length}");
            assert_eq!(again.last().map(|(number, _)| *number), Some(9));
        }
    }

    fn read(path: &Path) -> (JsonLines, Vec<(u32, String)>) {
        let folder = Folder::at(path.parent().expect("it has one")).expect("a folder");
        let mut file = JsonLines::open(&folder, "test.jsonl").expect("it opens");
        let lines = read_new(&mut file);
        (file, lines)
    }

    fn read_new(file: &mut JsonLines) -> Vec<(u32, String)> {
        let mut lines = Vec::new();
        let read = file.for_each_new(|_, line| lines.push(line));
        read.expect("it can be read");
        lines
    }

    #[test]
    fn a_line_is_read_again_by_its_offset() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut file, _) = read(&folder.path().join("test.jsonl"));
        for line in [(1, "a"), (2, "é"), (3, "c")] {
            file.append(&line).expect("written");
        }
        let mut again = JsonLines::open(&file.folder, "test.jsonl").expect("it opens");
        let mut places = Vec::new();
        let read = again.for_each_new(|start, line: (u32, String)| places.push((start, line)));
        read.expect("it can be read");
        assert_eq!(places.len(), 3);
        for (start, line) in places.into_iter().rev() {
            let read = again.line_at::<(u32, String)>(start).expect("read");
            assert_eq!(read, line);
            again.append(&(9, "z")).expect("written");
        }
        assert_eq!(read_new(&mut file).len(), 3);
    }

    #[test]
    fn what_others_append_is_news_and_what_is_known_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.jsonl");
        let ((mut ours, _), (mut theirs, _)) = (read(&path), read(&path));
        ours.append(&(1, "a")).expect("written");
        assert_eq!(read_new(&mut ours), []);
        assert_eq!(read_new(&mut theirs), [(1, "a".to_owned())]);
        theirs.append(&(2, "b")).expect("written");
        theirs.append(&(3, "c")).expect("written");
        assert_eq!(read_new(&mut ours).len(), 2);
        theirs.clear().expect("emptied");
        theirs.append(&(4, "d")).expect("written");
        assert_eq!(read_new(&mut ours), [(4, "d".to_owned())]);
        let ours = ours.lock_exclusive().expect("nobody else has it");
        assert!(theirs.lock_exclusive().is_err());
        drop(ours);
    }
}
