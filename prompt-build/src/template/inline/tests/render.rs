//! Renders a program, to hold one against another by what they do.

use std::collections::BTreeMap;

use crate::template::syntax::trim;
use crate::template::{Base, Condition, Json, Loop, Message, Op, Place, Step, Template, Value};

/// The messages that are not blank, each as its role and text.
pub(super) fn render(template: &Template, inputs: &Json) -> Vec<(&'static str, String)> {
    let mut renderer = Renderer {
        inputs,
        turns: BTreeMap::new(),
    };
    let messages = template.messages.iter().map(|message| match message {
        Message::History => ("history", "-".to_owned()),
        Message::Text { role, ops, .. } => (role.as_str(), renderer.ops(ops)),
    });
    messages
        .filter(|(_, text)| !trim(text).is_empty())
        .collect()
}

struct Renderer<'a> {
    inputs: &'a Json,
    /// For each loop that is open: the item, its position, and how many there are.
    turns: BTreeMap<usize, (Json, usize, usize)>,
}

impl Renderer<'_> {
    fn ops(&mut self, ops: &[Op]) -> String {
        ops.iter().map(|op| self.op(op)).collect()
    }

    fn op(&mut self, op: &Op) -> String {
        match op {
            Op::Text(text) => text.clone(),
            Op::Print(value) => match self.value(value) {
                Json::Null => String::new(),
                Json::Text(text) => text,
                value => value.to_string(),
            },
            Op::Json { value, .. } => self.value(value).to_string(),
            Op::If {
                condition,
                then,
                otherwise,
            } => {
                let branch = if self.holds(condition) {
                    then
                } else {
                    otherwise
                };
                self.ops(branch)
            }
            Op::Each(each) => self.each(each),
            Op::Indented { indent, ops } => {
                let text = self.ops(ops);
                text.split_inclusive('\n')
                    .flat_map(|line| [indent, line])
                    .collect()
            }
            Op::Media { .. } | Op::Section(_) => "part".to_owned(),
        }
    }

    fn each(&mut self, each: &Loop) -> String {
        let items = match self.place(&each.list) {
            Json::List(items) => items,
            _ => Vec::new(),
        };
        let count = items.len();
        let turns = items.into_iter().enumerate().map(|(position, item)| {
            self.turns.insert(each.id, (item, position, count));
            self.ops(&each.body)
        });
        let text = turns.collect::<String>();
        if count == 0 {
            self.ops(&each.otherwise)
        } else {
            text
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        let is_true = |value: &Json| match value {
            Json::Null | Json::Bool(false) => false,
            Json::Text(text) => !text.is_empty(),
            Json::Number(number) => number != "0",
            Json::List(items) => !items.is_empty(),
            Json::Bool(true) | Json::Object(_) => true,
        };
        match condition {
            Condition::True(value) => is_true(&self.value(value)),
            Condition::Given(value) => {
                matches!(self.value(value), Json::Number(_)) || is_true(&self.value(value))
            }
            Condition::Equal(a, b) => self.value(a) == self.value(b),
            Condition::Not(condition) => !self.holds(condition),
        }
    }

    fn value(&self, value: &Value) -> Json {
        match value {
            Value::Place(place) => self.place(place),
            Value::Text(text) => Json::text(text.as_str()),
            Value::Number(number) => Json::Number(number.clone()),
            Value::Bool(value) => Json::Bool(*value),
            Value::Nothing => Json::Null,
        }
    }

    fn place(&self, place: &Place) -> Json {
        let turn = |id: &usize| self.turns.get(id).cloned().unwrap_or((Json::Null, 0, 0));
        let start = match &place.base {
            Base::Input(name) => field(self.inputs, name),
            Base::Item(id) => turn(id).0,
            Base::Index(id) | Base::Key(id) => Json::Number(turn(id).1.to_string()),
            Base::First(id) => Json::Bool(turn(id).1 == 0),
            Base::Last(id) => Json::Bool(turn(id).1 + 1 == turn(id).2),
        };
        place.steps.iter().fold(start, |value, step| match step {
            Step::Field(name) => field(&value, name),
            Step::Item => Json::Null,
        })
    }
}

fn field(of: &Json, name: &str) -> Json {
    let Json::Object(fields) = of else {
        return Json::Null;
    };
    fields
        .iter()
        .find(|(field, _)| field == name)
        .map_or(Json::Null, |(_, value)| value.clone())
}
