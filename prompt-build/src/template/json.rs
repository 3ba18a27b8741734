use std::fmt::{self, Write as _};

use crate::yaml::{Node, Value};

/// A JSON value, in the order in which it was written.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    /// A number as JavaScript prints it.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn from_yaml(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Integer(value) => Self::Number(value.to_string()),
            Value::Float(value) => Self::number(*value),
            Value::Text(text) => Self::text(text.as_str()),
            Value::List(items) => Self::List(items.iter().map(Self::from_yaml).collect()),
            Value::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|entry| (entry.key.value.to_string(), Self::from_yaml(&entry.value)));
                Self::Object(entries.collect())
            }
        }
    }

    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number; JSON has no infinity, and JavaScript writes `null` for it.
    pub fn number(value: f64) -> Self {
        if value.is_finite() {
            Self::Number(number(value))
        } else {
            Self::Null
        }
    }

    /// The kind of the value, as messages name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "a mapping",
        }
    }
}

/// On one line, without spaces, as `JSON.stringify` writes it.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(number) => f.write_str(number),
            Self::Text(text) => write_text(f, text),
            Self::List(items) => {
                f.write_char('[')?;
                for (position, item) in items.iter().enumerate() {
                    separate(f, position)?;
                    item.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Object(entries) => {
                f.write_char('{')?;
                for (position, (key, value)) in entries.iter().enumerate() {
                    separate(f, position)?;
                    write_text(f, key)?;
                    f.write_char(':')?;
                    value.fmt(f)?;
                }
                f.write_char('}')
            }
        }
    }
}

fn separate(f: &mut fmt::Formatter<'_>, position: usize) -> fmt::Result {
    if position == 0 {
        Ok(())
    } else {
        f.write_char(',')
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\u{8}' => f.write_str("\\b")?,
            '\u{c}' => f.write_str("\\f")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

/// A finite number as JavaScript prints it: `1.0` is `1`, and what is very large or very small has
/// an exponent.
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if (1e-6..1e21).contains(&value.abs()) {
        return value.to_string();
    }
    let text = format!("{value:e}");
    if text.contains("e-") {
        text
    } else {
        text.replace('e', "e+")
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn numbers_as_javascript_prints_them() {
        let numbers = [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (0.1, "0.1"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1.5e300, "1.5e+300"),
            (0.000_001, "0.000001"),
            (1.5e-7, "1.5e-7"),
            (f64::NAN, "null"),
        ];
        for (number, text) in numbers {
            assert_eq!(Json::number(number).to_string(), text);
        }
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(
            Json::text("a\"b\\c\n\t\u{8}\u{1}é\u{2028}").to_string(),
            "\"a\\\"b\\\\c\\n\\t\\b\\u0001é\u{2028}\""
        );
    }
}
