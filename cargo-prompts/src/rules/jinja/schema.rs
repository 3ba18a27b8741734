//! The inputs as front matter declares them.

use std::fmt::Write as _;

use super::uses::{Guess, Trait, Uses};

/// Names that YAML would read as another value than a text.
const NOT_TEXT: [&str; 3] = ["true", "false", "null"];

/// The front matter that declares the inputs. Empty if there are none, unless the text needs one in
/// front of it.
pub(super) fn front_matter(inputs: &Uses, text: &str) -> String {
    let mut lines = String::new();
    if needs_json_schema(inputs) {
        for (key, value) in json_schema(inputs) {
            _ = writeln!(lines, "    {key}: {value}");
        }
    } else {
        for (name, uses) in inputs.inputs() {
            declare(name, uses, 2, &mut lines);
        }
    }
    let begins_with_fence = text
        .lines()
        .next()
        .is_some_and(|line| line.trim_end() == "---");
    match lines.as_str() {
        "" if begins_with_fence => "---\n---\n".to_owned(),
        "" => String::new(),
        lines => format!("---\ninput:\n  schema:\n{lines}---\n"),
    }
}

/// Returns true for types and names that Picoschema has no form for: lists of lists and of maps, maps
/// of values with parts, and fields that it takes for keywords.
fn needs_json_schema(uses: &Uses) -> bool {
    let part = uses.item.as_deref().map(Uses::guess);
    let is_formless = match uses.guess() {
        Guess::List => matches!(part, Some(Guess::List | Guess::Map)),
        Guess::Map => matches!(part, Some(Guess::List | Guess::Map | Guess::Object)),
        _ => false,
    };
    let is_keyword = |name: &str| matches!(name, "type" | "properties");
    let fields = uses.fields.iter();
    let in_fields = |(name, uses): &(String, Uses)| is_keyword(name) || needs_json_schema(uses);
    is_formless
        || fields.into_iter().any(in_fields)
        || uses.item.as_deref().is_some_and(needs_json_schema)
}

fn declare(name: &str, uses: &Uses, depth: usize, lines: &mut String) {
    let indent = "  ".repeat(depth);
    let mark = if uses.is(Trait::Optional) { "?" } else { "" };
    let key = quoted_key(&format!("{name}{mark}"));
    let fields = match uses.guess() {
        Guess::Object => &uses.fields,
        Guess::List => match uses.item.as_deref() {
            Some(item) if item.guess() == Guess::Object => &item.fields,
            item => {
                let of = item.map_or("string", |item| scalar(item.guess()));
                _ = writeln!(lines, "{indent}{key}(array): {of}");
                return;
            }
        },
        Guess::Map => {
            let of = uses
                .item
                .as_deref()
                .map_or("string", |item| scalar(item.guess()));
            _ = writeln!(lines, "{indent}{key}(object):\n{indent}  (*): {of}");
            return;
        }
        guess => {
            _ = writeln!(lines, "{indent}{key}: {}", scalar(guess));
            return;
        }
    };
    let form = if uses.guess() == Guess::List {
        "array"
    } else {
        "object"
    };
    _ = writeln!(lines, "{indent}{key}({form}):");
    for (name, uses) in fields {
        declare(name, uses, depth + 1, lines);
    }
}

/// A key as YAML reads it as a text.
fn quoted_key(key: &str) -> String {
    if NOT_TEXT.contains(&key) {
        format!("\"{key}\"")
    } else {
        key.to_owned()
    }
}

fn scalar(guess: Guess) -> &'static str {
    match guess {
        Guess::Number => "number",
        Guess::Boolean => "boolean",
        Guess::Any => "any",
        Guess::Text | Guess::List | Guess::Map | Guess::Object => "string",
    }
}

/// A type as JSON Schema: its keywords, with values in flow style.
fn json_schema(uses: &Uses) -> Vec<(&'static str, String)> {
    let unknown = Uses::default();
    let part = uses.item.as_deref().unwrap_or(&unknown);
    let name = |name: &str| ("type", name.to_owned());
    match uses.guess() {
        guess @ (Guess::Text | Guess::Number | Guess::Boolean) => vec![name(scalar(guess))],
        Guess::Any => Vec::new(),
        Guess::List => vec![name("array"), ("items", flow(part))],
        Guess::Map => vec![name("object"), ("additionalProperties", flow(part))],
        Guess::Object => {
            let fields = uses.fields.iter();
            let properties = fields.clone();
            let properties =
                properties.map(|(name, uses)| format!("{}: {}", quoted_key(name), flow(uses)));
            let properties = properties.collect::<Vec<_>>().join(", ");
            let required = fields.filter(|(_, uses)| !uses.is(Trait::Optional));
            let required = required
                .map(|(name, _)| quoted_key(name))
                .collect::<Vec<_>>();
            let required = format!("[{}]", required.join(", "));
            vec![
                name("object"),
                ("properties", format!("{{ {properties} }}")),
                ("required", required),
            ]
        }
    }
}

fn flow(uses: &Uses) -> String {
    let pairs = json_schema(uses);
    let pairs = pairs.iter().map(|(key, value)| format!("{key}: {value}"));
    match pairs.collect::<Vec<_>>().join(", ").as_str() {
        "" => "{}".to_owned(),
        pairs => format!("{{ {pairs} }}"),
    }
}

/// The inputs on one line, as the output of a command has them.
pub(super) fn summary(inputs: &Uses) -> Vec<String> {
    let inputs = inputs.inputs().iter();
    inputs.map(|(name, uses)| declaration(name, uses)).collect()
}

fn declaration(name: &str, uses: &Uses) -> String {
    let mark = if uses.is(Trait::Optional) { "?" } else { "" };
    format!("{name}{mark}: {}", noun(uses))
}

fn noun(uses: &Uses) -> String {
    let unknown = Uses::default();
    let part = uses.item.as_deref().unwrap_or(&unknown);
    match uses.guess() {
        guess @ (Guess::Text | Guess::Number | Guess::Boolean | Guess::Any) => {
            scalar(guess).to_owned()
        }
        Guess::List => format!("list of {}", noun(part)),
        Guess::Map => format!("map of {}", noun(part)),
        Guess::Object => {
            let fields = uses.fields.iter();
            let fields = fields.map(|(name, uses)| declaration(name, uses));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}
