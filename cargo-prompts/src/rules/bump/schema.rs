//! Compares the schemas of two answers, or of the inputs of a tool.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Level, Reason};

/// Schemas by their names in the schema that contains them.
type Properties = Map<String, Value>;

/// The value that two schemas describe.
pub(super) struct SchemaSubject {
    /// The value, as a sentence names it.
    pub(super) whole: String,
    /// The word for a property.
    pub(super) part: &'static str,
    /// The level of a property that was added and is required. The application passes over it in an
    /// answer, and has to take it as an argument.
    pub(super) required_added: Level,
}

impl SchemaSubject {
    pub(super) fn answer() -> Self {
        Self {
            whole: "the answer".to_owned(),
            part: "property",
            required_added: Level::Minor,
        }
    }

    /// Adds a reason for each difference between two JSON Schemas; `None` stands for no schema.
    pub(super) fn compare(&self, old: Option<&str>, new: Option<&str>, reasons: &mut Vec<Reason>) {
        let what = match (old, new) {
            (Some(old), Some(new)) => return self.compare_texts(old, new, reasons),
            (None, None) => return,
            (None, Some(_)) => "added",
            (Some(_), None) => "removed",
        };
        let sentence = format!("the schema of {} was {what}", self.whole);
        reasons.push(Reason::new(Level::Major, sentence));
    }

    fn compare_texts(&self, old: &str, new: &str, reasons: &mut Vec<Reason>) {
        let read = |text| serde_json::from_str::<Value>(text).ok();
        match read(old).zip(read(new)) {
            Some((old, new)) => self.compare_schemas("", &old, &new, reasons),
            None if old == new => {}
            None => reasons.push(Reason::new(
                Level::Major,
                format!("the schema of {} was changed", self.whole),
            )),
        }
    }

    /// Adds the differences between the schemas of the value at a path. The path of the whole is
    /// empty.
    fn compare_schemas(&self, path: &str, old: &Value, new: &Value, reasons: &mut Vec<Reason>) {
        if old == new {
            return;
        }
        let (Value::Object(old), Value::Object(new)) = (old, new) else {
            let sentence = format!("the schema of {} was changed", self.named(path));
            return reasons.push(Reason::new(Level::Major, sentence));
        };
        if old.get("type") != new.get("type") {
            return reasons.push(self.other_type(path, old, new));
        }
        for keyword in old
            .keys()
            .chain(new.keys().filter(|keyword| !old.contains_key(*keyword)))
        {
            self.compare_keyword(path, keyword, old, new, reasons);
        }
    }

    fn compare_keyword(
        &self,
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
                    format!("the description of {} was changed", self.named(path)),
                ));
            }
            // A map held such an object, which a struct holds now. The whole answer is a struct already.
            ("properties", _, _) if !path.is_empty() && has_any_keys(old) => {
                let named = self.named(path);
                let sentence = format!(
                    "the type of {named} was changed from an object with any keys to one with properties"
                );
                reasons.push(Reason::new(Level::Major, sentence));
            }
            ("properties", _, _) => {
                self.compare_properties(path, old, new, reasons);
            }
            ("required", _, _) => self.compare_required(path, old, new, reasons),
            ("items", Some(before), Some(after)) => {
                self.compare_schemas(&format!("{path}[]"), before, after, reasons);
            }
            (
                "additionalProperties",
                Some(before @ Value::Object(_)),
                Some(after @ Value::Object(_)),
            ) => {
                self.compare_schemas(&inner(path, "*"), before, after, reasons);
            }
            _ => reasons.push(Reason::new(
                Level::Major,
                format!("`{keyword}` of {} was changed", self.named(path)),
            )),
        }
    }

    fn compare_properties(
        &self,
        path: &str,
        old: &Properties,
        new: &Properties,
        reasons: &mut Vec<Reason>,
    ) {
        let (before, after) = (properties(old), properties(new));
        for (name, before) in &before {
            let path = inner(path, name);
            match after.get(name) {
                Some(after) => self.compare_schemas(&path, before, after, reasons),
                None => reasons.push(Reason::new(
                    Level::Major,
                    format!("{} was removed", self.named(&path)),
                )),
            }
        }
        let required = required(new);
        let added = after.keys().filter(|name| !before.contains_key(*name));
        reasons.extend(added.map(|name| {
            let level = if required.contains(name.as_str()) {
                self.required_added
            } else {
                Level::Minor
            };
            let sentence = format!("{} was added", self.named(&inner(path, name)));
            Reason::new(level, sentence)
        }));
    }

    /// Adds the properties that became required or optional. Added and removed properties are left
    /// out.
    fn compare_required(
        &self,
        path: &str,
        old: &Properties,
        new: &Properties,
        reasons: &mut Vec<Reason>,
    ) {
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
                format!("{} {what}", self.named(&inner(path, name))),
            ));
        }
    }

    fn other_type(&self, path: &str, old: &Properties, new: &Properties) -> Reason {
        let (named, old, new) = (self.named(path), type_of(old), type_of(new));
        Reason::new(
            Level::Major,
            format!("the type of {named} was changed from {old} to {new}"),
        )
    }

    fn named(&self, path: &str) -> String {
        if path.is_empty() {
            self.whole.clone()
        } else {
            format!("the {} `{path}` of {}", self.part, self.whole)
        }
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

/// Keywords that say which values there are where `type` does not.
const IN_PLACE_OF_A_TYPE: [&str; 6] = ["enum", "const", "anyOf", "oneOf", "allOf", "$ref"];

/// The type of a schema as a sentence names it: one, or a choice of several.
fn type_of(schema: &Properties) -> String {
    if let Some(name) = schema.get("type") {
        return type_name(name);
    }
    let mut keywords = IN_PLACE_OF_A_TYPE.into_iter();
    let keyword = keywords.find(|keyword| schema.contains_key(*keyword));
    format!("`{}`", keyword.unwrap_or("any"))
}

fn type_name(name: &Value) -> String {
    match name {
        Value::String(name) => format!("`{name}`"),
        Value::Array(names) => {
            let names = names.iter().map(type_name);
            names.collect::<Vec<_>>().join(" or ")
        }
        other => format!("`{other}`"),
    }
}

fn inner(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
