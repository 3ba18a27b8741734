//! A block that is open, and its branches.

use super::tree::{Block, Call, Node, Strip, Tree};
use crate::source::Mark;

pub(super) struct OpenBlock {
    /// `true` if `{{^…}}` opened it.
    pub(super) is_inverted: bool,
    /// The nodes before the block.
    pub(super) before: Vec<Node>,
    /// The complete branches, from the opening tag to the last `else`.
    pub(super) branches: Vec<Branch>,
    /// The branch that is being read, without its nodes yet.
    pub(super) current: Branch,
}

/// A branch of a block: the nodes after the opening tag, after an `else if` or after an `else`.
pub(super) struct Branch {
    pub(super) head: Head,
    /// The `~` of the tag that begins the branch.
    pub(super) strip: Strip,
    pub(super) mark: Mark,
    pub(super) nodes: Vec<Node>,
}

pub(super) enum Head {
    Helper(Call, Vec<(String, Mark)>),
    Else,
}

/// Nests the branches of a block as Handlebars does: an `else if` is a block in the `else` of the
/// block before it.
///
/// As in Handlebars, the closing tag trims the end of the first block, and each other block's own
/// tag trims its end.
pub(super) fn fold(branches: Vec<Branch>, close: Strip, end: usize) -> Option<Block> {
    let mut otherwise = None::<(Tree, Strip)>;
    for (position, branch) in branches.into_iter().enumerate().rev() {
        let body = Tree {
            nodes: branch.nodes,
            is_chained: false,
        };
        let Head::Helper(call, parameters) = branch.head else {
            otherwise = Some((body, branch.strip));
            continue;
        };
        let (otherwise_tree, inverse) = otherwise.take().unzip();
        let close = if position > 1 { branch.strip } else { close };
        let inverse = inverse.unwrap_or_default();
        let open = branch.strip;
        let block = Block {
            call,
            parameters,
            body,
            otherwise: otherwise_tree,
            is_inverted: false,
            open,
            inverse,
            close,
            end,
        };
        if position == 0 {
            return Some(block);
        }
        otherwise = Some((
            Tree {
                nodes: vec![Node::Block(Box::new(block))],
                is_chained: true,
            },
            branch.strip,
        ));
    }
    None
}
