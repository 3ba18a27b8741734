use std::fmt;

use crate::source::Mark;

/// The most nodes of a file. A build script, compiled without optimisation, reads as many in a few
/// seconds. The configuration of 10,000 prompts has 80,000.
pub(super) const NODES: usize = 150_000;

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub value: Value,
    pub mark: Mark,
}

/// The value of a node.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key of a map with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: Node,
    pub value: Node,
}

impl Value {
    /// The kind of the value, as messages name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Float(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            // `50000.0` keeps its fraction.
            Self::Float(value) => fmt::Debug::fmt(value, f),
            Self::Text(value) => f.write_str(value),
            Self::List(_) | Self::Map(_) => f.write_str(self.kind()),
        }
    }
}
