//! Parts of a JSON Schema that contain themselves.

use prompt_core::js::Json;

/// Returns the reference to a part of a schema that contains itself, if there is one.
pub(super) fn recursive_part(root: &Json) -> Option<String> {
    let definitions = match root.field("$defs") {
        Json::Object(definitions) => definitions.as_slice(),
        _ => &[],
    };
    let mut parts = definitions
        .iter()
        .map(|(name, _)| format!("#/$defs/{name}"))
        .chain(["#".to_owned()]);
    parts.find(|part| contains_itself(part, root))
}

fn contains_itself(part: &str, root: &Json) -> bool {
    let mut seen = Vec::new();
    let mut ahead = references(find(part, root));
    while let Some(target) = ahead.pop() {
        if target == part {
            return true;
        }
        if !seen.contains(&target) {
            seen.push(target);
            ahead.extend(references(find(target, root)));
        }
    }
    false
}

/// Returns the part of a schema to which a reference leads, or the definition that has it.
fn find<'a>(target: &str, root: &'a Json) -> &'a Json {
    let Some(path) = target.strip_prefix("#/$defs/") else {
        return root;
    };
    let name = path.split('/').next().unwrap_or_default();
    let name = name.replace("~1", "/").replace("~0", "~");
    root.field("$defs").field(&name)
}

/// Returns the references in a schema, without those in its definitions.
fn references(schema: &Json) -> Vec<&str> {
    let mut found = Vec::new();
    if let Json::Text(target) = schema.field("$ref") {
        found.push(target.as_str());
    }
    if let Json::Object(properties) = schema.field("properties") {
        found.extend(properties.iter().flat_map(|(_, schema)| references(schema)));
    }
    if let Json::List(choices) = schema.field("anyOf") {
        found.extend(choices.iter().flat_map(references));
    }
    if schema.field("items") != &Json::Null {
        found.extend(references(schema.field("items")));
    }
    found
}
