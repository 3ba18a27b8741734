//! Compiles the top level of a body, where messages begin and end.

use prompt_core::program::{Message, Op};
use prompt_core::vocabulary::Role;

use super::compiler::Compiler;
use super::fixed_text::FixedText;
use super::ops::push;
use super::scope::Scope;
use crate::report::{Code, did_you_mean, quoted};
use crate::template::syntax::{Call, Node, Tree, trim};

/// The messages while the body is read.
struct Messages {
    done: Vec<Message>,
    role: Role,
    ops: Vec<Op>,
    /// The offset in the file at which the current message begins.
    start: usize,
    fixed: FixedText,
}

impl Messages {
    /// Ends the current message. Drops it if it is blank for all inputs.
    fn end(&mut self, end: usize) {
        let ops = std::mem::take(&mut self.ops);
        if ops
            .iter()
            .any(|op| !matches!(op, Op::Text(text) if trim(text).is_empty()))
        {
            self.done.push(Message::Text {
                role: self.role,
                ops,
                range: self.start..end.max(self.start),
            });
        }
    }

    fn start(&mut self, role: Role, start: usize) {
        (self.role, self.start) = (role, start);
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn messages(&mut self, tree: &Tree) -> (Vec<Message>, FixedText) {
        let start = tree.nodes.first().map_or(0, |node| node.span().start);
        let end = tree.nodes.last().map_or(start, |node| node.span().end);
        let mut messages = Messages {
            done: Vec::new(),
            role: Role::User,
            ops: Vec::new(),
            start,
            fixed: FixedText::default(),
        };
        self.top_level(tree, &Scope::root(), &mut messages, None);
        messages.end(end);
        (messages.done, messages.fixed)
    }

    /// Compiles nodes outside of blocks, where messages begin and end. The messages of a partial
    /// begin and end at its tag.
    fn top_level(
        &mut self,
        tree: &Tree,
        scope: &Scope<'a>,
        messages: &mut Messages,
        tag: Option<&std::ops::Range<usize>>,
    ) {
        for node in &tree.nodes {
            if !self.count_node(node) {
                return;
            }
            let span = tag.cloned().unwrap_or_else(|| node.span());
            match node {
                Node::Output { call, .. } if call.is_helper("role", scope) => {
                    if let Some(role) = self.role(call, scope) {
                        messages.end(span.start);
                        messages.start(role, span.end);
                    }
                }
                Node::Output { call, .. } if call.is_helper("history", scope) => {
                    self.expect_arguments(call, 0, &[], "`{{history}}`");
                    messages.end(span.start);
                    messages.fixed.value(&span);
                    messages.done.push(Message::History);
                    messages.start(Role::Model, span.end);
                }
                Node::Partial {
                    name,
                    call,
                    indent: None,
                    ..
                } if call.arguments.is_empty() && call.named.is_empty() => {
                    self.in_partial(name, call, |compiler, tree| {
                        compiler.top_level(
                            tree,
                            &scope.without_parameters(),
                            messages,
                            Some(&span),
                        );
                    });
                }
                node => {
                    let before = std::mem::take(&mut messages.ops);
                    self.node(node, scope, &mut messages.ops);
                    let own = std::mem::replace(&mut messages.ops, before);
                    messages.fixed.count(&own, &span);
                    for op in own {
                        push(&mut messages.ops, op);
                    }
                }
            }
        }
    }

    fn role(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Role> {
        let name = self.text_argument(call, scope, "a role", "{{role \"user\"}}")?;
        let role = Role::parse(&name);
        if role.is_none() {
            let known = Role::NAMES.map(|(name, _)| name);
            let message = format!(
                "unknown role {}, expected `{}`",
                quoted(&name),
                known.join("`, `")
            );
            self.report(
                Code::UnknownRole,
                call.arguments[0].mark(),
                message,
                did_you_mean(&name, known),
            );
        }
        role
    }
}
