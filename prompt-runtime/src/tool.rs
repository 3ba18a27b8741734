use alloc::borrow::Cow;

use prompt_core::header::{ToolLine, read_tool_line};
use prompt_core::js::Json;

/// A function that the model may call, as the prompt offers it.
///
/// ```ignore
/// for tool in prompt_runtime::prompt!("sales-email-007").tools() {
///     println!("{}: {}", tool.name, tool.description);
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tool {
    /// The name by which the model calls it.
    pub name: &'static str,
    /// What the model reads about it; empty if its file does not describe it.
    pub description: Cow<'static, str>,
    /// The JSON Schema by which arguments are judged, on one line. Where an API takes the strict
    /// form, an argument that may be left out is required and may be null.
    pub input_schema: &'static str,
}

impl Tool {
    /// Parses a header line.
    pub(crate) fn read(line: &'static str) -> Option<Self> {
        let ToolLine {
            name,
            description,
            schema: input_schema,
        } = read_tool_line(line)?;
        Some(Self {
            name,
            description: text(description)?,
            input_schema,
        })
    }
}

/// Reads a text in JSON. One without escapes is not copied.
fn text(json: &'static str) -> Option<Cow<'static, str>> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    match Json::parse(json)? {
        Json::Text(text) => Some(Cow::Owned(text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read() {
        let tool = Tool::read(r#"look-up-order 17 "Finds an order."{"type":"object"}"#).unwrap();
        assert_eq!(tool.name, "look-up-order");
        assert_eq!(tool.description, "Finds an order.");
        assert_eq!(tool.input_schema, r#"{"type":"object"}"#);
        let tool = Tool::read("a 6 \"a\\nb\"{}").unwrap();
        assert_eq!(tool.description, "a\nb");
        assert_eq!(Tool::read("a 2 {}{}"), None);
    }
}
