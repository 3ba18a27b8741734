//! Parses the part of Handlebars that Dotprompt uses: a body to a tree with byte spans, trimmed as
//! in Handlebars.
//!
//! `tags` cuts the body into pieces, and `tokens` a tag into words. `parser` is the state, to which
//! `calls`, `blocks` and `body` add methods. `whitespace` trims the tree.

mod blocks;
mod body;
mod calls;
mod open_block;
mod operators;
mod parser;
mod tags;
mod tokens;
mod tree;
mod whitespace;

pub(super) use blocks::MAX_DEPTH;
pub(super) use body::MAX_TAGS;
pub(super) use tree::{Argument, Block, Call, Node, Path, Tree};
#[cfg(feature = "publish")]
pub(super) use tree::{Strip, Text};
#[cfg(feature = "publish")]
pub(super) use whitespace::is_space;
pub(super) use whitespace::trim;

use std::sync::Arc;

use crate::report::Findings;
use crate::source::Source;

/// Parses the source from an offset on. As in Dotprompt, the body is trimmed only if the file has a
/// front matter.
pub(super) fn parse(
    source: &Arc<Source>,
    body: usize,
    is_trimmed: bool,
    findings: &mut Findings,
) -> Option<Tree> {
    let text = &source.text[body..];
    let range = if is_trimmed {
        let start = body + text.len() - whitespace::trim_start(text).len();
        start..start + trim(text).len()
    } else {
        body..source.text.len()
    };
    let mut tree = body::parse(source, range, findings)?;
    whitespace::control(&source.text, &mut tree);
    Some(tree)
}
