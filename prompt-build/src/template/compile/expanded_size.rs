//! Limits the size of a prompt with its partials: nested partials in a few small files can expand
//! to more than any machine holds.

use super::{Code, Compiler, Finding, Location, Mark};
use crate::template::MAX_FINDINGS;
use crate::template::syntax::{MAX_DEPTH, MAX_TAGS, Node};

/// The maximum size of the expanded partials, in bytes. It is also that of one file.
const MAX_BYTES: usize = 16 * 1024 * 1024;

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

impl Compiler<'_> {
    /// Counts a node. Returns whether to compile it: no limit is exceeded, and the findings are not
    /// too many.
    pub(super) fn count_node(&mut self, node: &Node) -> bool {
        self.expanded_size.tags +=
            usize::from(!matches!(node, Node::Text(_) | Node::Comment { .. }));
        if self.expanded_size.tags > MAX_TAGS {
            self.exceed(
                Code::TooManyTags,
                format!("more than {MAX_TAGS} tags in the prompt with its partials"),
            );
        }
        !self.expanded_size.is_exceeded && self.findings.iter().count() < MAX_FINDINGS
    }

    /// Counts bytes. Returns `None` if they are too many.
    pub(super) fn charge_bytes(&mut self, bytes: usize) -> Option<()> {
        self.expanded_size.bytes = self.expanded_size.bytes.saturating_add(bytes);
        if self.expanded_size.bytes > MAX_BYTES {
            let most = MAX_BYTES / (1024 * 1024);
            self.exceed(
                Code::PromptTooLarge,
                format!("the partials of the prompt are larger than {most} MiB"),
            );
        }
        (!self.expanded_size.is_exceeded).then_some(())
    }

    /// Reports that a limit is exceeded, once. Only partials make a prompt too large, so the
    /// finding is at the outermost tag that calls a partial.
    fn exceed(&mut self, code: Code, message: String) {
        if std::mem::replace(&mut self.expanded_size.is_exceeded, true) {
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

    /// Runs `work` one level deeper, unless that exceeds the limit.
    pub(super) fn nest(&mut self, mark: Mark, work: impl FnOnce(&mut Self)) {
        if self.expanded_size.depth >= MAX_DEPTH {
            let message = format!("blocks and partials are nested more than {MAX_DEPTH} deep");
            let help = "compute the inner ones in Rust, and pass the result as an input".to_owned();
            self.report(Code::NestedTooDeep, mark, message, Some(help));
            return;
        }
        self.expanded_size.depth += 1;
        work(self);
        self.expanded_size.depth -= 1;
    }
}
