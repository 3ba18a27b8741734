//! The reason why a JSON Schema has no strict form.

use prompt_core::js::Json;
use prompt_core::vocabulary::Api;

use super::choices::{constant, refused_choice};
use super::keyword_use::KeywordUse;
use super::recursion::{Through, recursive_part, required};
use super::root::Root;

/// Says why a schema has no strict form.
pub(super) fn loose_reason(schema: &Json, api: Api, root: Root) -> Option<String> {
    let of_root = ["anyOf", "$ref"];
    if let Some(key) = of_root.iter().find(|key| schema.field(key) != &Json::Null) {
        return Some(format!("{root} has `{key}`"));
    }
    let recursion = || {
        let is_refused = api == Api::AnthropicMessages;
        let part = is_refused.then(|| recursive_part(schema, Through::AnyProperty))??;
        Some(format!("`{part}` contains itself"))
    };
    reason_within(schema, "", api, root).or_else(recursion)
}

fn reason_within(schema: &Json, path: &str, api: Api, root: Root) -> Option<String> {
    let place = |path: &str| place(path, root);
    let Json::Object(entries) = schema else {
        return Some(format!("{} is a schema of anything", place(path)));
    };
    let structural = entries
        .iter()
        .find(|(key, _)| KeywordUse::of(key, api) == KeywordUse::Loose);
    if let Some((key, _)) = structural {
        return Some(format!("{} has `{key}`", place(path)));
    }
    if let Json::Text(target) = schema.field("$ref") {
        let is_taken = target == "#" || target.starts_with("#/$defs/");
        return (!is_taken).then(|| format!("{} refers to a place outside `$defs`", place(path)));
    }
    let mut without_schema = required(schema);
    if let Json::Object(properties) = schema.field("properties") {
        for (name, schema) in properties {
            if schema != &Json::Null {
                without_schema.remove(name.as_str());
            }
        }
    }
    if !without_schema.is_empty() {
        return Some(format!(
            "{} requires a property without a schema",
            place(path)
        ));
    }
    let describes = ["type", "enum", "anyOf"];
    if constant(schema).is_none() && describes.iter().all(|key| schema.field(key) == &Json::Null) {
        return Some(format!("{} may be anything", place(path)));
    }
    if let Some(choice) = refused_choice(schema) {
        return Some(format!("{} has {choice}", place(path)));
    }
    if has_type(schema, "object") && !is_object_of_names(schema) {
        return Some(format!("{} is an object with any keys", place(path)));
    }
    if has_type(schema, "array") && schema.field("items") == &Json::Null {
        return Some(format!("{} is a list of anything", place(path)));
    }
    within(schema, path).find_map(|(schema, path)| reason_within(schema, &path, api, root))
}

/// Returns the schemas within a schema, each with its path.
fn within<'a>(schema: &'a Json, path: &str) -> impl Iterator<Item = (&'a Json, String)> {
    let mut found = Vec::new();
    for key in ["properties", "$defs"] {
        if let Json::Object(entries) = schema.field(key) {
            let inner = entries.iter();
            found.extend(inner.map(|(name, schema)| (schema, join(path, name))));
        }
    }
    if let Json::List(choices) = schema.field("anyOf") {
        found.extend(choices.iter().map(|schema| (schema, path.to_owned())));
    }
    if schema.field("items") != &Json::Null {
        found.push((schema.field("items"), join(path, "items")));
    }
    found.into_iter()
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn place(path: &str, root: Root) -> String {
    if path.is_empty() {
        root.to_string()
    } else {
        format!("`{path}`")
    }
}

/// Returns whether an object has named properties, and no others. One that is closed may have none.
fn is_object_of_names(schema: &Json) -> bool {
    match schema.field("additionalProperties") {
        Json::Bool(false) => true,
        Json::Null => {
            matches!(schema.field("properties"), Json::Object(names) if !names.is_empty())
        }
        _ => false,
    }
}

pub(super) fn has_type(schema: &Json, name: &str) -> bool {
    match schema.field("type") {
        Json::Text(text) => text == name,
        Json::List(names) => names.contains(&Json::text(name)),
        _ => false,
    }
}
