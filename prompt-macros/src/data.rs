//! What the build script left in `OUT_DIR`: small files, each a header of `key value` lines, an
//! empty line, and a body. Of a prompt's own file the body is its text, which no macro reads; of a
//! program it is the program. `prompt-build`'s module `codegen` writes them.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use proc_macro2::Span;
use prompt_core::code::Code;

use crate::refusal::Refusal;

/// What the header says of the format. Anything else is a different release of `prompt-build`.
const FORMAT: &str = "2";
/// The variable that a build script sets which has written the files. Those of an earlier one
/// outlive it.
const DIGEST: &str = "PROMPT_DIGEST";

/// One file, as far as it is read.
pub(crate) struct Data {
    header: String,
    /// What comes after the header, where the whole file is read.
    pub(crate) body: String,
    /// The file's path below `OUT_DIR`, with forward slashes.
    pub(crate) file: String,
}

impl Data {
    /// Reads the header of `prompt/{name}` in `OUT_DIR`; `None` where there is no such file.
    pub(crate) fn read(name: &str, span: Span) -> Result<Option<Self>, Refusal> {
        Self::read_part(name, span, read_header)
    }

    /// Reads the whole of a file that is all for the macros.
    pub(crate) fn read_whole(name: &str, span: Span) -> Result<Option<Self>, Refusal> {
        Self::read_part(name, span, |path| std::fs::read_to_string(path))
    }

    fn read_part(
        name: &str,
        span: Span,
        read: fn(&Path) -> std::io::Result<String>,
    ) -> Result<Option<Self>, Refusal> {
        let Some(out_dir) = std::env::var_os("OUT_DIR").map(PathBuf::from) else {
            return Err(no_build_script(span));
        };
        if std::env::var_os(DIGEST).is_none() {
            return Err(no_data(span));
        }
        let file = format!("prompt/{name}");
        let mut header = match read(&out_dir.join(&file)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable_data(span, &error)),
        };
        if let Some(findings) = header.strip_prefix("findings\n") {
            return Err(Refusal::findings(span, findings.trim_end()));
        }
        let body = header_length(header.as_bytes())
            .map(|length| header.split_off(length))
            .unwrap_or_default();
        let data = Self { header, body, file };
        if data.get("format") != FORMAT {
            return Err(other_release(span));
        }
        data.check_package(span)?;
        Ok(Some(data))
    }

    /// Like [`read`](Self::read), for a file that the build script always writes.
    pub(crate) fn require(name: &str, span: Span) -> Result<Self, Refusal> {
        Self::read(name, span)?.ok_or_else(|| no_data(span))
    }

    /// How many bytes of the file come before its body.
    pub(crate) fn header_length(&self) -> usize {
        self.header.len()
    }

    /// The value of the first line with this key; the empty string where there is none.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.header
            .split('\n')
            .find_map(|line| value(line, key))
            .unwrap_or_default()
    }

    /// The values of all lines with this key, in order.
    pub(crate) fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.header
            .split('\n')
            .filter_map(move |line| value(line, key))
    }

    /// A build script that runs for another package would otherwise hand over that package's
    /// prompts unseen.
    fn check_package(&self, span: Span) -> Result<(), Refusal> {
        let ours = std::env::var("CARGO_PKG_NAME").unwrap_or_default();
        let theirs = self.get("package");
        if ours.is_empty() || ours == theirs {
            return Ok(());
        }
        let message = format!(
            "the prompts in `OUT_DIR` are those of the package `{theirs}`, not of `{ours}`"
        );
        Err(Refusal::new(
            span,
            Code::ForeignData,
            &message,
            "each package that calls the macros needs its own `build.rs`",
        ))
    }
}

/// The value of a line `key value`, if it has this key.
fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(' ')
}

/// The file up to its first empty line, that line included; or the whole of it where it has none,
/// as findings do.
fn read_header(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut bytes = vec![0; 1024];
    let mut filled = 0;
    loop {
        let count = file.read(&mut bytes[filled..])?;
        filled += count;
        if let Some(length) = header_length(&bytes[..filled]).or((count == 0).then_some(filled)) {
            bytes.truncate(length);
            return String::from_utf8(bytes)
                .map_err(|error| std::io::Error::new(ErrorKind::InvalidData, error));
        }
        if filled == bytes.len() {
            bytes.resize(filled * 2, 0);
        }
    }
}

/// Where the first empty line ends. The bytes may end within a character of the body.
fn header_length(bytes: &[u8]) -> Option<usize> {
    let text = bytes.utf8_chunks().next()?.valid();
    let mut length = 0;
    loop {
        // A search for one character is fast even in a macro, which nobody compiles with
        // optimisation.
        let line = text[length..].find('\n')?;
        length += line + 1;
        if line == 0 {
            return Some(length);
        }
    }
}

fn no_build_script(span: Span) -> Refusal {
    Refusal::new(
        span,
        Code::NoBuildScript,
        "this package has no build script, so no prompt was checked",
        "add `build.rs` beside `Cargo.toml` with `fn main() { prompt_build::run() }`,\n\
         and `prompt-build` under `[build-dependencies]`",
    )
}

fn no_data(span: Span) -> Refusal {
    Refusal::new(
        span,
        Code::NoPromptData,
        "the build script of this package does not check prompts",
        "call `prompt_build::run()` in the `main` of `build.rs`",
    )
}

fn other_release(span: Span) -> Refusal {
    Refusal::new(
        span,
        Code::VersionMismatch,
        "`prompt-build` and `prompt-runtime` are of different releases",
        "give both the same version in `Cargo.toml`",
    )
}

fn unreadable_data(span: Span, error: &std::io::Error) -> Refusal {
    let message = format!("what the build script wrote cannot be read: {error}");
    Refusal::new(
        span,
        Code::UnreadableData,
        &message,
        "run `cargo clean` and build again",
    )
}
