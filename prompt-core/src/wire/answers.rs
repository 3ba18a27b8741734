//! The types of the answers of all pinned versions.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::inputs::{read_pin, write_pin};
use super::tree::{NONE, Node, Writer};
use crate::program::{AnswerClass, AnswerField, AnswerType, PinnedAnswer};

pub(super) fn write_answer(writer: &mut Writer<'_>, answer: &PinnedAnswer) {
    writer.unnamed_list(|list| {
        write_pin(list, Some(&answer.pin));
        match &answer.answer_type {
            Some(answer_type) => write_type(list, answer_type),
            None => list.word(NONE),
        }
    });
}

pub(super) fn read_answer(node: &Node<'_>) -> Option<PinnedAnswer> {
    let [pin, answer_type] = node.list()? else {
        return None;
    };
    Some(PinnedAnswer {
        pin: read_pin(pin)?,
        answer_type: super::inputs::optional(answer_type, read_type)?,
    })
}

pub(super) fn write_type(writer: &mut Writer<'_>, answer_type: &AnswerType) {
    let name = match &answer_type.class {
        AnswerClass::Any => "any",
        AnswerClass::Boolean => "boolean",
        AnswerClass::Integer => "integer",
        AnswerClass::Number => "number",
        AnswerClass::Text => "text",
        AnswerClass::Choice(_) => "choice",
        AnswerClass::List(_) => "list",
        AnswerClass::Map(_) => "map",
        AnswerClass::Object(_) => "object",
        AnswerClass::Recursive => "recursive",
    };
    writer.list(name, |list| {
        list.word(if answer_type.is_nullable {
            "null"
        } else {
            NONE
        });
        match &answer_type.class {
            AnswerClass::Choice(choices) => choices.iter().for_each(|choice| list.text(choice)),
            AnswerClass::List(inner) | AnswerClass::Map(inner) => write_type(list, inner),
            AnswerClass::Object(fields) => {
                for field in fields {
                    write_field(list, field);
                }
            }
            AnswerClass::Any
            | AnswerClass::Boolean
            | AnswerClass::Integer
            | AnswerClass::Number
            | AnswerClass::Text
            | AnswerClass::Recursive => {}
        }
    });
}

pub(super) fn read_type(node: &Node<'_>) -> Option<AnswerType> {
    let [name, null, rest @ ..] = node.list()? else {
        return None;
    };
    let inner = || rest.first().and_then(read_type).map(Box::new);
    let class = match name.word()? {
        "any" => AnswerClass::Any,
        "boolean" => AnswerClass::Boolean,
        "integer" => AnswerClass::Integer,
        "number" => AnswerClass::Number,
        "text" => AnswerClass::Text,
        "choice" => AnswerClass::Choice(rest.iter().map(Node::text).collect::<Option<Vec<_>>>()?),
        "list" => AnswerClass::List(inner()?),
        "map" => AnswerClass::Map(inner()?),
        "object" => AnswerClass::Object(super::all(rest, read_field)?),
        "recursive" => AnswerClass::Recursive,
        _ => return None,
    };
    Some(AnswerType {
        class,
        is_nullable: null.word()? == "null",
    })
}

fn write_field(writer: &mut Writer<'_>, field: &AnswerField) {
    writer.unnamed_list(|list| {
        list.text(&field.name);
        list.word(if field.is_required { "required" } else { NONE });
        write_type(list, &field.answer_type);
    });
}

fn read_field(node: &Node<'_>) -> Option<AnswerField> {
    let [name, need, answer_type] = node.list()? else {
        return None;
    };
    Some(AnswerField {
        name: name.text()?,
        is_required: need.word()? == "required",
        answer_type: read_type(answer_type)?,
    })
}
