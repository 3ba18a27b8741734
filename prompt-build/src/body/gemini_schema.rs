//! The part of a JSON Schema that Gemini's API supports.

use prompt_core::js::Json;
use prompt_core::vocabulary::Api;

use super::choices::type_of_all;
use super::keyword_use::KeywordUse;

/// Returns a schema without the keywords that are not sent to Gemini.
pub(super) fn supported(schema: &Json) -> Json {
    let Json::Object(entries) = schema else {
        return schema.clone();
    };
    let is_reference = schema.field("$ref") != &Json::Null;
    let has_choices = schema.field("enum") != &Json::Null;
    let is_kept = |(key, value): &&(String, Json)| {
        // The API takes no other keyword beside a reference.
        let is_alone = !is_reference || key.starts_with('$');
        let is_twice = has_choices && key == "const";
        is_alone && !is_twice && KeywordUse::of(key, Api::Gemini).sends(value)
    };
    let kept = entries.iter().filter(is_kept);
    let kept = kept.map(|(key, value)| supported_keyword(key, value));
    with_typed_choices(kept.collect())
}

/// Gives choices their type, and sends null as a type of its own: the API's reference has `enum` for
/// texts and numbers alone.
fn with_typed_choices(mut entries: Vec<(String, Json)>) -> Json {
    let choices = entries.iter_mut().find(|(key, _)| key == "enum");
    let Some((_, Json::List(choices))) = choices else {
        return Json::Object(entries);
    };
    let count = choices.len();
    choices.retain(|choice| choice != &Json::Null);
    let (has_null, is_empty) = (choices.len() < count, choices.is_empty());
    let kind = type_of_all(choices);
    let takes_null = set_type(&mut entries, kind);
    let has_null_type = has_null && takes_null;
    if !is_empty && !has_null_type {
        return Json::Object(entries);
    }
    let (mut about, choices): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .partition(|(key, _)| matches!(key.as_str(), "title" | "description"));
    let null = type_entry("null");
    if is_empty {
        about.extend(null);
    } else {
        let either = Json::List(vec![Json::Object(choices), Json::Object(null.to_vec())]);
        about.push(("anyOf".to_owned(), either));
    }
    Json::Object(about)
}

/// Puts the type of the choices in the place of several types, or of none. Returns whether the types
/// before had null.
fn set_type(entries: &mut Vec<(String, Json)>, kind: Option<&str>) -> bool {
    let given = entries.iter_mut().find(|(key, _)| key == "type");
    let Some((_, given)) = given else {
        if let Some(kind) = kind {
            entries.splice(..0, type_entry(kind));
        }
        return true;
    };
    let Json::List(names) = given else {
        return false;
    };
    let count = names.len();
    names.retain(|name| name != &Json::text("null"));
    let had_null = names.len() < count;
    if let Some(kind) = kind {
        *given = Json::text(kind);
    }
    had_null
}

fn type_entry(kind: &str) -> [(String, Json); 1] {
    [("type".to_owned(), Json::text(kind))]
}

fn supported_keyword(key: &str, value: &Json) -> (String, Json) {
    let value = match (key, value) {
        ("const", value) => return ("enum".to_owned(), Json::List(vec![value.clone()])),
        ("properties" | "$defs", Json::Object(schemas)) => {
            let schemas = schemas.iter();
            Json::Object(
                schemas
                    .map(|(name, schema)| (name.clone(), supported(schema)))
                    .collect(),
            )
        }
        ("anyOf" | "oneOf" | "prefixItems", Json::List(schemas)) => {
            Json::List(schemas.iter().map(supported).collect())
        }
        ("items" | "additionalProperties", schema) => supported(schema),
        (_, value) => value.clone(),
    };
    (key.to_owned(), value)
}
