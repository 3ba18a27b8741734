//! A checked program as a template for the `handlebars` crate. Whitespace, partials and roles are
//! worked out by then, as in the compiled form, so that it holds no text of its own: texts stand in
//! its data, and it is tags alone. So nothing in which the crate differs from Handlebars is left to
//! it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

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
                let json = if let Operand::Place(place) = value {
                    self.json(place)
                } else {
                    self.known(Value::Null)
                };
                format!("{{{{json {} {json} {indent}}}}}", self.operand(value))
            }
            Op::If {
                condition,
                then,
                otherwise,
            } => {
                let (condition, then) = (self.condition(condition), self.template(then));
                format!(
                    "{{{{#if {condition}}}}}{then}{{{{else}}}}{}{{{{/if}}}}",
                    self.template(otherwise)
                )
            }
            Op::Each(each) => self.each(each),
            Op::Media { url, content_type } => {
                let content_type = content_type.as_ref().map(|value| self.operand(value));
                format!(
                    "{{{{media {} {}}}}}",
                    self.operand(url),
                    content_type.as_deref().unwrap_or("null")
                )
            }
            Op::Section(name) => format!("{{{{section {}}}}}", self.known(name.as_str())),
            Op::Indented { indent, ops } => {
                let indent = self.known(indent.as_str());
                format!(
                    "{{{{#indented {indent}}}}}{}{{{{/indented}}}}",
                    self.template(ops)
                )
            }
        }
    }

    fn each(
        &mut self,
        Loop {
            id,
            list,
            body,
            otherwise,
        }: &Loop,
    ) -> String {
        let (list, json) = (self.place(list), self.json(list));
        let (body, otherwise) = (self.template(body), self.template(otherwise));
        format!(
            "{{{{#each {list} {json} as |item{id} round{id}|}}}}{body}{{{{else}}}}{otherwise}{{{{/each}}}}"
        )
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
            Operand::Place(place) => self.place(place),
            Operand::Text(text) => self.known(text.as_str()),
            Operand::Number(number) => {
                let number = prompt_build::template::Json::Number(number.clone());
                self.known(exact::of_default(&number))
            }
            Operand::Bool(value) => self.known(*value),
            Operand::Nothing => self.known(Value::Null),
        }
    }

    /// The value at a place. Names are data as well, so that none is a word of Handlebars.
    fn place(&mut self, place: &Place) -> String {
        let (start, name) = match &place.base {
            Base::Input(name) => ("inputs".into(), Some(name)),
            Base::Item(id) => (format!("item{id}"), None),
            Base::Index(id) => (format!("round{id}.index"), None),
            Base::Key(id) => (format!("round{id}.key"), None),
            Base::First(id) => (format!("round{id}.first"), None),
            Base::Last(id) => (format!("round{id}.last"), None),
        };
        self.at(start, name, &place.steps)
    }

    /// Its JSON, where what is passed may have its own.
    fn json(&mut self, place: &Place) -> String {
        let (start, name) = match &place.base {
            Base::Input(name) => ("json".into(), Some(name)),
            Base::Item(id) => (format!("round{id}.json"), None),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => {
                return self.known(Value::Null);
            }
        };
        self.at(start, name, &place.steps)
    }

    fn at(&mut self, start: String, name: Option<&String>, steps: &[Step]) -> String {
        let fields = steps.iter().filter_map(|step| {
            if let Step::Field(field) = step {
                Some(field)
            } else {
                None
            }
        });
        let names = name
            .into_iter()
            .chain(fields)
            .map(|name| self.known(name.as_str()))
            .collect::<Vec<_>>();
        if names.is_empty() {
            start
        } else {
            format!("(at {start} {})", names.join(" "))
        }
    }

    /// A value that is known, by its path.
    fn known(&mut self, value: impl Into<Value>) -> String {
        self.known.push(value.into());
        format!("known.[{}]", self.known.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::helpers;
    use super::*;

    /// As deep as prompts may be nested, on the stack of a thread that nobody has made larger.
    #[test]
    fn the_deepest_template_is_rendered() {
        let mut ops = vec![Op::Text("Say hello.".into())];
        for _ in 0..100 {
            let condition = Condition::Not(Condition::True(Operand::Nothing).into());
            ops = vec![Op::If {
                condition,
                then: ops,
                otherwise: Vec::new(),
            }];
        }
        let mut source = Source::default();
        let template = source.template(&ops);
        let data = serde_json::json!({ "known": source.known });
        assert_eq!(
            helpers::registry()
                .render_template(&template, &data)
                .unwrap(),
            "Say hello."
        );
    }

    #[test]
    fn a_name_is_no_word_of_handlebars() {
        let names = [
            "else", "this", "true", "as", "null", "item0", "known", "a]b", "..", "0", "{{x}}",
            "@root", "é", "",
        ];
        for name in names {
            let place = Place {
                base: Base::Input(name.into()),
                steps: vec![Step::Field(name.into())],
            };
            let mut source = Source::default();
            let template = source.template(&[Op::Print(Operand::Place(place))]);
            let data =
                serde_json::json!({ "inputs": { name: { name: "found" } }, "known": source.known });
            assert_eq!(
                helpers::registry()
                    .render_template(&template, &data)
                    .unwrap(),
                "found",
                "{name}"
            );
        }
    }
}
