//! Positions in the place of names.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Base, Call, Condition, Operand, Step, VariablePath};

/// Returns the position of a name in a list. A name that is not there is added.
pub fn position(name: &str, names: &mut Vec<String>) -> usize {
    let known = names.iter().position(|known| known == name);
    known.unwrap_or_else(|| {
        names.push(name.into());
        names.len() - 1
    })
}

/// Puts positions in the place of names, which are added to a list.
#[derive(Debug)]
pub struct Positions<'n>(pub &'n mut Vec<String>);

impl Positions<'_> {
    /// Returns the condition with positions.
    pub fn condition(&mut self, condition: &Condition) -> Condition<usize> {
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

    /// Returns the value with positions.
    pub fn operand(&mut self, operand: &Operand) -> Operand<usize> {
        match operand {
            Operand::Constant(value) => Operand::Constant(value.clone()),
            Operand::Variable(path) => Operand::Variable(self.path(path)),
            Operand::Call(call) => Operand::Call(Call {
                function: call.function,
                arguments: self.operands(&call.arguments),
            }),
        }
    }

    /// Returns the path with positions.
    pub fn path(&mut self, path: &VariablePath) -> VariablePath<usize> {
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
