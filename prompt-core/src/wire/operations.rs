//! Messages, operations, conditions, and the values that they use.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::inputs::{optional, read_json, write_json};
use super::tree::{NONE, Node, Writer};
use crate::program::{
    Base, Call, Condition, Format, Function, Loop, Message, Op, Operand, Step, VariablePath,
};
use crate::vocabulary::Role;

pub(super) fn write_message(writer: &mut Writer<'_>, message: &Message) {
    match message {
        Message::History => writer.word("history"),
        Message::Text { role, ops, range } => writer.list(role.as_str(), |list| {
            list.number(range.start);
            list.number(range.end);
            write_ops(list, ops);
        }),
    }
}

pub(super) fn read_message(node: &Node<'_>) -> Option<Message> {
    if node.word() == Some("history") {
        return Some(Message::History);
    }
    let [role, start, end, ops @ ..] = node.list()? else {
        return None;
    };
    let role = Role::from_spelling(role.word()?)?;
    Some(Message::Text {
        role,
        range: start.number()?..end.number()?,
        ops: read_ops(ops)?,
    })
}

fn write_ops(writer: &mut Writer<'_>, ops: &[Op]) {
    for op in ops {
        write_op(writer, op);
    }
}

fn read_ops(nodes: &[Node<'_>]) -> Option<Vec<Op>> {
    super::all(nodes, read_op)
}

fn write_block(writer: &mut Writer<'_>, ops: &[Op]) {
    writer.unnamed_list(|list| write_ops(list, ops));
}

fn write_op(writer: &mut Writer<'_>, op: &Op) {
    match op {
        Op::Text(text) => writer.text(text),
        Op::Print { value, format } => {
            let (name, argument) = format.to_word();
            writer.list(name, |list| {
                list.number(argument);
                write_operand(list, value);
            });
        }
        Op::If {
            condition,
            then,
            otherwise,
        } => writer.list("if", |list| {
            write_condition(list, condition);
            write_block(list, then);
            write_block(list, otherwise);
        }),
        Op::Each(Loop {
            id,
            list: path,
            body,
            otherwise,
        }) => writer.list("each", |list| {
            list.number(*id);
            write_path(list, path);
            write_block(list, body);
            write_block(list, otherwise);
        }),
        Op::Media { url, content_type } => writer.list("media", |list| {
            write_operand(list, url);
            match content_type {
                Some(content_type) => write_operand(list, content_type),
                None => list.word(NONE),
            }
        }),
        Op::Section(name) => writer.list("section", |list| list.text(name)),
        Op::Role(role) => writer.list("role", |list| list.word(role.as_str())),
        Op::Indented { indent, ops } => writer.list("indented", |list| {
            list.text(indent);
            write_ops(list, ops);
        }),
    }
}

fn read_op(node: &Node<'_>) -> Option<Op> {
    if let Some(text) = node.text() {
        return Some(Op::Text(text));
    }
    let (name, rest) = node.list()?.split_first()?;
    match name.word()? {
        "if" => read_if(rest),
        "each" => read_each(rest),
        "media" => read_media(rest),
        "section" => read_section(rest),
        "role" => read_role(rest),
        "indented" => read_indented(rest),
        format => read_print(format, rest),
    }
}

// Each operation has a function of its own: blocks within blocks recurse, and the stack frame of one
// function for all is several times as large.

fn read_if(nodes: &[Node<'_>]) -> Option<Op> {
    let [condition, then, otherwise] = nodes else {
        return None;
    };
    Some(Op::If {
        condition: read_condition(condition)?,
        then: read_ops(then.list()?)?,
        otherwise: read_ops(otherwise.list()?)?,
    })
}

fn read_each(nodes: &[Node<'_>]) -> Option<Op> {
    let [id, list, body, otherwise] = nodes else {
        return None;
    };
    Some(Op::Each(Loop {
        id: id.number()?,
        list: read_path(list)?,
        body: read_ops(body.list()?)?,
        otherwise: read_ops(otherwise.list()?)?,
    }))
}

fn read_media(nodes: &[Node<'_>]) -> Option<Op> {
    let [url, content_type] = nodes else {
        return None;
    };
    Some(Op::Media {
        url: read_operand(url)?,
        content_type: optional(content_type, read_operand)?,
    })
}

fn read_section(nodes: &[Node<'_>]) -> Option<Op> {
    let [name] = nodes else { return None };
    name.text().map(Op::Section)
}

fn read_role(nodes: &[Node<'_>]) -> Option<Op> {
    let [role] = nodes else { return None };
    Role::from_spelling(role.word()?).map(Op::Role)
}

fn read_indented(nodes: &[Node<'_>]) -> Option<Op> {
    let (indent, ops) = nodes.split_first()?;
    Some(Op::Indented {
        indent: indent.text()?,
        ops: read_ops(ops)?,
    })
}

fn read_print(format: &str, nodes: &[Node<'_>]) -> Option<Op> {
    let [argument, value] = nodes else {
        return None;
    };
    Some(Op::Print {
        value: read_operand(value)?,
        format: Format::from_word(format, argument.number()?)?,
    })
}

fn write_condition(writer: &mut Writer<'_>, condition: &Condition) {
    match condition {
        Condition::True(value) => writer.list("true", |list| write_operand(list, value)),
        Condition::Given(value) => writer.list("given", |list| write_operand(list, value)),
        Condition::Equal(a, b) => writer.list("equal", |list| {
            write_operand(list, a);
            write_operand(list, b);
        }),
        Condition::AnyPresent(values) => writer.list("present", |list| {
            for value in values {
                write_operand(list, value);
            }
        }),
        Condition::Not(inner) => writer.list("not", |list| write_condition(list, inner)),
    }
}

fn read_condition(node: &Node<'_>) -> Option<Condition> {
    let (name, rest) = node.list()?.split_first()?;
    Some(match (name.word()?, rest) {
        ("true", [value]) => Condition::True(read_operand(value)?),
        ("given", [value]) => Condition::Given(read_operand(value)?),
        ("equal", [a, b]) => Condition::Equal(read_operand(a)?, read_operand(b)?),
        ("present", values) => Condition::AnyPresent(super::all(values, read_operand)?),
        ("not", [inner]) => Condition::Not(Box::new(read_condition(inner)?)),
        _ => return None,
    })
}

fn write_operand(writer: &mut Writer<'_>, operand: &Operand) {
    match operand {
        Operand::Variable(path) => write_path(writer, path),
        Operand::Constant(value) => writer.list("constant", |list| write_json(list, value)),
        Operand::Call(Call {
            function,
            arguments,
        }) => writer.list("call", |list| {
            list.word(function.signature().word);
            for argument in arguments {
                write_operand(list, argument);
            }
        }),
    }
}

fn read_operand(node: &Node<'_>) -> Option<Operand> {
    let (name, rest) = node.list()?.split_first()?;
    match (name.word()?, rest) {
        ("constant", [value]) => read_json(value).map(Operand::Constant),
        ("constant", _) => None,
        ("call", rest) => read_call(rest).map(Operand::Call),
        _ => read_path(node).map(Operand::Variable),
    }
}

fn read_call(nodes: &[Node<'_>]) -> Option<Call> {
    let (function, arguments) = nodes.split_first()?;
    let function = Function::from_word(function.word()?)?;
    let arguments = super::all(arguments, read_operand)?;
    function.signature().takes(arguments.len()).then_some(Call {
        function,
        arguments,
    })
}

pub(super) fn write_path(writer: &mut Writer<'_>, path: &VariablePath) {
    let (name, id) = match &path.base {
        Base::Input(input) => {
            return writer.list("input", |list| {
                list.text(input);
                write_steps(list, &path.steps);
            });
        }
        Base::Item(id) => ("item", id),
        Base::Index(id) => ("index", id),
        Base::Key(id) => ("key", id),
        Base::First(id) => ("first", id),
        Base::Last(id) => ("last", id),
    };
    writer.list(name, |list| {
        list.number(*id);
        write_steps(list, &path.steps);
    });
}

fn write_steps(writer: &mut Writer<'_>, steps: &[Step]) {
    for step in steps {
        match step {
            Step::Field(name) => writer.text(name),
            Step::Item => writer.word("*"),
        }
    }
}

pub(super) fn read_path(node: &Node<'_>) -> Option<VariablePath> {
    let [name, start, steps @ ..] = node.list()? else {
        return None;
    };
    let base = match name.word()? {
        "input" => Base::Input(start.text()?),
        "item" => Base::Item(start.number()?),
        "index" => Base::Index(start.number()?),
        "key" => Base::Key(start.number()?),
        "first" => Base::First(start.number()?),
        "last" => Base::Last(start.number()?),
        _ => return None,
    };
    Some(VariablePath {
        base,
        steps: super::all(steps, read_step)?,
    })
}

fn read_step(node: &Node<'_>) -> Option<Step> {
    match node {
        Node::Word("*") => Some(Step::Item),
        node => node.text().map(|name: String| Step::Field(name)),
    }
}
