//! Append-only files of JSON lines that survive a kill at any moment, in a folder that git leaves
//! alone.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use prompt_build::disk::describe;
use prompt_build::library::CHANGES;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::report::failure::Failure;

/// The folder of what runs leave for the next run; made where there is none.
pub fn folder(prompts: &Path) -> Result<PathBuf, Failure> {
    let folder = prompts.join(CHANGES);
    let runs = folder.join("runs");
    let ignore = folder.join(".gitignore");
    let make = || {
        [&folder, &runs]
            .into_iter()
            .try_for_each(|folder| no_link(folder))?;
        fs::create_dir_all(&runs)?;
        make_once(&ignore, "*\n")
    };
    make().map_err(|error| cannot_be_kept(&runs, &error))?;
    Ok(runs)
}

/// Refuses a symbolic link. Who made the tree would choose which file of this machine is written
/// to, or emptied.
fn no_link(path: &Path) -> io::Result<()> {
    if path.is_symlink() {
        return Err(io::Error::other(format!(
            "`{}` is a symbolic link",
            path.display()
        )));
    }
    Ok(())
}

/// Writes a file where there is none, and leaves one that is there. A link that leads nowhere is
/// there.
fn make_once(path: &Path, text: &str) -> io::Result<()> {
    match File::create_new(path) {
        Ok(mut file) => file.write_all(text.as_bytes()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// An open file: what is appended is there for the next run.
#[derive(Debug)]
pub struct JsonLines {
    path: PathBuf,
    file: File,
    /// How much of the file has been read or written here, in bytes.
    known: u64,
}

impl JsonLines {
    /// Opens a file, or makes it.
    pub fn open(path: PathBuf) -> Result<Self, Failure> {
        let open = || {
            OpenOptions::new()
                .create(true)
                .read(true)
                .append(true)
                .open(&path)
        };
        match no_link(&path).and_then(|()| open()) {
            Ok(file) => Ok(Self {
                path,
                file,
                known: 0,
            }),
            Err(error) => Err(cannot_be_kept(&path, &error)),
        }
    }

    /// Keeps others out until it is dropped or the process ends, however it ends.
    pub fn alone(self) -> Result<Self, Failure> {
        match self.file.try_lock() {
            Ok(()) => Ok(self),
            Err(TryLockError::Error(error)) => Err(cannot_be_kept(&self.path, &error)),
            Err(TryLockError::WouldBlock) => Err(Failure::new(
                "the same run is under way in another `cargo prompts`",
            )
            .help(format!("wait for it; it holds `{}`", self.path.display()))),
        }
    }

    /// Does something while others wait.
    pub fn while_others_wait<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.file
            .lock()
            .map_err(|error| cannot_be_kept(&self.path, &error))?;
        let outcome = act(self);
        self.file
            .unlock()
            .map_err(|error| cannot_be_kept(&self.path, &error))?;
        outcome
    }

    /// The lines that were not known yet: all at first, then those of others. A line that a kill
    /// left half written is cut off; one that cannot be read is left out.
    pub fn news<T: DeserializeOwned>(&mut self) -> Result<Vec<T>, Failure> {
        let text = self
            .unknown()
            .map_err(|error| cannot_be_kept(&self.path, &error))?;
        Ok(text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect())
    }

    fn unknown(&mut self) -> io::Result<String> {
        let length = self.file.metadata()?.len();
        if length == self.known {
            return Ok(String::new());
        }
        // What is shorter was emptied by another.
        let start = if length < self.known { 0 } else { self.known };
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(start))?;
        self.file.read_to_end(&mut bytes)?;
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        self.known = start + u64::try_from(whole).unwrap_or_default();
        if whole < bytes.len() {
            self.file.set_len(self.known)?;
        }
        Ok(String::from_utf8_lossy(&bytes[..whole]).into_owned())
    }

    /// Appends a line, in one piece.
    pub fn append(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let write = |file: &mut File| {
            let mut line = serde_json::to_string(line)?;
            line.push('\n');
            file.write_all(line.as_bytes())?;
            Ok(line.len())
        };
        let written = write(&mut self.file).map_err(|error| cannot_be_kept(&self.path, &error))?;
        self.known += u64::try_from(written).unwrap_or_default();
        Ok(())
    }

    /// Empties the file.
    pub fn clear(&mut self) -> Result<(), Failure> {
        self.known = 0;
        self.file
            .set_len(0)
            .map_err(|error| cannot_be_kept(&self.path, &error))
    }

    /// Removes the file: nothing is left to go on with.
    pub fn remove(self) -> Result<(), Failure> {
        fs::remove_file(&self.path).map_err(|error| cannot_be_kept(&self.path, &error))
    }
}

fn cannot_be_kept(path: &Path, error: &io::Error) -> Failure {
    Failure::because(
        format!("results cannot be kept in `{}`", path.display()),
        describe(error),
    )
    .help("without them an interrupted run would begin anew: make the folder writable")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{JsonLines, folder};

    #[test]
    fn a_line_cut_anywhere_is_dropped_and_the_next_one_is_whole() {
        let prompts = tempfile::tempdir().expect("a folder");
        let runs = folder(prompts.path()).expect("a writable folder");
        assert_eq!(
            fs::read_to_string(prompts.path().join(".cargo-prompts/.gitignore"))
                .expect("it is there"),
            "*\n"
        );
        let path = runs.join("test.jsonl");
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
        let mut file = JsonLines::open(path.to_owned()).expect("it opens");
        let lines = file.news().expect("it can be read");
        (file, lines)
    }

    #[cfg(unix)]
    #[test]
    fn no_symbolic_link_is_followed() {
        let place =
            |path: &Path| folder(path).and_then(|runs| JsonLines::open(runs.join("test.jsonl")));
        for link in [
            ".cargo-prompts",
            ".cargo-prompts/runs",
            ".cargo-prompts/.gitignore",
            ".cargo-prompts/runs/test.jsonl",
        ] {
            let (prompts, other) = (
                tempfile::tempdir().expect("a folder"),
                tempfile::tempdir().expect("a folder"),
            );
            let target = if link.contains("test") {
                other.path().join("kept")
            } else {
                other.path().to_owned()
            };
            let target = if link.contains("ignore") {
                other.path().join("none")
            } else {
                target
            };
            if link.contains("test") {
                fs::write(&target, "kept").expect("written");
            }
            let link = prompts.path().join(link);
            fs::create_dir_all(link.parent().expect("it has one")).expect("made");
            std::os::unix::fs::symlink(&target, &link).expect("made");
            let before = fs::read_dir(other.path()).expect("a folder").count();
            // A link in the place of the file that tells git to look away is left alone.
            assert_eq!(
                place(prompts.path()).is_ok(),
                link.ends_with(".gitignore"),
                "{}",
                link.display()
            );
            assert_eq!(
                fs::read_dir(other.path()).expect("a folder").count(),
                before,
                "{}",
                link.display()
            );
            assert!(
                !target.is_file() || fs::read_to_string(&target).expect("it is there") == "kept"
            );
        }
    }

    #[test]
    fn what_others_append_is_news_and_what_is_known_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.jsonl");
        let ((mut ours, _), (mut theirs, _)) = (read(&path), read(&path));
        ours.append(&(1, "a")).expect("written");
        assert_eq!(ours.news::<(u32, String)>().expect("read"), []);
        assert_eq!(
            theirs.news::<(u32, String)>().expect("read"),
            [(1, "a".to_owned())]
        );
        theirs.append(&(2, "b")).expect("written");
        theirs.append(&(3, "c")).expect("written");
        assert_eq!(ours.news::<(u32, String)>().expect("read").len(), 2);
        theirs.clear().expect("emptied");
        theirs.append(&(4, "d")).expect("written");
        assert_eq!(
            ours.news::<(u32, String)>().expect("read"),
            [(4, "d".to_owned())]
        );
        let ours = ours.alone().expect("nobody else has it");
        assert!(theirs.alone().is_err());
        drop(ours);
    }
}
