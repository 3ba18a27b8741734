//! The text of a file, and places in it.

mod location;
mod mark;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

pub use location::{Located, Location};
pub use mark::Mark;
use prompt_core::secret::{self, PrivateParts};

/// A file as it was read: LF line ends, no byte order mark.
#[derive(Debug)]
pub struct Source {
    /// The path as findings show it: relative to the package, with forward slashes.
    pub path: String,
    pub text: String,
    /// Set if findings may show lines of it. A file out of the package, to which a link led, can hold
    /// anything.
    pub is_shown: bool,
    /// The offsets at which its lines start, once one of them was asked for.
    lines: OnceLock<Vec<usize>>,
    /// The text without secrets, once a line of it was shown; empty if it has none.
    masked: OnceLock<Option<String>>,
    /// The parts of its private keys, once there was a finding.
    private_parts: OnceLock<PrivateParts>,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Self::with(path, text, true)
    }

    /// A file of which no line is shown.
    pub fn unshown(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Self::with(path, text, false)
    }

    fn with(path: impl Into<String>, text: impl Into<String>, is_shown: bool) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
            is_shown,
            lines: OnceLock::new(),
            masked: OnceLock::new(),
            private_parts: OnceLock::new(),
        })
    }

    /// The line of an offset, counted from zero, with the offset of its start.
    ///
    /// The lines are counted once, however many findings a file has.
    pub fn line(&self, offset: usize) -> (usize, usize) {
        let starts = self.lines.get_or_init(|| {
            let ends = self.text.match_indices('\n');
            std::iter::once(0)
                .chain(ends.map(|(end, _)| end + 1))
                .collect()
        });
        let line = starts.partition_point(|start| *start <= offset) - 1;
        (line, starts[line])
    }

    /// The text with its secrets masked, as findings show it. All offsets are those of the text.
    ///
    /// Secrets are searched for once, and only if there is a finding.
    pub fn masked(&self) -> &str {
        let masked = self
            .masked
            .get_or_init(|| match secret::masked(&self.text) {
                Cow::Borrowed(_) => None,
                Cow::Owned(masked) => Some(masked),
            });
        masked.as_deref().unwrap_or(&self.text)
    }

    /// A sentence about the text, with secrets masked.
    pub fn masked_in<'s>(&self, sentence: &'s str) -> Cow<'s, str> {
        let parts = self
            .private_parts
            .get_or_init(|| PrivateParts::of(&self.text));
        if parts.is_empty() {
            return secret::masked(sentence);
        }
        secret::masked(&parts.masked(sentence)).into_owned().into()
    }

    /// The path with secrets masked, as findings show it.
    pub fn shown_path(&self) -> Cow<'_, str> {
        secret::masked(&self.path)
    }

    /// A file without a text: one that is missing, or cannot be read.
    pub fn without_text(path: impl Into<String>) -> Arc<Self> {
        Self::new(path, "")
    }
}
