//! The names in scope, and the values that they stand for.

use std::rc::Rc;

use prompt_core::js::Json;
use prompt_core::program::Operand;

use crate::template::schema::{Kind, Schema};

/// The names in scope at one point of a body.
#[derive(Clone)]
pub(super) struct Scope<'a> {
    /// The values of `this` and `../`, the innermost last.
    contexts: Vec<Typed<'a>>,
    /// Block parameters, the innermost last.
    parameters: Vec<(String, Typed<'a>)>,
    /// The loops around, for `@index` and similar names, the innermost last.
    loops: Vec<usize>,
}

/// A value with its type, as far as known.
#[derive(Debug, Clone)]
pub(super) struct Typed<'a> {
    pub(super) value: Operand,
    pub(super) shape: Shape<'a>,
}

#[derive(Debug, Clone)]
pub(super) enum Shape<'a> {
    /// All inputs, by their names.
    Inputs,
    Known(&'a Schema),
    /// A type that is inferred from use; the number is that of [`Inferred`](super::inferred::Inferred).
    Inferred(usize),
    /// The named arguments of a partial, on top of its context.
    ///
    /// Shared, since an argument may be an overlay itself, and would be copied with each level of
    /// partials.
    Overlay(Rc<(Vec<(String, Typed<'a>)>, Typed<'a>)>),
    Boolean,
    Number,
    Text,
    /// A single value whose type is not known.
    Single,
    Nothing,
}

impl<'a> Scope<'a> {
    pub(super) fn root() -> Self {
        let inputs = Typed {
            value: Operand::Constant(Json::Null),
            shape: Shape::Inputs,
        };
        Self {
            contexts: vec![inputs],
            parameters: Vec::new(),
            loops: Vec::new(),
        }
    }

    /// Returns the scope of a partial, without the block parameters around its tag.
    pub(super) fn without_parameters(&self) -> Self {
        Self {
            parameters: Vec::new(),
            ..self.clone()
        }
    }

    /// Returns the scope with another `this`. As in Handlebars, the same `this` adds no level.
    pub(super) fn entered(&self, context: Typed<'a>) -> Self {
        let mut scope = self.clone();
        if !scope.this().is_same(&context) {
            scope.contexts.push(context);
        }
        scope
    }

    pub(super) fn overlaid(&self, names: Vec<(String, Typed<'a>)>) -> Self {
        let this = self.this().clone();
        let mut scope = self.clone();
        scope.contexts.push(Typed {
            value: this.value.clone(),
            shape: Shape::Overlay(Rc::new((names, this))),
        });
        scope
    }

    pub(super) fn in_loop(&self, id: usize, item: Typed<'a>) -> Self {
        let mut scope = self.clone();
        scope.contexts.push(item);
        scope.loops.push(id);
        scope
    }

    pub(super) fn with_parameter(mut self, name: &str, value: Typed<'a>) -> Self {
        self.parameters.push((name.to_owned(), value));
        self
    }

    pub(super) fn this(&self) -> &Typed<'a> {
        &self.contexts[self.contexts.len() - 1]
    }

    /// The context so many levels up; `None` outside of the prompt.
    pub(super) fn context(&self, depth: usize) -> Option<&Typed<'a>> {
        self.contexts.iter().rev().nth(depth)
    }

    /// The contexts around `this`, the innermost first.
    pub(super) fn outer_contexts(&self) -> impl Iterator<Item = &Typed<'a>> {
        self.contexts.iter().rev().skip(1)
    }

    /// The loop so many levels up; `None` outside of loops.
    pub(super) fn enclosing_loop(&self, depth: usize) -> Option<usize> {
        self.loops.iter().rev().nth(depth).copied()
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&Typed<'a>> {
        self.parameters
            .iter()
            .rev()
            .find(|(parameter, _)| parameter == name)
            .map(|(_, value)| value)
    }
}

impl Typed<'_> {
    fn is_same(&self, other: &Self) -> bool {
        match (&self.shape, &other.shape) {
            (Shape::Inputs, Shape::Inputs) => true,
            (Shape::Inputs | Shape::Overlay(_), _) | (_, Shape::Inputs | Shape::Overlay(_)) => {
                false
            }
            _ => !matches!(self.value, Operand::Constant(_)) && self.value == other.value,
        }
    }

    /// The kind of a scalar whose type is known, for comparisons.
    pub(super) fn scalar_name(&self) -> Option<&'static str> {
        match &self.shape {
            Shape::Known(schema) => match &schema.kind {
                Kind::Boolean => Some("boolean"),
                Kind::Integer | Kind::Number => Some("number"),
                Kind::String => Some("string"),
                Kind::Enum(choices)
                    if choices.iter().all(|choice| matches!(choice, Json::Text(_))) =>
                {
                    Some("string")
                }
                _ => None,
            },
            Shape::Boolean => Some("boolean"),
            Shape::Number => Some("number"),
            Shape::Text => Some("string"),
            _ => None,
        }
    }
}

/// Describes a value for a message.
pub(super) fn describe(shape: &Shape<'_>) -> String {
    match shape {
        Shape::Inputs | Shape::Overlay(_) => "all inputs at once".to_owned(),
        Shape::Known(schema) => match schema.kind {
            Kind::Array(_) => "a list".to_owned(),
            Kind::Object(_) | Kind::Map(_) => "an object".to_owned(),
            _ => format!("a value of type `{}`", schema.name()),
        },
        Shape::Inferred(_) => "the value".to_owned(),
        Shape::Boolean => "a boolean".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Text => "a text".to_owned(),
        Shape::Single => "a single value".to_owned(),
        Shape::Nothing => "nothing".to_owned(),
    }
}
