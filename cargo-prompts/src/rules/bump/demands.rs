//! Compares what two texts do with values. A schema does not say it all: a call may pass a list for
//! a value of any type until a text prints it.

use std::mem::discriminant;

use prompt_build::template::{
    Base, Demand, Input, Json, Kind, Schema, Step, Template, VariablePath,
};

use super::{Level, Reason};

/// Adds a reason for each value of which the new text asks more than the old one.
pub(super) fn compare(old: &Template, new: &Template, reasons: &mut Vec<Reason>) {
    for input in &new.inputs {
        let is_same = |other: &&Input| other.name == input.name;
        if let Some(before) = old.inputs.iter().find(is_same) {
            let path = VariablePath::input(input.name.as_str());
            let texts = Texts { old, new };
            texts.compare(&path, &input.name, &before.schema, &input.schema, reasons);
        }
    }
    compare_json(old, new, reasons);
}

#[derive(Clone, Copy)]
struct Texts<'a> {
    old: &'a Template,
    new: &'a Template,
}

impl Texts<'_> {
    /// Goes through the values of any type that both texts have.
    fn compare(
        self,
        path: &VariablePath,
        name: &str,
        old: &Schema,
        new: &Schema,
        reasons: &mut Vec<Reason>,
    ) {
        match (&old.kind, &new.kind) {
            (Kind::Array(before), Kind::Array(after)) => {
                let path = path.join(Step::Item);
                self.compare(&path, &format!("{name}[]"), before, after, reasons);
            }
            (Kind::Map(before), Kind::Map(after)) => {
                let path = path.join(Step::Item);
                self.compare(&path, &format!("{name}.*"), before, after, reasons);
            }
            (Kind::Object(before), Kind::Object(after)) => {
                for field in after {
                    if let Some(other) = before.iter().find(|other| other.name == field.name) {
                        let path = path.join(Step::Field(field.name.clone()));
                        let name = format!("{name}.{}", field.name);
                        self.compare(&path, &name, &other.schema, &field.schema, reasons);
                    }
                }
            }
            (before, after) if is_any(before) && is_any(after) => {
                reasons.extend(self.compare_any(path, name));
            }
            _ => {}
        }
    }

    fn compare_any(self, path: &VariablePath, name: &str) -> Option<Reason> {
        let asks = |template, demand| asks(template, path, demand);
        let was_printed = asks(self.old, Demand::Print);
        let sentence = if asks(self.new, Demand::Print) && !was_printed {
            format!("the text now prints or compares `{name}`: a list or a map no longer fits")
        } else if asks(self.new, Demand::Test) && !was_printed && !asks(self.old, Demand::Test) {
            format!("the text now tests `{name}`: a value without truth no longer fits")
        } else {
            return None;
        };
        Some(Reason::new(Level::Major, sentence))
    }
}

/// JSON needs a feature of the program, and values that can be JSON.
fn compare_json(old: &Template, new: &Template, reasons: &mut Vec<Reason>) {
    let printed = new
        .demands
        .iter()
        .filter(|(_, demand)| *demand == Demand::Serialize);
    let added = printed.filter(|(path, _)| !is_part_of_json(old, path));
    reasons.extend(added.map(|(path, _)| {
        let name = shown(path);
        let sentence =
            format!("the text now prints `{name}` as JSON, which needs the feature `json`");
        Reason::new(Level::Major, sentence)
    }));
}

/// Returns whether the text prints the value at a path as JSON, or one that contains it.
fn is_part_of_json(template: &Template, path: &VariablePath) -> bool {
    template.demands.iter().any(|(outer, demand)| {
        *demand == Demand::Serialize
            && outer.base == path.base
            && path.steps.starts_with(&outer.steps)
    })
}

fn asks(template: &Template, path: &VariablePath, demand: Demand) -> bool {
    let mut demands = template.demands.iter();
    demands.any(|(other, asked)| other == path && *asked == demand)
}

/// A value of any type, or one of choices of several types.
fn is_any(kind: &Kind) -> bool {
    match kind {
        Kind::Any => true,
        Kind::Enum(choices) => choices.windows(2).any(
            |pair| matches!(pair, [one, two] if discriminant::<Json>(one) != discriminant(two)),
        ),
        _ => false,
    }
}

/// The path as the reasons about inputs write it, with the values of maps as items.
fn shown(path: &VariablePath) -> String {
    let start = match &path.base {
        Base::Input(name) => name.clone(),
        _ => String::new(),
    };
    path.steps.iter().fold(start, |shown, step| match step {
        Step::Field(name) => format!("{shown}.{name}"),
        Step::Item => format!("{shown}[]"),
    })
}
