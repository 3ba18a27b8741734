//! A page of the documentation, played: its files are written, its commands are run.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::consumer::{Consumer, e2e, repository};
use crate::loopback::{Reply, Request, Server};
use crate::page::{Block, Part, parts};

/// A reader who does what the pages say, one after the other.
pub struct Story {
    /// The folder beside the checkout. It is outside of the repository: `cargo new` would add a
    /// package to the workspace otherwise.
    root: Consumer,
    /// The working directory below `root`; `None` while the reader is in the checkout.
    folder: Option<PathBuf>,
    /// The exported variables: `NAME=value`, each without blanks.
    variables: Vec<String>,
    endpoint: Server,
    /// The commands that failed, in order, each with its exit code.
    failed: Vec<(String, Option<i32>)>,
    _only: MutexGuard<'static, ()>,
}

/// The key that the endpoint asks for.
const KEY: &str = "key-of-the-reader";

/// Answers as a model that repeats the last message, which passes every golden case here. A request
/// without the key is refused.
fn answer(request: &Request) -> Reply {
    if request.header("authorization") == Some(&format!("Bearer {KEY}")) {
        Reply::answer(request.last_message())
    } else {
        Reply::error(401, "the key is missing or wrong")
    }
}

/// Held by the one story that is played. All stories make a package of the same name, and build it
/// in the same target directory, where cargo takes one for the other.
static ONLY: Mutex<()> = Mutex::new(());

impl Story {
    pub fn new(name: &str) -> Self {
        let only = ONLY.lock().unwrap_or_else(PoisonError::into_inner);
        let mut hasher = DefaultHasher::new();
        e2e().hash(&mut hasher);
        let folder = format!("prompt-runtime-docs-{:016x}", hasher.finish());
        let root = std::env::temp_dir().join(folder).join(name);
        _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("bin")).unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_cargo-prompts"));
        std::os::unix::fs::symlink(program, root.join("bin/cargo-prompts")).unwrap();
        let root = Consumer::elsewhere(root);
        forget_builds(&root.target().join("debug/.fingerprint"));
        forget_builds(&root.target().join("release/.fingerprint"));
        Self {
            root,
            folder: None,
            variables: Vec::new(),
            endpoint: Server::start(|request, _| answer(request)),
            failed: Vec::new(),
            _only: only,
        }
    }

    /// Plays a page, and returns it with the output that the commands really have.
    pub fn play(&mut self, page: &str) -> String {
        let mut played = String::new();
        for part in parts(page) {
            match part {
                Part::Line(line) => played.extend([&line, "\n"]),
                Part::Block(block) => {
                    let text = self.play_block(&block);
                    played.extend(["```", &block.language, "\n", &text, "```\n"]);
                }
            }
        }
        played
    }

    fn play_block(&mut self, block: &Block) -> String {
        if block.language == "console" {
            return self.play_transcript(&block.text);
        }
        if let Some(path) = block.path() {
            self.file(path, &block.text, block.lead.contains("Add to `"));
        }
        block.text.clone()
    }

    fn play_transcript(&mut self, transcript: &str) -> String {
        let mut played = String::new();
        for line in transcript.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                played.extend([line, "\n", &self.run(command)]);
            }
        }
        played
    }

    /// A file that a command has made must be as the page shows it. Sources and manifests are the
    /// reader's own: they are written.
    fn file(&self, path: &str, text: &str, is_addition: bool) {
        let relative = self.folder.as_ref().unwrap().join(path);
        let exists = self.root.path(&relative).exists();
        if is_addition {
            let present = self.root.read(&relative);
            self.root
                .write(&relative, format!("{}\n\n{text}", present.trim_end()));
        } else if exists && !path.starts_with("src/") {
            assert_eq!(self.root.read(&relative), text, "{path}");
        } else {
            self.root.write(&relative, text);
        }
    }

    /// Runs a command, and returns what a reader sees of it.
    fn run(&mut self, command: &str) -> String {
        let words = command.split(' ').collect::<Vec<_>>();
        match words[..] {
            // The checkout is the repository. The endpoint and its key are the test's own.
            ["CHECKOUT=$PWD"] => String::new(),
            ["export", _, "OPENAI_API_KEY=…"] => {
                self.variables.push(format!("OPENAI_API_KEY={KEY}"));
                String::new()
            }
            ["export", variable] => {
                self.variables.push(variable.to_owned());
                String::new()
            }
            // The program is there already: the tests' build of it.
            ["cargo", "install", "--path", package, "--locked"] => {
                let manifest = repository().join(package).join("Cargo.toml");
                assert!(
                    fs::read_to_string(manifest)
                        .unwrap()
                        .contains("name = \"cargo-prompts\"")
                );
                String::new()
            }
            ["cd", ".."] if self.folder.is_none() => {
                self.folder = Some(PathBuf::new());
                String::new()
            }
            ["cd", folder] => {
                let folder = self.folder.take().unwrap().join(folder);
                self.prepare(&folder);
                self.folder = Some(folder);
                String::new()
            }
            _ => self.shell(command),
        }
    }

    /// Gives a package the repository's lock file, so that its dependencies are downloaded already,
    /// and the target directory at its usual place.
    fn prepare(&self, package: &Path) {
        let lock = fs::read(repository().join("Cargo.lock")).unwrap();
        self.root.write(package.join("Cargo.lock"), lock);
        let target = self.root.path(package.join("target"));
        std::os::unix::fs::symlink(self.root.target(), target).unwrap();
    }

    /// The commands that failed so far, in order, each with its exit code.
    pub fn failed(&self) -> Vec<(&str, i32)> {
        let failed = self.failed.iter();
        failed
            .map(|(command, code)| (command.as_str(), code.unwrap_or(-1)))
            .collect()
    }

    fn shell(&mut self, command: &str) -> String {
        let folder = self.folder.as_ref().unwrap_or_else(|| {
            panic!("`{command}` would be run in the checkout");
        });
        // Both outputs in the order in which a reader sees them.
        let is_ours = command.contains("cargo prompts ");
        let command_line = if is_ours {
            format!("{{ {command}; }} 2>&1")
        } else {
            command.to_owned()
        };
        let script = format!("cd {} && {command_line}", quoted(&self.root.path(folder)));
        let run = self.root.run(&format!(
            "{} OPENAI_BASE_URL={} CHECKOUT={} PATH={} sh -c {}",
            self.variables.join(" "),
            self.endpoint.url(),
            quoted(repository()),
            quoted(Path::new(&self.search_path())),
            shlex::try_quote(&script).unwrap(),
        ));
        if run.code != Some(0) {
            self.failed.push((command.to_owned(), run.code));
        }
        if is_ours {
            return run.stdout;
        }
        // Cargo's progress is left out; its errors and warnings are not.
        let messages = if run.code == Some(0) {
            String::new()
        } else {
            run.messages() + "\n"
        };
        format!("{}{messages}", run.stdout)
    }

    /// Returns the search path of programs: `cargo-prompts` first, then the cargo that runs this
    /// test.
    fn search_path(&self) -> String {
        let cargo = Path::new(env!("CARGO")).parent().unwrap().to_owned();
        let home = std::env::home_dir().unwrap_or_default().join(".cargo/bin");
        let present = std::env::var_os("PATH").unwrap_or_default();
        let folders = [self.root.path("bin"), cargo]
            .into_iter()
            .chain(std::env::split_paths(&present))
            .chain([home]);
        std::env::join_paths(folders)
            .unwrap()
            .into_string()
            .unwrap()
    }
}

fn quoted(path: &Path) -> String {
    shlex::try_quote(path.to_str().unwrap())
        .unwrap()
        .into_owned()
}

/// Has cargo build the package of the stories anew: the one of another story is not this one.
fn forget_builds(fingerprints: &Path) {
    for entry in fs::read_dir(fingerprints).into_iter().flatten().flatten() {
        if entry
            .file_name()
            .to_string_lossy()
            .starts_with("front-desk-")
        {
            _ = fs::remove_dir_all(entry.path());
        }
    }
}
