//! The span of a call.

use alloc::boxed::Box;
use alloc::string::{String, ToString};

use prompt_core::js::{Json, Number, Repr};
use prompt_core::with_parameter_table;
use tracing::field::Empty;
use tracing::{Span, info_span};

use super::TARGET;
use crate::{Api, Prompt};

/// Opens the span of a call. Each parameter of the table is a field. Without a provider, it is the
/// one whose interface the API is.
///
/// The values of the fields stand in the macro, which computes them for a span that is enabled and
/// no other: most of them are looked up in the header of the prompt, line by line.
pub(super) fn open(prompt: &Prompt, provider: Option<&str>) -> Span {
    macro_rules! span {
        ($({ name: $name:literal, attribute: [$($attribute:literal)?], $($rest:tt)* })*) => {
            info_span!(
                target: TARGET,
                "chat",
                otel.name = %format_args!("chat {}", prompt.model()),
                otel.kind = "client",
                gen_ai.operation.name = "chat",
                gen_ai.provider.name = provider.unwrap_or_else(|| provider_of(prompt.api())),
                gen_ai.request.model = prompt.model(),
                $($($attribute = parameter(prompt, $name),)?)*
                gen_ai.request.reasoning.level = reasoning_level(prompt),
                gen_ai.request.stream = Empty,
                gen_ai.output.type = output_type(prompt),
                gen_ai.prompt.name = prompt.id,
                gen_ai.prompt.version = prompt.version,
                prompt.sha256 = prompt.sha256,
                prompt.status = prompt.status.as_str(),
                deployment.environment.name = prompt.environment,
                server.address = Empty,
                server.port = Empty,
                gen_ai.conversation.id = Empty,
                gen_ai.response.id = Empty,
                gen_ai.response.model = Empty,
                gen_ai.response.finish_reasons = Empty,
                gen_ai.usage.input_tokens = Empty,
                gen_ai.usage.output_tokens = Empty,
                gen_ai.usage.cache_read.input_tokens = Empty,
                gen_ai.usage.cache_write.input_tokens = Empty,
                gen_ai.usage.reasoning.output_tokens = Empty,
                error.type = Empty,
                otel.status_code = Empty,
            )
        };
    }
    with_parameter_table!(span)
}

fn provider_of(api: Api) -> &'static str {
    match api {
        Api::ChatCompletions | Api::Responses => "openai",
        Api::AnthropicMessages => "anthropic",
        Api::Gemini => "gcp.gemini",
    }
}

/// Returns the effort of the model's reasoning in the word that is sent; `None` if none is.
fn reasoning_level(prompt: &Prompt) -> Option<String> {
    let mut lines = prompt.parameter_lines().iter();
    let (parameter, value) = lines.find(|(parameter, _)| parameter.name == "reasoning_effort")?;
    let Json::Text(effort) = parameter.parse(value)? else {
        return None;
    };
    match prompt.api() {
        // The reasoning is turned off: there is no level.
        Api::AnthropicMessages if effort == "none" => None,
        Api::Gemini => Some(effort.to_ascii_uppercase()),
        _ => Some(effort),
    }
}

/// Returns the type of the answer that is asked for: `json` with and without a schema.
fn output_type(prompt: &Prompt) -> &'static str {
    let asks_for_json = |(key, value): (&str, &str)| match (prompt.api(), key) {
        (Api::ChatCompletions, "response_format") | (Api::Responses, "text") => {
            value.contains("\"type\":\"json_")
        }
        (Api::Gemini, "generationConfig") => {
            value.contains("\"responseMimeType\":\"application/json\"")
        }
        _ => false,
    };
    let is_json = prompt.output().is_some() || prompt.body_members().any(asks_for_json);
    if is_json { "json" } else { "text" }
}

/// Returns the value of a parameter for a field; `None` if it is not sent. A list is JSON: fields
/// hold none.
fn parameter(prompt: &Prompt, name: &str) -> Option<Box<dyn tracing::Value>> {
    let mut lines = prompt.parameter_lines().iter();
    let (parameter, value) = lines.find(|(parameter, _)| parameter.name == name)?;
    Some(match parameter.parse(value)? {
        Json::Number(number) => self::number(number),
        Json::Bool(value) => Box::new(value),
        Json::Text(text) => Box::new(text),
        value => Box::new(value.to_string()),
    })
}

/// The kind of the parameter has decided which type the number has.
fn number(number: Number) -> Box<dyn tracing::Value> {
    match number.repr() {
        Repr::Signed(whole) => Box::new(i64::try_from(whole).ok()),
        _ => Box::new(number.to_f64()),
    }
}
