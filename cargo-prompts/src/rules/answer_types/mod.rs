//! The Rust types of an answer and of calls of tools: an `answer_type!` and a `tool_type!` that hold what
//! all pinned versions ask for.

mod identifier;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use prompt_core::program::{AnswerClass, AnswerType, PinnedAnswer, PinnedTools};

use identifier::{field_name, is_usual_name, type_name, unused};

/// Returns the macros with the types of a prompt. Returns `None` where there are no tools, and not each
/// pinned version has the schema of an object for its answer.
pub fn rust_types(id: &str, answers: &[PinnedAnswer], tools: &[PinnedTools]) -> Option<String> {
    let mut types = Types::default();
    let of_answer = types.declare_answer(id, answers);
    let of_tools = types.declare_tools(id, tools);
    let macros = of_answer.into_iter().chain(of_tools).collect::<Vec<_>>();
    if macros.is_empty() {
        return None;
    }
    let macros = macros.join("\n");
    let note = if macros.contains(VALUE) { NOTE } else { "" };
    Some(format!("{note}{macros}"))
}

/// The type of what has no other.
const VALUE: &str = "serde_json::Value";

/// A comment before types that need one more crate.
const NOTE: &str = "// `cargo add serde_json`: a value of any type is one of this crate.\n";

#[derive(Default)]
struct Types {
    /// The names that are taken.
    names: Vec<String>,
    declarations: Vec<String>,
}

impl Types {
    /// Returns the `answer_type!`, if the answer has fields in each version.
    fn declare_answer(&mut self, id: &str, answers: &[PinnedAnswer]) -> Option<String> {
        let sources = answers.iter().map(|answer| answer.answer_type.as_ref());
        let sources = sources.collect::<Option<Vec<_>>>()?;
        if sources.is_empty() || !sources.iter().all(|source| is_object(source)) {
            return None;
        }
        self.declare_struct(&type_name(id), &sources);
        Some(self.written("answer_type", id))
    }

    /// Returns the `tool_type!`, if a version has tools.
    fn declare_tools(&mut self, id: &str, versions: &[PinnedTools]) -> Option<String> {
        let mut tools = Vec::<(&str, Vec<&AnswerType>)>::new();
        for tool in versions.iter().flat_map(|version| &version.tools) {
            match tools.iter_mut().find(|(name, _)| *name == tool.name) {
                Some((_, sources)) => sources.push(&tool.input),
                None => tools.push((&tool.name, vec![&tool.input])),
            }
        }
        if tools.is_empty() {
            return None;
        }
        let name = unused(&format!("{}Tool", type_name(id)), &mut self.names);
        let mut text = format!("#[derive(Debug, Clone)]\npub enum {name} {{\n");
        let mut identifiers = Vec::new();
        // A variant without an attribute is for all usual forms of its name.
        let plain = tools
            .iter()
            .map(|(tool, _)| type_name(tool))
            .collect::<Vec<_>>();
        let is_only = |name: &str| plain.iter().filter(|other| *other == name).count() == 1;
        for (tool, sources) in &tools {
            let identifier = unused(&type_name(tool), &mut identifiers);
            if !(is_only(&identifier) && is_usual_name(&identifier, tool)) {
                let _ = writeln!(text, "    #[serde(rename = {tool:?})]");
            }
            let arguments = self.arguments(&format!("{name}{identifier}"), sources);
            let _ = writeln!(text, "    {identifier}{arguments},");
        }
        text.push_str("}\n");
        self.declarations.push(text);
        Some(self.written("tool_type", id))
    }

    /// Returns the arguments of a variant, as they stand behind its name.
    fn arguments(&mut self, name: &str, sources: &[&AnswerType]) -> String {
        if !sources.iter().all(|source| is_object(source)) {
            return format!("({})", self.rust_type(name, sources));
        }
        let fields = self.fields(name, sources, "");
        if fields.is_empty() {
            return String::new();
        }
        let fields = fields.lines().map(|line| format!("    {line}\n"));
        format!(" {{\n{}    }}", fields.collect::<String>())
    }

    /// Takes what is declared, and returns it in a macro.
    fn written(&mut self, name: &str, id: &str) -> String {
        let mut text = format!("prompt_runtime::{name}! {{\n    \"{id}\":\n");
        // The types of fields are done before the type that has them.
        for (position, declaration) in self.declarations.drain(..).rev().enumerate() {
            text.push_str(if position == 0 { "" } else { "\n" });
            for line in declaration.lines() {
                let _ = writeln!(text, "    {line}");
            }
        }
        text.push_str("}\n");
        text
    }

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
        let fields = self.fields(&name, sources, "pub ");
        let text = format!("#[derive(Debug, Clone)]\npub struct {name} {{\n{fields}}}\n");
        self.declarations.push(text);
        name
    }

    /// Returns the fields of objects, a line each.
    fn fields(&mut self, owner: &str, sources: &[&AnswerType], visibility: &str) -> String {
        let mut keys = Vec::<&str>::new();
        for source in sources {
            if let AnswerClass::Object(fields) = &source.class {
                keys.extend(fields.iter().map(|field| field.name.as_str()));
            }
        }
        let mut text = String::new();
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
            let rust_type = self.field_type(&format!("{owner}{}", type_name(key)), key, sources);
            let _ = writeln!(text, "    {visibility}{identifier}: {rust_type},");
        }
        text
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

fn is_object(source: &AnswerType) -> bool {
    matches!(source.class, AnswerClass::Object(_))
}

fn optional(rust_type: String, is_optional: bool) -> String {
    if is_optional {
        format!("Option<{rust_type}>")
    } else {
        rust_type
    }
}
