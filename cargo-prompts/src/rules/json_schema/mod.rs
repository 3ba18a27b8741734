//! JSON Schemas as the command judges by them. Regular expressions are those of ECMA 262.

mod keyword;
mod pattern_names;
#[cfg(test)]
mod tests;

use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use prompt_build::report::{Code, Finding, Findings, quoted};
use prompt_build::source::Location;
use serde_json::Value;

use crate::rules::ecma_pattern::{MOST_BYTES, MOST_STEPS, Pattern, PatternError};
use pattern_names::Translated;

/// A compiled schema.
#[derive(Debug)]
pub struct JsonSchema {
    validator: Validator,
    /// The schema with the patterns for names as `jsonschema` gets them.
    translated: Value,
    /// A long name of an answer would be slow to judge.
    limits_names: bool,
}

/// What an answer does not meet first.
#[derive(Debug)]
pub enum Violation<'a> {
    Error(ValidationError<'a>),
    /// A text or a name could not be held against its pattern, for this reason.
    Unjudged(String),
}

impl JsonSchema {
    /// Compiles a schema. `Err` has the reason why it is invalid.
    pub fn compile(schema: &Value, draft: Draft) -> Result<Self, String> {
        let Translated { schema, is_changed } = Translated::of(schema)?;
        let validator = jsonschema::options()
            .with_draft(draft)
            .should_validate_formats(true)
            .with_keyword("pattern", keyword::compile)
            .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(MOST_STEPS))
            .build(&schema)
            .map_err(|error| first_line(&error.to_string()))?;
        Ok(Self {
            validator,
            translated: schema,
            limits_names: is_changed,
        })
    }

    pub fn violation<'a>(&'a self, answer: &'a Value) -> Option<Violation<'a>> {
        if self.limits_names && has_long_name(answer) {
            return Some(Violation::Unjudged(format!(
                "it has a name of more than {MOST_BYTES} bytes, and the schema a pattern for names"
            )));
        }
        let (error, unjudged) = keyword::watch(|| self.validator.iter_errors(answer).next());
        let unjudged = unjudged.map(Violation::Unjudged);
        unjudged.or_else(|| error.map(Violation::Error))
    }

    /// The value in the schema that an error is about.
    pub fn value_of(&self, error: &ValidationError<'_>) -> Option<&Value> {
        self.translated.pointer(&error.schema_path().to_string())
    }
}

fn has_long_name(answer: &Value) -> bool {
    match answer {
        Value::Array(items) => items.iter().any(has_long_name),
        Value::Object(entries) => entries
            .iter()
            .any(|(name, value)| name.len() > MOST_BYTES || has_long_name(value)),
        _ => false,
    }
}

/// What is written otherwise in ECMA 262, each with the way out.
const OTHER_DIALECTS: &[(&str, &str)] = &[
    ("(?P", "write a group with a name as `(?<name>…)`"),
    ("(?i)", "write `(?i:…)` around what the flag is for"),
    (r"\A", r"`^` is the beginning of the text"),
    (r"\z", "`$` is the end of the text"),
    (r"\Z", "`$` is the end of the text"),
    (r"\p", r"write the property in braces: `\p{L}`"),
    ("++", "there are no possessive quantifiers: write `+`"),
    ("*+", "there are no possessive quantifiers: write `*`"),
];

/// Reports each regular expression that is invalid.
pub fn check_patterns<'a>(
    patterns: impl IntoIterator<Item = (&'a str, Location)>,
    findings: &mut Findings,
) {
    for (pattern, location) in patterns {
        let Err(error) = Pattern::compile(pattern) else {
            continue;
        };
        let message = format!("{} {error}", quoted(pattern));
        let finding = Finding::error(Code::InvalidOutput, location, message);
        findings.push(finding.help(way_out(pattern, error).to_owned()));
    }
}

fn way_out(pattern: &str, error: PatternError) -> &'static str {
    if error == PatternError::Unusable {
        return r"repeat less often, or name the property as Unicode does: `\p{Script=Greek}`";
    }
    // A property in braces is right.
    let pattern = pattern.replace(r"\p{", "{");
    let known = OTHER_DIALECTS
        .iter()
        .find(|(sign, _)| pattern.contains(sign));
    known.map_or(
        "patterns are those of JavaScript with the flag `u`",
        |(_, help)| *help,
    )
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
