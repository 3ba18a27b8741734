//! Limits the size of a prompt with its partials: nested partials in a few small files can expand
//! to more than any machine holds.

use crate::report::Code;
use crate::size_limit::{TEMPLATE, mebibytes};
use crate::template::syntax::{MAX_DEPTH, MAX_TAGS, Node};

/// The size of the prompt so far, with its partials expanded.
#[derive(Debug, Default)]
pub(super) struct ExpandedSize {
    tags: usize,
    /// The bytes of the partials and of their indents.
    bytes: usize,
    /// The number of blocks and partials that are open.
    depth: usize,
    is_exceeded: bool,
}

/// A limit that is exceeded: the code of the finding, and its sentence.
pub(super) type Excess = (Code, String);

impl ExpandedSize {
    /// Counts a node. Returns an excess if it is the first.
    pub(super) fn count_node(&mut self, node: &Node) -> Option<Excess> {
        self.tags += usize::from(!matches!(node, Node::Text(_) | Node::Comment { .. }));
        if self.tags <= MAX_TAGS {
            return None;
        }
        self.exceed(
            Code::TooManyTags,
            format!("more than {MAX_TAGS} tags in the prompt with its partials"),
        )
    }

    /// Counts bytes. Returns an excess if it is the first.
    pub(super) fn count_bytes(&mut self, bytes: usize) -> Option<Excess> {
        self.bytes = self.bytes.saturating_add(bytes);
        // A release has them in one file.
        if TEMPLATE.check(self.bytes as u64).is_ok() {
            return None;
        }
        let most = mebibytes(TEMPLATE.bytes);
        self.exceed(
            Code::PromptTooLarge,
            format!("the partials of the prompt are larger than {most} MiB"),
        )
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.is_exceeded
    }

    /// Enters a block or partial. Returns false if that is too deep.
    pub(super) fn enter(&mut self) -> bool {
        if self.depth >= MAX_DEPTH {
            return false;
        }
        self.depth += 1;
        true
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// One excess is enough: what it leads to is not reported.
    fn exceed(&mut self, code: Code, message: String) -> Option<Excess> {
        let is_first = !std::mem::replace(&mut self.is_exceeded, true);
        is_first.then_some((code, message))
    }
}
