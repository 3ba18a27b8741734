//! JSON as a text: numbers as JavaScript prints them, and indents put in without reading what it
//! says.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde_json::Value;

use super::exact;

/// `JSON.stringify` indents by ten blanks at most; with more, the compiled form has none.
const MOST: usize = 10;

/// On one line.
pub(super) fn compact(value: &Value) -> String {
    match value {
        Value::Number(number) => exact::printed(number).to_string(),
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(compact).collect::<Vec<_>>().join(",")
        ),
        Value::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), compact(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
        value => value.to_string(),
    }
}

/// JSON that stands on one line, with an indent on several.
pub(super) fn indented(json: &str, indent: usize) -> String {
    if !(1..=MOST).contains(&indent) {
        return json.into();
    }
    let mut text = String::new();
    let mut depth = 0;
    let (mut in_string, mut is_escaped) = (false, false);
    let mut characters = json.chars().peekable();
    while let Some(character) = characters.next() {
        let is_quote = character == '"' && !is_escaped;
        is_escaped = in_string && character == '\\' && !is_escaped;
        in_string ^= is_quote;
        let is_empty = matches!(
            (character, characters.peek()),
            ('[', Some(']')) | ('{', Some('}'))
        );
        match character {
            _ if in_string || is_quote => text.push(character),
            '[' | '{' if is_empty => {
                text.push(character);
                text.extend(characters.next());
            }
            '[' | '{' => {
                depth += 1;
                text.push(character);
                line(&mut text, depth * indent);
            }
            ']' | '}' => {
                depth -= 1;
                line(&mut text, depth * indent);
                text.push(character);
            }
            ',' => {
                text.push(',');
                line(&mut text, depth * indent);
            }
            ':' => text.push_str(": "),
            character => text.push(character),
        }
    }
    text
}

fn line(text: &mut String, blanks: usize) {
    text.push('\n');
    text.extend(core::iter::repeat_n(' ', blanks));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_indent_is_that_of_serde() {
        let value = json!({ "a": [1, { "b\"": "x: [\\\"{,}", "c": [] }, {}], "d": { "e": null }, "f": "\\" });
        assert_eq!(
            indented(&compact(&value), 2),
            serde_json::to_string_pretty(&value).unwrap()
        );
        assert_eq!(indented(&compact(&value), 0), value.to_string());
    }

    #[test]
    fn a_number_is_that_of_javascript() {
        assert_eq!(compact(&json!([1.0, 1e21, 0.1, -3])), "[1,1e+21,0.1,-3]");
    }
}
