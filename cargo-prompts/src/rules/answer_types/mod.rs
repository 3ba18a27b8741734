//! The Rust types of an answer: an `answer_type!` that holds what all pinned versions ask for.

mod identifier;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use prompt_core::program::{AnswerClass, AnswerType, PinnedAnswer};

use identifier::{field_name, type_name, unused};

/// Returns the macro with the types of an answer. Returns `None` unless each pinned version has a
/// schema of an object.
pub fn answer_types(id: &str, answers: &[PinnedAnswer]) -> Option<String> {
    let sources = answers.iter().map(|answer| answer.answer_type.as_ref());
    let sources = sources.collect::<Option<Vec<_>>>()?;
    let is_object = |source: &&AnswerType| matches!(source.class, AnswerClass::Object(_));
    if sources.is_empty() || !sources.iter().all(is_object) {
        return None;
    }
    let mut types = Types::default();
    types.declare_struct(&type_name(id), &sources);
    let mut text = format!("prompt_runtime::answer_type! {{\n    \"{id}\":\n");
    // The types of fields are done before the type that has them.
    for (position, declaration) in types.declarations.iter().rev().enumerate() {
        text.push_str(if position == 0 { "" } else { "\n" });
        for line in declaration.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text.push_str("}\n");
    Some(text)
}

/// The type of what has no other.
const VALUE: &str = "serde_json::Value";

#[derive(Default)]
struct Types {
    /// The names that are taken.
    names: Vec<String>,
    declarations: Vec<String>,
}

impl Types {
    /// Returns the type that holds the values of all versions, null aside. `name` is for a type that
    /// has to be declared.
    fn rust_type(&mut self, name: &str, sources: &[&AnswerType]) -> String {
        let classes = sources
            .iter()
            .map(|source| &source.class)
            .collect::<Vec<_>>();
        let all = |is: fn(&AnswerClass) -> bool| classes.iter().all(|class| is(class));
        if all(|class| matches!(class, AnswerClass::Boolean)) {
            "bool".to_owned()
        } else if all(|class| matches!(class, AnswerClass::Integer)) {
            "i64".to_owned()
        } else if all(|class| matches!(class, AnswerClass::Integer | AnswerClass::Number)) {
            "f64".to_owned()
        } else if all(|class| matches!(class, AnswerClass::Choice(_))) {
            self.declare_enum(name, &classes)
        } else if all(|class| matches!(class, AnswerClass::Text | AnswerClass::Choice(_))) {
            "String".to_owned()
        } else if all(|class| matches!(class, AnswerClass::List(_))) {
            format!("Vec<{}>", self.inner_type(name, sources))
        } else if all(|class| matches!(class, AnswerClass::Map(_))) {
            let value = self.inner_type(name, sources);
            format!("std::collections::BTreeMap<String, {value}>")
        } else if all(|class| matches!(class, AnswerClass::Object(_))) {
            self.declare_struct(name, sources)
        } else {
            VALUE.to_owned()
        }
    }

    /// Returns the type of the items of lists or of the values of maps.
    fn inner_type(&mut self, name: &str, sources: &[&AnswerType]) -> String {
        let inner = sources.iter().filter_map(|source| match &source.class {
            AnswerClass::List(inner) | AnswerClass::Map(inner) => Some(&**inner),
            _ => None,
        });
        let inner = inner.collect::<Vec<_>>();
        let is_nullable = inner.iter().any(|inner| inner.is_nullable);
        let rust_type = self.rust_type(name, &inner);
        optional(rust_type, is_nullable)
    }

    fn declare_struct(&mut self, name: &str, sources: &[&AnswerType]) -> String {
        let name = unused(name, &mut self.names);
        let mut keys = Vec::<&str>::new();
        for source in sources {
            if let AnswerClass::Object(fields) = &source.class {
                keys.extend(fields.iter().map(|field| field.name.as_str()));
            }
        }
        let mut text = format!("#[derive(Debug, Clone)]\npub struct {name} {{\n");
        let mut identifiers = Vec::new();
        let mut seen = Vec::new();
        for key in keys {
            if seen.contains(&key) {
                continue;
            }
            seen.push(key);
            let identifier = unused(&field_name(key), &mut identifiers);
            if identifier.trim_start_matches("r#") != key {
                let _ = writeln!(text, "    #[serde(rename = {key:?})]");
            }
            let rust_type = self.field_type(&format!("{name}{}", type_name(key)), key, sources);
            let _ = writeln!(text, "    pub {identifier}: {rust_type},");
        }
        text.push_str("}\n");
        self.declarations.push(text);
        name
    }

    fn field_type(&mut self, name: &str, key: &str, sources: &[&AnswerType]) -> String {
        let mut found = Vec::new();
        let mut is_optional = false;
        for source in sources {
            let AnswerClass::Object(fields) = &source.class else {
                continue;
            };
            match fields.iter().find(|field| field.name == key) {
                Some(field) => {
                    is_optional |= !field.is_required || field.answer_type.is_nullable;
                    found.push(&field.answer_type);
                }
                None => is_optional = true,
            }
        }
        let rust_type = self.rust_type(name, &found);
        optional(rust_type, is_optional)
    }

    fn declare_enum(&mut self, name: &str, classes: &[&AnswerClass]) -> String {
        let name = unused(name, &mut self.names);
        let mut text =
            format!("#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum {name} {{\n");
        let mut identifiers = Vec::new();
        let mut seen = Vec::new();
        for class in classes {
            let AnswerClass::Choice(choices) = class else {
                continue;
            };
            for choice in choices {
                if seen.contains(&choice) {
                    continue;
                }
                seen.push(choice);
                let identifier = unused(&type_name(choice), &mut identifiers);
                if identifier != *choice {
                    let _ = writeln!(text, "    #[serde(rename = {choice:?})]");
                }
                let _ = writeln!(text, "    {identifier},");
            }
        }
        text.push_str("}\n");
        self.declarations.push(text);
        name
    }
}

fn optional(rust_type: String, is_optional: bool) -> String {
    if is_optional {
        format!("Option<{rust_type}>")
    } else {
        rust_type
    }
}
