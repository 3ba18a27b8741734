//! Reads the tags of blocks: those that open one, those between its branches, and those that close
//! it.

use super::open_block::{Branch, Head, OpenBlock, fold};
use super::parser::Parser;
use super::tags::{Sigil, Tag};
use super::tokens::{Token, Tokens};
use super::tree::Node;
use crate::report::{Code, Finding};
use crate::source::{Location, Mark};

/// The maximum nesting. It is far above that of real prompts, and lets later steps recurse.
pub const MAX_DEPTH: usize = 100;

const STRAY: &str = "remove it, or for a literal `{{` write `\\{{`";

impl Parser<'_> {
    pub(super) fn open(&mut self, tag: &Tag, mut tokens: Tokens, mark: Mark) -> Option<()> {
        self.check_depth(mark)?;
        let head = self.head(&mut tokens, mark)?;
        let current = Branch {
            head,
            strip: tag.strip.into(),
            mark,
            nodes: Vec::new(),
        };
        let before = std::mem::take(&mut self.nodes);
        self.open.push(OpenBlock {
            is_inverted: tag.sigil == Sigil::Inverse,
            before,
            branches: Vec::new(),
            current,
        });
        Some(())
    }

    /// An `else if` is as deep as a block in an `else`.
    fn check_depth(&mut self, mark: Mark) -> Option<()> {
        let depth = self
            .open
            .iter()
            .map(|block| 1 + block.branches.len())
            .sum::<usize>();
        if depth < MAX_DEPTH {
            return Some(());
        }
        let message = format!("blocks are nested more than {MAX_DEPTH} deep");
        self.report(
            Code::NestedTooDeep,
            mark,
            message,
            "compute the inner ones in Rust, and pass the result as an input",
        );
        None
    }

    /// `{{else}}`, `{{else if …}}`.
    pub(super) fn otherwise(&mut self, tag: &Tag, mut tokens: Tokens, mark: Mark) -> Option<()> {
        self.check_depth(mark)?;
        let head = if tokens.peek().is_none() {
            Head::Else
        } else {
            self.head(&mut tokens, mark)?
        };
        let nodes = std::mem::take(&mut self.nodes);
        let Some(block) = self.open.last_mut() else {
            self.report(Code::StrayTag, mark, "an `else` outside of a block", STRAY);
            return None;
        };
        if matches!(block.current.head, Head::Else) {
            let first = Location::new(self.source, block.current.mark);
            let message = "a second `else` in one block";
            let finding = Finding::error(Code::StrayTag, Location::new(self.source, mark), message);
            self.own.push(finding.related(first, "the first one"));
            return None;
        }
        if block.is_inverted && matches!(head, Head::Helper(..)) {
            let message = "an `else` with a condition in an inverted block";
            let help = "put a block of its own behind `{{else}}`";
            self.report(Code::StrayTag, mark, message, help);
            return None;
        }
        let next = Branch {
            head,
            strip: tag.strip.into(),
            mark,
            nodes: Vec::new(),
        };
        let mut finished = std::mem::replace(&mut block.current, next);
        finished.nodes = nodes;
        block.branches.push(finished);
        Some(())
    }

    pub(super) fn close(&mut self, tag: &Tag, tokens: &mut Tokens, mark: Mark) -> Option<()> {
        let name = self.path(tokens)?;
        self.expect_end(tokens)?;
        let name = &self.source.text[name.mark.span()];
        let Some(mut block) = self.open.pop() else {
            let message = format!("`{{{{/{name}}}}}` closes nothing");
            self.report(Code::StrayTag, mark, message, STRAY);
            return None;
        };
        block.current.nodes = std::mem::take(&mut self.nodes);
        block.branches.push(block.current);
        let (opened, opening) = self.opened(&block.branches);
        if name != opened {
            let sigil = if block.is_inverted { '^' } else { '#' };
            let message =
                format!("`{{{{/{name}}}}}` closes a block that `{{{{{sigil}{opened}}}}}` opened");
            let finding = Finding::error(
                Code::UnclosedBlock,
                Location::new(self.source, mark),
                message,
            )
            .related(Location::new(self.source, opening), "opened here")
            .help(format!("close it with `{{{{/{opened}}}}}`"));
            self.own.push(finding);
            return None;
        }
        let mut folded = fold(block.branches, tag.strip.into(), tag.range.end)?;
        folded.is_inverted = block.is_inverted;
        self.nodes = block.before;
        self.nodes.push(Node::Block(Box::new(folded)));
        Some(())
    }

    /// The name that opened a block, and the tag in which it did.
    fn opened(&self, branches: &[Branch]) -> (&str, Mark) {
        match branches.first() {
            Some(Branch {
                head: Head::Helper(call, _),
                mark,
                ..
            }) => (&self.source.text[call.path.mark.span()], *mark),
            _ => ("", Mark::at(0, 0)),
        }
    }

    /// A helper with its arguments and block parameters.
    fn head(&mut self, tokens: &mut Tokens, mark: Mark) -> Option<Head> {
        let call = self.call(tokens, mark)?;
        let mut parameters = Vec::new();
        if tokens.take_if(&Token::As) {
            while let Some(Token::Name(_)) = tokens.peek() {
                if let Some((Token::Name(name), mark)) = tokens.take() {
                    parameters.push((name, mark));
                }
            }
            if parameters.is_empty() || !tokens.take_if(&Token::Bar) {
                return self.unexpected(tokens.mark(), "a name, and `|` after the last");
            }
        }
        self.expect_end(tokens)?;
        Some(Head::Helper(call, parameters))
    }

    /// Reports the blocks that are not closed.
    pub(super) fn unclosed_blocks(&mut self) {
        for block in std::mem::take(&mut self.open) {
            let branches = block.branches.iter().chain([&block.current]);
            let Some(Branch {
                head: Head::Helper(call, _),
                mark,
                ..
            }) = branches.into_iter().next()
            else {
                continue;
            };
            let name = &self.source.text[call.path.mark.span()];
            let sigil = if block.is_inverted { '^' } else { '#' };
            let message = format!("`{{{{{sigil}{name}}}}}` is not closed");
            let help =
                format!("close it with `{{{{/{name}}}}}`, or for a literal `{{{{` write `\\{{{{`");
            self.report(Code::UnclosedBlock, *mark, message, &help);
        }
    }
}
