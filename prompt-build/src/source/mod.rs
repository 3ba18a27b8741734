//! The text of a file, and places in it.

mod location;
mod mark;

use std::sync::Arc;

pub use location::{Located, Location};
pub use mark::Mark;

/// A file as it was read: LF line ends, no byte order mark.
#[derive(Debug)]
pub struct Source {
    /// The path as findings show it: relative to the package, with forward slashes.
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
        })
    }

    /// A file without a text: one that is missing, or cannot be read.
    pub fn without_text(path: impl Into<String>) -> Arc<Self> {
        Self::new(path, "")
    }
}
