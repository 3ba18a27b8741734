//! Compiles the top level of a body, where messages begin and end.

use std::ops::Range;

use prompt_core::program::{Message, Op};
use prompt_core::vocabulary::Role;

use super::compiler::Compiler;
use super::fixed_text::FixedText;
use super::ops::push;
use super::scope::Scope;
use crate::report::{Code, did_you_mean, quoted};
use crate::template::syntax::{Call, Node, Tree, trim};

/// The messages of a body.
pub(super) struct Compiled {
    pub(super) messages: Vec<Message>,
    pub(super) fixed: FixedText,
    /// The places of messages that no role tag begins: the text after `{{history}}`.
    pub(super) after_history: Vec<Range<usize>>,
}

/// The messages while the body is read.
struct Messages {
    done: Vec<Message>,
    after_history: Vec<Range<usize>>,
    /// No role tag began the current message: it follows `{{history}}`.
    is_after_history: bool,
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
            let range = self.start..end.max(self.start);
            if self.is_after_history {
                self.after_history.push(range.clone());
            }
            self.done.push(Message::Text {
                role: self.role,
                ops,
                range,
            });
        }
    }

    fn start(&mut self, role: Role, start: usize) {
        (self.role, self.start) = (role, start);
        self.is_after_history = false;
    }

    fn has_history(&self) -> bool {
        self.done.contains(&Message::History)
    }

    /// Inserts the conversation so far. What follows is the model's, as in Dotprompt.
    fn insert_history(&mut self, tag: &Range<usize>) {
        self.end(tag.start);
        self.fixed.value(tag);
        self.done.push(Message::History);
        self.start(Role::Model, tag.end);
        self.is_after_history = true;
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn messages(&mut self, tree: &Tree) -> Compiled {
        let start = tree.nodes.first().map_or(0, |node| node.span().start);
        let end = tree.nodes.last().map_or(start, |node| node.span().end);
        let mut messages = Messages {
            done: Vec::new(),
            after_history: Vec::new(),
            is_after_history: false,
            role: Role::User,
            ops: Vec::new(),
            start,
            fixed: FixedText::default(),
        };
        self.top_level(tree, &Scope::root(), &mut messages, None);
        messages.end(end);
        Compiled {
            messages: messages.done,
            fixed: messages.fixed,
            after_history: messages.after_history,
        }
    }

    /// Compiles nodes outside of blocks, where messages begin and end. The messages of a partial
    /// begin and end at its tag.
    fn top_level(
        &mut self,
        tree: &Tree,
        scope: &Scope<'a>,
        messages: &mut Messages,
        tag: Option<&Range<usize>>,
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
                    if messages.has_history() {
                        self.second_history(call);
                    } else {
                        messages.insert_history(&span);
                    }
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
                    messages.fixed.count_node(node, &own, &span);
                    for op in own {
                        push(&mut messages.ops, op);
                    }
                }
            }
        }
    }

    fn second_history(&mut self, call: &Call) {
        let message = "a second `{{history}}`, the conversation has one place";
        let help = "remove one of the two".to_owned();
        self.report(Code::InvalidTag, call.mark, message.to_owned(), Some(help));
    }

    pub(super) fn role(&mut self, call: &Call, scope: &Scope<'a>) -> Option<Role> {
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
