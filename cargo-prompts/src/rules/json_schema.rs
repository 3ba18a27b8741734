//! JSON Schemas as the command judges by them. Regular expressions are those of ECMA 262.

use jsonschema::{Draft, PatternOptions, Validator};
use prompt_build::report::{Code, Finding, Findings, quoted};
use prompt_build::source::Location;
use serde_json::{Value, json};

/// The most steps of a match that goes back, as with look-around. An answer on which a pattern takes
/// more does not meet it.
const MOST_STEPS: usize = 100_000;

/// Compiles a schema. `Err` has the reason why it is invalid.
pub fn compile(schema: &Value, draft: Draft) -> Result<Validator, String> {
    jsonschema::options()
        .with_draft(draft)
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(MOST_STEPS))
        .build(schema)
        .map_err(|error| first_line(&error.to_string()))
}

/// The longest text of an answer, in bytes, that is held against a pattern with look-around. Each step
/// of such a match can read the whole text.
const MOST_LOOKED_AT: usize = 4_096;

/// Returns `true` if a schema has a pattern with look-around.
pub fn looks_around(schema: &Value) -> bool {
    const SIGNS: [&str; 4] = ["(?=", "(?!", "(?<=", "(?<!"];
    let has_sign = |text: &String| SIGNS.iter().any(|sign| text.contains(sign));
    match schema {
        Value::String(text) => has_sign(text),
        Value::Array(items) => items.iter().any(looks_around),
        Value::Object(entries) => entries
            .iter()
            .any(|(key, value)| has_sign(key) || looks_around(value)),
        _ => false,
    }
}

/// Says that an answer has a text that is too long for the patterns of a schema.
pub fn beyond_look_around(schema: &Value, answer: &Value) -> Option<String> {
    (has_long_text(answer) && looks_around(schema)).then(|| {
        format!(
            "it has a text of more than {MOST_LOOKED_AT} bytes, and the schema a `pattern` with look-around"
        )
    })
}

fn has_long_text(answer: &Value) -> bool {
    match answer {
        Value::String(text) => text.len() > MOST_LOOKED_AT,
        Value::Array(items) => items.iter().any(has_long_text),
        Value::Object(entries) => entries
            .iter()
            .any(|(key, value)| key.len() > MOST_LOOKED_AT || has_long_text(value)),
        _ => false,
    }
}

/// Reports each regular expression that is invalid.
pub fn check_patterns<'a>(
    patterns: impl IntoIterator<Item = (&'a str, Location)>,
    findings: &mut Findings,
) {
    for (pattern, location) in patterns {
        if compile(&json!({ "pattern": pattern }), Draft::Draft202012).is_err() {
            let message = format!("{} is no regular expression of ECMA 262", quoted(pattern));
            findings.push(Finding::error(Code::InvalidOutput, location, message));
        }
    }
}

pub fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
