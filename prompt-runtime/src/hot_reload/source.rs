//! A checked program as a template for the `handlebars` crate. Whitespace, partials and roles are worked out by then,
//! as in the compiled form, so that it holds no text of its own: texts stand in its data, and it is tags alone. So nothing
//! in which the crate differs from Handlebars is left to it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use prompt_build::template::{Base, Condition, Loop, Op, Place, Step, Value as Operand};
use serde_json::Value;

use super::exact;

/// Templates, with the data that they have in common.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) known: Vec<Value>,
}

impl Source {
    /// The template of one message.
    pub(super) fn template(&mut self, ops: &[Op]) -> String {
        ops.iter().map(|op| self.op(op)).collect()
    }

    fn op(&mut self, op: &Op) -> String {
        match op {
            Op::Text(text) => format!("{{{{{}}}}}", self.known(text.as_str())),
            Op::Print(value) => format!("{{{{print {}}}}}", self.operand(value)),
            Op::Json { value, indent } => {
                let json = if let Operand::Place(place) = value { json_path(place) } else { None };
                format!("{{{{json {} {} {indent}}}}}", self.operand(value), json.as_deref().unwrap_or("null"))
            }
            Op::If { condition, then, otherwise } => {
                let (condition, then) = (self.condition(condition), self.template(then));
                format!("{{{{#if {condition}}}}}{then}{{{{else}}}}{}{{{{/if}}}}", self.template(otherwise))
            }
            Op::Each(each) => self.each(each),
            Op::Media { url, content_type } => {
                let content_type = content_type.as_ref().map(|value| self.operand(value));
                format!("{{{{media {} {}}}}}", self.operand(url), content_type.as_deref().unwrap_or("null"))
            }
            Op::Section(name) => format!("{{{{section {}}}}}", self.known(name.as_str())),
            Op::Indented { indent, ops } => {
                let indent = self.known(indent.as_str());
                format!("{{{{#indented {indent}}}}}{}{{{{/indented}}}}", self.template(ops))
            }
        }
    }

    fn each(&mut self, Loop { id, list, body, otherwise }: &Loop) -> String {
        let (list, json) = (path(list), json_path(list));
        let json = json.as_deref().unwrap_or("null");
        let (body, otherwise) = (self.template(body), self.template(otherwise));
        format!("{{{{#each {list} {json} as |item{id} round{id}|}}}}{body}{{{{else}}}}{otherwise}{{{{/each}}}}")
    }

    fn condition(&mut self, condition: &Condition) -> String {
        match condition {
            Condition::True(value) => format!("(is_true {})", self.operand(value)),
            Condition::Given(value) => format!("(is_given {})", self.operand(value)),
            Condition::Equal(a, b) => format!("(is_equal {} {})", self.operand(a), self.operand(b)),
            Condition::Not(inner) => format!("(not {})", self.condition(inner)),
        }
    }

    fn operand(&mut self, value: &Operand) -> String {
        match value {
            Operand::Place(place) => path(place),
            Operand::Text(text) => self.known(text.as_str()),
            Operand::Number(number) => {
                let number = prompt_build::template::Json::Number(number.clone());
                self.known(exact::of_default(&number))
            }
            Operand::Bool(value) => self.known(*value),
            Operand::Nothing => self.known(Value::Null),
        }
    }

    /// A value that is known, by its path.
    fn known(&mut self, value: impl Into<Value>) -> String {
        self.known.push(value.into());
        format!("known.[{}]", self.known.len() - 1)
    }
}

/// The path of a place. Names are in brackets, so that none is a word of Handlebars.
fn path(place: &Place) -> String {
    let start = match &place.base {
        Base::Input(name) => format!("inputs.[{name}]"),
        Base::Item(id) => format!("item{id}"),
        Base::Index(id) => format!("round{id}.index"),
        Base::Key(id) => format!("round{id}.key"),
        Base::First(id) => format!("round{id}.first"),
        Base::Last(id) => format!("round{id}.last"),
    };
    with_steps(start, &place.steps)
}

/// The path of its JSON, where what is passed has its own.
fn json_path(place: &Place) -> Option<String> {
    let start = match &place.base {
        Base::Input(name) => format!("json.[{name}]"),
        Base::Item(id) => format!("round{id}.json"),
        Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => return None,
    };
    Some(with_steps(start, &place.steps))
}

fn with_steps(mut path: String, steps: &[Step]) -> String {
    for step in steps {
        if let Step::Field(name) = step {
            // Writing to a string does not fail.
            _ = write!(path, ".[{name}]");
        }
    }
    path
}
