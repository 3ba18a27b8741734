//! Escapes texts, so that promptfoo's templates do not change them.

use serde_json::Value;

/// Replaces each beginning of a tag by a tag that prints it.
pub(super) fn protected(text: &str) -> String {
    let mut protected = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let is_tag = rest[at + 1..].starts_with(['{', '%', '#']);
        let end = at + 1 + usize::from(is_tag);
        protected.push_str(&rest[..at]);
        if is_tag {
            protected.extend(["{{ '", &rest[at..end], "' }}"]);
        } else {
            protected.push('{');
        }
        rest = &rest[end..];
    }
    protected + rest
}

/// Returns the first text in which promptfoo would put a variable of the environment, whatever stands
/// around it. It does so in the whole configuration, more than once, so nothing protects such a text.
pub(super) fn with_variable(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => has_variable(text).then_some(text.as_str()),
        Value::Array(items) => items.iter().find_map(with_variable),
        Value::Object(entries) => entries.values().find_map(with_variable),
        _ => None,
    }
}

fn has_variable(text: &str) -> bool {
    let tags = text.split("{{").skip(1);
    let mut tags = tags.filter_map(|rest| rest.split_once("}}"));
    tags.any(|(tag, _)| tag.contains("env.") || tag.contains("env["))
}

/// Returns whether a value has a reference, which promptfoo looks up in its configuration.
pub(super) fn has_reference(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_reference),
        Value::Object(entries) => {
            entries.contains_key("$ref") || entries.values().any(has_reference)
        }
        _ => false,
    }
}

/// JSON on one line, with braces in texts escaped, so that a template engine finds no tag in it.
pub(super) fn braceless(value: &Value) -> String {
    match value {
        Value::String(text) => Value::from(text.as_str())
            .to_string()
            .replace('{', "\\u007b")
            .replace('}', "\\u007d"),
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(braceless).collect::<Vec<_>>().join(",")
        ),
        Value::Object(entries) => {
            // A blank after the brace: two braces side by side would begin a tag.
            let entries = entries.iter().map(|(key, value)| {
                format!(
                    "{}: {}",
                    braceless(&Value::from(key.as_str())),
                    braceless(value)
                )
            });
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}
