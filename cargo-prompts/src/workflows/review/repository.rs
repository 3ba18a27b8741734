//! The git repository of the package, through the command `git`. It is read only.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use prompt_build::disk::describe;
use prompt_build::report::quoted;

use super::file_tree::{Entry, FileTree, Kind};
use crate::report::failure::Failure;

/// A working tree of git.
#[derive(Debug)]
pub struct Repository {
    /// The root of the working tree.
    pub root: PathBuf,
}

/// A commit, and how the user named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub name: String,
    pub commit: String,
}

impl Repository {
    /// Finds the repository that a folder belongs to.
    pub fn of(folder: &Path) -> Result<Self, Failure> {
        let output = git(folder, &["rev-parse", "--show-toplevel"])?;
        if !output.status.success() {
            let message = format!("cannot find a git repository: {}", complaint(&output));
            return Err(Failure::new(message)
                .help("`review` compares the working tree with a commit of its repository"));
        }
        let root = PathBuf::from(line(&output));
        // Both paths must have the same form: git resolves links.
        let root = root.canonicalize().unwrap_or(root);
        Ok(Self { root })
    }

    /// The last commit that a revision and the present one have in common: what was changed on the
    /// other side since is no change of this one.
    pub fn fork(&self, name: &str) -> Result<Revision, Failure> {
        let named = self.commit(name)?;
        let output = git(&self.root, &["merge-base", &named, "HEAD"])?;
        let commit = match line(&output) {
            _ if !output.status.success() && self.is_shallow()? => {
                let message = format!(
                    "this clone is shallow: it lacks the commits between {} and the present one",
                    quoted(name)
                );
                return Err(fetch_more(message));
            }
            // Without a common history, all that differs is a change.
            fork if fork.is_empty() => named,
            fork => fork,
        };
        let name = name.to_owned();
        Ok(Revision { name, commit })
    }

    fn commit(&self, name: &str) -> Result<String, Failure> {
        let unknown = || Failure::new(format!("the repository has no revision {}", quoted(name)));
        // It would be an option of git.
        if name.starts_with('-') {
            return Err(unknown());
        }
        let commit = format!("{name}^{{commit}}");
        let output = git(&self.root, &["rev-parse", "--verify", "--quiet", &commit])?;
        if output.status.success() {
            return Ok(line(&output));
        }
        if self.is_shallow()? {
            let message = format!("this clone is shallow, and lacks {}", quoted(name));
            return Err(fetch_more(message));
        }
        Err(unknown().help("`git fetch` gets the branches of a remote, such as `origin/main`"))
    }

    fn is_shallow(&self) -> Result<bool, Failure> {
        let output = git(&self.root, &["rev-parse", "--is-shallow-repository"])?;
        Ok(line(&output) == "true")
    }

    /// Reads the files below a path as they were in a commit. The path is relative to the root, with
    /// forward slashes; an empty one is the root.
    pub fn read_tree(&self, revision: &Revision, path: &str) -> Result<FileTree, Failure> {
        let entries = self.entries(revision, path)?;
        if let Some(entry) = entries.iter().find(|entry| entry.kind == Kind::Submodule) {
            let message = format!(
                "{} is a submodule: its files at {} are not in this repository",
                quoted(&entry.path),
                quoted(&revision.name)
            );
            return Err(
                Failure::new(message).help("review the change in the submodule's own repository")
            );
        }
        let texts = self.contents(&entries)?;
        if let Some(entry) = entries
            .iter()
            .find(|entry| !texts.contains_key(&entry.object))
        {
            return Err(partial(&entry.path, revision));
        }
        Ok(FileTree { entries, texts })
    }

    fn entries(&self, revision: &Revision, path: &str) -> Result<Vec<Entry>, Failure> {
        let commit = revision.commit.as_str();
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
        if !path.is_empty() {
            arguments.extend(["--", path]);
        }
        let output = git(&self.root, &arguments)?;
        if !output.status.success() {
            let message = format!("cannot list the files of {}", quoted(&revision.name));
            return Err(Failure::because(message, complaint(&output)));
        }
        let lines = output.stdout.split(|byte| *byte == 0);
        Ok(lines.filter_map(Entry::parse).collect())
    }

    /// The contents of the files, by the names of their objects.
    fn contents(&self, entries: &[Entry]) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let names = entries.iter().map(|entry| format!("{}\n", entry.object));
        let names = names.collect::<String>();
        let mut child = command(&self.root, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| without_git(&error))?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        // Git answers while it is asked: with one thread, both would wait once the pipes are full.
        let asking = thread::spawn(move || {
            stdin.map_or(Ok(()), |mut stdin| stdin.write_all(names.as_bytes()))
        });
        let read = stdout.map_or(Ok(BTreeMap::new()), |stdout| {
            read_objects(&mut BufReader::new(stdout))
        });
        // A request that git did not read is one that it did not answer, which was noticed.
        drop(asking.join());
        let read = read.and_then(|read| child.wait().map(|_| read));
        read.map_err(|error| Failure::because("cannot read files of git", describe(&error)))
    }
}

/// Reads the answers of `git cat-file --batch`. An object that is missing has none.
fn read_objects(stream: &mut impl io::BufRead) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut objects = BTreeMap::new();
    let mut header = String::new();
    while stream.read_line(&mut header)? > 0 {
        let mut words = header.trim_end().split(' ');
        let (name, size) = (words.next(), words.nth(1));
        if let Some(size) = size.and_then(|size| size.parse::<usize>().ok()) {
            let mut content = Vec::new();
            let length = u64::try_from(size).unwrap_or(u64::MAX);
            stream.take(length).read_to_end(&mut content)?;
            if content.len() < size {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            stream.read_exact(&mut [0])?;
            objects.insert(name.unwrap_or_default().to_owned(), content);
        }
        header.clear();
    }
    Ok(objects)
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    // A command that reads leaves the index alone, and asks nobody for a password.
    command.env("GIT_OPTIONAL_LOCKS", "0");
    command.env("GIT_TERMINAL_PROMPT", "0");
    // A partial clone would fetch what it lacks: from the address, and by the command, that its
    // settings name. That would also write to the repository.
    command.env("GIT_NO_LAZY_FETCH", "1");
    // Names of paths are themselves, and not patterns.
    command.env("GIT_LITERAL_PATHSPECS", "1");
    command
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output, Failure> {
    let output = command(folder, arguments).output();
    output.map_err(|error| without_git(&error))
}

fn without_git(error: &io::Error) -> Failure {
    Failure::because("cannot run `git`", describe(error)).help("`review` reads the commits by it")
}

fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned()
}

/// The first line of what git says on its standard error.
fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().next().unwrap_or("no message");
    line.trim_start_matches("fatal: ").to_owned()
}

/// A clone with a filter lacks files that it never checked out.
fn partial(path: &str, revision: &Revision) -> Failure {
    let message = format!(
        "this clone is partial: it lacks {} at {}",
        quoted(path),
        quoted(&revision.name)
    );
    Failure::new(message).help(
        "`git fetch --refetch --no-filter` gets all files; in CI, check out without a `filter`",
    )
}

fn fetch_more(message: String) -> Failure {
    Failure::new(message).help(
        "`git fetch --unshallow` gets the whole history; in CI, check out with `fetch-depth: 0`",
    )
}
