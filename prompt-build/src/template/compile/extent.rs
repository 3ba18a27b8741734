//! What keeps partials in partials from growing without end: a handful of small files can come to
//! more than any machine holds.

use super::{Code, Compiler, Finding, Location, Mark};
use crate::template::MOST_FINDINGS;
use crate::template::syntax::{DEEPEST, MOST_TAGS, Node};

/// As much as is read of one file.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// How much the prompt has come to, its partials in their places.
#[derive(Debug, Default)]
pub(super) struct Extent {
    tags: usize,
    /// Of the partials, and of what their lines are indented by.
    bytes: usize,
    /// How many blocks and partials are open.
    depth: usize,
    is_exceeded: bool,
}

impl Compiler<'_> {
    /// Counts a node. Whether it is worth a look: it is not behind what is too much, or behind more
    /// findings than are told.
    pub(super) fn goes_on(&mut self, node: &Node) -> bool {
        self.extent.tags += usize::from(!matches!(node, Node::Text(_) | Node::Comment { .. }));
        if self.extent.tags > MOST_TAGS {
            self.exceed(
                Code::TooManyTags,
                format!("more than {MOST_TAGS} tags in the prompt with its partials"),
            );
        }
        !self.extent.is_exceeded && self.findings.iter().count() < MOST_FINDINGS
    }

    /// Counts bytes; `None` where they are too many.
    pub(super) fn spend(&mut self, bytes: usize) -> Option<()> {
        self.extent.bytes = self.extent.bytes.saturating_add(bytes);
        if self.extent.bytes > MOST_BYTES {
            let most = MOST_BYTES / (1024 * 1024);
            self.exceed(
                Code::PromptTooLarge,
                format!("the partials of the prompt come to more than {most} MiB"),
            );
        }
        (!self.extent.is_exceeded).then_some(())
    }

    /// Only partials make a prompt too large: the finding stands at the tag of the prompt that
    /// leads to them.
    fn exceed(&mut self, code: Code, message: String) {
        if std::mem::replace(&mut self.extent.is_exceeded, true) {
            return;
        }
        let location = self.open_partials.first().map_or_else(
            || Location::file(&self.source),
            |(_, location)| location.clone(),
        );
        let help = "split the prompt, or pass a finished text as an input".to_owned();
        self.findings
            .push(Finding::error(code, location, message).help(help));
    }

    /// Does the work one level deeper, where that is not too deep.
    pub(super) fn deeper(&mut self, mark: Mark, work: impl FnOnce(&mut Self)) {
        if self.extent.depth >= DEEPEST {
            let message = format!("blocks and partials are nested more than {DEEPEST} deep");
            let help = "work the inner ones out in Rust, and pass an input".to_owned();
            self.report(Code::NestedTooDeep, mark, message, Some(help));
            return;
        }
        self.extent.depth += 1;
        work(self);
        self.extent.depth -= 1;
    }
}
