//! A JSON Schema in the strict form: closed objects in which every property is required.

use prompt_core::js::Json;

use super::answer_schema::AnswerSchema;

/// The keywords that the strict form has.
const SENT: [&str; 11] = [
    "$defs",
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "description",
    "enum",
    "items",
    "properties",
    "required",
    "type",
];

/// The keywords whose meaning an API that does not know them would get wrong: a schema with one is
/// not sent strict.
const STRUCTURAL: [&str; 15] = [
    "allOf",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "not",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "definitions",
];

/// Makes the strict form of a schema. A schema that has none is sent as it is.
pub(super) fn strict(schema: &Json) -> AnswerSchema {
    if let Some(reason) = looseness(schema, "") {
        return AnswerSchema {
            sent: schema.clone(),
            judged: schema.clone(),
            looseness: Some(reason),
        };
    }
    AnswerSchema {
        sent: closed(schema, false),
        judged: closed(schema, true),
        looseness: None,
    }
}

/// Says why a schema has no strict form.
fn looseness(schema: &Json, path: &str) -> Option<String> {
    let Json::Object(entries) = schema else {
        return Some(format!("{} is a schema of anything", place(path)));
    };
    let structural = entries
        .iter()
        .find(|(key, _)| STRUCTURAL.contains(&key.as_str()));
    if let Some((key, _)) = structural {
        return Some(format!("{} has `{key}`", place(path)));
    }
    if let Json::Text(target) = schema.field("$ref")
        && !target.starts_with("#/$defs/")
    {
        return Some(format!("{} refers to a place outside `$defs`", place(path)));
    }
    let names = schema.field("properties");
    if required(schema)
        .iter()
        .any(|name| names.field(name) == &Json::Null)
    {
        return Some(format!(
            "{} requires a property without a schema",
            place(path)
        ));
    }
    let describes = ["type", "enum", "const", "anyOf", "$ref"];
    if describes.iter().all(|key| schema.field(key) == &Json::Null) {
        return Some(format!("{} may be anything", place(path)));
    }
    if has_type(schema, "object") && !is_object_of_names(schema) {
        return Some(format!("{} is an object with any keys", place(path)));
    }
    if has_type(schema, "array") && schema.field("items") == &Json::Null {
        return Some(format!("{} is a list of anything", place(path)));
    }
    within(schema, path).find_map(|(schema, path)| looseness(schema, &path))
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

fn place(path: &str) -> String {
    if path.is_empty() {
        "the answer".to_owned()
    } else {
        format!("`{path}`")
    }
}

/// Returns whether an object has named properties, and no others.
fn is_object_of_names(schema: &Json) -> bool {
    let is_closed = matches!(
        schema.field("additionalProperties"),
        Json::Null | Json::Bool(false)
    );
    is_closed && matches!(schema.field("properties"), Json::Object(names) if !names.is_empty())
}

fn has_type(schema: &Json, name: &str) -> bool {
    match schema.field("type") {
        Json::Text(text) => text == name,
        Json::List(names) => names.contains(&Json::text(name)),
        _ => false,
    }
}

/// Closes each object of a schema. Keeps the constraints that are not sent where `constraints` is
/// `true`.
fn closed(schema: &Json, constraints: bool) -> Json {
    let Json::Object(entries) = schema else {
        return schema.clone();
    };
    let required = required(schema);
    let kept = |key: &str| constraints || SENT.contains(&key);
    let entries = entries.iter().filter(|(key, _)| kept(key));
    let mut closed = entries
        .map(|(key, value)| {
            (
                key.clone(),
                closed_value(key, value, &required, constraints),
            )
        })
        .collect::<Vec<_>>();
    if schema.field("type") == &Json::Null {
        closed.extend(type_of_choices(schema).map(|kind| ("type".to_owned(), kind)));
    }
    if has_type(schema, "object") {
        closed.retain(|(key, _)| key != "required" && key != "additionalProperties");
        if let Json::Object(names) = schema.field("properties") {
            let names = names.iter().map(|(name, _)| Json::text(name.as_str()));
            closed.push(("required".to_owned(), Json::List(names.collect())));
        }
        closed.push(("additionalProperties".to_owned(), Json::Bool(false)));
    }
    Json::Object(closed)
}

/// Returns the type of the choices of a schema, which the strict form asks for. `None` if there are
/// no choices.
fn type_of_choices(schema: &Json) -> Option<Json> {
    let choices = match (schema.field("enum"), schema.field("const")) {
        (Json::List(choices), _) => choices.as_slice(),
        (_, Json::Null) => return None,
        (_, one) => std::slice::from_ref(one),
    };
    let mut names = Vec::new();
    for choice in choices {
        let name = match choice {
            Json::Null => "null",
            Json::Bool(_) => "boolean",
            Json::Number(number) if number.is_integer() => "integer",
            Json::Number(_) => "number",
            Json::Text(_) => "string",
            Json::List(_) => "array",
            Json::Object(_) => "object",
        };
        push_new(&mut names, Json::text(name));
    }
    match names.as_slice() {
        [] => None,
        [name] => Some(name.clone()),
        _ => Some(Json::List(names)),
    }
}

fn closed_value(key: &str, value: &Json, required: &[&str], constraints: bool) -> Json {
    match (key, value) {
        ("properties", Json::Object(properties)) => {
            let properties = properties.iter().map(|(name, schema)| {
                let schema = closed(schema, constraints);
                let is_required = required.contains(&name.as_str());
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
            let closed =
                definitions.map(|(name, schema)| (name.clone(), closed(schema, constraints)));
            Json::Object(closed.collect())
        }
        ("items", schema) => closed(schema, constraints),
        ("anyOf", Json::List(choices)) => {
            let choices = choices.iter().map(|schema| closed(schema, constraints));
            Json::List(choices.collect())
        }
        (_, value) => value.clone(),
    }
}

fn required(schema: &Json) -> Vec<&str> {
    let Json::List(names) = schema.field("required") else {
        return Vec::new();
    };
    let names = names.iter().filter_map(|name| match name {
        Json::Text(text) => Some(text.as_str()),
        _ => None,
    });
    names.collect()
}

/// Adds null to the values of a schema.
fn nullable(schema: Json) -> Json {
    if admits_null(&schema) {
        return schema;
    }
    let Json::Object(mut entries) = schema else {
        return schema;
    };
    let is_simple = entries
        .iter()
        .all(|(key, _)| !matches!(key.as_str(), "const" | "anyOf" | "$ref"));
    if !is_simple {
        let null = Json::Object(vec![("type".to_owned(), Json::text("null"))]);
        let choices = Json::List(vec![Json::Object(entries), null]);
        return Json::Object(vec![("anyOf".to_owned(), choices)]);
    }
    for (key, value) in &mut entries {
        match (key.as_str(), &mut *value) {
            ("type", Json::Text(name)) => {
                *value = Json::List(vec![Json::text(name.as_str()), Json::text("null")]);
            }
            ("type", Json::List(names)) => push_new(names, Json::text("null")),
            ("enum", Json::List(choices)) => push_new(choices, Json::Null),
            _ => {}
        }
    }
    Json::Object(entries)
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
