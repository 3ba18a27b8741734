//! Replaces `{{name}}` in the values of assertions. No other part of promptfoo's templating is
//! supported.

use prompt_build::report::quoted;
use prompt_build::template::Json;

/// The reason why the variables of a text cannot be replaced.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FillError {
    /// The text is invalid.
    Invalid(String),
    /// No variable has this name.
    UnknownName(String),
    /// Only promptfoo can.
    Unsupported(String),
}

/// Replaces the variables in a text.
pub(super) fn fill(text: &str, vars: &[(&str, &Json)]) -> Result<String, FillError> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = next_tag(rest) {
        let (before, tag) = rest.split_at(at);
        filled.push_str(before);
        let Some((inside, after)) = tag.strip_prefix("{{").and_then(|tag| tag.split_once("}}"))
        else {
            let begin = &tag[..2];
            return Err(FillError::Unsupported(format!(
                "`{begin}` begins a template that only promptfoo supports"
            )));
        };
        let name = inside.trim();
        if name.is_empty() || !name.chars().all(is_of_name) {
            let template = quoted(&format!("{{{{{inside}}}}}"));
            return Err(FillError::Unsupported(format!(
                "only promptfoo supports the template {template}"
            )));
        }
        filled.push_str(&value(name, vars)?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The text of a variable that promptfoo would replace with a file or an environment variable.
pub(super) fn filled_by_promptfoo(value: &Json) -> Option<&str> {
    match value {
        Json::Text(text) => {
            let mut tags = text.split("{{").skip(1);
            let is_filled =
                text.starts_with("file://") || tags.any(|tag| tag.trim_start().starts_with("env."));
            is_filled.then_some(text)
        }
        Json::List(items) => items.iter().find_map(filled_by_promptfoo),
        Json::Object(fields) => fields
            .iter()
            .find_map(|(_, value)| filled_by_promptfoo(value)),
        Json::Null | Json::Bool(_) | Json::Number(_) => None,
    }
}

/// Returns whether promptfoo's templates take the character for a part of a name.
fn is_of_name(character: char) -> bool {
    match character {
        '_' => true,
        _ if character.is_ascii() => character.is_ascii_alphanumeric(),
        _ => !character.is_whitespace(),
    }
}

fn next_tag(text: &str) -> Option<usize> {
    ["{{", "{%", "{#"]
        .iter()
        .filter_map(|begin| text.find(begin))
        .min()
}

fn value(name: &str, vars: &[(&str, &Json)]) -> Result<String, FillError> {
    let Some((_, value)) = vars.iter().find(|(known, _)| *known == name) else {
        return Err(FillError::UnknownName(name.to_owned()));
    };
    match value {
        Json::Text(text) if next_tag(text).is_some() => {
            let message =
                format!("`{name}` contains braces, which promptfoo would read as a template");
            Err(FillError::Invalid(format!(
                "{message}: write the text itself"
            )))
        }
        // promptfoo removes one line end from the end of a variable.
        Json::Text(text) => Ok(text.strip_suffix('\n').unwrap_or(text).to_owned()),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(value) => Ok(value.to_string()),
        Json::Null => Ok(String::new()),
        Json::List(_) | Json::Object(_) => Err(FillError::Invalid(format!(
            "`{name}` is {}, expected a single value",
            value.kind()
        ))),
    }
}
