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
