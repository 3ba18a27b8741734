//! The text of a file, and places in it.

mod location;
mod mark;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

pub use location::{Located, Location};
pub use mark::Mark;
use prompt_core::secret::{self, Secret, SecretParts};

/// A file as it was read: LF line ends, no byte order mark.
#[derive(Debug)]
pub struct Source {
    /// The path as findings show it: relative to the package, with forward slashes.
    pub path: String,
    pub text: String,
    /// Set if findings may show lines of it. A file out of the package, to which a link led, can hold
    /// anything.
    pub is_shown: bool,
    /// The file, if this is only the start of it: its findings show no part of a secret further down.
    whole: Option<Arc<Self>>,
    /// The offsets at which its lines start, once one of them was asked for.
    lines: OnceLock<Vec<usize>>,
    /// Its secrets, once one was asked for.
    secrets: OnceLock<Vec<Secret>>,
    /// The text without secrets, once a line of it was shown; empty if it has none.
    masked: OnceLock<Option<String>>,
    /// The parts of its secrets, once there was a finding.
    secret_parts: OnceLock<SecretParts>,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Self::with(path, text, true, None)
    }

    /// The start of a file, up to an offset. Its places are those of the file.
    pub fn start_of(file: &Arc<Self>, end: usize) -> Arc<Self> {
        let (path, text) = (file.path.as_str(), &file.text[..end]);
        Self::with(path, text, file.is_shown, Some(Arc::clone(file)))
    }

    /// A file of which no line is shown.
    pub fn unshown(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Self::with(path, text, false, None)
    }

    fn with(
        path: impl Into<String>,
        text: impl Into<String>,
        is_shown: bool,
        whole: Option<Arc<Self>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
            is_shown,
            whole,
            lines: OnceLock::new(),
            secrets: OnceLock::new(),
            masked: OnceLock::new(),
            secret_parts: OnceLock::new(),
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

    /// The secrets of the text, in order. They are searched for once.
    pub fn secrets(&self) -> &[Secret] {
        self.secrets
            .get_or_init(|| secret::secrets(&self.text, usize::MAX))
    }

    /// Returns whether a place has a part of a secret that has no form of its own: quoted alone, it
    /// would be shown.
    pub fn has_secret_part(&self, mark: Mark) -> bool {
        if self.secrets().is_empty() {
            return false;
        }
        let hidden = self.masked()[mark.span()].bytes();
        let alone = secret::masked(&self.text[mark.span()]);
        hidden
            .zip(alone.bytes())
            .any(|(hidden, alone)| hidden == b'*' && alone != b'*')
    }

    /// The text with its secrets masked, as findings show it. All offsets are those of the text.
    pub fn masked(&self) -> &str {
        let masked =
            self.masked
                .get_or_init(|| match secret::masked_at(&self.text, self.secrets()) {
                    Cow::Borrowed(_) => None,
                    Cow::Owned(masked) => Some(masked),
                });
        masked.as_deref().unwrap_or(&self.text)
    }

    /// A sentence about the text, with secrets masked.
    pub fn masked_in<'s>(&self, sentence: &'s str) -> Cow<'s, str> {
        match self.without_secret_parts(sentence) {
            Cow::Borrowed(sentence) => secret::masked(sentence),
            Cow::Owned(sentence) => secret::masked(&sentence).into_owned().into(),
        }
    }

    /// A piece of text with the parts of the file's secrets masked. All offsets stay.
    pub fn without_secret_parts<'s>(&self, piece: &'s str) -> Cow<'s, str> {
        let file = self.whole.as_deref().unwrap_or(self);
        let parts = file
            .secret_parts
            .get_or_init(|| SecretParts::of(&file.text, file.secrets()));
        if parts.is_empty() {
            return piece.into();
        }
        parts.masked(piece).into()
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
