//! Picoschema: the short form in which Dotprompt declares types.

use std::collections::BTreeMap;
use std::sync::Arc;

use prompt_core::js::Json;

use super::scalars::{SCALARS, by_other_name, unknown_type};
use super::types::{Field, Kind, Schema};
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::template::json::from_yaml;
use crate::yaml::{self, Entry, Node, Value};

/// The key of the type of all other keys.
pub(super) const WILDCARD: &str = "(*)";
pub(super) const COMPOSITES: [&str; 3] = ["array", "object", "enum"];

/// A key in its parts: `tone?(enum, how it should sound)`.
pub(super) struct Key<'a> {
    pub(super) name: &'a str,
    pub(super) is_optional: bool,
    pub(super) composite: Option<&'a str>,
    pub(super) description: Option<&'a str>,
}

pub(super) fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Schema> {
    match &node.value {
        Value::Text(text) => read_scalar(source, text, node.mark, "items", findings),
        Value::Map(entries) => read_object(source, entries, node.mark, findings),
        // YAML reads the name of this type, `null`, as no value.
        Value::Null if is_written(source, node.mark) => Some(Schema::new(Kind::Null, node.mark)),
        value => {
            let expected = "a type, as in `string`, or a mapping of names to types";
            let help = matches!(value, Value::List(_))
                .then(|| "a list is written `name(array): string`".to_owned());
            findings.push(yaml::unexpected(source, node, expected).help(help));
            None
        }
    }
}

/// Returns whether a value that is nothing is written out, as in `~`.
fn is_written(source: &Source, mark: Mark) -> bool {
    let text = source.text.get(mark.span()).unwrap_or_default();
    ["null", "Null", "NULL", "~"].contains(&text)
}

/// Reads `type, description`, of a field where it has a name.
fn read_scalar(
    source: &Arc<Source>,
    text: &str,
    mark: Mark,
    field: &str,
    findings: &mut Findings,
) -> Option<Schema> {
    let (name, description) = split_description(text);
    let Some((_, kind)) = SCALARS.iter().find(|(scalar, _)| *scalar == name) else {
        let known = SCALARS
            .iter()
            .map(|(scalar, _)| *scalar)
            .collect::<Vec<_>>();
        let finding = unknown_type(source, name, &known, mark).help(composite_form(name));
        let form = list_form(field, name).or_else(|| optional_form(field, name));
        // The nearest type is that of the items.
        findings.push(finding.better_help(form.or_else(|| field_form(name))));
        return None;
    };
    Some(Schema {
        description: description.map(str::to_owned),
        ..Schema::new(kind.clone(), mark)
    })
}

/// The way to write a type that has parts.
pub(super) fn composite_form(name: &str) -> Option<String> {
    let meant = by_other_name(name).unwrap_or(name);
    COMPOSITES
        .contains(&meant)
        .then(|| format!("write the type after the name: `name({meant}): …`"))
}

/// The way to write a list for those who write `string[]`.
fn list_form(field: &str, name: &str) -> Option<String> {
    let item = name.trim_end().strip_suffix("[]")?.trim_end();
    let item = item
        .strip_prefix('(')
        .and_then(|item| item.strip_suffix(')'))
        .unwrap_or(item);
    Some(format!("a list is written `{field}(array): {item}`"))
}

/// The way to write a value that may be missing, for those who write `string?` or `string | null`.
fn optional_form(field: &str, name: &str) -> Option<String> {
    let name = name.trim_end();
    let scalar = name.strip_suffix('?').or_else(|| {
        let before = name.strip_suffix("null")?.trim_end();
        before.strip_suffix('|')
    })?;
    Some(format!(
        "what may be missing has the sign behind its name: `{field}?: {}`",
        scalar.trim_end()
    ))
}

/// The way to write a field for those who write `name string`.
fn field_form(text: &str) -> Option<String> {
    let (name, scalar) = text.trim().split_once([' ', '='])?;
    let scalar = scalar.trim_start_matches([' ', '=']);
    let is_scalar = SCALARS.iter().any(|(known, _)| *known == scalar);
    is_scalar.then(|| format!("a colon stands between a name and its type: `{name}: {scalar}`"))
}

fn read_object(
    source: &Arc<Source>,
    entries: &[Entry],
    mark: Mark,
    findings: &mut Findings,
) -> Option<Schema> {
    let mut fields = Vec::new();
    // The place of each name.
    let mut places = BTreeMap::new();
    let mut wildcard = None;
    let mut is_sound = true;
    for entry in entries {
        let Value::Text(key) = &entry.key.value else {
            findings.push(yaml::unexpected(source, &entry.key, "a string for a name"));
            is_sound = false;
            continue;
        };
        if key == WILDCARD {
            wildcard = read(source, &entry.value, findings);
            is_sound &= wildcard.is_some();
            continue;
        }
        let field = read_field(source, key, entry, findings);
        is_sound &= field.is_some();
        if let Some(field) = field {
            is_sound &= refuse_second(source, &places, &field, findings);
            places.entry(field.name.clone()).or_insert(field.mark);
            fields.push(field);
        }
    }
    let wildcard = wildcard.map(Box::new);
    let schema = match wildcard {
        Some(value) if fields.is_empty() => Schema::new(Kind::Map(value), mark),
        others => Schema {
            others,
            ..Schema::new(Kind::Object(fields), mark)
        },
    };
    is_sound.then_some(schema)
}

/// Refuses a second field of the same name: `tone` and `tone?` are different keys in YAML.
fn refuse_second(
    source: &Arc<Source>,
    places: &BTreeMap<String, Mark>,
    field: &Field,
    findings: &mut Findings,
) -> bool {
    let Some(first) = places.get(&field.name) else {
        return true;
    };
    let message = format!("duplicate name {}", quoted(&field.name));
    let finding = Finding::error(
        Code::DuplicateKey,
        Location::new(source, field.mark),
        message,
    );
    findings.push(finding.related(Location::new(source, *first), "first given here"));
    false
}

fn read_field(
    source: &Arc<Source>,
    text: &str,
    entry: &Entry,
    findings: &mut Findings,
) -> Option<Field> {
    let Some(key) = split_key(text) else {
        let message = format!(
            "invalid name {}, expected one as in `tone`, `tone?` or `tone?(enum)`",
            quoted(text)
        );
        findings.push(Finding::error(
            Code::InvalidSchema,
            Location::new(source, entry.key.mark),
            message,
        ));
        return None;
    };
    let mut schema = match (key.composite, &entry.value.value) {
        (None, Value::Text(text)) => {
            read_scalar(source, text, entry.value.mark, key.name, findings)?
        }
        (None | Some("object"), _) => read(source, &entry.value, findings)?,
        (Some("array"), _) => Schema::new(
            Kind::Array(Box::new(read(source, &entry.value, findings)?)),
            entry.value.mark,
        ),
        (Some("enum"), _) => read_enum(source, &entry.value, findings)?,
        (Some(other), _) => {
            findings.push(unknown_type(source, other, &COMPOSITES, entry.key.mark));
            return None;
        }
    };
    schema.is_nullable = key.is_optional;
    schema.description = key.description.map(str::to_owned).or(schema.description);
    Some(Field {
        name: key.name.to_owned(),
        schema,
        mark: entry.key.mark,
        is_required: !key.is_optional,
    })
}

fn read_enum(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Schema> {
    let Value::List(items) = &node.value else {
        findings.push(yaml::unexpected(
            source,
            node,
            "a list of choices for an enum",
        ));
        return None;
    };
    if items.is_empty() {
        let message = "an enum without choices, expected at least one";
        findings.push(Finding::error(
            Code::InvalidSchema,
            Location::new(source, node.mark),
            message,
        ));
        return None;
    }
    for item in items {
        if matches!(item.value, Value::List(_) | Value::Map(_)) {
            findings.push(yaml::unexpected(
                source,
                item,
                "a string, a number or a boolean for a choice",
            ));
            return None;
        }
    }
    Some(Schema::new(
        Kind::Enum(items.iter().map(from_yaml).collect()),
        node.mark,
    ))
}

/// Splits a text at the first comma.
pub(super) fn split_description(text: &str) -> (&str, Option<&str>) {
    match text.split_once(',') {
        Some((name, description)) => (name, Some(description.trim_start_matches(' '))),
        None => (text, None),
    }
}

/// Splits a key into its parts. Returns `None` if the parentheses do not match.
pub(super) fn split_key(text: &str) -> Option<Key<'_>> {
    let (name, rest) = match text.split_once('(') {
        Some((name, rest)) => (name, Some(rest.strip_suffix(')')?)),
        None => (text, None),
    };
    let (composite, description) = match rest.map(split_description) {
        Some((composite, description)) => (Some(composite.trim()), description),
        None => (None, None),
    };
    let is_optional = name.ends_with('?');
    let name = name.strip_suffix('?').unwrap_or(name);
    (!name.is_empty() && !name.contains([')', '?'])).then_some(Key {
        name,
        is_optional,
        composite,
        description,
    })
}

/// The JSON Schema that Dotprompt makes of the type.
pub(super) fn to_json(schema: &Schema) -> Json {
    let mut entries = Vec::new();
    let mut push = |key: &str, value: Json| entries.push((key.to_owned(), value));
    match &schema.kind {
        Kind::Any => {}
        Kind::Enum(choices) => {
            let mut choices = choices.clone();
            if schema.is_nullable && !choices.contains(&Json::Null) {
                choices.push(Json::Null);
            }
            push("enum", Json::List(choices));
        }
        Kind::Array(item) => {
            push("type", type_name(schema));
            push("items", to_json(item));
        }
        Kind::Object(fields) => {
            push("type", type_name(schema));
            let properties = fields
                .iter()
                .map(|field| (field.name.clone(), to_json(&field.schema)));
            push("properties", Json::Object(properties.collect()));
            let required = fields
                .iter()
                .filter(|field| field.is_required)
                .map(|field| Json::text(field.name.as_str()))
                .collect::<Vec<_>>();
            if !required.is_empty() {
                push("required", Json::List(required));
            }
            push(
                "additionalProperties",
                schema.others.as_deref().map_or(Json::Bool(false), to_json),
            );
        }
        Kind::Map(value) => {
            push("type", type_name(schema));
            push("properties", Json::Object(Vec::new()));
            push("additionalProperties", to_json(value));
        }
        Kind::Null | Kind::Boolean | Kind::Integer | Kind::Number | Kind::String => {
            push("type", type_name(schema));
        }
    }
    if let Some(description) = &schema.description {
        push("description", Json::text(description.as_str()));
    }
    Json::Object(entries)
}

fn type_name(schema: &Schema) -> Json {
    let name = Json::text(schema.name());
    if schema.is_nullable && schema.kind != Kind::Null {
        Json::List(vec![name, Json::text("null")])
    } else {
        name
    }
}
