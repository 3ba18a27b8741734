//! What is known at a call before anything is passed: the inputs that it leaves out.

use alloc::collections::BTreeMap;
use alloc::string::String;

use prompt_build::template::{
    Base, Condition, Input, Json, Op, Place, Step, Template, Value as Operand,
};
use serde_json::Value;

use super::{Call, exact};

/// What is known of the inputs before any is passed: the compiled form leaves out the branches that
/// this rules out.
pub(super) struct Known {
    passed: &'static [&'static str],
    /// What stands for an input where nothing is passed.
    pub(super) defaults: BTreeMap<String, Value>,
}

impl Known {
    pub(super) fn new(call: &Call, template: &Template) -> Self {
        let default = |input: &Input| {
            Some((
                input.name.clone(),
                exact::of_default(input.default.as_ref()?),
            ))
        };
        Self {
            passed: call.passed,
            defaults: template.inputs.iter().filter_map(default).collect(),
        }
    }

    /// Whether a message may have more than text in it at this call.
    pub(super) fn may_have_parts(&self, ops: &[Op]) -> bool {
        ops.iter().any(|op| match op {
            Op::Media { .. } | Op::Section(_) => true,
            Op::If {
                condition,
                then,
                otherwise,
            } => match self.holds(condition) {
                Some(true) => self.may_have_parts(then),
                Some(false) => self.may_have_parts(otherwise),
                None => self.may_have_parts(then) || self.may_have_parts(otherwise),
            },
            Op::Each(each) => match self.place(&each.list) {
                Some(Value::Array(items)) if !items.is_empty() => self.may_have_parts(&each.body),
                Some(Value::Object(entries)) if !entries.is_empty() => {
                    self.may_have_parts(&each.body)
                }
                Some(_) => self.may_have_parts(&each.otherwise),
                None => self.may_have_parts(&each.body) || self.may_have_parts(&each.otherwise),
            },
            Op::Indented { ops, .. } => self.may_have_parts(ops),
            Op::Text(_) | Op::Print(_) | Op::Json { .. } => false,
        })
    }

    fn holds(&self, condition: &Condition) -> Option<bool> {
        Some(match condition {
            Condition::Not(inner) => !self.holds(inner)?,
            Condition::True(value) => exact::is_true(&self.operand(value)?),
            Condition::Given(value) => exact::is_given(&self.operand(value)?),
            Condition::Equal(a, b) => {
                let (a, b) = (self.operand(a)?, self.operand(b)?);
                exact::scalar(&a) == exact::scalar(&b)
            }
        })
    }

    fn operand(&self, value: &Operand) -> Option<Value> {
        match value {
            Operand::Place(place) => self.place(place),
            Operand::Text(text) => Some(Value::from(text.as_str())),
            Operand::Number(number) => Some(exact::of_default(&Json::Number(number.clone()))),
            Operand::Bool(value) => Some(Value::Bool(*value)),
            Operand::Nothing => Some(Value::Null),
        }
    }

    /// The value of an input that the call leaves out, or of a field of it.
    fn place(&self, place: &Place) -> Option<Value> {
        let Base::Input(name) = &place.base else {
            return None;
        };
        if self.passed.contains(&name.as_str()) {
            return None;
        }
        let mut value = self.defaults.get(name).cloned().unwrap_or_default();
        for step in &place.steps {
            let Step::Field(field) = step else {
                return None;
            };
            value = value.get(field).cloned().unwrap_or_default();
        }
        Some(value)
    }
}
