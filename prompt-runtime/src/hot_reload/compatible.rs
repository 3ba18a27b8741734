//! Checks that a call which was compiled for one text of a prompt can render another one.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;

use prompt_build::reload::Embedded;
use prompt_build::report::{Code, Finding};
use prompt_build::source::Location;
use prompt_build::template::{Base, Input, Json, Kind, Schema, Step, VariablePath};
use prompt_core::program::{Usage, uses};

use super::Call;

/// Checks that the call passes what the prompt asks for now, in types that it takes.
pub(super) fn check_compatible(call: &Call, embedded: &Embedded) -> Result<(), Finding> {
    let checker = Checker { call, embedded };
    let finding = checker
        .missing()
        .or_else(|| checker.retyped())
        .or_else(|| checker.unknown());
    finding.map_or(Ok(()), Err)
}

/// The macros' name of the type of a value that the call was compiled to test alone.
const TESTED: &str = "tested";

struct Checker<'a> {
    call: &'a Call,
    embedded: &'a Embedded,
}

impl Checker<'_> {
    /// Finds a required input that the call does not pass.
    fn missing(&self) -> Option<Finding> {
        let required = self
            .embedded
            .contract
            .inputs
            .iter()
            .filter(|input| input.required_by.is_some());
        let name = required
            .map(|input| input.name.as_str())
            .find(|name| !self.call.passed.contains(name))?;
        Some(self.finding(
            name,
            format!(
                "the input `{name}` is required, and {} does not pass it",
                self.at()
            ),
        ))
    }

    /// Finds a value that had another type when the call was compiled.
    fn retyped(&self) -> Option<Finding> {
        let inputs = &self.embedded.text.template.inputs;
        let mut passed = inputs
            .iter()
            .filter(|input| self.call.passed.contains(&input.name.as_str()));
        passed.find_map(|input| self.retyped_value(input, &input.name, &input.schema, true))
    }

    fn retyped_value(
        &self,
        input: &Input,
        path: &str,
        schema: &Schema,
        is_input: bool,
    ) -> Option<Finding> {
        let was = self.compiled_type(path)?;
        let is = type_name(&schema.kind);
        // A value of any type can be tested. Whether it can be printed, `unknown` checks.
        if is == "any" && (was.starts_with(TESTED) || !self.prints(path)) {
            return None;
        }
        // For an input itself, `Form::missing_value` checks at run time that there is a value.
        let is_inferred = self.embedded.text.template.is_inferred;
        let accepts_nothing = is_input || schema.is_nullable || is_inferred || is == "any";
        if !accepts(is, was.trim_end_matches('?')) || (was.ends_with('?') && !accepts_nothing) {
            let message = format!(
                "`{path}` is `{is}`, and {} was compiled for `{was}`",
                self.at()
            );
            return Some(self.finding(&input.name, message));
        }
        match &schema.kind {
            Kind::Array(inner) | Kind::Map(inner) => {
                self.retyped_value(input, &format!("{path}[]"), inner, false)
            }
            Kind::Object(fields) => {
                let retyped_field = |field: &prompt_build::template::Field| {
                    self.retyped_value(
                        input,
                        &format!("{path}.{}", field.name),
                        &field.schema,
                        false,
                    )
                };
                fields.iter().find_map(retyped_field)
            }
            _ => None,
        }
    }

    /// Returns whether the prompt does more with the value than to test it.
    fn prints(&self, path: &str) -> bool {
        uses(&self.embedded.text.template.messages)
            .iter()
            .any(|(used, usage)| {
                *usage != Usage::Test
                    && matches!(&used.base, Base::Input(name) if self.call_path(name, used) == path)
            })
    }

    /// Finds a value that the prompt uses and that the call was compiled without.
    fn unknown(&self) -> Option<Finding> {
        for (path, usage) in uses(&self.embedded.text.template.messages) {
            let Base::Input(name) = &path.base else {
                continue;
            };
            // An input that is left out has its default, or no value.
            if !self.call.passed.contains(&name.as_str()) {
                continue;
            }
            let shown = self.call_path(name, &path);
            if !self.provides(&shown, usage) {
                let form = if usage == Usage::Serialize {
                    " as JSON"
                } else {
                    ""
                };
                let message = format!("{} was compiled without `{shown}`{form}", self.at());
                return Some(self.finding(name, message));
            }
        }
        None
    }

    fn provides(&self, path: &str, usage: Usage) -> bool {
        let is_json = self.call.types.contains(&(path, "json"));
        let compiled = self.compiled_type(path);
        match usage {
            Usage::Read => compiled.is_some_and(|kind| kind.trim_end_matches('?') != TESTED),
            Usage::Test | Usage::Iterate => compiled.is_some(),
            Usage::Serialize => {
                cfg!(feature = "json") && (is_json || compiled.is_some_and(is_single))
            }
        }
    }

    /// Returns the type that the value at a path had when the call was compiled, with `?` if there
    /// may be no value. `None` if the call does not provide the value.
    fn compiled_type(&self, path: &str) -> Option<&'static str> {
        self.call
            .types
            .iter()
            .find(|(known, kind)| *known == path && *kind != "json")
            .map(|(_, kind)| *kind)
    }

    /// Returns the path as the macros write it: `[]` stands for each value of a map.
    fn call_path(&self, input: &str, variable: &VariablePath) -> String {
        let mut path = input.to_owned();
        for step in &variable.steps {
            let is_map = self
                .compiled_type(&path)
                .is_some_and(|kind| kind.starts_with("map"));
            match step {
                Step::Field(name) if !is_map => path = format!("{path}.{name}"),
                Step::Field(_) | Step::Item => path.push_str("[]"),
            }
        }
        path
    }

    fn at(&self) -> String {
        format!("the call at `{}`", self.call.at)
    }

    /// Makes a finding at the declaration of the input, or at the file if it is not declared.
    fn finding(&self, input: &str, message: String) -> Finding {
        let text = &self.embedded.text;
        let declared = text
            .template
            .inputs
            .iter()
            .find(|declared| declared.name == input);
        let location = declared.map_or_else(
            || Location::file(text.file.source()),
            |input| text.template.location(input.mark),
        );
        Finding::error(Code::NotReloadable, location, message)
            .help("build again, and start the new build".to_owned())
    }
}

fn is_single(kind: &str) -> bool {
    matches!(
        kind.trim_end_matches('?'),
        "any" | "boolean" | "integer" | "number" | "text"
    )
}

/// Returns whether an input of the type `kind` accepts a value of the type `value`.
fn accepts(kind: &str, value: &str) -> bool {
    value == kind || (kind == "any" && is_single(value)) || (value == "integer" && kind == "number")
}

/// Returns the macros' name of a type.
fn type_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::String => "text",
        Kind::Array(_) => "list",
        Kind::Map(_) => "map",
        Kind::Object(_) => "object",
        Kind::Enum(choices) if choices.iter().all(|choice| matches!(choice, Json::Text(_))) => {
            "text"
        }
        Kind::Enum(choices)
            if choices
                .iter()
                .all(|choice| matches!(choice, Json::Number(_))) =>
        {
            "number"
        }
        Kind::Enum(choices) if choices.iter().all(|choice| matches!(choice, Json::Bool(_))) => {
            "boolean"
        }
        Kind::Any | Kind::Null | Kind::Enum(_) => "any",
    }
}
