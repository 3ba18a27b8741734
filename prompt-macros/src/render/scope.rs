//! The values that the names of a program stand for.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use prompt_core::js::{Json, Number};
use prompt_core::program::{Base, Operand, Step, VariablePath};
use quote::quote;

use super::convert::Converter;
use super::expression::{BOOLEAN, Expression, INTEGER, TEXT, Value};
use super::literals::number_from;
use super::number;
use super::pieces::Printed;
use super::shared::SharedMessages;

/// The inputs, and the loops around the current operation.
pub(super) struct Scope<'p> {
    inputs: BTreeMap<&'p str, Value<'p>>,
    /// The names of inputs that a log must not show.
    secrets: BTreeSet<&'p str>,
    /// The innermost loop is the last one.
    loops: Vec<LoopScope<'p>>,
    /// The messages of several environments.
    shared: Option<&'p SharedMessages>,
}

struct LoopScope<'p> {
    id: usize,
    iteration: Iteration<'p>,
    /// The list is secret, and so are its items.
    is_secret: bool,
}

/// The values of a loop's names in its body.
#[derive(Clone)]
pub(super) struct Iteration<'p> {
    item: Value<'p>,
    index: Value<'p>,
    key: Value<'p>,
    first: Value<'p>,
    last: Value<'p>,
}

impl<'p> Scope<'p> {
    pub(super) fn new(inputs: BTreeMap<&'p str, Value<'p>>) -> Self {
        Self {
            inputs,
            secrets: BTreeSet::new(),
            loops: Vec::new(),
            shared: None,
        }
    }

    /// Adds the texts that depend on the environment.
    pub(super) fn with_shared(self, shared: Option<&'p SharedMessages>) -> Self {
        Self { shared, ..self }
    }

    /// Marks inputs as secret.
    pub(super) fn with_secrets(self, secrets: BTreeSet<&'p str>) -> Self {
        Self { secrets, ..self }
    }

    /// Enters the body of a loop.
    pub(super) fn begin(&mut self, id: usize, list: &VariablePath, iteration: Iteration<'p>) {
        let is_secret = self.is_secret_path(list);
        self.loops.push(LoopScope {
            id,
            iteration,
            is_secret,
        });
    }

    /// Leaves the body of the innermost loop.
    pub(super) fn end(&mut self) {
        self.loops.pop();
    }

    /// Returns the value of a variable.
    pub(super) fn variable(&self, converter: Converter<'_>, path: &VariablePath) -> Value<'p> {
        let start = self.base(&path.base).cloned().unwrap_or(Value::NULL);
        path.steps
            .iter()
            .fold(start, |value, step| match (value, step) {
                (Value::Known(json), Step::Field(name)) => Value::Known(known_field(json, name)),
                (Value::Code(code), Step::Field(name)) => converter
                    .field(&code, name)
                    .map_or(Value::NULL, Value::Code),
                (_, Step::Item) => Value::NULL,
            })
    }

    /// Returns a text of the template that depends on the environment, if the operand stands for one.
    pub(super) fn fixed_text(&self, operand: &Operand) -> Option<Printed> {
        self.shared?.text(operand.as_variable()?)
    }

    /// Returns whether a value must not be in a log: it is one that is secret, or made from one.
    pub(super) fn is_secret(&self, operand: &Operand) -> bool {
        operand.any_variable(|path| self.is_secret_path(path))
    }

    fn is_secret_path(&self, path: &VariablePath) -> bool {
        match &path.base {
            Base::Input(name) => self.secrets.contains(name.as_str()),
            Base::Item(id) | Base::Key(id) => self.find(*id).is_some_and(|scope| scope.is_secret),
            // The number of iterations is not part of the values.
            Base::Index(_) | Base::First(_) | Base::Last(_) => false,
        }
    }

    fn base(&self, base: &Base) -> Option<&Value<'p>> {
        let iteration = |id: &usize| self.find(*id).map(|scope| &scope.iteration);
        match base {
            Base::Input(name) => self.inputs.get(name.as_str()),
            Base::Item(id) => iteration(id).map(|iteration| &iteration.item),
            Base::Index(id) => iteration(id).map(|iteration| &iteration.index),
            Base::Key(id) => iteration(id).map(|iteration| &iteration.key),
            Base::First(id) => iteration(id).map(|iteration| &iteration.first),
            Base::Last(id) => iteration(id).map(|iteration| &iteration.last),
        }
    }

    fn find(&self, id: usize) -> Option<&LoopScope<'p>> {
        self.loops.iter().rev().find(|scope| scope.id == id)
    }
}

fn known_field<'p>(json: Cow<'p, Json>, name: &str) -> Cow<'p, Json> {
    match json {
        Cow::Borrowed(json) => Cow::Borrowed(json.field(name)),
        Cow::Owned(json) => Cow::Owned(json.field(name).clone()),
    }
}

impl<'p> Iteration<'p> {
    /// An iteration of a loop over a known list or map.
    pub(super) fn known(
        item: Cow<'p, Json>,
        key: Option<String>,
        index: usize,
        length: usize,
    ) -> Self {
        let position = Value::known(Json::Number(Number::from(index)));
        Self {
            item: Value::Known(item),
            key: key.map_or(position.clone(), |key| Value::known(Json::Text(key))),
            index: position,
            first: Value::known(Json::Bool(index == 0)),
            last: Value::known(Json::Bool(index + 1 == length)),
        }
    }

    /// An iteration of a loop that runs: its code has names for the key, the index and the length.
    pub(super) fn running(
        runtime: &TokenStream,
        item: Expression<'p>,
        key: Option<&Ident>,
        index: &Ident,
        length: &Ident,
    ) -> Self {
        let span = item.span;
        let code = |tokens, class| {
            Value::Code(Expression {
                tokens,
                class,
                is_option: false,
                raw: None,
                is_raw_option: false,
                tested: None,
                span,
            })
        };
        let (zero, one) = (number(0), number(1));
        let position = code(number_from(runtime, index), &INTEGER);
        Self {
            item: Value::Code(item),
            // A key is a `&str` or, if it is a number, its digits.
            key: key.map_or(position.clone(), |key| code(quote!((&*#key)), &TEXT)),
            index: position,
            first: code(quote!((#index == #zero)), &BOOLEAN),
            last: code(quote!((#index + #one == #length)), &BOOLEAN),
        }
    }
}
