//! A program as text: nested lists in parentheses, words, and texts as their length, a colon and
//! their bytes. So the macros read it in one pass, and need not look into a text to find its end.

use crate::contract::{Argument, Check, Choice, Class, Contract, Slot};
use crate::template::{
    Base, Condition, Demand, Json, Loop, Message, Op, Place, Step, Template, Value,
};

/// Appends the inputs, the checks and the messages of a prompt.
pub(super) fn write(file: &mut String, contract: &Contract, template: &Template) {
    let mut writer = Writer { file };
    writer.list("inputs", |writer| {
        contract
            .inputs
            .iter()
            .for_each(|argument| writer.argument(argument))
    });
    writer.list("checks", |writer| {
        contract.checks.iter().for_each(|check| writer.check(check))
    });
    writer.list("messages", |writer| {
        template
            .messages
            .iter()
            .for_each(|message| writer.message(message))
    });
}

struct Writer<'a> {
    file: &'a mut String,
}

impl Writer<'_> {
    fn word(&mut self, word: &str) {
        if !self.file.ends_with(['(', '\n']) {
            self.file.push(' ');
        }
        self.file.push_str(word);
    }

    fn text(&mut self, text: &str) {
        self.word(&text.len().to_string());
        self.file.push(':');
        self.file.push_str(text);
    }

    fn list(&mut self, head: &str, items: impl FnOnce(&mut Self)) {
        self.word("(");
        if !head.is_empty() {
            self.word(head);
        }
        items(self);
        self.file.push(')');
    }

    fn argument(&mut self, argument: &Argument) {
        self.list("", |writer| {
            writer.text(&argument.name);
            writer.slot(&argument.slot);
            writer.pin(argument.required_by.as_ref());
            match &argument.default {
                Some(default) => writer.json(default),
                None => writer.word("-"),
            }
        });
    }

    fn pin(&mut self, pin: Option<&(String, String)>) {
        match pin {
            Some((environment, version)) => self.list(environment, |writer| writer.word(version)),
            None => self.word("-"),
        }
    }

    fn slot(&mut self, slot: &Slot) {
        let head = match &slot.class {
            Class::Any => "any",
            Class::Null => "null",
            Class::Boolean => "boolean",
            Class::Integer => "integer",
            Class::Number => "number",
            Class::Text(_) => "text",
            Class::List(_) => "list",
            Class::Object(_) => "object",
            Class::Map(_) => "map",
        };
        self.list(head, |writer| {
            writer.word(if slot.may_be_option { "option" } else { "-" });
            match &slot.class {
                Class::Text(Some(choices)) => {
                    choices.iter().for_each(|choice| writer.choice(choice))
                }
                Class::List(inner) | Class::Map(inner) => writer.slot(inner),
                Class::Object(fields) => fields.iter().for_each(|(name, field)| {
                    writer.list("", |writer| {
                        writer.text(name);
                        writer.slot(field);
                    });
                }),
                _ => {}
            }
        });
    }

    fn choice(&mut self, choice: &Choice) {
        self.list("", |writer| {
            writer.text(&choice.text);
            writer.pin(choice.refused_by.as_ref());
        });
    }

    fn json(&mut self, json: &Json) {
        match json {
            Json::Null => self.word("null"),
            Json::Bool(value) => self.word(if *value { "true" } else { "false" }),
            Json::Number(number) => self.list("number", |writer| writer.text(number)),
            Json::Text(text) => self.text(text),
            Json::List(items) => self.list("list", |writer| {
                items.iter().for_each(|item| writer.json(item))
            }),
            Json::Object(entries) => self.list("object", |writer| {
                for (key, value) in entries {
                    writer.text(key);
                    writer.json(value);
                }
            }),
        }
    }

    fn check(&mut self, check: &Check) {
        let head = match check.demand {
            Demand::Print => "print",
            Demand::Serialize => "serialize",
        };
        self.list(head, |writer| {
            writer.place(&check.place);
            writer.pin(Some(&check.asked_by));
        });
    }

    fn message(&mut self, message: &Message) {
        match message {
            Message::Text { role, ops, .. } => self.list(role.as_str(), |writer| writer.ops(ops)),
            Message::History => self.word("history"),
        }
    }

    fn ops(&mut self, ops: &[Op]) {
        for op in ops {
            self.op(op);
        }
    }

    fn block(&mut self, ops: &[Op]) {
        self.list("", |writer| writer.ops(ops));
    }

    fn op(&mut self, op: &Op) {
        match op {
            Op::Text(text) => self.text(text),
            Op::Print(value) => self.list("print", |writer| writer.value(value)),
            Op::Json { value, indent } => self.list("json", |writer| {
                writer.word(&indent.to_string());
                writer.value(value);
            }),
            Op::If {
                condition,
                then,
                otherwise,
            } => self.list("if", |writer| {
                writer.condition(condition);
                writer.block(then);
                writer.block(otherwise);
            }),
            Op::Each(Loop {
                id,
                list,
                body,
                otherwise,
            }) => self.list("each", |writer| {
                writer.word(&id.to_string());
                writer.place(list);
                writer.block(body);
                writer.block(otherwise);
            }),
            Op::Media { url, content_type } => self.list("media", |writer| {
                writer.value(url);
                writer.value(content_type.as_ref().unwrap_or(&Value::Nothing));
            }),
            Op::Section(name) => self.list("section", |writer| writer.text(name)),
            Op::Indented { indent, ops } => self.list("indented", |writer| {
                writer.text(indent);
                writer.ops(ops);
            }),
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::True(value) => self.list("true", |writer| writer.value(value)),
            Condition::Given(value) => self.list("given", |writer| writer.value(value)),
            Condition::Equal(a, b) => self.list("equal", |writer| {
                writer.value(a);
                writer.value(b);
            }),
            Condition::Not(condition) => self.list("not", |writer| writer.condition(condition)),
        }
    }

    /// A place, or a value as JSON.
    fn value(&mut self, value: &Value) {
        match value {
            Value::Place(place) => self.place(place),
            Value::Text(text) => self.text(text),
            Value::Number(number) => self.list("number", |writer| writer.text(number)),
            Value::Bool(value) => self.word(if *value { "true" } else { "false" }),
            Value::Nothing => self.word("null"),
        }
    }

    fn place(&mut self, place: &Place) {
        let (head, start) = match &place.base {
            Base::Input(name) => ("input", name.clone()),
            Base::Item(id) => ("item", id.to_string()),
            Base::Index(id) => ("index", id.to_string()),
            Base::Key(id) => ("key", id.to_string()),
            Base::First(id) => ("first", id.to_string()),
            Base::Last(id) => ("last", id.to_string()),
        };
        self.list(head, |writer| {
            writer.word(&start);
            for step in &place.steps {
                match step {
                    Step::Field(name) => writer.text(name),
                    Step::Item => writer.word("*"),
                }
            }
        });
    }
}
