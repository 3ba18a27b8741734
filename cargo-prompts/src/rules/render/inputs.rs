//! Checks inputs against the declarations of a prompt, before anything is rendered.

use std::collections::BTreeSet;

use prompt_build::report::nearest;
use prompt_build::template::{
    Demand, Field, Input, Json, Kind, Schema, Step, Template, VariablePath,
};
use prompt_core::program::Base;
use prompt_core::program::use_tree::{self, Uses};

use super::fault::{Fault, expected, listed};

/// The values of the inputs: the given ones, and the defaults of the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs(Json);

impl Inputs {
    /// Checks the given inputs against the declarations, and fills in the defaults. All mistakes
    /// are reported.
    pub fn check(template: &Template, given: &[(String, Json)]) -> Result<Self, Vec<Fault>> {
        let mut checker = Checker {
            printed: printed(template),
            uses: use_tree::of_messages(&template.messages),
            is_inferred: template.is_inferred,
            missing: Vec::new(),
            faults: Vec::new(),
        };
        let meant = checker.unknown(template, given);
        let mut inputs = Vec::new();
        for input in &template.inputs {
            let given = given
                .iter()
                .find(|(name, _)| *name == input.name)
                .map(|(_, value)| value);
            // An input that is given misspelt is not reported as missing, too.
            if given.is_some() || !meant.contains(&input.name.as_str()) {
                inputs.extend(
                    checker
                        .input(input, given)
                        .map(|value| (input.name.clone(), value)),
                );
            }
        }
        checker.report_missing();
        if checker.faults.is_empty() {
            Ok(Self(Json::Object(inputs)))
        } else {
            Err(checker.faults)
        }
    }

    /// Returns an object of the values.
    pub(super) const fn values(&self) -> &Json {
        &self.0
    }
}

/// The places that the body prints or tests.
fn printed(template: &Template) -> BTreeSet<&VariablePath> {
    let demands = template.demands.iter();
    demands
        .filter(|(_, demand)| *demand == Demand::Print)
        .map(|(place, _)| place)
        .collect()
}

/// Stands for a key that the prompt does not declare.
const UNKNOWN: &str = "*";

struct Checker<'a> {
    printed: BTreeSet<&'a VariablePath>,
    /// The uses of each input in the body.
    uses: Uses,
    /// No schema declares the inputs. A value that is missing may then be an `Option` in Rust.
    is_inferred: bool,
    /// The names of required inputs that are not given.
    missing: Vec<&'a str>,
    faults: Vec<Fault>,
}

/// A value on its way through its schema.
struct At<'a> {
    path: &'a VariablePath,
    /// As people write it: `products[1].price`.
    shown: &'a str,
    /// The same with `*` for each key that the prompt does not declare.
    discreet: &'a str,
}

impl<'a> At<'a> {
    const fn input(path: &'a VariablePath, name: &'a str) -> Self {
        Self {
            path,
            shown: name,
            discreet: name,
        }
    }

    fn fault(&self, message: impl Fn(&str) -> String) -> Fault {
        Fault::about(root(self.shown), (self.shown, self.discreet), message)
    }
}

impl<'a> Checker<'a> {
    /// Refuses names that the prompt does not know, and gives the inputs that they were probably
    /// meant to be.
    fn unknown<'t>(&mut self, template: &'t Template, given: &[(String, Json)]) -> Vec<&'t str> {
        let names = template
            .inputs
            .iter()
            .map(|input| input.name.as_str())
            .collect::<Vec<_>>();
        let (mut meant, mut others) = (Vec::new(), Vec::new());
        for (name, _) in given
            .iter()
            .filter(|(name, _)| !names.contains(&name.as_str()))
        {
            let Some(nearest) = nearest(name, names.iter().copied()) else {
                others.push(name.as_str());
                continue;
            };
            meant.push(nearest);
            let fault = Fault::about(name, (name, UNKNOWN), |name| {
                format!("the prompt has no input {name}")
            });
            let help = format!("did you mean `{nearest}`?");
            self.faults.push(fault.help(Some(help)));
        }
        let help = if names.is_empty() {
            "the prompt has no inputs".to_owned()
        } else {
            format!("the inputs are `{}`", names.join("`, `"))
        };
        let fault = Fault::about_all(&others, Some(UNKNOWN), |inputs| {
            format!("the prompt has no {inputs}")
        });
        self.faults
            .extend(fault.map(|fault| fault.help(Some(help))));
        meant
    }

    /// Reports the missing inputs, all in one: they have one reason.
    fn report_missing(&mut self) {
        let fault = Fault::about_all(&self.missing, None, |inputs| {
            let are = if inputs.starts_with("inputs") {
                "are"
            } else {
                "is"
            };
            format!("the {inputs} {are} missing")
        });
        self.faults.extend(fault);
    }

    /// The value of an input. `None` if it is absent, or if it has a mistake, which is reported.
    fn input(&mut self, input: &'a Input, given: Option<&Json>) -> Option<Json> {
        let name = &input.name;
        let is_nothing = given.is_none_or(|value| *value == Json::Null);
        let takes_nothing = self.is_inferred || input.schema.is_nullable || is_any(&input.schema);
        if given.is_none() && input.is_required {
            self.missing.push(name);
            return None;
        }
        if is_nothing {
            if input.is_required && !takes_nothing {
                let path = VariablePath::input(name.as_str());
                self.ill_typed(&At::input(&path, name), &Json::Null, &input.schema);
            }
            return input.default.clone();
        }
        given.map(|value| {
            let path = VariablePath::input(name.as_str());
            self.value(&At::input(&path, name), value, &input.schema)
        })
    }

    /// The value without its absent fields. A field that is null counts as absent.
    fn value(&mut self, at: &At<'_>, value: &Json, schema: &Schema) -> Json {
        match (&schema.kind, value) {
            (Kind::Array(item), Json::List(items)) => return self.list(at, items, item),
            (Kind::Map(of), Json::Object(entries)) => return self.map(at, entries, of),
            (Kind::Object(fields), Json::Object(entries)) => {
                return self.object(at, fields, entries);
            }
            (Kind::Any, Json::List(_) | Json::Object(_)) if self.printed.contains(at.path) => {
                self.unprintable(at, value);
            }
            (Kind::Null | Kind::Array(_) | Kind::Object(_) | Kind::Map(_), _) => {
                self.ill_typed(at, value, schema);
            }
            _ if schema.admits(value) => {}
            _ => self.ill_typed(at, value, schema),
        }
        without_nothing(value)
    }

    fn list(&mut self, at: &At<'_>, items: &[Json], item: &Schema) -> Json {
        let path = at.path.join(Step::Item);
        let items = items.iter().enumerate().map(|(position, value)| {
            let item_at = At {
                path: &path,
                shown: &format!("{}[{position}]", at.shown),
                discreet: &format!("{}[{position}]", at.discreet),
            };
            self.member(&item_at, value, item)
        });
        Json::List(items.collect())
    }

    fn map(&mut self, at: &At<'_>, entries: &[(String, Json)], of: &Schema) -> Json {
        let entries = entries.iter().map(|(key, value)| {
            // A body may ask for a key by its name, or go through all of them.
            let by_name = at.path.join(Step::Field(key.clone()));
            let is_asked = self.printed.contains(&by_name);
            let path = if is_asked {
                by_name
            } else {
                at.path.join(Step::Item)
            };
            let value_at = At {
                path: &path,
                shown: &format!("{}.{key}", at.shown),
                discreet: &format!("{}.{UNKNOWN}", at.discreet),
            };
            (key.clone(), self.member(&value_at, value, of))
        });
        Json::Object(entries.collect())
    }

    fn unprintable(&mut self, at: &At<'_>, value: &Json) {
        let help = "pass a text, a number, `true` or `false`, or declare its type in the prompt";
        let fault =
            at.fault(|path| format!("{path} is {}, and the prompt prints it", value.kind()));
        self.faults.push(fault.help(Some(help.to_owned())));
    }

    /// An item of a list, or a value of a map.
    fn member(&mut self, at: &At<'_>, value: &Json, schema: &Schema) -> Json {
        if *value == Json::Null {
            let takes_nothing = self.is_inferred || schema.is_nullable || is_any(schema);
            if !takes_nothing && self.is_used(at.path) {
                self.ill_typed(at, value, schema);
            }
            return Json::Null;
        }
        self.value(at, value, schema)
    }

    fn object(&mut self, at: &At<'_>, fields: &[Field], entries: &[(String, Json)]) -> Json {
        let entries = entries
            .iter()
            .filter(|(_, value)| *value != Json::Null)
            .collect::<Vec<_>>();
        let is_missing = |field: &&Field| !entries.iter().any(|(key, _)| *key == field.name);
        let missing = fields.iter().filter(is_missing).collect::<Vec<_>>();
        let mut meant = Vec::new();
        let mut present = Vec::new();
        for (key, value) in entries {
            let value = if let Some(field) = fields.iter().find(|field| field.name == *key) {
                let field_at = At {
                    path: &at.path.join(Step::Field(key.clone())),
                    shown: &format!("{}.{key}", at.shown),
                    discreet: &format!("{}.{key}", at.discreet),
                };
                self.value(&field_at, value, &field.schema)
            } else {
                // An application may pass more fields than the prompt reads.
                meant.extend(self.misspelt_field(at, key, &missing));
                without_nothing(value)
            };
            present.push((key.clone(), value));
        }
        for field in missing
            .into_iter()
            .filter(|field| !meant.contains(&field.name))
        {
            self.missing_field(at, field);
        }
        Json::Object(present)
    }

    fn missing_field(&mut self, at: &At<'_>, field: &Field) {
        let takes_nothing = self.is_inferred || field.schema.is_nullable || is_any(&field.schema);
        let path = at.path.join(Step::Field(field.name.clone()));
        if field.is_required && !takes_nothing && self.is_used(&path) {
            let fault = at.fault(|path| format!("{path} has no field `{}`", field.name));
            self.faults.push(fault);
        }
    }

    /// Returns whether the body uses a part of an input. A call of `catalog!` may lack the others, and
    /// so do its sampled inputs.
    fn is_used(&self, path: &VariablePath) -> bool {
        let Base::Input(name) = &path.base else {
            return true;
        };
        let Some(mut used) = self.uses.get(name) else {
            return false;
        };
        for step in &path.steps {
            if used.is_serialized {
                return true;
            }
            let of_field = match step {
                Step::Field(name) => used.fields.get(name),
                Step::Item => None,
            };
            match of_field.or(used.items.as_deref()) {
                Some(part) => used = part,
                None => return false,
            }
        }
        used.is_any()
    }

    /// The name of an undeclared field that is probably a misspelling of this one, which is
    /// declared and absent.
    fn misspelt_field(&mut self, at: &At<'_>, key: &str, missing: &[&Field]) -> Option<String> {
        let meant = nearest(key, missing.iter().map(|field| field.name.as_str()))?;
        let key_at = At {
            path: at.path,
            shown: &format!("{}.{key}", at.shown),
            discreet: &format!("{}.{UNKNOWN}", at.discreet),
        };
        let fault = key_at.fault(|path| format!("{path} is no field that the prompt declares"));
        self.faults
            .push(fault.help(Some(format!("did you mean `{meant}`?"))));
        Some(meant.to_owned())
    }

    fn ill_typed(&mut self, at: &At<'_>, value: &Json, schema: &Schema) {
        let (mistake, help) = match (&schema.kind, value) {
            (Kind::Enum(choices), _) => {
                ("not one of the choices".to_owned(), Some(listed(choices)))
            }
            (Kind::Integer, Json::Number(_)) => (
                "a number with a fraction, expected a whole number".to_owned(),
                None,
            ),
            (kind, _) => (
                format!("{}, expected {}", value.kind(), expected(kind)),
                None,
            ),
        };
        let fault = at.fault(|path| format!("{path} is {mistake}"));
        self.faults.push(fault.help(help));
    }
}

fn is_any(schema: &Schema) -> bool {
    matches!(schema.kind, Kind::Any | Kind::Null)
}

/// The input that a path begins with.
fn root(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

/// A value whose type declares no fields. Fields that are null count as absent.
fn without_nothing(value: &Json) -> Json {
    match value {
        Json::List(items) => Json::List(items.iter().map(without_nothing).collect()),
        Json::Object(entries) => {
            let present = entries.iter().filter(|(_, value)| *value != Json::Null);
            Json::Object(
                present
                    .map(|(key, value)| (key.clone(), without_nothing(value)))
                    .collect(),
            )
        }
        value => value.clone(),
    }
}
