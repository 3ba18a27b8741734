//! What a body comes to: operations on places whose types the inputs tell.

/// A message of the prompt.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    Text {
        role: Role,
        ops: Vec<Op>,
        /// Where it stands in the body, from after its role to before the next.
        range: std::ops::Range<usize>,
    },
    /// The caller's messages.
    History,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    System,
    User,
    Model,
    Tool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    Text(String),
    Print(Value),
    Json {
        value: Value,
        indent: usize,
    },
    If {
        condition: Condition,
        then: Vec<Op>,
        otherwise: Vec<Op>,
    },
    Each(Loop),
    Media {
        url: Value,
        content_type: Option<Value>,
    },
    Section(String),
    /// The text of a partial that stands indented on a line of its own.
    Indented {
        indent: String,
        ops: Vec<Op>,
    },
}

impl Op {
    /// Whether there is anything in it but text.
    pub(super) fn has_parts(&self) -> bool {
        match self {
            Self::Media { .. } | Self::Section(_) => true,
            Self::If {
                then, otherwise, ..
            } => then.iter().chain(otherwise).any(Self::has_parts),
            Self::Each(each) => each.body.iter().chain(&each.otherwise).any(Self::has_parts),
            Self::Indented { ops, .. } => ops.iter().any(Self::has_parts),
            Self::Text(_) | Self::Print(_) | Self::Json { .. } => false,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Loop {
    /// Names the loop within the program.
    pub id: usize,
    pub list: Place,
    pub body: Vec<Op>,
    pub otherwise: Vec<Op>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// What `#if` asks: neither nothing nor false, zero or empty.
    True(Value),
    /// What `#with` asks: the same, but zero passes.
    Given(Value),
    Equal(Value, Value),
    Not(Box<Condition>),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Place(Place),
    Text(String),
    /// A number as JavaScript prints it.
    Number(String),
    Bool(bool),
    Nothing,
}

/// Where a value is: what it starts from, and the steps from there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub base: Base,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// An input, by name.
    Input(String),
    /// Of the loop with this number.
    Item(usize),
    Index(usize),
    Key(usize),
    First(usize),
    Last(usize),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Field(String),
    /// Into every item of a list or map; only where a contract is told.
    Item,
}

impl Role {
    pub const ALL: [(&'static str, Self); 5] = [
        ("system", Self::System),
        ("user", Self::User),
        ("model", Self::Model),
        ("assistant", Self::Model),
        ("tool", Self::Tool),
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Model => "model",
            Self::Tool => "tool",
        }
    }
}

impl Message {
    /// Whether it is the body as it stands, said by the user.
    pub(super) fn is_plain_user_text(&self, body: &str) -> bool {
        let Self::Text {
            role: Role::User,
            ops,
            ..
        } = self
        else {
            return false;
        };
        matches!(ops.as_slice(), [Op::Text(text)] if text == body)
    }
}
