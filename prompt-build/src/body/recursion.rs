//! Parts of a JSON Schema that contain themselves.

use std::collections::BTreeSet;

use prompt_core::js::Json;

/// The properties through which a schema may contain itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    AnyProperty,
    RequiredProperties,
}

/// Returns the reference to a part of a schema that contains itself, if there is one.
pub(super) fn recursive_part(root: &Json, through: Through) -> Option<String> {
    let definitions = match root.field("$defs") {
        Json::Object(definitions) => definitions.as_slice(),
        _ => &[],
    };
    let all = std::iter::once(root).chain(definitions.iter().map(|(_, schema)| schema));
    let targets = all.flat_map(|schema| references(schema, Through::AnyProperty));
    let mut parts = definitions
        .iter()
        .map(|(name, _)| format!("#/$defs/{}", escaped(name)))
        .chain(["#".to_owned()])
        .chain(targets.map(str::to_owned));
    parts.find(|part| contains_itself(part, root, through))
}

fn contains_itself(part: &str, root: &Json, through: Through) -> bool {
    let mut seen = Vec::new();
    let mut ahead = references(find(part, root), through);
    while let Some(target) = ahead.pop() {
        if target == part {
            return true;
        }
        if !seen.contains(&target) {
            seen.push(target);
            ahead.extend(references(find(target, root), through));
        }
    }
    false
}

/// Returns the part of a schema to which a reference leads.
fn find<'a>(target: &str, root: &'a Json) -> &'a Json {
    let Some(path) = target.strip_prefix("#/") else {
        return root;
    };
    path.split('/').fold(root, |schema, key| match schema {
        Json::List(items) => {
            let position = key.parse::<usize>().ok();
            let item = position.and_then(|position| items.get(position));
            item.unwrap_or(&Json::Null)
        }
        schema => schema.field(&key.replace("~1", "/").replace("~0", "~")),
    })
}

/// A name as a key of a reference.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns the references in a schema, without those in its definitions.
fn references(schema: &Json, through: Through) -> Vec<&str> {
    let mut found = Vec::new();
    if let Json::Text(target) = schema.field("$ref") {
        found.push(target.as_str());
    }
    if let Json::Object(properties) = schema.field("properties") {
        let required = required(schema);
        let is_followed = |name: &str| through == Through::AnyProperty || required.contains(&name);
        let followed = properties.iter().filter(|(name, _)| is_followed(name));
        found.extend(followed.flat_map(|(_, schema)| references(schema, through)));
    }
    for key in ["anyOf", "oneOf", "prefixItems"] {
        if let Json::List(schemas) = schema.field(key) {
            found.extend(
                schemas
                    .iter()
                    .flat_map(|schema| references(schema, through)),
            );
        }
    }
    if schema.field("items") != &Json::Null {
        found.extend(references(schema.field("items"), through));
    }
    found
}

/// Returns the names of the properties that a schema requires.
pub(super) fn required(schema: &Json) -> BTreeSet<&str> {
    let Json::List(names) = schema.field("required") else {
        return BTreeSet::new();
    };
    let names = names.iter().filter_map(|name| match name {
        Json::Text(text) => Some(text.as_str()),
        _ => None,
    });
    names.collect()
}
