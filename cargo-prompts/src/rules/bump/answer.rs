//! Compares the schemas of two answers.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Level, Reason};

/// Schemas by their names in the schema that contains them.
type Properties = Map<String, Value>;

/// Adds a reason for each difference between two JSON Schemas; `None` stands for no schema.
pub(super) fn compare(old: Option<&str>, new: Option<&str>, reasons: &mut Vec<Reason>) {
    let what = match (old, new) {
        (Some(old), Some(new)) => return compare_texts(old, new, reasons),
        (None, None) => return,
        (None, Some(_)) => "added",
        (Some(_), None) => "removed",
    };
    reasons.push(Reason::new(
        Level::Major,
        format!("the schema of the answer was {what}"),
    ));
}

fn compare_texts(old: &str, new: &str, reasons: &mut Vec<Reason>) {
    let read = |text| serde_json::from_str::<Value>(text).ok();
    match read(old).zip(read(new)) {
        Some((old, new)) => compare_schemas("", &old, &new, reasons),
        None if old == new => {}
        None => reasons.push(Reason::new(
            Level::Major,
            "the schema of the answer was changed",
        )),
    }
}

/// Adds the differences between the schemas of the value at a path in the answer. The path of the
/// answer itself is empty.
fn compare_schemas(path: &str, old: &Value, new: &Value, reasons: &mut Vec<Reason>) {
    if old == new {
        return;
    }
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        let sentence = format!("the schema of {} was changed", named(path));
        return reasons.push(Reason::new(Level::Major, sentence));
    };
    if old.get("type") != new.get("type") {
        return reasons.push(other_type(path, old.get("type"), new.get("type")));
    }
    for keyword in old
        .keys()
        .chain(new.keys().filter(|keyword| !old.contains_key(*keyword)))
    {
        compare_keyword(path, keyword, old, new, reasons);
    }
}

fn compare_keyword(
    path: &str,
    keyword: &str,
    old: &Properties,
    new: &Properties,
    reasons: &mut Vec<Reason>,
) {
    let (before, after) = (old.get(keyword), new.get(keyword));
    match (keyword, before, after) {
        _ if before == after => {}
        ("description", _, _) => {
            reasons.push(Reason::new(
                Level::Patch,
                format!("the description of {} was changed", named(path)),
            ));
        }
        // A map held such an object, which a struct holds now. The whole answer is a struct already.
        ("properties", _, _) if !path.is_empty() && has_any_keys(old) => {
            let named = named(path);
            let sentence = format!(
                "the type of {named} was changed from an object with any keys to one with properties"
            );
            reasons.push(Reason::new(Level::Major, sentence));
        }
        ("properties", _, _) => {
            compare_properties(path, &properties(old), &properties(new), reasons);
        }
        ("required", _, _) => compare_required(path, old, new, reasons),
        ("items", Some(before), Some(after)) => {
            compare_schemas(&format!("{path}[]"), before, after, reasons);
        }
        (
            "additionalProperties",
            Some(before @ Value::Object(_)),
            Some(after @ Value::Object(_)),
        ) => {
            compare_schemas(&inner(path, "*"), before, after, reasons);
        }
        _ => reasons.push(Reason::new(
            Level::Major,
            format!("`{keyword}` of {} was changed", named(path)),
        )),
    }
}

fn compare_properties(path: &str, old: &Properties, new: &Properties, reasons: &mut Vec<Reason>) {
    for (name, before) in old {
        let path = inner(path, name);
        match new.get(name) {
            Some(after) => compare_schemas(&path, before, after, reasons),
            None => reasons.push(Reason::new(
                Level::Major,
                format!("{} was removed", named(&path)),
            )),
        }
    }
    let added = new.keys().filter(|name| !old.contains_key(*name));
    reasons.extend(added.map(|name| {
        Reason::new(
            Level::Minor,
            format!("{} was added", named(&inner(path, name))),
        )
    }));
}

/// Adds the properties that became required or optional. Added and removed properties are left
/// out.
fn compare_required(path: &str, old: &Properties, new: &Properties, reasons: &mut Vec<Reason>) {
    let (before, after) = (properties(old), properties(new));
    let is_kept = |name: &&str| before.contains_key(*name) == after.contains_key(*name);
    let (old, new) = (required(old), required(new));
    for name in old.symmetric_difference(&new).copied().filter(is_kept) {
        let what = if new.contains(name) {
            "is now required"
        } else {
            "is now optional"
        };
        reasons.push(Reason::new(
            Level::Major,
            format!("{} {what}", named(&inner(path, name))),
        ));
    }
}

fn properties(schema: &Properties) -> Properties {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

fn has_any_keys(schema: &Properties) -> bool {
    properties(schema).is_empty() && schema.get("additionalProperties") != Some(&false.into())
}

fn required(schema: &Properties) -> BTreeSet<&str> {
    let names = schema.get("required").and_then(Value::as_array);
    names
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

fn other_type(path: &str, old: Option<&Value>, new: Option<&Value>) -> Reason {
    let (named, old, new) = (named(path), type_of(old), type_of(new));
    Reason::new(
        Level::Major,
        format!("the type of {named} was changed from {old} to {new}"),
    )
}

/// The type as a sentence names it: one, or a choice of several.
fn type_of(name: Option<&Value>) -> String {
    match name {
        None => "any".to_owned(),
        Some(Value::String(name)) => format!("`{name}`"),
        Some(Value::Array(names)) => names
            .iter()
            .map(|name| type_of(Some(name)))
            .collect::<Vec<_>>()
            .join(" or "),
        Some(other) => format!("`{other}`"),
    }
}

fn inner(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn named(path: &str) -> String {
    if path.is_empty() {
        "the answer".to_owned()
    } else {
        format!("the property `{path}` of the answer")
    }
}
