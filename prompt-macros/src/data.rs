//! A file of `key value` lines, and the compiled program of a prompt.

use proc_macro2::Span;
use prompt_core::code::Code;
use prompt_core::header::{self, Header, key};
use prompt_core::program::Program;
use prompt_core::wire;

use crate::refusal::Refusal;

/// A file of `key value` lines.
pub(crate) struct Data {
    text: String,
}

impl Data {
    /// Wraps the text of a file. Fails with the findings if it holds findings.
    pub(crate) fn new(text: String, span: Span) -> Result<Self, Refusal> {
        if let Some(findings) = header::findings(&text) {
            return Err(Refusal::findings(span, findings));
        }
        check_format(&text, span)?;
        let data = Self { text };
        data.check_package(span)?;
        Ok(data)
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
    /// Reads the text of a file.
    pub(crate) fn new(file: String, text: &str, span: Span) -> Result<Self, Refusal> {
        let program = wire::read(text).ok_or_else(|| Refusal::damaged(span))?;
        Ok(Self { program, file })
    }
}

/// Refuses a file that another release of `prompt-build` wrote.
pub(crate) fn check_format(text: &str, span: Span) -> Result<(), Refusal> {
    if header::findings(text).is_some() || Header::new(text).get(key::FORMAT) == Some(wire::FORMAT)
    {
        return Ok(());
    }
    let message = "`prompt-build` and `prompt-runtime` are of different releases";
    let help = "give both the same version in `Cargo.toml`";
    Err(Refusal::new(span, Code::VersionMismatch, message, help))
}
