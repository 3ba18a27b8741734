//! The state of the parser: what was read so far, and what is wrong with it.

use std::sync::Arc;

use super::open_block::OpenBlock;
use super::operators::instead_of_operator;
use super::tree::Node;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};

pub(super) const LITERAL_BRACES: &str = "for a literal `{{` write `\\{{`";

pub(super) struct Parser<'a> {
    pub(super) source: &'a Arc<Source>,
    /// The blocks that are open.
    pub(super) open: Vec<OpenBlock>,
    /// The nodes of the innermost of them, or of the body.
    pub(super) nodes: Vec<Node>,
    /// The number of tags so far.
    pub(super) tags: usize,
    /// The number of parentheses that are open in the current tag.
    pub(super) parentheses: usize,
    pub(super) own: Findings,
}

impl<'a> Parser<'a> {
    pub(super) fn new(source: &'a Arc<Source>) -> Self {
        Self {
            source,
            open: Vec::new(),
            nodes: Vec::new(),
            tags: 0,
            parentheses: 0,
            own: Findings::default(),
        }
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        mark: Mark,
        message: impl Into<String>,
        help: &str,
    ) {
        let finding = Finding::error(code, Location::new(self.source, mark), message);
        self.own
            .push(finding.help((!help.is_empty()).then(|| help.to_owned())));
    }

    pub(super) fn unexpected<T>(&mut self, mark: Mark, expected: &str) -> Option<T> {
        // A part of a secret has no form by which it is known.
        let found = &self.source.masked()[mark.span()];
        let found = if found.is_empty() {
            "end of the tag".to_owned()
        } else {
            quoted(found)
        };
        let help = instead_of_operator(&self.source.text[mark.span().start..]);
        self.report(
            Code::InvalidTag,
            mark,
            format!("unexpected {found}, expected {expected}"),
            help.unwrap_or(LITERAL_BRACES),
        );
        None
    }
}
