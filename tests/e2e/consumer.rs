//! A crate outside the workspace that embeds prompts, to be changed, built and run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// Consumers share a target directory, so that the libraries are compiled once; cargo is run by one at
/// a time. There are two such directories, because one cargo that builds a small crate leaves a
/// processor idle: that of the repository, and one for plain packages.
static CARGO: Mutex<()> = Mutex::new(());
static CARGO_OF_PLAIN: Mutex<()> = Mutex::new(());

/// The variables that would tell the inner cargo about the outer one, or choose an environment for
/// it.
const UNWANTED: [&str; 7] = [
    "PROMPT_ENV",
    "PROMPT_ENVS",
    "PROMPT_DIGEST",
    "RA_RUSTC_WRAPPER",
    "__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS",
    "OUT_DIR",
    "RUSTFLAGS",
];

/// All profiles compile build scripts and what they depend on in the same way, without debug
/// information, so that cargo shares them.
const PROFILES: [(&str, &str); 3] = [
    ("CARGO_PROFILE_DEV_DEBUG", "false"),
    (
        "CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_DEBUG_ASSERTIONS",
        "true",
    ),
    (
        "CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_OVERFLOW_CHECKS",
        "true",
    ),
];

pub struct Consumer {
    /// The name of the package, and of its program. Cargo tells packages apart by it, not by their
    /// paths.
    name: String,
    root: PathBuf,
    target: PathBuf,
    cargo: &'static Mutex<()>,
    /// The options between `cargo` and its command.
    options: &'static [&'static str],
}

/// The result of a command.
pub struct Run {
    pub success: bool,
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Consumer {
    /// The fixture `greeter` as a package of this name.
    pub fn new(name: &str) -> Self {
        Self::at(name, e2e().join("crates").join(name))
    }

    /// The same, for a package that asks for few features of the libraries. It is built in a directory
    /// that all of these share, beside the other packages.
    pub fn plain(name: &str) -> Self {
        Self {
            target: target().join("plain"),
            cargo: &CARGO_OF_PLAIN,
            ..Self::new(name)
        }
    }

    /// A package of which nothing is there yet but the lock file.
    pub fn empty(name: &str) -> Self {
        let root = e2e().join("crates").join(name);
        _ = fs::remove_dir_all(&root);
        let consumer = Self {
            name: name.to_owned(),
            ..Self::elsewhere(root)
        };
        consumer.write_lock_file();
        consumer
    }

    /// A folder outside of the repository, for packages that commands make.
    pub fn elsewhere(root: PathBuf) -> Self {
        Self {
            name: String::new(),
            root,
            target: target(),
            cargo: &CARGO,
            options: &[],
        }
    }

    /// The root package of this repository, with debug information: cargo keeps it apart from the
    /// one that these tests belong to. They would be compiled again for each `PROMPT_ENV`.
    pub fn repository() -> Self {
        Self {
            name: "sales-desk".to_owned(),
            root: repository().to_owned(),
            target: target(),
            cargo: &CARGO,
            options: &["--config", "profile.dev.package.sales-desk.debug=true"],
        }
    }

    /// The same at a path of the caller's choice.
    pub fn at(name: &str, root: PathBuf) -> Self {
        let consumer = Self {
            name: name.to_owned(),
            root,
            target: target(),
            cargo: &CARGO,
            options: &[],
        };
        consumer.reset();
        consumer
    }

    /// The same crate, which is built in `target` beside its manifest: a link to where all are
    /// built.
    pub fn with_linked_target(mut self) -> Self {
        let link = self.root.join("target");
        fs::create_dir_all(&self.target).unwrap();
        _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(&self.target, &link).unwrap();
        self.target = link;
        self
    }

    /// Makes the crate the fixture again. Files that are right already keep their times, so that
    /// cargo does not build what has not changed.
    pub fn reset(&self) {
        let fixture = repository().join("tests/fixtures/greeter");
        let wanted = files_below(&fixture);
        for path in files_below(&self.root) {
            let ours = path.starts_with("target") || path == Path::new("Cargo.lock");
            if !ours && !wanted.contains(&path) {
                let file = self.root.join(path);
                fs::remove_file(&file).unwrap();
                // An empty folder is a prompt without files. A folder with files is not removed.
                let folders = file.ancestors().skip(1);
                _ = folders
                    .take_while(|folder| *folder != self.root)
                    .try_for_each(fs::remove_dir);
            }
        }
        for path in wanted {
            let text = fs::read_to_string(fixture.join(&path)).unwrap();
            let text = text
                .replace("{repository}", repository().to_str().unwrap())
                .replace("{name}", &self.name);
            self.write(&path, text);
        }
        self.write_lock_file();
    }

    /// The repository's lock file, so that the versions are the same and are already downloaded.
    fn write_lock_file(&self) {
        if !self.path("Cargo.lock").exists() {
            self.write(
                "Cargo.lock",
                fs::read(repository().join("Cargo.lock")).unwrap(),
            );
        }
    }

    /// Returns the name of the package, and of its program.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the target directory of this crate.
    pub fn target(&self) -> &Path {
        &self.target
    }

    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    pub fn read(&self, path: impl AsRef<Path>) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
            remove(&path);
        }
        if fs::read(&path).is_ok_and(|present| present == text.as_ref()) {
            return;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces a text that must stand in the file exactly once.
    pub fn edit(&self, path: impl AsRef<Path>, old: &str, new: &str) {
        let text = self.read(&path);
        assert_eq!(
            text.matches(old).count(),
            1,
            "in {}: {old:?}",
            path.as_ref().display()
        );
        self.write(path, text.replace(old, new));
    }

    pub fn remove(&self, path: impl AsRef<Path>) {
        remove(&self.path(path));
    }

    pub fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    /// Runs a command line: words, quoted as in a shell, with `NAME=value` before the program.
    pub fn run(&self, line: &str) -> Run {
        let _one_at_a_time = self.cargo.lock().unwrap_or_else(PoisonError::into_inner);
        let (variables, words) = split_command(line);
        let mut command = if words[0] == "cargo" {
            let mut cargo = Command::new(env!("CARGO"));
            cargo.args(self.options);
            cargo
        } else {
            Command::new(&words[0])
        };
        command.args(&words[1..]).current_dir(&self.root);
        for (name, _) in std::env::vars_os() {
            let name_text = name.to_string_lossy();
            let prefixes = ["CARGO_PKG_", "CARGO_FEATURE_", "INSTA_"];
            if prefixes.iter().any(|prefix| name_text.starts_with(prefix))
                || UNWANTED.contains(&&*name_text)
            {
                command.env_remove(name);
            }
        }
        command
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env("RUST_BACKTRACE", "1")
            .envs(PROFILES)
            .envs(variables);
        let output = command.output().unwrap();
        Run {
            success: output.status.success(),
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs a command line that must succeed, and gives what it prints.
    pub fn output(&self, line: &str) -> String {
        let run = self.run(line);
        assert!(run.success, "{line}: {:?}\n{}", run.code, run.stderr);
        run.stdout
    }

    /// Returns the files in the `OUT_DIR`s of this crate's package, each with its path and text.
    pub fn build_script_output(&self) -> Vec<(PathBuf, String)> {
        let build = self.target.join("debug/build");
        let mut texts = Vec::new();
        for folder in fs::read_dir(&build).unwrap() {
            let folder = PathBuf::from(folder.unwrap().file_name());
            if !is_of_package(&folder, &self.name) {
                continue;
            }
            for file in files_below(&build.join(&folder).join("out/prompt")) {
                let path = folder.join("out/prompt").join(file);
                let text = fs::read_to_string(build.join(&path)).unwrap();
                texts.push((path, text));
            }
        }
        texts.sort();
        texts
    }

    /// The built program, as bytes.
    pub fn binary(&self, profile: &str) -> Vec<u8> {
        fs::read(self.target.join(profile).join(&self.name)).unwrap()
    }
}

impl Run {
    /// Standard error without cargo's progress, and without the parts that differ from machine to
    /// machine.
    pub fn messages(&self) -> String {
        let progress = |line: &&str| {
            let word = line.trim_start();
            let is_waiting = line.starts_with("warning: build failed, waiting");
            is_waiting
                || line.starts_with(' ') && word.starts_with(|c: char| c.is_ascii_uppercase())
        };
        let lines = self.stderr.lines().filter(|line| !progress(line));
        without_excerpts(&lines.collect::<Vec<_>>())
            .replace(repository().to_str().unwrap(), "[repository]")
    }
}

/// The lines without what the compiler shows of the libraries' own sources: that changes with every
/// edit there.
fn without_excerpts(lines: &[&str]) -> String {
    let mut text = Vec::new();
    let mut is_excerpt = false;
    for (position, line) in lines.iter().enumerate() {
        let of_library =
            |line: &&str| line.trim_start().starts_with("--> /") && !line.contains("/crates/");
        let begins =
            line.starts_with(['h', 'n']) && lines.get(position + 1).is_some_and(of_library);
        let continues = line
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit() || "|.-:".contains(c));
        is_excerpt = begins || is_excerpt && continues;
        if !is_excerpt {
            text.push(*line);
        }
    }
    text.join("\n")
}

/// Returns whether a path below cargo's `build` folder belongs to the package: `name-` and a hash.
fn is_of_package(path: &Path, name: &str) -> bool {
    let folder = path.iter().next().unwrap_or_default().to_string_lossy();
    folder
        .rsplit_once('-')
        .is_some_and(|(package, _)| package == name)
}

/// The root of this repository, above the package at hand or the same.
pub fn repository() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .ancestors()
        .find(|folder| folder.join("prompt-runtime").is_dir())
        .unwrap_or(package)
}

/// Returns the folder in which the tests write.
pub fn e2e() -> PathBuf {
    target().join("e2e")
}

/// Returns cargo's target directory, for the tests and for the crates that they build.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from)
}

/// The files below a folder, links and all, by their paths within it, sorted; none where there is
/// no folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&below)) else {
            continue;
        };
        for entry in entries.map(Result::unwrap) {
            let path = below.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn remove(path: &Path) {
    if path.is_dir() && !path.is_symlink() {
        fs::remove_dir_all(path).unwrap();
    } else {
        fs::remove_file(path).unwrap();
    }
}

fn split_command(line: &str) -> (Vec<(String, String)>, Vec<String>) {
    let mut words = shlex::split(line).unwrap().into_iter().peekable();
    let mut variables = Vec::new();
    while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
        variables.push((name.to_owned(), value.to_owned()));
        words.next();
    }
    (variables, words.collect())
}
