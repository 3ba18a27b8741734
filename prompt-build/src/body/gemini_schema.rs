//! The part of a JSON Schema that Gemini's API supports.

use prompt_core::js::Json;
use prompt_core::vocabulary::Api;

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
    Json::Object(
        kept.map(|(key, value)| supported_keyword(key, value))
            .collect(),
    )
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
