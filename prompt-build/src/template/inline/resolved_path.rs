//! Resolved paths: the values that paths stand for, however the paths are written.

/// A resolved path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResolvedPath {
    pub(super) base: Base,
    pub(super) fields: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Base {
    /// A level of the written text.
    Level(usize),
    /// A block parameter, the number of its block, and its value.
    Parameter(String, usize, Origin),
    /// `@index` or a similar name, and the number of its loop.
    Loop(String, usize),
    Root,
    /// A literal in source form, and the text that it prints.
    Literal(String, String),
    /// A function with its arguments.
    Call(String, Vec<ResolvedPath>),
}

/// The origin of a value. Equal origins are the same value, unless they start at `Other`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) start: Start,
    pub(super) fields: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Start {
    Inputs,
    /// An item, by the number of its loop.
    Item(usize),
    Other,
}

impl ResolvedPath {
    pub(super) fn level(level: usize) -> Self {
        Self {
            base: Base::Level(level),
            fields: Vec::new(),
        }
    }

    pub(super) fn stepped(&self, fields: &[String]) -> Self {
        let mut resolved = self.clone();
        resolved.fields.extend_from_slice(fields);
        resolved
    }

    /// Returns the text that a literal prints.
    pub(super) fn literal(&self) -> Option<&str> {
        match &self.base {
            Base::Literal(_, prints) => Some(prints),
            _ => None,
        }
    }

    /// Returns the function that makes the value, with its arguments. A field of what a function
    /// makes is looked up.
    pub(super) fn call(&self) -> Option<(&str, Vec<Self>)> {
        let Base::Call(name, arguments) = &self.base else {
            return None;
        };
        let Some((field, rest)) = self.fields.split_last() else {
            return Some((name, arguments.clone()));
        };
        let of = Self {
            base: self.base.clone(),
            fields: rest.to_vec(),
        };
        let quoted = format!("\"{}\"", field.replace('"', "\\\""));
        let field = Self {
            base: Base::Literal(quoted, field.clone()),
            fields: Vec::new(),
        };
        Some(("lookup", vec![of, field]))
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        let is_same_base = match (&self.base, &other.base) {
            (Base::Parameter(_, one, _), Base::Parameter(_, other, _)) => one == other,
            (one, other) => one == other,
        };
        is_same_base && self.fields == other.fields
    }
}

impl Origin {
    pub(super) fn other() -> Self {
        Self {
            start: Start::Other,
            fields: Vec::new(),
        }
    }
}
