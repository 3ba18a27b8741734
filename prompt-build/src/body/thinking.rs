//! Parameters that Anthropic's API refuses beside thinking.

use prompt_core::js::Json;
use prompt_core::parameters::find;
use prompt_core::vocabulary::Api;

use super::extra::EXTRA_BODY;
use super::problem::{Problem, Subject};
use super::writer::Writer;
use crate::pins::Origin;
use crate::report::{Code, quoted};

/// The least `top_p` beside thinking.
const LEAST_TOP_P: f64 = 0.95;

/// Reports parameters of sampling, and a forced call of a tool.
pub(super) fn check_combinations(writer: &mut Writer<'_>) {
    let Some((key, origin)) = thinking(writer) else {
        return;
    };
    let parameters = &writer.query.settings.parameters;
    // Where a pin or a file sets the budget, other prompts of the environment have none.
    let is_shared = origin == Origin::Environment;
    let refused = parameters.iter().filter_map(|(parameter, setting)| {
        let taken = taken_beside_thinking(parameter.name, &setting.value)?;
        Some((parameter.name, taken, setting.value.clone()))
    });
    for (name, taken, value) in refused.collect::<Vec<_>>() {
        let Some(parameter) = find(name) else {
            continue;
        };
        let but = match (name, value) {
            ("top_k", _) => String::new(),
            (_, Json::Text(text)) => format!(", not {}", quoted(&text)),
            (_, value) => format!(", not {}", quoted(&value.to_string())),
        };
        let sentence = format!("beside `{key}` this API takes {taken}{but}");
        let subject = Subject::Parameter(parameter);
        let problem = Problem::error(subject, Code::UnsupportedParameter, sentence);
        let help = format!("remove `{name}` or `{key}`, or set one of them to `null`");
        let problem = problem.help(help);
        writer.problems.push(if is_shared {
            problem
        } else {
            problem.of_prompt()
        });
    }
}

/// Returns the key by which Anthropic's model thinks, and where it is set: the parameter, or the
/// member that the user adds, as in `thinking: {type: adaptive}`.
fn thinking(writer: &Writer<'_>) -> Option<(&'static str, Origin)> {
    let parameters = &writer.query.settings.parameters;
    if writer.api != Api::AnthropicMessages {
        return None;
    }
    if let Some(budget) = parameters.get("thinking_budget") {
        return Some(("thinking_budget", budget.origin));
    }
    let extra = parameters.get(EXTRA_BODY)?;
    match extra.value.field("thinking").field("type") {
        Json::Text(kind) if kind != "disabled" => Some(("extra_body.thinking", extra.origin)),
        _ => None,
    }
}

/// Returns what the API takes instead of a value that it refuses.
fn taken_beside_thinking(name: &str, value: &Json) -> Option<&'static str> {
    match (name, value) {
        ("temperature", Json::Number(number)) if number.to_f64() < 1.0 => {
            Some("a `temperature` of 1.0 alone")
        }
        ("top_p", Json::Number(number)) if number.to_f64() < LEAST_TOP_P => {
            Some("a `top_p` from 0.95 to 1.0")
        }
        ("top_k", _) => Some("no `top_k`"),
        ("tool_choice", Json::Text(choice)) if !matches!(choice.as_str(), "auto" | "none") => {
            Some("the `tool_choice` `auto` or `none`")
        }
        _ => None,
    }
}
