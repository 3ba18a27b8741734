//! The values that the names of a program stand for, and the conditions on them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use super::Inputs;
use super::computed::Computed;
use super::piece::Quick;
use crate::js::{Data, Json, View};
use crate::program::{self, Function};

type Base = program::Base<usize>;
type Call = program::Call<usize>;
type Condition = program::Condition<usize>;
type Operand = program::Operand<usize>;
type Step = program::Step<usize>;
type VariablePath = program::VariablePath<usize>;

static NULL: Json = Json::Null;

/// The values of the inputs, and of the loops that run.
pub(super) struct Values<'p, 'a, D> {
    inputs: Inputs<'a, D>,
    /// The names of inputs and fields, by their positions.
    names: &'p [String],
    /// The innermost loop that runs, with its id.
    innermost: Option<(usize, Iteration<'a, D>)>,
    /// The loops around it, the nearest last.
    around: Vec<(usize, Iteration<'a, D>)>,
    /// The bytes and items that expressions have gone through since it was asked last.
    spent: Cell<usize>,
    /// The most that they may go through between two questions.
    most: usize,
}

/// One iteration of a loop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Iteration<'a, D> {
    item: D,
    /// The JSON of the item's own, or `Null`.
    json: &'a Json,
    /// The key of a map's entry.
    key: Option<&'a str>,
    index: usize,
    is_last: bool,
}

impl<'p, 'a, D: Data<'a>> Values<'p, 'a, D> {
    pub(super) fn new(inputs: Inputs<'a, D>, names: &'p [String], most: usize) -> Self {
        Self {
            inputs,
            names,
            innermost: None,
            around: Vec::new(),
            spent: Cell::new(0),
            most,
        }
    }

    /// Returns the bytes and items that expressions have gone through since the last call.
    pub(super) fn take_spent(&self) -> usize {
        self.spent.take()
    }

    pub(super) fn begin(&mut self, id: usize, iteration: Iteration<'a, D>) {
        if let Some(around) = self.innermost.replace((id, iteration)) {
            self.around.push(around);
        }
    }

    pub(super) fn end(&mut self) {
        self.innermost = self.around.pop();
    }

    /// Returns the name of an input.
    pub(super) fn name(&self, position: usize) -> &'p str {
        self.names.get(position).map_or("", String::as_str)
    }

    /// Returns about the length of the texts in all inputs.
    pub(super) fn length(&self) -> usize {
        self.inputs.length
    }

    /// Returns the value of a variable that is a text.
    #[inline]
    pub(super) fn quick(&self, variable: Quick) -> Option<&'a str> {
        let (of, name) = match variable {
            Quick::Input(name) => (self.inputs.values, name),
            Quick::Field { id, name } => (self.iteration(id)?.item, name),
            Quick::No => return None,
        };
        of.named(name, self.names).as_text()
    }

    /// Returns the iterations of a loop over a list or a map, and their number.
    pub(super) fn iterations(
        &self,
        path: &VariablePath,
    ) -> (usize, impl Iterator<Item = Iteration<'a, D>> + use<'a, D>) {
        let (list, json) = (self.at(path), self.json_at(path));
        let length = match list.view() {
            View::List(length) | View::Object(length) => length,
            _ => 0,
        };
        let iteration = move |(index, (key, item))| Iteration {
            item,
            json: match key {
                Some(key) => json.field(key),
                None => json.item(index),
            },
            key,
            index,
            is_last: index + 1 == length,
        };
        (length, list.parts().enumerate().map(iteration))
    }

    /// Returns the value of an operand. What does not exist is `Null`.
    pub(super) fn get<'o>(&self, operand: &'o Operand) -> Computed<'o, D>
    where
        'a: 'o,
    {
        match operand {
            Operand::Constant(value) => Computed::Json(Cow::Borrowed(value)),
            Operand::Call(call) => self.call(call),
            Operand::Variable(path) => match self.loop_variable(&path.base) {
                Some(value) => value,
                None => Computed::Data(self.at(path)),
            },
        }
    }

    /// Returns the value of an expression. Once too much was spent, it is `Null`.
    fn call<'o>(&self, call: &'o Call) -> Computed<'o, D>
    where
        'a: 'o,
    {
        let arguments = call.arguments.iter().map(|argument| self.get(argument));
        let mut arguments = arguments.collect::<Vec<_>>();
        let cost = arguments.iter().map(Computed::size).sum::<usize>();
        self.spent.set(self.spent.get().saturating_add(1 + cost));
        if self.spent.get() > self.most {
            return Computed::NULL;
        }
        // These change no value, which may be large, and need not know it as JSON.
        match (call.function, arguments.as_mut_slice()) {
            (Function::Lookup, [Computed::Data(of), key]) => Computed::Data(of.part(key.view())),
            (Function::Lookup, [Computed::Json(Cow::Borrowed(of)), key]) => {
                Computed::Json(Cow::Borrowed(of.part(key.view())))
            }
            (Function::Default, [value, other]) => {
                let chosen = if value.is_null() { other } else { value };
                core::mem::replace(chosen, Computed::NULL)
            }
            (Function::Len, [value]) => match value.view() {
                View::List(length) | View::Object(length) => Computed::number(length),
                _ => applied(Function::Len, &[value.to_json()]),
            },
            (Function::Eq, [a, b]) => Computed::bool(a.is_same(b)),
            (Function::Ne, [a, b]) => Computed::bool(!a.is_same(b)),
            (Function::And, all) => Computed::bool(all.iter().all(|value| value.view().is_true())),
            (Function::Or, all) => Computed::bool(all.iter().any(|value| value.view().is_true())),
            (Function::Not, [value]) => Computed::bool(!value.view().is_true()),
            (function, arguments) => {
                let arguments = arguments.iter().map(Computed::to_json);
                applied(function, &arguments.collect::<Vec<_>>())
            }
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
                [of, key] => self.own_json(of).part(self.get(key).view()),
                _ => &NULL,
            },
            Operand::Constant(_) | Operand::Call(_) => &NULL,
        }
    }

    pub(super) fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Not(inner) => !self.holds(inner),
            Condition::True(Operand::Variable(path)) => self.is_true(path),
            Condition::True(value) => self.get(value).view().is_true(),
            Condition::Given(value) => self.get(value).view().is_given(),
            Condition::Equal(a, b) => self.get(a).is_same(&self.get(b)),
            Condition::AnyPresent(values) => values.iter().any(|value| self.is_present(value)),
        }
    }

    fn is_true(&self, path: &VariablePath) -> bool {
        match self.loop_variable(&path.base) {
            Some(value) => value.view().is_true(),
            None => self.at(path).view().is_true(),
        }
    }

    fn is_present(&self, value: &Operand) -> bool {
        *self.own_json(value) != Json::Null || !self.get(value).is_null()
    }

    /// Returns the value of a variable that is an input, an item, or a part of one.
    #[inline]
    fn at(&self, path: &VariablePath) -> D {
        let start = match &path.base {
            Base::Input(position) => self.inputs.values.named(*position, self.names),
            Base::Item(id) => self
                .iteration(*id)
                .map_or(D::NULL, |iteration| iteration.item),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => D::NULL,
        };
        self.follow(start, &path.steps)
    }

    fn json_at(&self, path: &VariablePath) -> &'a Json {
        let start = match &path.base {
            Base::Input(position) => self.inputs.json.named(*position, self.names),
            Base::Item(id) => self
                .iteration(*id)
                .map_or(&NULL, |iteration| iteration.json),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => &NULL,
        };
        self.follow(start, &path.steps)
    }

    #[inline]
    fn follow<T: Data<'a>>(&self, start: T, steps: &[Step]) -> T {
        let mut value = start;
        for step in steps {
            value = match step {
                Step::Field(position) => value.named(*position, self.names),
                Step::Item => T::NULL,
            };
        }
        value
    }

    /// Returns the value of `@index` and its like.
    #[inline]
    fn loop_variable<'o>(&self, base: &Base) -> Option<Computed<'o, D>>
    where
        'a: 'o,
    {
        match base {
            Base::Input(_) | Base::Item(_) => None,
            Base::Index(id) | Base::Key(id) | Base::First(id) | Base::Last(id) => {
                self.of_iteration(base, *id)
            }
        }
    }

    #[inline(never)]
    fn of_iteration<'o>(&self, base: &Base, id: usize) -> Option<Computed<'o, D>>
    where
        'a: 'o,
    {
        let iteration = self.iteration(id)?;
        Some(match (base, iteration.key) {
            (Base::Key(_), Some(key)) => Computed::Key(key),
            (Base::First(_), _) => Computed::bool(iteration.index == 0),
            (Base::Last(_), _) => Computed::bool(iteration.is_last),
            _ => Computed::number(iteration.index),
        })
    }

    #[inline]
    fn iteration(&self, id: usize) -> Option<&Iteration<'a, D>> {
        match &self.innermost {
            Some((running, iteration)) if *running == id => Some(iteration),
            _ => self.iteration_around(id),
        }
    }

    fn iteration_around(&self, id: usize) -> Option<&Iteration<'a, D>> {
        let mut running = self.around.iter().rev();
        running.find_map(|(running, iteration)| (*running == id).then_some(iteration))
    }
}

fn applied<'o, D>(function: Function, arguments: &[Cow<'_, Json>]) -> Computed<'o, D> {
    Computed::Json(Cow::Owned(function.apply(arguments)))
}
