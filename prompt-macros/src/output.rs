//! The files that the build script left in `OUT_DIR`. The module `codegen` of `prompt-build` writes
//! them.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use proc_macro2::Span;
use prompt_core::code::Code;
use prompt_core::digest::digest;
use prompt_core::wire::path;

use crate::refusal::Refusal;

/// The output of the build script of the package at hand.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Output {
    out_dir: PathBuf,
    /// The digest of the index, in the variable that the build script sets. Files of an earlier
    /// script, or of one that no longer writes any, have another.
    pub(crate) digest: String,
}

impl Output {
    pub(crate) fn of_build(span: Span) -> Result<Self, Refusal> {
        let Some(out_dir) = std::env::var_os("OUT_DIR") else {
            return Err(no_build_script(span));
        };
        let Ok(digest) = std::env::var("PROMPT_DIGEST") else {
            return Err(no_data(span));
        };
        let out_dir = out_dir.into();
        Ok(Self { out_dir, digest })
    }

    /// Reads a file that the build script wrote.
    pub(crate) fn read(&self, name: &str, span: Span) -> Result<String, Refusal> {
        std::fs::read_to_string(self.out_dir.join(file(name))).map_err(|error| {
            if error.kind() == ErrorKind::NotFound {
                stale_data(span)
            } else {
                unreadable_data(span, &error)
            }
        })
    }
}

/// Refuses the output of another checkout of the same package. Cargo takes it for its own where both
/// share a target folder.
pub(crate) fn check_folder(span: Span) -> Result<(), Refusal> {
    let folder = |variable| std::env::var_os(variable).map(PathBuf::from);
    let (theirs, ours) = (
        folder("PROMPT_PACKAGE_FOLDER"),
        folder("CARGO_MANIFEST_DIR"),
    );
    let (Some(theirs), Some(ours)) = (theirs, ours) else {
        return Ok(());
    };
    // One folder can have several paths.
    if theirs == ours || is_same_folder(&theirs, &ours) {
        return Ok(());
    }
    let message = format!(
        "the prompts in `OUT_DIR` are those of the checkout `{}`, not of `{}`",
        theirs.display(),
        ours.display()
    );
    let help = [
        "give each checkout a target folder of its own;",
        "here, run `touch build.rs` and build again",
    ];
    Err(Refusal::with_lines(
        span,
        Code::ForeignData,
        &message,
        &help,
    ))
}

fn is_same_folder(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Refuses a text that has another digest than the one that the build script wrote.
pub(crate) fn verify(text: &str, expected: &str, span: Span) -> Result<(), Refusal> {
    if format!("{:016x}", digest(text.as_bytes())) == expected {
        return Ok(());
    }
    Err(stale_data(span))
}

/// Returns the path of a file below `OUT_DIR`.
pub(crate) fn file(name: &str) -> String {
    format!("{}/{name}", path::FOLDER)
}

fn no_build_script(span: Span) -> Refusal {
    let message = "this package has no build script, so no prompt was checked";
    let help = [
        "add `build.rs` beside `Cargo.toml` with `fn main() { prompt_build::run() }`,",
        "and `prompt-build` under `[build-dependencies]`",
    ];
    Refusal::with_lines(span, Code::NoBuildScript, message, &help)
}

fn no_data(span: Span) -> Refusal {
    let message = "the build script of this package does not check prompts";
    let help = "call `prompt_build::run()` in the `main` of `build.rs`";
    Refusal::new(span, Code::NoPromptData, message, help)
}

fn stale_data(span: Span) -> Refusal {
    let message = "the prompts in `OUT_DIR` are not those that the build script checked";
    let help = [
        "call `prompt_build::run()` in the `main` of `build.rs`, and give it and `prompt-runtime` the same version;",
        "then run `cargo clean` and build again",
    ];
    Refusal::with_lines(span, Code::StaleData, message, &help)
}

fn unreadable_data(span: Span, error: &std::io::Error) -> Refusal {
    let message = format!("cannot read the output of the build script: {error}");
    let help = "run `cargo clean` and build again";
    Refusal::new(span, Code::UnreadableData, &message, help)
}
