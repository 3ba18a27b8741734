//! Trims whitespace as Handlebars does: around tags with a `~`, and on lines with nothing but a
//! block's tag, a comment or a partial.

use super::tree::{Block, Node, Strip, Text, Tree};

/// Returns whether JavaScript's `trim` removes the character.
pub fn is_space(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

pub(super) fn trim_start(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

/// The trimming that a node demands of the text around it.
#[derive(Default)]
struct Around {
    strip: Strip,
    /// `true` if the whole node may stand on a line of its own. Then the same for its opening and
    /// its closing tag.
    is_inline: bool,
    is_open: bool,
    is_close: bool,
}

/// Trims the texts of a tree.
pub(super) fn control(source: &str, tree: &mut Tree) {
    Trimmer { source }.tree(tree, true);
}

#[derive(Clone, Copy)]
struct Trimmer<'a> {
    source: &'a str,
}

impl Trimmer<'_> {
    fn tree(self, tree: &mut Tree, is_root: bool) {
        for at in 0..tree.nodes.len() {
            as_handlebars_orders(&mut tree.nodes[at]);
            let around = match &mut tree.nodes[at] {
                Node::Text(_) => continue,
                Node::Output { strip, .. } => Around {
                    strip: *strip,
                    ..Around::default()
                },
                Node::Comment { strip, .. } | Node::Partial { strip, .. } => Around {
                    strip: *strip,
                    is_inline: true,
                    ..Around::default()
                },
                Node::Block(block) => self.block(block),
            };
            self.around(tree, at, &around, is_root);
            as_handlebars_orders(&mut tree.nodes[at]);
        }
    }

    fn around(self, tree: &mut Tree, at: usize, around: &Around, is_root: bool) {
        let may_stand_alone = around.is_inline || around.is_open || around.is_close;
        let follows_line = may_stand_alone && self.ends_line(&tree.nodes[..at], is_root);
        let precedes_line = may_stand_alone && self.starts_line(&tree.nodes[at + 1..], is_root);
        if around.strip.after {
            self.trim_right_of(tree, Some(at), true);
        }
        if around.strip.before {
            self.trim_left_of(tree, Some(at), true);
        }
        if around.is_inline && follows_line && precedes_line {
            self.trim_right_of(tree, Some(at), false);
            if let Some(indent) = self.trim_left_of(tree, Some(at), false)
                && let Node::Partial { indent: own, .. } = &mut tree.nodes[at]
            {
                *own = Some(indent);
            }
        }
        if around.is_open && follows_line {
            if let Node::Block(block) = &mut tree.nodes[at] {
                self.trim_right_of(&mut block.body, None, false);
            }
            self.trim_left_of(tree, Some(at), false);
        }
        if around.is_close && precedes_line {
            self.trim_right_of(tree, Some(at), false);
            if let Node::Block(block) = &mut tree.nodes[at] {
                let last = block.otherwise.as_mut().unwrap_or(&mut block.body);
                self.trim_left_of(last, None, false);
            }
        }
    }

    /// Trims within a block, and returns the trimming that its tags demand of the text around.
    fn block(self, block: &mut Block) -> Around {
        self.tree(&mut block.body, false);
        if let Some(otherwise) = &mut block.otherwise {
            self.tree(otherwise, false);
        }
        let first_otherwise = block.otherwise.as_ref().map(first_in_chain);
        let around = Around {
            strip: Strip {
                before: block.open.before,
                after: block.close.after,
            },
            is_inline: false,
            is_open: self.starts_line(&block.body.nodes, false),
            is_close: self.ends_line(&first_otherwise.unwrap_or(&block.body).nodes, false),
        };
        if block.open.after {
            self.trim_right_of(&mut block.body, None, true);
        }
        if block.otherwise.is_some() {
            self.otherwise(block);
        } else if block.close.before {
            self.trim_left_of(&mut block.body, None, true);
        }
        around
    }

    fn otherwise(self, block: &mut Block) {
        let Block {
            body,
            otherwise: Some(otherwise),
            inverse,
            close,
            ..
        } = block
        else {
            return;
        };
        if inverse.before {
            self.trim_left_of(body, None, true);
        }
        if inverse.after {
            self.trim_right_of(first_in_chain_mut(otherwise), None, true);
        }
        if close.before {
            self.trim_left_of(last_in_chain_mut(otherwise), None, true);
        }
        let first = first_in_chain_mut(otherwise);
        if self.ends_line(&body.nodes, false) && self.starts_line(&first.nodes, false) {
            self.trim_left_of(body, None, false);
            self.trim_right_of(first, None, false);
        }
    }

    /// Returns whether the text before a tag ends with a line end and blanks.
    fn ends_line(self, before: &[Node], is_root: bool) -> bool {
        match before {
            [] => is_root,
            [.., Node::Text(text)] => {
                let original = &self.source[text.original.clone()];
                let blank = &original[original.trim_end_matches(is_space).len()..];
                let is_first = is_root && before.len() == 1;
                blank.contains('\n') || (is_first && blank.len() == original.len())
            }
            _ => false,
        }
    }

    /// Returns whether the text after a tag begins with blanks and a line end.
    fn starts_line(self, after: &[Node], is_root: bool) -> bool {
        match after {
            [] => is_root,
            [Node::Text(text), rest @ ..] => {
                let original = &self.source[text.original.clone()];
                let blank = &original[..original.len() - trim_start(original).len()];
                let is_last = is_root && rest.is_empty();
                blank.contains('\n') || (is_last && blank.len() == original.len())
            }
            _ => false,
        }
    }

    /// Trims the text after a node, or the first one: all whitespace, or blanks and one line end.
    fn trim_right_of(self, tree: &mut Tree, at: Option<usize>, all: bool) {
        let Some(Node::Text(text)) = tree.nodes.get_mut(at.map_or(0, |at| at + 1)) else {
            return;
        };
        if !all && text.is_right_stripped {
            return;
        }
        let value = &self.source[text.value.clone()];
        let rest = if all {
            trim_start(value)
        } else {
            after_line_end(value)
        };
        text.is_right_stripped = rest.len() < value.len();
        text.value.start = text.value.end - rest.len();
    }

    /// Trims the text before a node, or the last one: all whitespace, or the blanks at its end,
    /// which are returned.
    fn trim_left_of(
        self,
        tree: &mut Tree,
        at: Option<usize>,
        all: bool,
    ) -> Option<std::ops::Range<usize>> {
        let end = at.unwrap_or(tree.nodes.len());
        let Some(Node::Text(text)) = tree.nodes[..end].last_mut() else {
            return None;
        };
        if !all && text.is_left_stripped {
            return None;
        }
        let value = &self.source[text.value.clone()];
        let rest = if all {
            value.trim_end_matches(is_space)
        } else {
            value.trim_end_matches([' ', '\t'])
        };
        text.is_left_stripped = rest.len() < value.len();
        let end = text.value.end;
        text.value.end = text.value.start + rest.len();
        text.is_left_stripped.then_some(text.value.end..end)
    }
}

/// Swaps the branches of an inverted block that has two. Handlebars trims the second branch as if it
/// were the first.
fn as_handlebars_orders(node: &mut Node) {
    if let Node::Block(block) = node
        && block.is_inverted
        && let Some(otherwise) = &mut block.otherwise
    {
        std::mem::swap(&mut block.body, otherwise);
    }
}

/// Skips blanks and a line end, or the blanks alone if no line end follows. Skips a lone CR as
/// well.
fn after_line_end(text: &str) -> &str {
    let rest = text.trim_start_matches([' ', '\t']);
    let after_cr = rest.strip_prefix('\r').unwrap_or(rest);
    after_cr.strip_prefix('\n').unwrap_or(after_cr)
}

/// The body of the first `else if` of a chain, or of the `else`.
fn first_in_chain(tree: &Tree) -> &Tree {
    match tree.nodes.first() {
        Some(Node::Block(block)) if tree.is_chained => &block.body,
        _ => tree,
    }
}

fn first_in_chain_mut(tree: &mut Tree) -> &mut Tree {
    if !tree.is_chained {
        return tree;
    }
    match tree.nodes.first_mut() {
        Some(Node::Block(block)) => &mut block.body,
        _ => unreachable!("a chain holds a block"),
    }
}

/// The last body of a chain.
fn last_in_chain_mut(tree: &mut Tree) -> &mut Tree {
    if !tree.is_chained {
        return tree;
    }
    match tree.nodes.first_mut() {
        Some(Node::Block(block)) => last_in_chain_mut(&mut block.body),
        _ => unreachable!("a chain holds a block"),
    }
}

impl Text {
    pub(super) fn new(range: std::ops::Range<usize>) -> Self {
        Self {
            original: range.clone(),
            value: range,
            is_left_stripped: false,
            is_right_stripped: false,
        }
    }
}
