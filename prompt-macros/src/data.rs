//! The files that the build script left in `OUT_DIR`. The module `codegen` of `prompt-build` writes
//! them.

use std::io::ErrorKind;
use std::path::PathBuf;

use proc_macro2::Span;
use prompt_core::code::Code;
use prompt_core::header::{self, Header, key};
use prompt_core::program::Program;
use prompt_core::wire::{self, path};

use crate::refusal::Refusal;

/// The variable of a build script that has written the files. Files of an earlier script outlive
/// it.
const DIGEST: &str = "PROMPT_DIGEST";

/// A file of `key value` lines.
pub(crate) struct Data {
    text: String,
}

impl Data {
    /// Reads a file of `prompt/` in `OUT_DIR`. Returns `None` if there is no such file.
    pub(crate) fn read(name: &str, span: Span) -> Result<Option<Self>, Refusal> {
        let Some(text) = read_file(name, span)? else {
            return Ok(None);
        };
        if let Some(findings) = header::findings(&text) {
            return Err(Refusal::findings(span, findings));
        }
        let data = Self { text };
        if data.get(key::FORMAT) != wire::FORMAT {
            return Err(other_release(span));
        }
        data.check_package(span)?;
        Ok(Some(data))
    }

    /// Reads a file that the build script always writes.
    pub(crate) fn require(name: &str, span: Span) -> Result<Self, Refusal> {
        Self::read(name, span)?.ok_or_else(|| no_data(span))
    }

    /// Returns the value of a key, or an empty text.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.header().get(key).unwrap_or_default()
    }

    pub(crate) fn header(&self) -> Header<'_> {
        Header::new(&self.text)
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Refuses the files of a build script that runs for another package.
    fn check_package(&self, span: Span) -> Result<(), Refusal> {
        let ours = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
        let theirs = self.get(key::PACKAGE);
        if ours.is_empty() || ours == theirs {
            return Ok(());
        }
        let message =
            format!("the prompts in `OUT_DIR` belong to the package `{theirs}`, not to `{ours}`");
        let help = "each package that calls the macros needs its own `build.rs`";
        Err(Refusal::new(span, Code::ForeignData, &message, help))
    }
}

/// A compiled program, and the file that it was read from.
pub(crate) struct ProgramFile {
    pub(crate) program: Program,
    /// The file's path below `OUT_DIR`, with forward slashes.
    pub(crate) file: String,
}

impl ProgramFile {
    /// Reads the program of a prompt. Returns `None` if the prompt is a text without inputs.
    pub(crate) fn read(id: &str, span: Span) -> Result<Option<Self>, Refusal> {
        let name = path::program(id);
        let Some(text) = read_file(&name, span)? else {
            return Ok(None);
        };
        let program = wire::read(&text).ok_or_else(|| Refusal::damaged(span))?;
        Ok(Some(Self {
            program,
            file: file(&name),
        }))
    }
}

/// Returns the path of a file below `OUT_DIR`.
pub(crate) fn file(name: &str) -> String {
    format!("{}/{name}", path::FOLDER)
}

fn read_file(name: &str, span: Span) -> Result<Option<String>, Refusal> {
    let Some(out_dir) = std::env::var_os("OUT_DIR").map(PathBuf::from) else {
        return Err(no_build_script(span));
    };
    if std::env::var_os(DIGEST).is_none() {
        return Err(no_data(span));
    }
    match std::fs::read_to_string(out_dir.join(file(name))) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable_data(span, &error)),
    }
}

fn no_build_script(span: Span) -> Refusal {
    let message = "this package has no build script, so no prompt was checked";
    let help = "add `build.rs` beside `Cargo.toml` with `fn main() { prompt_build::run() }`,\n\
                and `prompt-build` under `[build-dependencies]`";
    Refusal::new(span, Code::NoBuildScript, message, help)
}

fn no_data(span: Span) -> Refusal {
    let message = "the build script of this package does not check prompts";
    let help = "call `prompt_build::run()` in the `main` of `build.rs`";
    Refusal::new(span, Code::NoPromptData, message, help)
}

fn other_release(span: Span) -> Refusal {
    let message = "`prompt-build` and `prompt-runtime` are of different releases";
    let help = "give both the same version in `Cargo.toml`";
    Refusal::new(span, Code::VersionMismatch, message, help)
}

fn unreadable_data(span: Span, error: &std::io::Error) -> Refusal {
    let message = format!("cannot read the output of the build script: {error}");
    let help = "run `cargo clean` and build again";
    Refusal::new(span, Code::UnreadableData, &message, help)
}
