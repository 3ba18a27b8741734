//! What a name of a program stands for, and whether a condition on it holds.

use std::borrow::Cow;
use std::collections::BTreeMap;

use prompt_build::template::{Base, Condition, Json, Place, Step, Value};

use super::Inputs;

static NOTHING: Json = Json::Null;

/// The values of the inputs, and of the loops that are being run.
pub(super) struct Values<'a> {
    inputs: &'a Inputs,
    rounds: BTreeMap<usize, Round<'a>>,
}

/// One round of a loop.
pub(super) struct Round<'a> {
    pub(super) item: &'a Json,
    /// Of a map.
    pub(super) key: Option<&'a str>,
    pub(super) index: usize,
    /// How many rounds there are.
    pub(super) length: usize,
}

impl<'a> Values<'a> {
    pub(super) fn new(inputs: &'a Inputs) -> Self {
        Self {
            inputs,
            rounds: BTreeMap::new(),
        }
    }

    /// Begins a round of a loop, which has this number in the program.
    pub(super) fn begin(&mut self, id: usize, round: Round<'a>) {
        self.rounds.insert(id, round);
    }

    pub(super) fn end(&mut self, id: usize) {
        self.rounds.remove(&id);
    }

    /// What is at a place that an input leads to; nothing where there is nothing.
    pub(super) fn at(&self, place: &Place) -> &'a Json {
        let start = match &place.base {
            Base::Input(name) => self.inputs.get(name),
            Base::Item(id) => self.rounds.get(id).map(|round| round.item),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => None,
        };
        let step = |json: &'a Json, step: &Step| match step {
            Step::Field(name) => field(json, name),
            Step::Item => &NOTHING,
        };
        place.steps.iter().fold(start.unwrap_or(&NOTHING), step)
    }

    pub(super) fn value(&self, value: &Value) -> Cow<'a, Json> {
        let place = match value {
            Value::Place(place) => place,
            Value::Text(text) => return Cow::Owned(Json::text(text.as_str())),
            Value::Number(number) => return Cow::Owned(Json::Number(number.clone())),
            Value::Bool(value) => return Cow::Owned(Json::Bool(*value)),
            Value::Nothing => return Cow::Borrowed(&NOTHING),
        };
        match self.counted(&place.base) {
            Some(json) => Cow::Owned(json),
            None => Cow::Borrowed(self.at(place)),
        }
    }

    /// What a loop says of its round: `@index` and its kind.
    fn counted(&self, base: &Base) -> Option<Json> {
        let (Base::Index(id) | Base::Key(id) | Base::First(id) | Base::Last(id)) = base else {
            return None;
        };
        let round = self.rounds.get(id)?;
        Some(match (base, round.key) {
            (Base::Key(_), Some(key)) => Json::text(key),
            (Base::First(_), _) => Json::Bool(round.index == 0),
            (Base::Last(_), _) => Json::Bool(round.index + 1 == round.length),
            _ => Json::Number(round.index.to_string()),
        })
    }

    pub(super) fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Not(inner) => !self.holds(inner),
            Condition::True(value) => is_true(&self.value(value)),
            Condition::Given(value) => is_given(&self.value(value)),
            Condition::Equal(a, b) => are_equal(&self.value(a), &self.value(b)),
        }
    }
}

/// What `#if` asks: neither nothing nor false, zero or empty.
fn is_true(json: &Json) -> bool {
    is_given(json) && !matches!(json, Json::Number(number) if number.parse() == Ok(0.0))
}

/// What `#with` asks: the same, but zero passes.
fn is_given(json: &Json) -> bool {
    match json {
        Json::Null | Json::Bool(false) => false,
        Json::Text(text) => !text.is_empty(),
        Json::List(items) => !items.is_empty(),
        Json::Bool(true) | Json::Number(_) | Json::Object(_) => true,
    }
}

/// Whole numbers are compared exactly, others as JavaScript does.
fn are_equal(a: &Json, b: &Json) -> bool {
    let (Json::Number(a), Json::Number(b)) = (a, b) else {
        return a == b;
    };
    match (a.parse::<i128>(), b.parse::<i128>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a.parse::<f64>().is_ok_and(|a| b.parse() == Ok(a)),
    }
}

fn field<'a>(json: &'a Json, name: &str) -> &'a Json {
    let Json::Object(entries) = json else {
        return &NOTHING;
    };
    entries
        .iter()
        .find(|(key, _)| key == name)
        .map_or(&NOTHING, |(_, value)| value)
}
