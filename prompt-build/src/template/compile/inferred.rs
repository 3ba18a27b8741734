//! Infers inputs that no schema declares from their use.

use std::sync::Arc;

use prompt_core::js::Json;

use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::template::inputs::{DefaultValue, Input};
use crate::template::schema::{Field, Kind, Schema};

/// The inputs that a body uses, with their fields and items.
#[derive(Debug, Default)]
pub(super) struct Inferred {
    values: Vec<InferredValue>,
    /// Names of inputs, in the order of their first use.
    inputs: Vec<(String, usize)>,
}

/// An input, a field or an item.
#[derive(Debug)]
struct InferredValue {
    mark: Mark,
    /// The number of steps from its input.
    depth: usize,
    fields: Vec<(String, usize)>,
    /// The first use of a field.
    field_used: Option<Location>,
    item: Option<usize>,
    /// Its length is used. Of a value that is not printed, it is that of a list.
    is_measured: bool,
    /// The first tag that prints it.
    printed: Option<Location>,
}

impl Inferred {
    /// Returns the value of an input, and adds it on first use.
    pub(super) fn input(&mut self, name: &str, mark: Mark) -> usize {
        if let Some((_, id)) = self.inputs.iter().find(|(known, _)| known == name) {
            return *id;
        }
        let id = self.add(mark, 0);
        self.inputs.push((name.to_owned(), id));
        id
    }

    /// Returns the value of a field, and adds it on first use.
    pub(super) fn field(
        &mut self,
        of: usize,
        name: &str,
        source: &Arc<Source>,
        mark: Mark,
    ) -> usize {
        self.values[of]
            .field_used
            .get_or_insert_with(|| Location::new(source, mark));
        if let Some((_, id)) = self.values[of]
            .fields
            .iter()
            .find(|(known, _)| known == name)
        {
            return *id;
        }
        let id = self.add(mark, self.depth(of) + 1);
        self.values[of].fields.push((name.to_owned(), id));
        id
    }

    /// Returns the value of an item, and adds it on first use.
    pub(super) fn item(&mut self, of: usize) -> usize {
        if let Some(id) = self.values[of].item {
            return id;
        }
        let id = self.add(self.values[of].mark, self.depth(of) + 1);
        self.values[of].item = Some(id);
        id
    }

    pub(super) fn print(&mut self, id: usize, source: &Arc<Source>, mark: Mark) {
        self.values[id]
            .printed
            .get_or_insert_with(|| Location::new(source, mark));
    }

    pub(super) fn is_printed(&self, id: usize) -> bool {
        self.values[id].printed.is_some()
    }

    /// Returns whether the value has been used as a list.
    pub(super) fn has_items(&self, id: usize) -> bool {
        self.values[id].item.is_some()
    }

    /// Returns whether a field of the value has been used.
    pub(super) fn has_fields(&self, id: usize) -> bool {
        !self.values[id].fields.is_empty()
    }

    pub(super) fn measure(&mut self, id: usize) {
        self.values[id].is_measured = true;
    }

    pub(super) fn depth(&self, id: usize) -> usize {
        self.values[id].depth
    }

    fn add(&mut self, mark: Mark, depth: usize) -> usize {
        self.values.push(InferredValue {
            mark,
            depth,
            fields: Vec::new(),
            field_used: None,
            item: None,
            is_measured: false,
            printed: None,
        });
        self.values.len() - 1
    }

    /// Returns the inputs with their types. Reports a value that is used in contradictory ways.
    pub(super) fn into_inputs(
        self,
        source: &Arc<Source>,
        defaults: Vec<DefaultValue>,
        findings: &mut Findings,
    ) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (name, id) in &self.inputs {
            let schema = self.schema(name, *id, findings);
            let mark = self.values[*id].mark;
            inputs.push(Input {
                name: name.clone(),
                schema,
                mark,
                is_required: true,
                default: None,
            });
        }
        for DefaultValue {
            name, mark, value, ..
        } in defaults
        {
            let Some(input) = inputs.iter_mut().find(|input| input.name == name) else {
                let message = format!(
                    "a default for {}, which the body does not use",
                    quoted(&name)
                );
                let help = did_you_mean(&name, inputs.iter().map(|input| input.name.as_str()));
                findings.push(
                    Finding::error(
                        Code::UndeclaredVariable,
                        Location::new(source, mark),
                        message,
                    )
                    .help(help),
                );
                continue;
            };
            input.is_required = false;
            input.default = Some(value).filter(|value| *value != Json::Null);
        }
        inputs
    }

    /// Returns the type of the value with this path.
    fn schema(&self, path: &str, id: usize, findings: &mut Findings) -> Schema {
        let known = &self.values[id];
        let what = match (known.item, known.fields.is_empty()) {
            (Some(_), _) => "used as a list",
            (None, false) => "an object with fields",
            (None, true) if known.is_measured && known.printed.is_none() => {
                let item = Schema::new(Kind::Any, known.mark);
                return Schema::new(Kind::Array(Box::new(item)), known.mark);
            }
            (None, true) => return Schema::new(Kind::Any, known.mark),
        };
        if let Some(location) = &known.printed {
            let message = format!("{} is printed here, and {what} elsewhere", quoted(path));
            let help = "print a part of it, or all of it with `{{json …}}`".to_owned();
            findings.push(Finding::error(Code::NotPrintable, location.clone(), message).help(help));
        }
        if let (Some(_), Some(location)) = (known.item, &known.field_used) {
            let message = format!(
                "{} has a field here, and is used as a list elsewhere",
                quoted(path)
            );
            let help = "read the fields of its items in the loop, or declare it under `input`";
            let finding = Finding::error(Code::NotAList, location.clone(), message);
            findings.push(finding.help(help.to_owned()));
        }
        let kind = if let Some(item) = known.item {
            Kind::Array(Box::new(self.schema(&format!("{path}[]"), item, findings)))
        } else {
            let fields = known
                .fields
                .iter()
                .map(|(name, id)| self.field_of(&format!("{path}.{name}"), name, *id, findings))
                .collect();
            Kind::Object(fields)
        };
        Schema::new(kind, known.mark)
    }

    fn field_of(&self, path: &str, name: &str, id: usize, findings: &mut Findings) -> Field {
        let schema = self.schema(path, id, findings);
        Field {
            name: name.to_owned(),
            schema,
            mark: self.values[id].mark,
            is_required: true,
        }
    }
}
