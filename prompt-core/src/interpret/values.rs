//! The values that the names of a program stand for, and the conditions on them.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cell::Cell;

use super::Inputs;
use crate::js::{Json, Number};
use crate::program::{Base, Call, Condition, Function, Operand, Step, VariablePath};

static NULL: Json = Json::Null;

/// The values of the inputs, and of the loops that run.
pub(super) struct Values<'a> {
    inputs: Inputs<'a>,
    /// The loops that run, the innermost last, with their ids.
    loops: Vec<(usize, Iteration<'a>)>,
    /// The bytes and items that expressions have gone through since it was asked last.
    spent: Cell<usize>,
    /// The most that they may go through between two questions.
    most: usize,
}

/// One iteration of a loop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Iteration<'a> {
    item: &'a Json,
    /// The JSON of the item's own, or `Null`.
    json: &'a Json,
    /// The key of a map's entry.
    key: Option<&'a str>,
    index: usize,
    is_last: bool,
}

impl<'a> Values<'a> {
    pub(super) fn new(inputs: Inputs<'a>, most: usize) -> Self {
        Self {
            inputs,
            loops: Vec::new(),
            spent: Cell::new(0),
            most,
        }
    }

    /// Returns the bytes and items that expressions have gone through since the last call.
    pub(super) fn take_spent(&self) -> usize {
        self.spent.take()
    }

    pub(super) fn begin(&mut self, id: usize, iteration: Iteration<'a>) {
        self.loops.push((id, iteration));
    }

    pub(super) fn end(&mut self) {
        self.loops.pop();
    }

    /// Returns the length of a text. Other values are short, or unknown.
    pub(super) fn length(&self, path: &VariablePath) -> usize {
        match self.at(path) {
            Json::Text(text) => text.len(),
            _ => 0,
        }
    }

    /// Returns the iterations of a loop over a list or a map.
    pub(super) fn iterations(
        &self,
        path: &VariablePath,
    ) -> impl ExactSizeIterator<Item = Iteration<'a>> + use<'a> {
        let (list, json) = (self.at(path), self.json_at(path));
        let length = match list {
            Json::List(items) => items.len(),
            Json::Object(entries) => entries.len(),
            _ => 0,
        };
        let iteration = move |index: usize| {
            let is_last = index + 1 == length;
            match list {
                Json::Object(entries) => {
                    let (key, item) = &entries[index];
                    Iteration {
                        item,
                        json: json.field(key),
                        key: Some(key.as_str()),
                        index,
                        is_last,
                    }
                }
                list => {
                    let (item, json) = (list.item(index), json.item(index));
                    Iteration {
                        item,
                        json,
                        key: None,
                        index,
                        is_last,
                    }
                }
            }
        };
        (0..length).map(iteration)
    }

    /// Returns the value of an operand. What does not exist is `Null`.
    pub(super) fn get<'o>(&self, operand: &'o Operand) -> Cow<'o, Json>
    where
        'a: 'o,
    {
        let path = match operand {
            Operand::Constant(value) => return Cow::Borrowed(value),
            Operand::Call(call) => return self.call(call),
            Operand::Variable(path) => path,
        };
        match self.loop_variable(&path.base) {
            Some(value) => Cow::Owned(value),
            None => Cow::Borrowed(self.at(path)),
        }
    }

    /// Returns the value of an expression. Once too much was spent, it is `Null`.
    fn call<'o>(&self, call: &'o Call) -> Cow<'o, Json>
    where
        'a: 'o,
    {
        let arguments = call.arguments.iter().map(|argument| self.get(argument));
        let mut arguments = arguments.collect::<Vec<_>>();
        let cost = arguments.iter().map(|value| size(value)).sum::<usize>();
        self.spent.set(self.spent.get().saturating_add(1 + cost));
        if self.spent.get() > self.most {
            return Cow::Borrowed(&NULL);
        }
        // No function changes these, and they may be large.
        match (call.function, arguments.as_mut_slice()) {
            (Function::Lookup, [Cow::Borrowed(of), key]) => Cow::Borrowed(of.part(key)),
            (Function::Default, [value, other]) => {
                let chosen = if **value == Json::Null { other } else { value };
                core::mem::take(chosen)
            }
            (function, arguments) => Cow::Owned(function.apply(arguments)),
        }
    }

    /// Returns the JSON that a value has of its own, or `Null`.
    pub(super) fn own_json(&self, operand: &Operand) -> &'a Json {
        match operand {
            Operand::Variable(path) => self.json_at(path),
            Operand::Call(Call {
                function: Function::Lookup,
                arguments,
            }) => match arguments.as_slice() {
                [of, key] => self.own_json(of).part(&self.get(key)),
                _ => &NULL,
            },
            Operand::Constant(_) | Operand::Call(_) => &NULL,
        }
    }

    pub(super) fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Not(inner) => !self.holds(inner),
            Condition::True(value) => self.get(value).is_true(),
            Condition::Given(value) => self.get(value).is_given(),
            Condition::Equal(a, b) => self.get(a) == self.get(b),
            Condition::AnyPresent(values) => values.iter().any(|value| self.is_present(value)),
        }
    }

    fn is_present(&self, value: &Operand) -> bool {
        *self.own_json(value) != Json::Null || *self.get(value) != Json::Null
    }

    fn at(&self, path: &VariablePath) -> &'a Json {
        let start = match &path.base {
            Base::Input(name) => self.inputs.values.field(name),
            Base::Item(id) => self
                .iteration(*id)
                .map_or(&NULL, |iteration| iteration.item),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => &NULL,
        };
        follow(start, &path.steps)
    }

    fn json_at(&self, path: &VariablePath) -> &'a Json {
        let start = match &path.base {
            Base::Input(name) => self.inputs.json.field(name),
            Base::Item(id) => self
                .iteration(*id)
                .map_or(&NULL, |iteration| iteration.json),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => &NULL,
        };
        follow(start, &path.steps)
    }

    /// Returns the value of `@index` and its like.
    fn loop_variable(&self, base: &Base) -> Option<Json> {
        let (Base::Index(id) | Base::Key(id) | Base::First(id) | Base::Last(id)) = base else {
            return None;
        };
        let iteration = self.iteration(*id)?;
        Some(match (base, iteration.key) {
            (Base::Key(_), Some(key)) => Json::text(key),
            (Base::First(_), _) => Json::Bool(iteration.index == 0),
            (Base::Last(_), _) => Json::Bool(iteration.is_last),
            _ => Json::Number(Number::from(iteration.index)),
        })
    }

    fn iteration(&self, id: usize) -> Option<Iteration<'a>> {
        let (_, iteration) = self
            .loops
            .iter()
            .rev()
            .find(|(running, _)| *running == id)?;
        Some(*iteration)
    }
}

/// Returns the number of bytes or items that a function may go through.
fn size(value: &Json) -> usize {
    match value {
        Json::Text(text) => text.len(),
        Json::List(items) => items.iter().map(|item| 1 + single_size(item)).sum(),
        Json::Object(entries) => entries.len(),
        Json::Null | Json::Bool(_) | Json::Number(_) => 0,
    }
}

fn single_size(value: &Json) -> usize {
    if let Json::Text(text) = value {
        text.len()
    } else {
        0
    }
}

fn follow<'a>(start: &'a Json, steps: &[Step]) -> &'a Json {
    steps.iter().fold(start, |value, step| match step {
        Step::Field(name) => value.field(name),
        Step::Item => &NULL,
    })
}
