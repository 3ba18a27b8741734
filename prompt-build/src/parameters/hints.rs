//! The way to write a setting that stands in the wrong place or has a name of another tool.

use prompt_core::parameters::{NESTED, Parameter, Place, TABLE};

use crate::yaml::KeyHint;

/// Names that APIs and other tools have for a parameter.
const OTHER_NAMES: [(&str, &str); 9] = [
    ("budget_tokens", "thinking_budget"),
    ("effort", "reasoning_effort"),
    ("max_completion_tokens", "max_output_tokens"),
    ("max_tokens", "max_output_tokens"),
    ("maxTokens", "max_output_tokens"),
    ("output_tokens", "max_output_tokens"),
    ("stop_sequence", "stop"),
    ("stop_sequences", "stop"),
    ("thinkingLevel", "reasoning_effort"),
];
/// Members of a body that are no parameters, each with the way to send it.
const MEMBERS: [(&str, &str); 14] = [
    ("logit_bias", ANY_CALL),
    ("logprobs", ANY_CALL),
    ("metadata", ANY_CALL),
    ("n", ANY_CALL),
    ("prediction", ANY_CALL),
    ("prompt_cache_key", ANY_CALL),
    ("response_format", FORM_OF_ANSWER),
    ("responseFormat", FORM_OF_ANSWER),
    ("safety_identifier", ANY_CALL),
    ("safety_settings", ANY_CALL),
    ("stream", STREAM),
    ("stream_options", STREAM),
    ("top_logprobs", ANY_CALL),
    ("user", ANY_CALL),
];
const ANY_CALL: &str =
    "`request.with(key, value)` sends it with one call, `extra_body` with every call";
const FORM_OF_ANSWER: &str = "`output` in the front matter of a prompt is the form of its answer";
const STREAM: &str = "`request.streaming()` asks for one answer in pieces";
/// Keys that stand beside [`NESTED`].
const BESIDE: [&str; 3] = ["api", "model", "output_tokens_key"];

/// Returns the hint for an unknown key of an environment or a pin.
pub fn hint_beside_model(key: &str) -> Option<KeyHint> {
    if let Some(parameter) = named(key).filter(|row| row.place == Place::Nested) {
        return Some(meant(
            parameter.name,
            format!("`{}` stands under `{NESTED}:`", parameter.name),
        ));
    }
    of_other_tool(key, &format!("under `{NESTED}:` "))
}

/// Returns the hint for an unknown key under `parameters`.
pub(super) fn hint_nested(key: &str) -> Option<KeyHint> {
    let parameter = named(key).map(|row| (row.name, row.place));
    let own = parameter.or_else(|| {
        let key = BESIDE.iter().find(|known| **known == key)?;
        Some((key, Place::TopLevel))
    });
    match own {
        Some((name, Place::TopLevel)) if name == "model" => Some(meant(
            name,
            format!("`model` stands beside `{NESTED}`, not under it"),
        )),
        Some((name, Place::TopLevel)) => Some(meant(
            name,
            format!("`{name}` stands beside `model`, not under `{NESTED}`"),
        )),
        Some((name, Place::Nested)) => Some(meant(name, format!("did you mean `{name}`?"))),
        None => of_other_tool(key, ""),
    }
}

/// Returns the help for an unknown key in a prompt file, under `config` or beside it.
pub fn hint_in_file(key: &str, is_beside_config: bool) -> Option<String> {
    let place = if is_beside_config {
        "under `config` "
    } else {
        ""
    };
    if is_beside_config && key == NESTED {
        return Some("the parameters of a prompt file stand under `config`".to_owned());
    }
    if is_beside_config && named(key).is_some() {
        return Some(format!("`{key}` stands under `config`"));
    }
    if !is_beside_config && key == "model" {
        return Some("`model` stands beside `config`".to_owned());
    }
    of_other_tool(key, place).map(|hint| hint.help)
}

fn named(key: &str) -> Option<&'static Parameter> {
    TABLE.iter().find(|row| row.is_named_in_file(key))
}

fn of_other_tool(key: &str, place: &str) -> Option<KeyHint> {
    if let Some((_, name)) = OTHER_NAMES.iter().find(|(other, _)| *other == key) {
        let mut help = format!("`{name}` {place}is this setting");
        if key == "max_tokens" {
            help.push_str(
                "; `output_tokens_key: max_tokens` of an environment sends it under this name",
            );
        }
        return Some(meant(name, help));
    }
    let (_, help) = MEMBERS.iter().find(|(member, _)| *member == key)?;
    Some(KeyHint {
        meant: None,
        help: (*help).to_owned(),
    })
}

fn meant(name: &'static str, help: String) -> KeyHint {
    KeyHint {
        meant: Some(name),
        help,
    }
}
