//! What a program does with the inputs: which values in them it asks for.

use alloc::collections::{BTreeMap, BTreeSet};

use prompt_build::template::{Base, Condition, Message, Op, Place, Step, Template, Value};

/// What is asked of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    /// That it can be printed, tested and compared.
    Value,
    /// That it can be printed as JSON.
    Json,
    /// That it can be gone through.
    Items,
}

/// All that a template asks, each a place that starts from an input.
pub(super) fn uses(template: &Template) -> BTreeSet<(Place, Asked)> {
    let mut walk = Walk::default();
    for message in &template.messages {
        if let Message::Text { ops, .. } = message {
            walk.ops(ops);
        }
    }
    walk.uses
}

#[derive(Default)]
struct Walk {
    uses: BTreeSet<(Place, Asked)>,
    /// The items of loops, by number.
    items: BTreeMap<usize, Place>,
}

impl Walk {
    fn ops(&mut self, ops: &[Op]) {
        for op in ops {
            self.op(op);
        }
    }

    fn op(&mut self, op: &Op) {
        match op {
            Op::Text(_) | Op::Section(_) => {}
            Op::Print(value) => self.value(value, Asked::Value),
            Op::Json { value, .. } => self.value(value, Asked::Json),
            Op::If {
                condition,
                then,
                otherwise,
            } => {
                self.condition(condition);
                self.ops(then);
                self.ops(otherwise);
            }
            Op::Each(each) => {
                if let Some(mut place) = self.place(&each.list) {
                    self.uses.insert((place.clone(), Asked::Items));
                    place.steps.push(Step::Item);
                    self.items.insert(each.id, place);
                }
                self.ops(&each.body);
                self.ops(&each.otherwise);
            }
            Op::Media { url, content_type } => {
                self.value(url, Asked::Value);
                if let Some(content_type) = content_type {
                    self.value(content_type, Asked::Value);
                }
            }
            Op::Indented { ops, .. } => self.ops(ops),
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::True(value) | Condition::Given(value) => self.value(value, Asked::Value),
            Condition::Equal(a, b) => {
                self.value(a, Asked::Value);
                self.value(b, Asked::Value);
            }
            Condition::Not(inner) => self.condition(inner),
        }
    }

    fn value(&mut self, value: &Value, asked: Asked) {
        let Value::Place(place) = value else { return };
        if let Some(place) = self.place(place) {
            self.uses.insert((place, asked));
        }
    }

    /// The place as it starts from an input; `None` of what a loop says of its round.
    fn place(&self, place: &Place) -> Option<Place> {
        let mut start = match &place.base {
            Base::Input(_) => return Some(place.clone()),
            Base::Item(id) => self.items.get(id)?.clone(),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => return None,
        };
        start.steps.extend(place.steps.iter().cloned());
        Some(start)
    }
}
