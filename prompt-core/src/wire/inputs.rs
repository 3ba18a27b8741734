//! Inputs, types, and JSON values.

use alloc::boxed::Box;
use alloc::string::String;

use super::operations::{read_path, write_path};
use super::tree::{NONE, Node, Writer};
use crate::js::{Digits, Json, Number};
use crate::program::{Check, Choice, Class, Demand, Input, Pin, Slot};

pub(super) fn write_input(writer: &mut Writer<'_>, input: &Input) {
    writer.unnamed_list(|list| {
        list.text(&input.name);
        write_slot(list, &input.slot);
        write_pin(list, input.required_by.as_ref());
        match &input.default {
            Some(default) => write_json(list, default),
            None => list.word(NONE),
        }
    });
}

pub(super) fn read_input(node: &Node<'_>) -> Option<Input> {
    let [name, slot, required_by, default] = node.list()? else {
        return None;
    };
    Some(Input {
        name: name.text()?,
        slot: read_slot(slot)?,
        required_by: optional(required_by, read_pin)?,
        default: optional(default, read_json)?,
    })
}

/// Reads a value that may be missing. The outer `None` is a node that cannot be read.
#[expect(
    clippy::option_option,
    reason = "a missing value is not an unreadable one"
)]
pub(super) fn optional<T>(node: &Node<'_>, read: fn(&Node<'_>) -> Option<T>) -> Option<Option<T>> {
    if node.is_none() {
        Some(None)
    } else {
        read(node).map(Some)
    }
}

pub(super) fn write_pin(writer: &mut Writer<'_>, pin: Option<&Pin>) {
    match pin {
        Some(pin) => writer.unnamed_list(|list| {
            list.text(&pin.environment);
            list.text(&pin.version);
        }),
        None => writer.word(NONE),
    }
}

pub(super) fn read_pin(node: &Node<'_>) -> Option<Pin> {
    let [environment, version] = node.list()? else {
        return None;
    };
    Some(Pin {
        environment: environment.text()?,
        version: version.text()?,
    })
}

pub(super) fn write_check(writer: &mut Writer<'_>, check: &Check) {
    let name = match check.demand {
        Demand::Print => "print",
        Demand::Test => "test",
        Demand::Serialize => "serialize",
    };
    writer.list(name, |list| {
        write_path(list, &check.path);
        write_pin(list, Some(&check.required_by));
    });
}

pub(super) fn read_check(node: &Node<'_>) -> Option<Check> {
    let [demand, path, required_by] = node.list()? else {
        return None;
    };
    let demand = match demand.word()? {
        "print" => Demand::Print,
        "test" => Demand::Test,
        "serialize" => Demand::Serialize,
        _ => return None,
    };
    Some(Check {
        path: read_path(path)?,
        demand,
        required_by: read_pin(required_by)?,
    })
}

fn write_slot(writer: &mut Writer<'_>, slot: &Slot) {
    let name = match &slot.class {
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
    writer.list(name, |list| {
        list.word(if slot.may_be_option { "option" } else { NONE });
        match &slot.class {
            Class::Text(choices) => choices.iter().for_each(|choice| write_choice(list, choice)),
            Class::List(inner) | Class::Map(inner) => write_slot(list, inner),
            Class::Object(fields) => {
                for (name, slot) in fields {
                    write_field(list, name, slot);
                }
            }
            Class::Any | Class::Null | Class::Boolean | Class::Integer | Class::Number => {}
        }
    });
}

fn read_slot(node: &Node<'_>) -> Option<Slot> {
    let [name, option, rest @ ..] = node.list()? else {
        return None;
    };
    let inner = || rest.first().and_then(read_slot).map(Box::new);
    let class = match name.word()? {
        "any" => Class::Any,
        "null" => Class::Null,
        "boolean" => Class::Boolean,
        "integer" => Class::Integer,
        "number" => Class::Number,
        "text" => Class::Text(super::all(rest, read_choice)?),
        "list" => Class::List(inner()?),
        "map" => Class::Map(inner()?),
        "object" => Class::Object(super::all(rest, read_field)?),
        _ => return None,
    };
    Some(Slot {
        class,
        may_be_option: option.word()? == "option",
        origin: (),
    })
}

fn write_field(writer: &mut Writer<'_>, name: &str, slot: &Slot) {
    writer.unnamed_list(|field| {
        field.text(name);
        write_slot(field, slot);
    });
}

fn read_field(node: &Node<'_>) -> Option<(String, Slot)> {
    let [name, slot] = node.list()? else {
        return None;
    };
    Some((name.text()?, read_slot(slot)?))
}

fn write_choice(writer: &mut Writer<'_>, choice: &Choice) {
    writer.unnamed_list(|list| {
        list.text(&choice.text);
        list.word(if choice.is_own { "own" } else { NONE });
        write_pin(list, choice.refused_by.as_ref());
    });
}

fn read_choice(node: &Node<'_>) -> Option<Choice> {
    let [text, is_own, refused_by] = node.list()? else {
        return None;
    };
    Some(Choice {
        text: text.text()?,
        is_own: is_own.word()? == "own",
        refused_by: optional(refused_by, read_pin)?,
    })
}

pub(super) fn write_json(writer: &mut Writer<'_>, json: &Json) {
    match json {
        Json::Null => writer.word("null"),
        Json::Bool(value) => writer.word(if *value { "true" } else { "false" }),
        Json::Number(number) => writer.list("number", |list| list.word(&Digits::of(*number))),
        Json::Text(text) => writer.text(text),
        Json::List(items) => writer.list("list", |list| {
            for item in items {
                write_json(list, item);
            }
        }),
        Json::Object(entries) => writer.list("object", |list| {
            for (key, value) in entries {
                list.text(key);
                write_json(list, value);
            }
        }),
    }
}

pub(super) fn read_json(node: &Node<'_>) -> Option<Json> {
    match node {
        Node::Text(text) => Some(Json::text(*text)),
        Node::Word("null") => Some(Json::Null),
        Node::Word("true") => Some(Json::Bool(true)),
        Node::Word("false") => Some(Json::Bool(false)),
        Node::Word(_) => None,
        Node::List(nodes) => match nodes.split_first()? {
            (Node::Word("number"), [number]) => Number::parse(number.word()?).map(Json::Number),
            (Node::Word("list"), items) => super::all(items, read_json).map(Json::List),
            (Node::Word("object"), entries) => {
                let entries = entries.chunks(2).map(|pair| match pair {
                    [key, value] => Some((key.text()?, read_json(value)?)),
                    _ => None,
                });
                entries.collect::<Option<_>>().map(Json::Object)
            }
            _ => None,
        },
    }
}
