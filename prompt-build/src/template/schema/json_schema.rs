//! Reads JSON Schema in a front matter. Types that this project does not know become `any`.

use std::sync::Arc;

use prompt_core::js::Json;

use super::scalars::{SCALARS, unknown_type};
use super::types::{Field, Kind, Schema};
use crate::report::Findings;
use crate::source::Source;
use crate::template::json::from_yaml;
use crate::yaml::{Entry, Node, Value};

/// Returns whether a schema is JSON Schema rather than Picoschema: as in Dotprompt, it has a type
/// or properties, or else another keyword that no field of Picoschema can be.
pub fn is_json_schema(node: &Node) -> bool {
    has_type_or_properties(node) || has_other_keyword(node)
}

/// Returns whether a key has a value that a field of Picoschema has not: a list, a reference, the
/// mapping of definitions, or a constant that is no type.
fn has_other_keyword(node: &Node) -> bool {
    let is_list = |key| {
        matches!(
            get(node, key),
            Some(Node {
                value: Value::List(_),
                ..
            })
        )
    };
    let is_constant = get(node, "const").is_some_and(|node| match &node.value {
        Value::Text(text) => !is_type(text.split([',', '(']).next().unwrap_or_default().trim()),
        Value::Map(_) => false,
        _ => true,
    });
    ["allOf", "anyOf", "enum", "oneOf"].into_iter().any(is_list)
        || get(node, "$ref").is_some()
        || get(node, "$defs").is_some()
        || is_constant
}

fn has_type_or_properties(node: &Node) -> bool {
    let has_type =
        matches!(get(node, "type"), Some(Node { value: Value::Text(name), .. }) if is_type(name));
    has_type
        || matches!(
            get(node, "properties"),
            Some(Node {
                value: Value::Map(_),
                ..
            })
        )
}

fn is_type(name: &str) -> bool {
    matches!(name, "array" | "object") || SCALARS.iter().any(|(scalar, _)| *scalar == name)
}

/// Converts the schema to JSON. As Dotprompt does, adds a missing `type` if there are properties.
pub(super) fn verbatim(node: &Node) -> Json {
    let json = from_yaml(node);
    let has_type = get(node, "type")
        .is_some_and(|node| matches!(&node.value, Value::Text(name) if is_type(name)));
    match json {
        Json::Object(mut entries) if !has_type && has_type_or_properties(node) => {
            entries.retain(|(key, _)| key != "type");
            entries.push(("type".to_owned(), Json::text("object")));
            Json::Object(entries)
        }
        json => json,
    }
}

pub(super) fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Schema> {
    let (names, is_nullable) = type_names(node);
    let misspelt = names.iter().find(|name| !is_type(name));
    if let Some(name) = misspelt {
        let known = SCALARS
            .iter()
            .map(|(scalar, _)| *scalar)
            .chain(["array", "object"])
            .collect::<Vec<_>>();
        let mark = get(node, "type").map_or(node.mark, |node| node.mark);
        findings.push(unknown_type(source, name, &known, mark));
        return None;
    }
    let choices = get(node, "enum").and_then(choices);
    let kind = match choices {
        Some(choices) => Kind::Enum(
            choices
                .iter()
                .map(from_yaml)
                .filter(|choice| *choice != Json::Null)
                .collect(),
        ),
        None => kind(source, node, &names, findings)?,
    };
    let has_null_choice =
        choices.is_some_and(|choices| choices.iter().any(|choice| choice.value == Value::Null));
    let description = match get(node, "description").map(|node| &node.value) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Some(Schema {
        is_nullable: is_nullable || has_null_choice,
        description,
        ..Schema::new(kind, node.mark)
    })
}

fn choices(node: &Node) -> Option<&[Node]> {
    match &node.value {
        Value::List(choices) => Some(choices),
        _ => None,
    }
}

/// Returns the kind of a schema without `enum`, by the names of its types.
fn kind(
    source: &Arc<Source>,
    node: &Node,
    names: &[&str],
    findings: &mut Findings,
) -> Option<Kind> {
    Some(match names {
        [] | ["object"] if get(node, "properties").is_some() => {
            Kind::Object(fields(source, node, findings)?)
        }
        ["object"] => match get(node, "additionalProperties") {
            Some(values) if matches!(values.value, Value::Map(_)) => {
                Kind::Map(Box::new(read(source, values, findings)?))
            }
            _ => Kind::Any,
        },
        ["array"] => {
            let item = match get(node, "items") {
                Some(items) => read(source, items, findings)?,
                None => Schema::new(Kind::Any, node.mark),
            };
            Kind::Array(Box::new(item))
        }
        [name] => SCALARS
            .iter()
            .find(|(scalar, _)| scalar == name)
            .map_or(Kind::Any, |(_, kind)| kind.clone()),
        _ => Kind::Any,
    })
}

/// The types other than null, and whether null is among them.
fn type_names(node: &Node) -> (Vec<&str>, bool) {
    let names = match get(node, "type").map(|node| &node.value) {
        Some(Value::Text(name)) => vec![name.as_str()],
        Some(Value::List(names)) => names.iter().filter_map(text).collect(),
        _ => Vec::new(),
    };
    if names.len() < 2 {
        return (names, false);
    }
    let is_nullable = names.contains(&"null");
    (
        names.into_iter().filter(|name| *name != "null").collect(),
        is_nullable,
    )
}

fn fields(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Vec<Field>> {
    let required = match get(node, "required").map(|node| &node.value) {
        Some(Value::List(names)) => names.iter().filter_map(text).collect(),
        _ => Vec::new(),
    };
    let Some(Node {
        value: Value::Map(properties),
        ..
    }) = get(node, "properties")
    else {
        return Some(Vec::new());
    };
    let mut field = |Entry { key, value }: &Entry| {
        let name = key.value.to_string();
        let is_required = required.contains(&name.as_str());
        let mut schema = read(source, value, findings)?;
        schema.is_nullable |= !is_required;
        Some(Field {
            name,
            schema,
            mark: key.mark,
            is_required,
        })
    };
    properties.iter().map(&mut field).collect()
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn get<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    let is_it = |entry: &&Entry| matches!(&entry.key.value, Value::Text(text) if text == key);
    entries.iter().find(is_it).map(|entry| &entry.value)
}
