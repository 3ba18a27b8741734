//! The choices of a JSON Schema: the values of `enum`, and that of `const`.

use prompt_core::js::Json;

/// Returns the value of `const`, which may be null.
pub(super) fn constant(schema: &Json) -> Option<&Json> {
    let Json::Object(entries) = schema else {
        return None;
    };
    let mut entries = entries.iter();
    let (_, value) = entries.find(|(key, _)| key == "const")?;
    Some(value)
}

/// Says what the APIs refuse of the choices: an object or a list, and a value of another type than
/// the schema's.
pub(super) fn refused_choice(schema: &Json) -> Option<String> {
    let choices = match schema.field("enum") {
        Json::List(choices) => choices.as_slice(),
        _ => &[],
    };
    choices
        .iter()
        .chain(constant(schema))
        .find_map(|choice| match choice {
            Json::Object(_) => Some("an object as a choice".to_owned()),
            Json::List(_) => Some("a list as a choice".to_owned()),
            _ if has_type_of(schema, choice) => None,
            _ => Some(format!("the choice `{choice}`, which is not of its type")),
        })
}

/// Returns the name of a value's type.
pub(super) fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_integer() => "integer",
        Json::Number(_) => "number",
        Json::Text(_) => "string",
        Json::List(_) => "array",
        Json::Object(_) => "object",
    }
}

/// Returns the name of the type that all values have, if it is one.
pub(super) fn type_of_all(values: &[Json]) -> Option<&'static str> {
    let mut types = values.iter().map(type_of);
    let first = types.next()?;
    types.try_fold(first, |common, own| match (common, own) {
        _ if common == own => Some(common),
        ("integer", "number") | ("number", "integer") => Some("number"),
        _ => None,
    })
}

/// Returns whether a value is of a type of the schema, or the schema has none.
fn has_type_of(schema: &Json, value: &Json) -> bool {
    let own = type_of(value);
    let is_own = |name: &Json| matches!(name, Json::Text(name) if name == own || (name == "number" && own == "integer"));
    match schema.field("type") {
        Json::List(names) => names.iter().any(is_own),
        Json::Null => true,
        name => is_own(name),
    }
}
