//! Goes through a program in the order of its text.

use super::{Condition, Format, Loop, Op, Operand, VariablePath};

/// Code that looks for something in a program.
///
/// Each method has a body that goes on into what it is given. An implementation overrides those
/// that it is interested in, and calls [`walk_op`], [`walk_condition`] or
/// [`walk_operand`] to go on.
pub trait Visitor {
    fn visit_op(&mut self, op: &Op) {
        walk_op(self, op);
    }

    fn visit_loop(&mut self, each: &Loop) {
        self.visit_list(&each.list);
        walk_ops(self, &each.body);
        walk_ops(self, &each.otherwise);
    }

    fn visit_condition(&mut self, condition: &Condition) {
        walk_condition(self, condition);
    }

    /// Visits a value that is printed.
    fn visit_printed(&mut self, value: &Operand, _format: Format) {
        self.visit_operand(value);
    }

    /// Visits a value that is used in any way but as a list.
    fn visit_operand(&mut self, value: &Operand) {
        walk_operand(self, value);
    }

    /// Visits the list of a loop.
    fn visit_list(&mut self, path: &VariablePath) {
        self.visit_variable(path);
    }

    fn visit_variable(&mut self, _path: &VariablePath) {}
}

/// Visits operations, one after the other.
pub fn walk_ops<V: Visitor + ?Sized>(visitor: &mut V, ops: &[Op]) {
    for op in ops {
        visitor.visit_op(op);
    }
}

/// Visits all that is in an operation.
pub fn walk_op<V: Visitor + ?Sized>(visitor: &mut V, op: &Op) {
    match op {
        Op::Text(_) | Op::Section(_) | Op::Role(_) => {}
        Op::Print { value, format } => visitor.visit_printed(value, *format),
        Op::If {
            condition,
            then,
            otherwise,
        } => {
            visitor.visit_condition(condition);
            walk_ops(visitor, then);
            walk_ops(visitor, otherwise);
        }
        Op::Each(each) => visitor.visit_loop(each),
        Op::Media { url, content_type } => {
            visitor.visit_operand(url);
            if let Some(content_type) = content_type {
                visitor.visit_operand(content_type);
            }
        }
        Op::Indented { ops, .. } => walk_ops(visitor, ops),
    }
}

/// Visits all that is in a value.
pub fn walk_operand<V: Visitor + ?Sized>(visitor: &mut V, value: &Operand) {
    match value {
        Operand::Constant(_) => {}
        Operand::Variable(path) => visitor.visit_variable(path),
        Operand::Call(call) => call
            .arguments
            .iter()
            .for_each(|argument| visitor.visit_operand(argument)),
    }
}

/// Visits all that is in a condition.
pub fn walk_condition<V: Visitor + ?Sized>(visitor: &mut V, condition: &Condition) {
    match condition {
        Condition::True(value) | Condition::Given(value) => visitor.visit_operand(value),
        Condition::Equal(a, b) => {
            visitor.visit_operand(a);
            visitor.visit_operand(b);
        }
        Condition::AnyPresent(values) => {
            for value in values {
                visitor.visit_operand(value);
            }
        }
        Condition::Not(inner) => visitor.visit_condition(inner),
    }
}
