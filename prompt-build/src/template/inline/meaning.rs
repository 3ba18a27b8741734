//! What a path leads to, however it is written.

/// A value, as far as the files tell which it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) base: Base,
    pub(super) fields: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Base {
    /// A level of the text that is written.
    Level(usize),
    /// A block parameter, by the number of what binds it, and what it stands for.
    Parameter(String, usize, Origin),
    /// `@index` and its kind, and the loop that it is of.
    Loop(String, usize),
    Root,
    /// As it is written, and what it prints.
    Literal(String, String),
}

/// Where a value comes from, in a form that is the same for the same value.
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

impl Meaning {
    pub(super) fn level(level: usize) -> Self {
        Self {
            base: Base::Level(level),
            fields: Vec::new(),
        }
    }

    pub(super) fn stepped(&self, fields: &[String]) -> Self {
        let mut meaning = self.clone();
        meaning.fields.extend_from_slice(fields);
        meaning
    }

    /// What it prints, where that is known.
    pub(super) fn literal(&self) -> Option<&str> {
        match &self.base {
            Base::Literal(_, prints) => Some(prints),
            _ => None,
        }
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
