use std::ops::Range;

use prompt_core::program::Op;

use crate::template::syntax::Node;

/// The places of fixed text and values in a prompt: no provider caches the text after a value.
#[derive(Debug, Default)]
pub(super) struct FixedText {
    /// The place of the first value.
    pub(super) first_value: Option<Range<usize>>,
    /// The place of the first text behind it.
    pub(super) text_behind: Option<Range<usize>>,
    /// The bytes of fixed text behind the first value.
    pub(super) bytes_behind: usize,
}

impl FixedText {
    /// Counts a value, or the conversation so far.
    pub(super) fn value(&mut self, place: &Range<usize>) {
        self.first_value.get_or_insert_with(|| place.clone());
    }

    /// Counts a node outside of blocks. The object of all inputs is one value, though there is text
    /// between the inputs.
    pub(super) fn count_node(&mut self, node: &Node, ops: &[Op], place: &Range<usize>) {
        match node {
            Node::Output { .. } if ops.len() > 1 => self.value(place),
            _ => self.count(ops, place),
        }
    }

    fn count(&mut self, ops: &[Op], place: &Range<usize>) {
        for op in ops {
            match op {
                Op::Text(text) if self.first_value.is_some() => {
                    self.text_behind.get_or_insert_with(|| place.clone());
                    self.bytes_behind += text.len();
                }
                Op::Text(_) => {}
                _ => self.value(place),
            }
        }
    }
}
