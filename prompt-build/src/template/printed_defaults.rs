//! Defaults of inputs that may be anything, held against the tags that print them.

use std::collections::BTreeMap;

use prompt_core::js::Json;
use prompt_core::program::{
    Base, Demand, Format, Loop, Message, Operand, Step, VariablePath, Visitor, walk_ops,
};

use super::checked_template::Template;
use super::inputs::Input;
use crate::report::{Code, Finding, quoted};

/// Reports each input whose default has a list or an object where a tag prints it.
pub(super) fn unprintable_defaults(template: &Template) -> Vec<Finding> {
    if template.inputs.iter().all(|input| input.default.is_none()) {
        return Vec::new();
    }
    let mut printed = Printed::default();
    for message in &template.messages {
        if let Message::Text { ops, .. } = message {
            walk_ops(&mut printed, ops);
        }
    }
    let inputs = template.inputs.iter();
    let findings = inputs.filter_map(|input| {
        let kind = unprintable(input, &printed.paths)?;
        let message = format!(
            "the default of {} has {kind} that a tag prints",
            quoted(&input.name)
        );
        let help = "print it with `{{json}}`, or declare its type and print its items or fields";
        let finding = Finding::error(Code::InvalidDefault, template.location(input.mark), message);
        Some(finding.help(help.to_owned()))
    });
    findings.collect()
}

/// The kind of a value in the default that a tag prints and that has no text.
fn unprintable(input: &Input, printed: &[VariablePath]) -> Option<&'static str> {
    let default = input.default.as_ref()?;
    let is_input =
        |path: &&VariablePath| matches!(&path.base, Base::Input(name) if *name == input.name);
    let mut paths = printed.iter().filter(is_input);
    paths.find_map(|path| {
        let mut reached = values_at(default, &path.steps).into_iter();
        reached.find_map(|value| match value {
            Json::List(_) => Some("a list"),
            Json::Object(_) => Some("an object"),
            _ => None,
        })
    })
}

/// The values that steps lead to: several behind an item of a list.
fn values_at<'a>(value: &'a Json, steps: &[Step]) -> Vec<&'a Json> {
    let Some((step, rest)) = steps.split_first() else {
        return vec![value];
    };
    let next = match (step, value) {
        (Step::Field(name), Json::Object(entries)) => {
            let fields = entries.iter().filter(|(known, _)| known == name);
            fields.map(|(_, value)| value).collect::<Vec<_>>()
        }
        (Step::Item, Json::List(items)) => items.iter().collect(),
        (Step::Item, Json::Object(entries)) => entries.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    let reached = next.into_iter();
    reached.flat_map(|value| values_at(value, rest)).collect()
}

/// The paths of what tags print as it is. Each starts from an input.
#[derive(Default)]
struct Printed {
    paths: Vec<VariablePath>,
    /// The paths of the items of loops, by the loop's id.
    items: BTreeMap<usize, VariablePath>,
}

impl Visitor for Printed {
    fn visit_loop(&mut self, each: &Loop) {
        if let Some(list) = self.rooted(&each.list) {
            self.items.insert(each.id, list.join(Step::Item));
        }
        walk_ops(self, &each.body);
        walk_ops(self, &each.otherwise);
    }

    fn visit_printed(&mut self, value: &Operand, format: Format) {
        if let (Operand::Variable(path), Demand::Print) = (value, format.demand()) {
            self.paths.extend(self.rooted(path));
        }
    }
}

impl Printed {
    /// The path as it starts from an input. `@index` and its like do not.
    fn rooted(&self, path: &VariablePath) -> Option<VariablePath> {
        let mut whole = match &path.base {
            Base::Input(_) => return Some(path.clone()),
            Base::Item(id) => self.items.get(id)?.clone(),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => return None,
        };
        whole.steps.extend(path.steps.iter().cloned());
        Some(whole)
    }
}
