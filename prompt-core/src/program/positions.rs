//! Positions in the place of names.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Base, Call, Condition, Loop, Message, Op, Operand, Step, VariablePath};

/// Returns messages that know inputs and fields by the positions of their names in a list. A name that
/// is not there is added.
pub fn with_positions(messages: &[Message], names: &mut Vec<String>) -> Vec<Message<usize>> {
    let mut positions = Positions(names);
    messages
        .iter()
        .map(|message| match message {
            Message::History => Message::History,
            Message::Text { role, ops, range } => Message::Text {
                role: *role,
                ops: positions.ops(ops),
                range: range.clone(),
            },
        })
        .collect()
}

/// Returns the position of a name in a list. A name that is not there is added.
pub fn position(name: &str, names: &mut Vec<String>) -> usize {
    let known = names.iter().position(|known| known == name);
    known.unwrap_or_else(|| {
        names.push(name.into());
        names.len() - 1
    })
}

struct Positions<'n>(&'n mut Vec<String>);

impl Positions<'_> {
    fn ops(&mut self, ops: &[Op]) -> Vec<Op<usize>> {
        ops.iter().map(|op| self.op(op)).collect()
    }

    fn op(&mut self, op: &Op) -> Op<usize> {
        match op {
            Op::Text(text) => Op::Text(text.clone()),
            Op::Print { value, format } => Op::Print {
                value: self.operand(value),
                format: *format,
            },
            Op::If {
                condition,
                then,
                otherwise,
            } => Op::If {
                condition: self.condition(condition),
                then: self.ops(then),
                otherwise: self.ops(otherwise),
            },
            Op::Each(each) => Op::Each(self.each(each)),
            Op::Media { url, content_type } => Op::Media {
                url: self.operand(url),
                content_type: content_type.as_ref().map(|kind| self.operand(kind)),
            },
            Op::Section(name) => Op::Section(name.clone()),
            Op::Role(role) => Op::Role(*role),
            Op::Indented { indent, ops } => Op::Indented {
                indent: indent.clone(),
                ops: self.ops(ops),
            },
        }
    }

    fn each(&mut self, each: &Loop) -> Loop<usize> {
        Loop {
            id: each.id,
            list: self.path(&each.list),
            body: self.ops(&each.body),
            otherwise: self.ops(&each.otherwise),
        }
    }

    fn condition(&mut self, condition: &Condition) -> Condition<usize> {
        match condition {
            Condition::True(value) => Condition::True(self.operand(value)),
            Condition::Given(value) => Condition::Given(self.operand(value)),
            Condition::Equal(a, b) => Condition::Equal(self.operand(a), self.operand(b)),
            Condition::AnyPresent(values) => Condition::AnyPresent(self.operands(values)),
            Condition::Not(inner) => Condition::Not(Box::new(self.condition(inner))),
        }
    }

    fn operands(&mut self, operands: &[Operand]) -> Vec<Operand<usize>> {
        operands.iter().map(|value| self.operand(value)).collect()
    }

    fn operand(&mut self, operand: &Operand) -> Operand<usize> {
        match operand {
            Operand::Constant(value) => Operand::Constant(value.clone()),
            Operand::Variable(path) => Operand::Variable(self.path(path)),
            Operand::Call(call) => Operand::Call(Call {
                function: call.function,
                arguments: self.operands(&call.arguments),
            }),
        }
    }

    fn path(&mut self, path: &VariablePath) -> VariablePath<usize> {
        let base = match &path.base {
            Base::Input(name) => Base::Input(position(name, self.0)),
            Base::Item(id) => Base::Item(*id),
            Base::Index(id) => Base::Index(*id),
            Base::Key(id) => Base::Key(*id),
            Base::First(id) => Base::First(*id),
            Base::Last(id) => Base::Last(*id),
        };
        let steps = path.steps.iter().map(|step| match step {
            Step::Field(name) => Step::Field(position(name, self.0)),
            Step::Item => Step::Item,
        });
        VariablePath {
            base,
            steps: steps.collect(),
        }
    }
}
