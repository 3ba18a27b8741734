//! The inputs of a call: all that the pinned versions of all environments declare.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::VariablePath;
use crate::js::Json;

/// An input that a call may pass.
#[derive(Debug, Clone, PartialEq)]
pub struct Input<Origin = ()> {
    pub name: String,
    pub slot: Slot<Origin>,
    /// A version that requires the input.
    pub required_by: Option<Pin>,
    /// The value of an input that is left out.
    pub default: Option<Json>,
}

/// The type of a value, and whether it may be an `Option`.
///
/// `prompt-build` keeps the origin of each type with it, for its messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot<Origin = ()> {
    pub class: Class<Origin>,
    pub may_be_option: bool,
    pub origin: Origin,
}

/// A type that the Rust code of a call has to match.
#[derive(Debug, Clone, PartialEq)]
pub enum Class<Origin = ()> {
    /// Anything that can be printed.
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    /// A text. Where there are choices, a literal must be one of them.
    Text(Vec<Choice>),
    List(Box<Slot<Origin>>),
    Object(Vec<(String, Slot<Origin>)>),
    Map(Box<Slot<Origin>>),
}

/// A choice of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub text: String,
    /// The version of the build has this choice.
    pub is_own: bool,
    /// A version that does not have this choice.
    pub refused_by: Option<Pin>,
}

/// A version, and the environment that pins it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pin {
    pub environment: String,
    /// The version, or [`WORKING_COPY`](Pin::WORKING_COPY).
    pub version: String,
}

/// A demand of a version that another environment pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub path: VariablePath,
    pub demand: Demand,
    pub required_by: Pin,
}

/// A demand on a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// The body prints or compares the value, or tests one whose type is declared.
    Print,
    /// The body tests a value of any type.
    Test,
    /// The body prints the value as JSON.
    Serialize,
}

impl Pin {
    /// The version of a working copy.
    pub const WORKING_COPY: &'static str = "local";

    /// Returns whether the environment takes the working copy.
    #[must_use]
    pub fn is_working_copy(&self) -> bool {
        self.version == Self::WORKING_COPY
    }
}

/// Describes the version and the environment, as messages do.
impl core::fmt::Display for Pin {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self {
            environment,
            version,
        } = self;
        if self.is_working_copy() {
            write!(f, "the working copy, which `{environment}` takes")
        } else {
            write!(f, "version `{version}`, which `{environment}` pins")
        }
    }
}

impl<Origin> Input<Origin> {
    /// Returns the input without the origins of its types.
    #[must_use]
    pub fn without_origins(&self) -> Input {
        Input {
            name: self.name.clone(),
            slot: self.slot.without_origins(),
            required_by: self.required_by.clone(),
            default: self.default.clone(),
        }
    }
}

impl<Origin> Slot<Origin> {
    /// Returns the names of all fields in the type if there is a map in it, whose keys are values of
    /// the call and no such names.
    #[must_use]
    pub fn fields_beside_keys(&self) -> Option<Vec<&str>> {
        let mut fields = Vec::new();
        self.class.collect_fields(&mut fields).then_some(fields)
    }

    fn without_origins(&self) -> Slot {
        let inner = |slot: &Self| Box::new(slot.without_origins());
        let class = match &self.class {
            Class::Any => Class::Any,
            Class::Null => Class::Null,
            Class::Boolean => Class::Boolean,
            Class::Integer => Class::Integer,
            Class::Number => Class::Number,
            Class::Text(choices) => Class::Text(choices.clone()),
            Class::List(item) => Class::List(inner(item)),
            Class::Map(value) => Class::Map(inner(value)),
            Class::Object(fields) => {
                let field = |(name, slot): &(String, Self)| (name.clone(), slot.without_origins());
                Class::Object(fields.iter().map(field).collect())
            }
        };
        Slot {
            class,
            may_be_option: self.may_be_option,
            origin: (),
        }
    }
}

impl<Origin> Class<Origin> {
    /// Adds the names of fields, and returns whether there is a map.
    fn collect_fields<'a>(&'a self, fields: &mut Vec<&'a str>) -> bool {
        match self {
            Self::List(item) => item.class.collect_fields(fields),
            Self::Map(value) => {
                value.class.collect_fields(fields);
                true
            }
            Self::Object(members) => members.iter().fold(false, |has_map, (name, slot)| {
                fields.push(name);
                slot.class.collect_fields(fields) || has_map
            }),
            _ => false,
        }
    }

    /// Returns the name of the type, as messages use it.
    #[must_use]
    pub const fn description(&self) -> &'static str {
        match self {
            Self::Any => "anything that can be printed",
            Self::Null => "nothing",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
            Self::Map(_) => "an object with any keys",
        }
    }

    /// Returns whether a value of this type is a single one: neither list, object nor map.
    #[must_use]
    pub const fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Object(_) | Self::Map(_))
    }
}
