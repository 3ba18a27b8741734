//! The program that the build script compiled a prompt to, as `prompt-build`'s module
//! `codegen::program` writes it: nested lists in parentheses, words, and texts as their length, a
//! colon and their bytes.

use crate::json::Json;

#[derive(Debug, Default)]
pub(crate) struct Program {
    pub(crate) inputs: Vec<Input>,
    /// Places of values that only other versions look at.
    pub(crate) checks: Vec<Check>,
    /// Places of values that the version of the build declares and does not look at, where it may
    /// come to do so.
    pub(crate) declared: Vec<Check>,
    pub(crate) messages: Vec<Message>,
}

/// What a call may pass.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) slot: Slot,
    /// The environment and the version that require it.
    pub(crate) required_by: Option<Pin>,
    pub(crate) default: Option<Json>,
}

#[derive(Debug)]
pub(crate) struct Pin {
    pub(crate) environment: String,
    pub(crate) version: String,
}

/// What a value must be.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) class: Class,
    pub(crate) may_be_option: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Class {
    /// Anything that can be printed.
    Any,
    Boolean,
    Integer,
    Number,
    Text(std::rc::Rc<[Choice]>),
    List(std::rc::Rc<Slot>),
    Object(std::rc::Rc<[(String, Slot)]>),
    Map(std::rc::Rc<Slot>),
}

/// A choice of an enum, with the version that does not take it, if there is one.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) text: String,
    pub(crate) refused_by: Option<Pin>,
}

#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) is_serialized: bool,
    pub(crate) input: String,
    /// Fields, and `None` for the items of a list or map.
    pub(crate) steps: Vec<Option<String>>,
    pub(crate) asked_by: Pin,
}

#[derive(Debug)]
pub(crate) enum Message {
    Text { role: String, ops: Vec<Op> },
    History,
}

#[derive(Debug)]
pub(crate) enum Op {
    Text(String),
    Print(Value),
    Json {
        indent: usize,
        value: Value,
    },
    If {
        condition: Condition,
        then: Vec<Op>,
        otherwise: Vec<Op>,
    },
    Each {
        id: usize,
        list: Value,
        body: Vec<Op>,
        otherwise: Vec<Op>,
    },
    Media {
        url: Value,
        content_type: Value,
    },
    Section(String),
    Indented {
        indent: String,
        ops: Vec<Op>,
    },
}

#[derive(Debug)]
pub(crate) enum Condition {
    True(Value),
    Given(Value),
    Equal(Value, Value),
    Not(Box<Condition>),
}

#[derive(Debug)]
pub(crate) enum Value {
    Known(Json),
    Place { base: Base, fields: Vec<String> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Base {
    Input(String),
    Item(usize),
    Index(usize),
    Key(usize),
    First(usize),
    Last(usize),
}

impl Program {
    /// Reads a program; `None` where it is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let nodes = Reader { text, at: 0 }.nodes()?;
        let mut lists = nodes
            .iter()
            .map(|node| node.list().map(|nodes| nodes.get(1..).unwrap_or_default()));
        let mut next = || lists.next().flatten();
        let inputs = next()?.iter().map(input).collect::<Option<_>>()?;
        let checks = next()?.iter().map(check).collect::<Option<_>>()?;
        let messages = next()?.iter().map(message).collect::<Option<_>>()?;
        Some(Self {
            inputs,
            checks,
            declared: Vec::new(),
            messages,
        })
    }
}

enum Node<'a> {
    Word(&'a str),
    Text(&'a str),
    List(Vec<Node<'a>>),
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    /// The nodes up to the end, or to the closing parenthesis.
    fn nodes(&mut self) -> Option<Vec<Node<'a>>> {
        let mut nodes = Vec::new();
        loop {
            match self.text.as_bytes().get(self.at) {
                None => return Some(nodes),
                Some(b' ' | b'\n') => self.at += 1,
                Some(b')') => {
                    self.at += 1;
                    return Some(nodes);
                }
                Some(b'(') => {
                    self.at += 1;
                    nodes.push(Node::List(self.nodes()?));
                }
                Some(_) => nodes.push(self.word_or_text()?),
            }
        }
    }

    fn word_or_text(&mut self) -> Option<Node<'a>> {
        let rest = &self.text[self.at..];
        let is_end = |byte: &u8| matches!(byte, b' ' | b'(' | b')' | b':');
        let length = rest
            .as_bytes()
            .iter()
            .position(is_end)
            .unwrap_or(rest.len());
        let word = &rest[..length];
        self.at += length;
        if !rest[length..].starts_with(':') {
            return Some(Node::Word(word));
        }
        let start = length + 1;
        let text = rest.get(start..start + word.parse::<usize>().ok()?)?;
        self.at += 1 + text.len();
        Some(Node::Text(text))
    }
}

impl Node<'_> {
    fn list(&self) -> Option<&[Self]> {
        match self {
            Node::List(nodes) => Some(nodes),
            _ => None,
        }
    }

    fn word(&self) -> Option<&str> {
        match self {
            Node::Word(word) => Some(word),
            _ => None,
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Node::Text(text) => Some((*text).to_owned()),
            _ => None,
        }
    }

    fn number(&self) -> Option<usize> {
        self.word()?.parse().ok()
    }
}

fn input(node: &Node<'_>) -> Option<Input> {
    let [name, slot_node, required_by, default] = node.list()? else {
        return None;
    };
    let default = if default.word() == Some("-") {
        None
    } else {
        Some(json(default)?)
    };
    Some(Input {
        name: name.text()?,
        slot: slot(slot_node)?,
        required_by: pin(required_by),
        default,
    })
}

fn pin(node: &Node<'_>) -> Option<Pin> {
    let [environment, version] = node.list()? else {
        return None;
    };
    Some(Pin {
        environment: environment.word()?.to_owned(),
        version: version.word()?.to_owned(),
    })
}

fn slot(node: &Node<'_>) -> Option<Slot> {
    let [head, option, rest @ ..] = node.list()? else {
        return None;
    };
    let inner = || rest.first().and_then(slot).map(std::rc::Rc::new);
    let class = match head.word()? {
        "boolean" => Class::Boolean,
        "integer" => Class::Integer,
        "number" => Class::Number,
        "text" => Class::Text(rest.iter().map(choice).collect::<Option<_>>()?),
        "list" => Class::List(inner()?),
        "map" => Class::Map(inner()?),
        "object" => Class::Object(rest.iter().map(field).collect::<Option<_>>()?),
        _ => Class::Any,
    };
    Some(Slot {
        class,
        may_be_option: option.word()? == "option",
    })
}

fn choice(node: &Node<'_>) -> Option<Choice> {
    let [text, refused_by] = node.list()? else {
        return None;
    };
    Some(Choice {
        text: text.text()?,
        refused_by: pin(refused_by),
    })
}

fn field(node: &Node<'_>) -> Option<(String, Slot)> {
    let [name, slot_node] = node.list()? else {
        return None;
    };
    Some((name.text()?, slot(slot_node)?))
}

fn json(node: &Node<'_>) -> Option<Json> {
    match node {
        Node::Text(text) => Some(Json::Text((*text).to_owned())),
        Node::Word(word) => match *word {
            "true" => Some(Json::Bool(true)),
            "false" => Some(Json::Bool(false)),
            _ => Some(Json::Null),
        },
        Node::List(nodes) => match nodes.split_first()? {
            (Node::Word("number"), [number]) => number.text().map(Json::Number),
            (Node::Word("list"), items) => items
                .iter()
                .map(json)
                .collect::<Option<_>>()
                .map(Json::List),
            (Node::Word("object"), entries) => {
                let entry = |pair: &[Node<'_>]| Some((pair.first()?.text()?, json(pair.get(1)?)?));
                entries
                    .chunks(2)
                    .map(entry)
                    .collect::<Option<_>>()
                    .map(Json::Object)
            }
            _ => None,
        },
    }
}

fn check(node: &Node<'_>) -> Option<Check> {
    let [head, place, asked_by] = node.list()? else {
        return None;
    };
    let [_, input, steps @ ..] = place.list()? else {
        return None;
    };
    let steps = steps.iter().map(Node::text).collect();
    let (is_serialized, input) = (head.word()? == "serialize", input.word()?.to_owned());
    Some(Check {
        is_serialized,
        input,
        steps,
        asked_by: pin(asked_by)?,
    })
}

fn message(node: &Node<'_>) -> Option<Message> {
    match node {
        Node::List(nodes) => {
            let (role, rest) = nodes.split_first()?;
            Some(Message::Text {
                role: role.word()?.to_owned(),
                ops: ops(rest)?,
            })
        }
        _ => Some(Message::History),
    }
}

fn ops(nodes: &[Node<'_>]) -> Option<Vec<Op>> {
    nodes.iter().map(op).collect()
}

fn op(node: &Node<'_>) -> Option<Op> {
    if let Some(text) = node.text() {
        return Some(Op::Text(text));
    }
    let (head, rest) = node.list()?.split_first()?;
    Some(match (head.word()?, rest) {
        ("print", [place]) => Op::Print(value(place)?),
        ("json", [indent, place]) => Op::Json {
            indent: indent.number()?,
            value: value(place)?,
        },
        ("if", [test, then, otherwise]) => Op::If {
            condition: condition(test)?,
            then: ops(then.list()?)?,
            otherwise: ops(otherwise.list()?)?,
        },
        ("each", [id, list, body, otherwise]) => Op::Each {
            id: id.number()?,
            list: value(list)?,
            body: ops(body.list()?)?,
            otherwise: ops(otherwise.list()?)?,
        },
        ("media", [url, content_type]) => Op::Media {
            url: value(url)?,
            content_type: value(content_type)?,
        },
        ("section", [name]) => Op::Section(name.text()?),
        ("indented", [indent, rest @ ..]) => Op::Indented {
            indent: indent.text()?,
            ops: ops(rest)?,
        },
        _ => return None,
    })
}

fn condition(node: &Node<'_>) -> Option<Condition> {
    let (head, rest) = node.list()?.split_first()?;
    Some(match (head.word()?, rest) {
        ("true", [place]) => Condition::True(value(place)?),
        ("given", [place]) => Condition::Given(value(place)?),
        ("equal", [a, b]) => Condition::Equal(value(a)?, value(b)?),
        ("not", [inner]) => Condition::Not(Box::new(condition(inner)?)),
        _ => return None,
    })
}

fn value(node: &Node<'_>) -> Option<Value> {
    let Some([head, start, fields @ ..]) = node.list() else {
        return json(node).map(Value::Known);
    };
    let base = match head.word()? {
        "input" => Base::Input(start.word()?.to_owned()),
        "item" => Base::Item(start.number()?),
        "index" => Base::Index(start.number()?),
        "key" => Base::Key(start.number()?),
        "first" => Base::First(start.number()?),
        "last" => Base::Last(start.number()?),
        _ => return json(node).map(Value::Known),
    };
    Some(Value::Place {
        base,
        fields: fields.iter().map(Node::text).collect::<Option<_>>()?,
    })
}
