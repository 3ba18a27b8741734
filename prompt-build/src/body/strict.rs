//! A JSON Schema in the strict form: closed objects in which every property is required.

use std::collections::BTreeSet;

use prompt_core::js::Json;
use prompt_core::vocabulary::Api;

use super::answer_schema::{AnswerSchema, Loose};
use super::choices::{constant, type_of};
use super::keyword_use::KeywordUse;
use super::loose_reason::{has_type, loose_reason};
use super::recursion::required;
use super::root::Root;
use super::schema_limits::excess;

/// Makes the strict form of a schema. A schema that has none is sent as it is.
pub(super) fn strict(schema: &Json, api: Api, root: Root) -> AnswerSchema {
    match strict_form(schema, api, root) {
        Ok(sent) => AnswerSchema {
            sent,
            validation_schema: closed(schema, Keeping::All),
            loose: None,
        },
        Err(loose) => AnswerSchema {
            sent: schema.clone(),
            validation_schema: schema.clone(),
            loose: Some(loose),
        },
    }
}

/// Returns the form that is sent, or the reason why there is none.
fn strict_form(schema: &Json, api: Api, root: Root) -> Result<Json, Loose> {
    if let Some(reason) = loose_reason(schema, api, root) {
        return Err(Loose { reason, help: None });
    }
    let sent = closed(schema, Keeping::SentTo(api));
    excess(&sent, api, root).map_or(Ok(sent), Err)
}

/// The keywords that stay in a schema.
#[derive(Debug, Clone, Copy)]
enum Keeping {
    All,
    /// Those that are sent to an API.
    SentTo(Api),
}

impl Keeping {
    /// Returns whether a keyword of a schema stays.
    fn keeps(self, schema: &Json, key: &str, value: &Json) -> bool {
        let Self::SentTo(api) = self else {
            return true;
        };
        // The strict form has no other keyword beside a reference.
        let is_alone = key.starts_with('$') || schema.field("$ref") == &Json::Null;
        // The type says that the value is null.
        let is_said = constant(schema) == Some(&Json::Null) && matches!(key, "const" | "type");
        is_alone && !is_said && KeywordUse::of(key, api).sends(value)
    }
}

/// Closes each object of a schema.
fn closed(schema: &Json, keeping: Keeping) -> Json {
    let Json::Object(entries) = schema else {
        return schema.clone();
    };
    let required = required(schema);
    let kept = |(key, value): &&(String, Json)| keeping.keeps(schema, key, value);
    let entries = entries.iter().filter(kept);
    let mut closed = entries
        .map(|(key, value)| (key.clone(), closed_value(key, value, &required, keeping)))
        .collect::<Vec<_>>();
    if schema.field("$ref") != &Json::Null {
        return Json::Object(closed);
    }
    if closed.iter().all(|(key, _)| key != "type") {
        closed.extend(type_of_choices(schema).map(|kind| ("type".to_owned(), kind)));
    }
    if has_type(schema, "object") {
        closed.retain(|(key, _)| key != "required" && key != "additionalProperties");
        let names = if let Json::Object(names) = schema.field("properties") {
            names.as_slice()
        } else {
            closed.push(("properties".to_owned(), Json::Object(Vec::new())));
            &[]
        };
        let names = names.iter().map(|(name, _)| Json::text(name.as_str()));
        closed.push(("required".to_owned(), Json::List(names.collect())));
        closed.push(("additionalProperties".to_owned(), Json::Bool(false)));
    }
    Json::Object(closed)
}

/// Returns the type of the choices of a schema, which the strict form asks for. `None` if there are
/// no choices.
fn type_of_choices(schema: &Json) -> Option<Json> {
    let choices = match (constant(schema), schema.field("enum")) {
        (Some(one), _) => std::slice::from_ref(one),
        (None, Json::List(choices)) => choices.as_slice(),
        (None, _) => return None,
    };
    let mut names = Vec::new();
    for choice in choices {
        push_new(&mut names, Json::text(type_of(choice)));
    }
    match names.as_slice() {
        [] => None,
        [name] => Some(name.clone()),
        _ => Some(Json::List(names)),
    }
}

fn closed_value(key: &str, value: &Json, required: &BTreeSet<&str>, keeping: Keeping) -> Json {
    match (key, value) {
        ("properties", Json::Object(properties)) => {
            let properties = properties.iter().map(|(name, schema)| {
                let schema = closed(schema, keeping);
                let is_required = required.contains(name.as_str());
                let schema = if is_required {
                    schema
                } else {
                    nullable(schema)
                };
                (name.clone(), schema)
            });
            Json::Object(properties.collect())
        }
        ("$defs", Json::Object(definitions)) => {
            let definitions = definitions.iter();
            let closed = definitions.map(|(name, schema)| (name.clone(), closed(schema, keeping)));
            Json::Object(closed.collect())
        }
        ("items", schema) => closed(schema, keeping),
        ("anyOf", Json::List(choices)) => {
            let choices = choices.iter().map(|schema| closed(schema, keeping));
            Json::List(choices.collect())
        }
        (_, value) => value.clone(),
    }
}

/// Adds null to the values of a schema.
fn nullable(schema: Json) -> Json {
    if admits_null(&schema) {
        return schema;
    }
    let Json::Object(mut entries) = schema else {
        return schema;
    };
    let null = Json::Object(vec![("type".to_owned(), Json::text("null"))]);
    if let Some(choices) = sole_choices(&mut entries) {
        if !choices.iter().any(admits_null) {
            choices.push(null);
        }
        return Json::Object(entries);
    }
    let is_simple = entries
        .iter()
        .all(|(key, _)| !matches!(key.as_str(), "const" | "anyOf" | "$ref"));
    if !is_simple {
        let choices = Json::List(vec![Json::Object(entries), null]);
        return Json::Object(vec![("anyOf".to_owned(), choices)]);
    }
    for (key, value) in &mut entries {
        match (key.as_str(), &mut *value) {
            ("type", Json::Text(name)) if name != "null" => {
                *value = Json::List(vec![Json::text(name.as_str()), Json::text("null")]);
            }
            ("type", Json::List(names)) => push_new(names, Json::text("null")),
            ("enum", Json::List(choices)) => push_new(choices, Json::Null),
            _ => {}
        }
    }
    Json::Object(entries)
}

/// Returns the schemas of `anyOf`, if nothing beside them says which values there are.
fn sole_choices(entries: &mut [(String, Json)]) -> Option<&mut Vec<Json>> {
    let is_sole = entries
        .iter()
        .all(|(key, _)| matches!(key.as_str(), "anyOf" | "title" | "description"));
    let any_of = entries
        .iter_mut()
        .find(|(key, _)| is_sole && key == "anyOf");
    match any_of {
        Some((_, Json::List(choices))) => Some(choices),
        _ => None,
    }
}

fn push_new(values: &mut Vec<Json>, value: Json) {
    if !values.contains(&value) {
        values.push(value);
    }
}

/// Returns whether both the type and the choices of a schema have null, as far as they are given.
fn admits_null(schema: &Json) -> bool {
    let by_type = schema.field("type") == &Json::Null || has_type(schema, "null");
    let by_choice = match schema.field("enum") {
        Json::List(choices) => choices.contains(&Json::Null),
        _ => schema.field("type") != &Json::Null,
    };
    by_type && by_choice
}
