//! A compiled prompt: the inputs that a call may pass, and operations that render the messages.
//!
//! `prompt-build` makes a program. The macros turn it into Rust code, and [`interpret`] renders it
//! with inputs that are data. Code that only looks for something in a program implements
//! [`Visitor`].
//!
//! [`interpret`]: crate::interpret

mod answer;
mod call_names;
mod format;
mod function;
mod inputs;
mod path;
mod positions;
mod tool;
pub mod use_tree;
mod uses;
mod visitor;

pub use answer::{AnswerClass, AnswerField, AnswerType, PinnedAnswer};
pub use call_names::{NameProblem, name_problems};
pub use format::Format;
pub use function::{Function, Outcome, Parameter, Signature};
pub use inputs::{Check, Choice, Class, Demand, Input, Pin, Slot};
pub use path::{Base, Step, VariablePath};
pub use positions::{Positions, position};
pub use tool::{PinnedTools, ToolInput};
pub use uses::{Usage, uses};
pub use visitor::{Visitor, walk_condition, walk_op, walk_operand, walk_ops};

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use crate::js::Json;
use crate::vocabulary::Role;

/// The argument of a call that takes the conversation so far.
pub const HISTORY: &str = "history";

/// A compiled prompt.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Program {
    /// The inputs of all pinned versions together.
    pub inputs: Vec<Input>,
    /// Demands of versions that other environments pin.
    pub checks: Vec<Check>,
    pub messages: Vec<Message>,
}

/// A message of a prompt.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    Text {
        /// The role at the start. [`Op::Role`] begins further messages.
        role: Role,
        ops: Vec<Op>,
        /// The bytes of the body that the message was compiled from.
        range: Range<usize>,
    },
    /// The conversation so far: `{{history}}`.
    History,
}

impl Message {
    /// Returns the roles of the messages that this one may render to, in the order of the text.
    #[must_use]
    pub fn roles(&self) -> Vec<Role> {
        let Self::Text { role, ops, .. } = self else {
            return Vec::new();
        };
        let mut roles = Roles(alloc::vec![*role]);
        walk_ops(&mut roles, ops);
        roles.0
    }
}

struct Roles(Vec<Role>);

impl Visitor for Roles {
    fn visit_op(&mut self, op: &Op) {
        if let Op::Role(role) = op {
            self.0.push(*role);
        }
        walk_op(self, op);
    }
}

/// An operation that appends to a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    Text(String),
    /// Prints a value: `{{name}}`, or `{{json name}}`.
    Print {
        value: Operand,
        format: Format,
    },
    If {
        condition: Condition,
        then: Vec<Op>,
        otherwise: Vec<Op>,
    },
    Each(Loop),
    Media {
        url: Operand,
        content_type: Option<Operand>,
    },
    Section(String),
    /// Ends the message before it, and begins one of this role: `{{role "user"}}` in a block.
    Role(Role),
    /// A partial that stands on a line of its own, indented.
    Indented {
        indent: String,
        ops: Vec<Op>,
    },
}

/// A loop over a list or a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Loop {
    /// Identifies the loop within the program.
    pub id: usize,
    pub list: VariablePath,
    pub body: Vec<Op>,
    /// Runs where the list is empty.
    pub otherwise: Vec<Op>,
}

/// A condition on values.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition<I = String> {
    /// The condition of `{{#if}}`: see [`Json::is_true`].
    True(Operand<I>),
    /// The condition of `{{#with}}`: see [`Json::is_given`].
    Given(Operand<I>),
    Equal(Operand<I>, Operand<I>),
    /// Whether any of these has a value at all, if only an empty one.
    AnyPresent(Vec<Operand<I>>),
    Not(Box<Condition<I>>),
}

/// A value that an operation uses.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand<I = String> {
    Constant(Json),
    Variable(VariablePath<I>),
    /// An expression: `(upper name)`.
    Call(Call<I>),
}

/// A function with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Call<I = String> {
    pub function: Function,
    pub arguments: Vec<Operand<I>>,
}

impl Operand {
    /// Returns the path of a variable.
    #[must_use]
    pub const fn as_variable(&self) -> Option<&VariablePath> {
        match self {
            Self::Variable(path) => Some(path),
            Self::Constant(_) | Self::Call(_) => None,
        }
    }

    /// Returns the path of the value, if it is a variable or a part of one that an expression looks
    /// up. Any item stands for one whose key is not a text that the program has.
    #[must_use]
    pub fn path(&self) -> Option<VariablePath> {
        match self {
            Self::Variable(path) => Some(path.clone()),
            Self::Call(Call {
                function: Function::Lookup,
                arguments,
            }) => {
                let step = match arguments.get(1)? {
                    Self::Constant(Json::Text(name)) => Step::Field(name.clone()),
                    _ => Step::Item,
                };
                Some(arguments.first()?.path()?.join(step))
            }
            Self::Constant(_) | Self::Call(_) => None,
        }
    }

    /// Returns the part of this value with the given key.
    #[must_use]
    pub fn part(self, key: Self) -> Self {
        let (function, arguments) = (Function::Lookup, vec![self, key]);
        Self::Call(Call {
            function,
            arguments,
        })
    }
}

impl<I> Operand<I> {
    /// Returns whether a variable in the operand has this property.
    pub fn any_variable(&self, mut has: impl FnMut(&VariablePath<I>) -> bool) -> bool {
        self.any(&mut has)
    }

    fn any(&self, has: &mut impl FnMut(&VariablePath<I>) -> bool) -> bool {
        match self {
            Self::Constant(_) => false,
            Self::Variable(path) => has(path),
            Self::Call(call) => call.arguments.iter().any(|argument| argument.any(has)),
        }
    }
}
