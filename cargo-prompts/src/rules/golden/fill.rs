//! `{{name}}` in the values of assertions: the one thing of promptfoo's templating that is done
//! here.

use prompt_build::report::quoted;
use prompt_build::template::Json;

/// Why a text cannot be filled in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is a mistake.
    Invalid(String),
    /// Only promptfoo can.
    Unsupported(String),
}

/// What a text stands for, with the names in it replaced.
pub(super) fn fill(text: &str, vars: &[(&str, &Json)]) -> Result<String, Fault> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = next_tag(rest) {
        let (before, tag) = rest.split_at(at);
        filled.push_str(before);
        let Some((inside, after)) = tag.strip_prefix("{{").and_then(|tag| tag.split_once("}}"))
        else {
            let begin = &tag[..2];
            return Err(Fault::Unsupported(format!(
                "`{begin}` begins a template that only promptfoo fills in"
            )));
        };
        let name = inside.trim();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            let template = quoted(&format!("{{{{{inside}}}}}"));
            return Err(Fault::Unsupported(format!(
                "{template} is a template that only promptfoo fills in"
            )));
        }
        filled.push_str(&value(name, vars)?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The text in a variable that promptfoo would not send as it is, but for what it names: a file, or
/// a variable of the environment.
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

fn next_tag(text: &str) -> Option<usize> {
    ["{{", "{%", "{#"]
        .iter()
        .filter_map(|begin| text.find(begin))
        .min()
}

fn value(name: &str, vars: &[(&str, &Json)]) -> Result<String, Fault> {
    let Some((_, value)) = vars.iter().find(|(known, _)| *known == name) else {
        return Err(Fault::Invalid(format!(
            "`{{{{{name}}}}}` is none of the case's `vars`"
        )));
    };
    match value {
        Json::Text(text) if next_tag(text).is_some() => {
            let message =
                format!("`{name}` holds braces, which promptfoo would take for a template");
            Err(Fault::Invalid(format!("{message}: write the text itself")))
        }
        // promptfoo takes one line end off the end of a variable.
        Json::Text(text) => Ok(text.strip_suffix('\n').unwrap_or(text).to_owned()),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(value) => Ok(value.to_string()),
        Json::Null => Ok(String::new()),
        Json::List(_) | Json::Object(_) => Err(Fault::Invalid(format!(
            "`{name}` is {}, and no single value",
            value.kind()
        ))),
    }
}
