//! What a program does with the inputs: which parts of them it looks at.

use std::collections::BTreeMap;

use crate::program::{Base, Condition, Message, Op, Program, Value};

/// What is done with a value.
#[derive(Debug, Clone, Default)]
pub(super) struct Use {
    /// It is printed, tested or compared.
    pub(super) is_read: bool,
    /// It is printed as JSON, whole.
    pub(super) is_serialized: bool,
    pub(super) fields: BTreeMap<String, Use>,
    /// What is done with the items of a list, or the values of a map.
    pub(super) items: Option<Box<Use>>,
}

impl Use {
    /// What the messages of a program do with each input that they name.
    pub(super) fn of_inputs(program: &Program) -> BTreeMap<String, Self> {
        let mut walk = Walk::default();
        for message in &program.messages {
            if let Message::Text { ops, .. } = message {
                walk.ops(ops);
            }
        }
        walk.inputs
    }

    /// Marks a value as one that is read.
    pub(super) fn read(&mut self, steps: &[Option<String>]) {
        let step = |step: &Option<String>| step.clone().map_or(Step::Item, Step::Field);
        self.at(&steps.iter().map(step).collect::<Vec<_>>()).is_read = true;
    }

    /// Whether anything is done with it at all.
    pub(super) fn is_anything(&self) -> bool {
        self.is_read || self.is_serialized || !self.fields.is_empty() || self.items.is_some()
    }

    /// What is done with the values of a map, be it in a loop or by a key.
    pub(super) fn of_values(&self) -> Self {
        let mut values = self.items.as_deref().cloned().unwrap_or_default();
        for of_key in self.fields.values() {
            values.add(of_key);
        }
        values
    }

    fn add(&mut self, other: &Self) {
        self.is_read |= other.is_read;
        self.is_serialized |= other.is_serialized;
        for (name, field) in &other.fields {
            self.fields.entry(name.clone()).or_default().add(field);
        }
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().add(items);
        }
    }

    fn at(&mut self, steps: &[Step]) -> &mut Self {
        steps.iter().fold(self, |used, step| match step {
            Step::Field(name) => used.fields.entry(name.clone()).or_default(),
            Step::Item => used.items.get_or_insert_default(),
        })
    }
}

/// The way from an input to a value in it.
#[derive(Clone)]
struct Place {
    input: String,
    steps: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Field(String),
    Item,
}

#[derive(Default)]
struct Walk {
    inputs: BTreeMap<String, Use>,
    /// The items of the loops that are being walked, by number.
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
            Op::Print(value) => self.read(value),
            Op::Json { value, .. } => self.mark(value, |used| used.is_serialized = true),
            Op::If {
                condition,
                then,
                otherwise,
            } => {
                self.condition(condition);
                self.ops(then);
                self.ops(otherwise);
            }
            Op::Each {
                id,
                list,
                body,
                otherwise,
            } => {
                self.mark(list, |used| _ = used.at(&[Step::Item]));
                if let Some(mut place) = self.place(list) {
                    place.steps.push(Step::Item);
                    self.items.insert(*id, place);
                }
                self.ops(body);
                self.ops(otherwise);
            }
            Op::Media { url, content_type } => {
                self.read(url);
                self.read(content_type);
            }
            Op::Indented { ops, .. } => self.ops(ops),
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::True(value) | Condition::Given(value) => self.read(value),
            Condition::Equal(a, b) => {
                self.read(a);
                self.read(b);
            }
            Condition::Not(inner) => self.condition(inner),
        }
    }

    fn read(&mut self, value: &Value) {
        self.mark(value, |used| used.is_read = true);
    }

    fn mark(&mut self, value: &Value, mark: impl FnOnce(&mut Use)) {
        if let Some(Place { input, steps }) = self.place(value) {
            mark(self.inputs.entry(input).or_default().at(&steps));
        }
    }

    /// Where in the inputs a value is; `None` of what is not in them.
    fn place(&self, value: &Value) -> Option<Place> {
        let Value::Place { base, fields } = value else {
            return None;
        };
        let mut place = match base {
            Base::Input(name) => Place {
                input: name.clone(),
                steps: Vec::new(),
            },
            Base::Item(id) => self.items.get(id)?.clone(),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => return None,
        };
        place.steps.extend(fields.iter().cloned().map(Step::Field));
        Some(place)
    }
}
