//! The inputs of a prompt, each with its type.

use std::fmt::Write as _;

use prompt_build::template::{Field, Input, Json, Kind, Schema};

use super::Page;
use crate::report::output::{DIM, RESET, escape_line};

impl Page {
    pub(super) fn inputs(&mut self, inputs: &[Input]) {
        for input in inputs {
            let default = input
                .default
                .as_ref()
                .map(|default| format!(" = {}", show_default(default)));
            let name = named(&input.name, input.is_required || input.default.is_some());
            self.schema(&name, &default.unwrap_or_default(), &input.schema, 1);
        }
    }

    /// A type on a line of its own, the fields of an object below it.
    fn schema(&mut self, name: &str, default: &str, schema: &Schema, depth: usize) {
        let indent = "  ".repeat(depth);
        let description = schema
            .description
            .as_ref()
            .map(|text| format!("  {DIM}{}{RESET}", escape_line(text)));
        let (kind, description) = (kind(schema), description.unwrap_or_default());
        let _ = writeln!(
            self.text,
            "{indent}{}: {}{}{description}",
            escape_line(name),
            escape_line(&kind),
            escape_line(default)
        );
        for Field {
            name,
            schema,
            is_required,
            ..
        } in fields(schema)
        {
            self.schema(&named(name, *is_required), "", schema, depth + 1);
        }
    }
}

/// The name with a `?` where it may be left out, as in the front matter.
fn named(name: &str, is_required: bool) -> String {
    format!("{name}{}", if is_required { "" } else { "?" })
}

pub(super) fn kind(schema: &Schema) -> String {
    match &schema.kind {
        Kind::Array(item) => format!("list of {}", kind(item)),
        Kind::Map(value) => format!("map of {}", kind(value)),
        Kind::Enum(choices) => choices
            .iter()
            .map(show_default)
            .collect::<Vec<_>>()
            .join(" | "),
        _ => schema.name().to_owned(),
    }
}

/// The fields of an object, or of the objects in a list or map.
pub(super) fn fields(schema: &Schema) -> &[Field] {
    match &schema.kind {
        Kind::Array(inner) | Kind::Map(inner) => fields(inner),
        Kind::Object(fields) => fields,
        _ => &[],
    }
}

fn show_default(value: &Json) -> String {
    if let Json::Text(text) = value {
        format!("{text:?}")
    } else {
        value.to_string()
    }
}
