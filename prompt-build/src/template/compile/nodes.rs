//! Compiles the nodes of a tree, within blocks and outside of them.

use prompt_core::program::Op;

use super::compiler::Compiler;
use super::ops::{push, push_text};
use super::scope::Scope;
use crate::template::syntax::{Node, Tree};

impl<'a> Compiler<'a> {
    /// The operations of a tree within a block.
    pub(super) fn tree(&mut self, tree: &Tree, scope: &Scope<'a>) -> Vec<Op> {
        let mut ops = Vec::new();
        for node in &tree.nodes {
            if !self.count_node(node) {
                break;
            }
            self.node(node, scope, &mut ops);
        }
        ops
    }

    pub(super) fn node(&mut self, node: &Node, scope: &Scope<'a>, ops: &mut Vec<Op>) {
        match node {
            Node::Text(text) => push_text(ops, &self.source.text[text.value.clone()]),
            Node::Comment { .. } => {}
            Node::Output { call, .. } => {
                let output = self.output(call, scope);
                output.into_iter().flatten().for_each(|op| push(ops, op));
            }
            Node::Block(block) => self.nest(block.call.mark, |compiler| {
                compiler.block(block, scope, ops);
            }),
            Node::Partial {
                name, call, indent, ..
            } => {
                let indent = indent
                    .clone()
                    .map(|indent| self.source.text[indent].to_owned());
                let inner = self.partial(name, call, scope);
                match indent {
                    Some(indent) => self
                        .indented(indent, inner, call.mark)
                        .into_iter()
                        .for_each(|op| push(ops, op)),
                    None => inner.into_iter().for_each(|op| push(ops, op)),
                }
            }
        }
    }
}
