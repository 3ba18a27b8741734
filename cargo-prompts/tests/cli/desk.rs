//! A copy of a fixture in a folder of its own, and the real program run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::git;
use crate::loopback::Server;

pub struct Desk {
    folder: TempDir,
}

/// The result of a command.
#[derive(Debug)]
pub struct Run {
    /// `None` where it was killed.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Desk {
    /// The fixture `ready`: 1.1.0 has all that it takes to go to production.
    pub fn ready() -> Self {
        Self::of("ready")
    }

    /// A folder with nothing in it.
    pub fn bare() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A copy of a folder of `tests/fixtures`.
    pub fn of(fixture: &str) -> Self {
        let desk = Self::bare();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        desk.copy(&fixtures.join(fixture), "");
        desk
    }

    /// A copy of the prompts of the reference application.
    pub fn of_reference_application() -> Self {
        let desk = Self::bare();
        let prompts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../prompts");
        desk.copy(&prompts, "prompts/");
        desk
    }

    /// Copies the files below a folder, with what their paths get in front.
    fn copy(&self, source: &Path, prefix: &str) {
        for path in files_below(source) {
            let text = fs::read_to_string(source.join(&path)).unwrap();
            self.write(&format!("{prefix}{path}"), &text);
        }
    }

    /// The same files in another folder.
    pub fn copied(&self) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for path in files_below(self.root()) {
            desk.write(&path, &self.read(&path));
        }
        desk
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces a text, where it stands first.
    pub fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "in {path}: {old:?}");
        self.write(path, &text.replacen(old, new, 1));
    }

    /// Runs `cargo prompts` with arguments, quoted as in a shell.
    pub fn run(&self, arguments: &str) -> Run {
        self.run_with(arguments, &[])
    }

    /// The same, with the endpoint of a server.
    pub fn run_against(&self, server: &Server, arguments: &str) -> Run {
        self.run(&format!("{arguments} --endpoint {}", server.url()))
    }

    /// The same, with variables.
    pub fn run_with(&self, arguments: &str, variables: &[(&str, &str)]) -> Run {
        let mut command = self.command(arguments);
        Run::of(&command.envs(variables.iter().copied()).output().unwrap())
    }

    /// The command, to be run in some other way.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-prompts"));
        command
            .arg("prompts")
            .args(shlex::split(arguments).unwrap())
            .current_dir(self.root())
            .envs(git::VARIABLES);
        let proxies = [
            "ALL_PROXY",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "all_proxy",
            "http_proxy",
            "https_proxy",
        ];
        let own = [
            "ANTHROPIC_API_KEY",
            "ANTHROPIC_BASE_URL",
            "GEMINI_API_KEY",
            "GOOGLE_GEMINI_BASE_URL",
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            "CARGO_PROMPTS_FAULT",
            "CARGO_PROMPTS_FOLDER",
        ];
        for name in own.into_iter().chain(proxies) {
            command.env_remove(name);
        }
        command
    }

    /// Runs a command that must succeed, and gives what it prints.
    pub fn succeed(&self, arguments: &str) -> String {
        let run = self.run(arguments);
        assert_eq!(
            run.code,
            Some(0),
            "{arguments}\n{}{}",
            run.stdout,
            run.stderr
        );
        run.stdout
    }

    /// Returns the files by path, without times and without the folder that commands prepare their
    /// changes in.
    pub fn files(&self) -> BTreeMap<String, String> {
        let files = files_below(self.root())
            .into_iter()
            .filter(|path| !path.contains(".cargo-prompts/"));
        files
            .map(|path| (path.clone(), without_times(&self.read(&path))))
            .collect()
    }

    /// All that is there, with what commands keep for themselves.
    pub fn all_files(&self) -> BTreeMap<String, Vec<u8>> {
        let files = files_below(self.root()).into_iter();
        files
            .map(|path| (path.clone(), fs::read(self.root().join(path)).unwrap()))
            .collect()
    }

    /// Returns the files of the state folder.
    pub fn left_over(&self) -> Vec<String> {
        let is_preparation = |path: &String| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.starts_with("journal") || name.contains(".new")
        };
        files_below(self.root())
            .into_iter()
            .filter(is_preparation)
            .collect()
    }
}

impl Run {
    pub fn of(output: &Output) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Standard output, then standard error.
    pub fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Holds how it ended, and what it said, against what is expected.
    pub fn expect(&self, code: i32, words: &[&str]) {
        let said = self.said();
        assert_eq!(self.code, Some(code), "{said}");
        for word in words {
            assert!(said.contains(word), "`{word}` is not in:\n{said}");
        }
    }
}

/// The files below a folder by their paths in it, with forward slashes, sorted.
fn files_below(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        for entry in fs::read_dir(folder.join(&below))
            .unwrap()
            .map(Result::unwrap)
        {
            let path = below.join(entry.file_name());
            // What git keeps is no file of a package.
            if path.ends_with(".git") {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    let mut files = files
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect::<Vec<_>>();
    files.sort();
    files
}

/// A ledger without the times at which its records were made today.
fn without_times(text: &str) -> String {
    let lines = text.lines().map(|line| match line.find("at: 20") {
        Some(at) => format!(
            "{}at: TIME{}\n",
            &line[..at],
            line[at..].split_once('Z').map_or("", |(_, rest)| rest)
        ),
        None => format!("{line}\n"),
    });
    lines.collect()
}
