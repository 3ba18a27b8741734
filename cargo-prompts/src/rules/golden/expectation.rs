//! The conditions that an answer is checked against.

use prompt_build::template::Json;
use regex::Regex;

use super::pattern::PatternErrorKind;
use super::tool_call::ExpectedCall;
use super::{comma_separated, pattern, schema};
use crate::rules::json_schema::JsonSchema;
use crate::rules::render::{from_serde, to_serde};

#[derive(Debug)]
pub(super) enum Expectation {
    Equals(Expected),
    Contains(String),
    ContainsLowerCase(String),
    ContainsAll(Vec<String>),
    ContainsAny(Vec<String>),
    StartsWith(String),
    /// The expression, and the pattern as the file has it.
    Regex(Box<Regex>, String),
    IsJson(Option<Box<JsonSchema>>),
    ContainsJson(Option<Box<JsonSchema>>),
    /// Calls, all of which are of the prompt's tools.
    ValidCalls,
    Call(ExpectedCall),
    /// The most milliseconds until the answer.
    Latency(f64),
    /// A rubric that a judge decides on.
    Rubric(RubricCondition),
}

/// A sentence by which a judge passes or fails an answer.
#[derive(Debug)]
pub(super) struct RubricCondition {
    pub(super) rubric: String,
    /// The least score.
    pub(super) threshold: Option<f64>,
}

#[derive(Debug)]
pub(super) enum Expected {
    Text(String),
    Json(serde_json::Value),
}

/// The reason why a value is refused.
pub(super) struct ExpectationError {
    pub(super) message: String,
    /// The offset into the value, where that is known.
    pub(super) at: usize,
    /// The kind: invalid, or only supported by promptfoo.
    pub(super) kind: PatternErrorKind,
}

impl From<String> for ExpectationError {
    fn from(message: String) -> Self {
        Self {
            message,
            at: 0,
            kind: PatternErrorKind::Invalid,
        }
    }
}

/// Reads the condition of an assertion. The variables in its value have been replaced.
pub(super) fn expectation(
    kind: &str,
    value: Option<&Json>,
) -> Result<Expectation, ExpectationError> {
    Ok(match kind {
        "equals" => Expectation::Equals(expected(value)?),
        "contains" => Expectation::Contains(text_or_number(value)?),
        "icontains" => Expectation::ContainsLowerCase(text_or_number(value)?),
        "contains-all" => Expectation::ContainsAll(texts(value)?),
        "contains-any" => Expectation::ContainsAny(texts(value)?),
        "starts-with" => Expectation::StartsWith(text(value)?.to_owned()),
        "regex" => regex(text(value)?)?,
        "is-json" => Expectation::IsJson(json_schema(value)?),
        "is-valid-openai-tools-call" => valid_calls(value)?,
        "trajectory:tool-args-match" => Expectation::Call(ExpectedCall::read(value)?),
        _ => Expectation::ContainsJson(json_schema(value)?),
    })
}

/// The schemas of the tools are the prompt's.
fn valid_calls(value: Option<&Json>) -> Result<Expectation, ExpectationError> {
    match value {
        None => Ok(Expectation::ValidCalls),
        Some(_) => Err("unexpected `value`, the tools are those of the prompt"
            .to_owned()
            .into()),
    }
}

fn expected(value: Option<&Json>) -> Result<Expected, ExpectationError> {
    Ok(match value {
        None => {
            return Err("missing `value`, expected the answer".to_owned().into());
        }
        Some(Json::Text(text)) => Expected::Text(text.clone()),
        Some(Json::Number(number)) => Expected::Text(number.to_string()),
        Some(Json::Bool(value)) => Expected::Text(value.to_string()),
        Some(value) => Expected::Json(to_serde(value)),
    })
}

fn text(value: Option<&Json>) -> Result<&str, ExpectationError> {
    match value {
        Some(Json::Text(text)) if !text.is_empty() => Ok(text),
        other => Err(format!("unexpected {}, expected a text for `value`", kind(other)).into()),
    }
}

fn text_or_number(value: Option<&Json>) -> Result<String, ExpectationError> {
    match value {
        Some(Json::Number(number)) => Ok(number.to_string()),
        value => text(value).map(str::to_owned),
    }
}

/// A list of texts, or one text in which commas separate them.
fn texts(value: Option<&Json>) -> Result<Vec<String>, ExpectationError> {
    let texts = match value {
        Some(Json::Text(text)) => comma_separated::split(text).map_err(str::to_owned)?,
        Some(Json::List(items)) => items.iter().map(single).collect::<Result<_, _>>()?,
        other => {
            return Err(format!(
                "unexpected {}, expected a list of texts for `value`",
                kind(other)
            )
            .into());
        }
    };
    if texts.is_empty() {
        return Err("no texts in `value`, expected at least one"
            .to_owned()
            .into());
    }
    Ok(texts)
}

fn single(item: &Json) -> Result<String, ExpectationError> {
    match item {
        Json::Text(text) => Ok(text.clone()),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(value) => Ok(value.to_string()),
        other => Err(format!(
            "unexpected {} in the list, expected a text",
            kind(Some(other))
        )
        .into()),
    }
}

fn regex(text: &str) -> Result<Expectation, ExpectationError> {
    match pattern::compile(text) {
        Ok(regex) => Ok(Expectation::Regex(Box::new(regex), text.to_owned())),
        Err(pattern::PatternError { at, message, kind }) => {
            Err(ExpectationError { message, at, kind })
        }
    }
}

/// The schema, if there is one: a mapping, or a text with YAML.
fn json_schema(value: Option<&Json>) -> Result<Option<Box<JsonSchema>>, ExpectationError> {
    let parsed;
    let schema = match value {
        None => return Ok(None),
        Some(Json::Text(text)) if text.is_empty() => return Ok(None),
        Some(Json::Text(text)) => {
            let unreadable = |_| "the text is not a JSON Schema in YAML".to_owned();
            parsed = from_serde(&serde_yaml::from_str(text).map_err(unreadable)?);
            &parsed
        }
        Some(value) => value,
    };
    Ok(Some(Box::new(schema::compile(schema)?)))
}

fn kind(value: Option<&Json>) -> &'static str {
    match value {
        Some(Json::Text(text)) if text.is_empty() => "empty text",
        value => value.map_or("nothing", Json::kind).trim_start_matches("a "),
    }
}
