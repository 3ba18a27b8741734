use std::sync::Arc;

use crate::report::Findings;
use crate::review::review;
use crate::source::Source;
use crate::template::SharedKind;

/// A file that prompts share, as it was read for the first of them.
#[derive(Debug)]
pub struct SharedFile {
    pub source: Arc<Source>,
    /// What a reviewer should know of it.
    pub review: Findings,
}

impl SharedFile {
    pub(super) fn new(source: Arc<Source>) -> Self {
        let review = review(&source);
        Self { source, review }
    }

    /// The key under which it is kept for other prompts.
    pub(super) fn key(kind: SharedKind, name: &str) -> String {
        format!("file {kind:?} {name}")
    }
}
