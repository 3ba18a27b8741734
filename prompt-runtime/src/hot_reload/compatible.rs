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

struct Checker<'a> {
    call: &'a Call,
    embedded: &'a Embedded,
}

impl Checker<'_> {
    /// An input that must be passed, and is not.
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

    /// A value that had another type when the call was compiled.
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
        let was = self.of(path)?;
        let is = name(&schema.kind);
        // Of an input itself it shows at the call whether there is one.
        let takes_nothing = is_input || schema.is_nullable || is == "any";
        if !is_taken(was.trim_end_matches('?'), is) || (was.ends_with('?') && !takes_nothing) {
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
                let of = |field: &prompt_build::template::Field| {
                    self.retyped_value(
                        input,
                        &format!("{path}.{}", field.name),
                        &field.schema,
                        false,
                    )
                };
                fields.iter().find_map(of)
            }
            _ => None,
        }
    }

    /// A value that the prompt asks for, and that the call was compiled without.
    fn unknown(&self) -> Option<Finding> {
        for (path, usage) in uses(&self.embedded.text.template.messages) {
            let Base::Input(name) = &path.base else {
                continue;
            };
            // An input that is left out is its default, or nothing.
            if !self.call.passed.contains(&name.as_str()) {
                continue;
            }
            let shown = self.path(name, &path);
            if !self.gives(&shown, usage) {
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

    fn gives(&self, path: &str, usage: Usage) -> bool {
        let is_json = self.call.places.contains(&(path, "json"));
        let of = self.of(path);
        match usage {
            Usage::Read | Usage::Iterate => of.is_some(),
            Usage::Serialize => cfg!(feature = "json") && (is_json || of.is_some_and(is_single)),
        }
    }

    /// The type of a value when the call was compiled, as far as it gives it; with `?` where there
    /// may be none.
    fn of(&self, path: &str) -> Option<&'static str> {
        let mut places = self
            .call
            .places
            .iter()
            .filter(|(known, of)| *known == path && *of != "json");
        places.next().map(|(_, of)| *of)
    }

    /// The path as the macros write it: the value of a key is one of the values.
    fn path(&self, input: &str, variable: &VariablePath) -> String {
        let mut path = input.to_owned();
        for step in &variable.steps {
            let is_map = self.of(&path).is_some_and(|of| of.starts_with("map"));
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

    /// At the declaration of the input, where there is one.
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

fn is_single(of: &str) -> bool {
    matches!(
        of.trim_end_matches('?'),
        "any" | "boolean" | "integer" | "number" | "text"
    )
}

/// Whether what is of one type passes for the other.
fn is_taken(was: &str, is: &str) -> bool {
    was == is || (is == "any" && is_single(was)) || (was == "integer" && is == "number")
}

/// The type as the macros name it.
fn name(kind: &Kind) -> &'static str {
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
