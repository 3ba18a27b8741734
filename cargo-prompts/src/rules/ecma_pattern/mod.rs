//! The regular expressions of JSON Schema: those of ECMA-262 with the flag `u`.
//!
//! `jsonschema` says what is valid. It also allows a backslash before each character that is no
//! letter and no digit, as ECMA-262 does without the flag. A valid pattern is translated: for an
//! engine that runs in linear time if it has neither look-around nor back-references, else for one
//! that counts its steps.

mod class;
mod cursor;
mod escape;
mod groups;
#[cfg(test)]
mod tests;
mod translation;

use std::fmt;
use std::sync::LazyLock;

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use translation::{Boundaries, translate};

/// The most times that a match goes back.
pub const MOST_STEPS: usize = 100_000;

/// The longest text, in bytes, for a pattern that backtracks. Each step of such a match can read
/// the whole text.
pub const MOST_BYTES: usize = 4_096;

/// A compiled pattern.
#[derive(Debug)]
pub struct Pattern(Engine);

#[derive(Debug)]
enum Engine {
    Linear(regex::Regex),
    Backtracking(fancy_regex::Regex),
}

/// The reason why a pattern cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternError {
    Invalid,
    /// Its syntax is right, but no engine takes it.
    Unusable,
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Invalid => "is no regular expression of ECMA 262",
            Self::Unusable => "is too large, or has an unknown property of Unicode",
        })
    }
}

/// The reason why a text is not held against a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unjudged {
    LongText,
    ManySteps,
}

impl Pattern {
    pub fn compile(pattern: &str) -> Result<Self, PatternError> {
        check_syntax(pattern)?;
        let native = translate(pattern, Boundaries::Native);
        if !native.backtracks {
            let regex = regex::Regex::new(&native.text).map_err(|_| PatternError::Unusable)?;
            return Ok(Self(Engine::Linear(regex)));
        }
        let text = translate(pattern, Boundaries::LookAround).text;
        fancy_regex::RegexBuilder::new(&text)
            .backtrack_limit(MOST_STEPS)
            .build()
            .map(|regex| Self(Engine::Backtracking(regex)))
            .map_err(|_| PatternError::Unusable)
    }

    pub fn is_match(&self, text: &str) -> Result<bool, Unjudged> {
        match &self.0 {
            Engine::Linear(regex) => Ok(regex.is_match(text)),
            Engine::Backtracking(_) if text.len() > MOST_BYTES => Err(Unjudged::LongText),
            Engine::Backtracking(regex) => regex.is_match(text).map_err(|_| Unjudged::ManySteps),
        }
    }
}

/// Translates a pattern for `jsonschema`, which compiles it with `fancy-regex`.
pub fn for_jsonschema(pattern: &str) -> Result<String, PatternError> {
    Pattern::compile(pattern)?;
    let translated = translate(pattern, Boundaries::LookAround).text;
    // `jsonschema` does not translate a pattern again that begins with look-around.
    Ok(format!("(?=){translated}"))
}

fn check_syntax(pattern: &str) -> Result<(), PatternError> {
    static SYNTAX: LazyLock<Option<Validator>> = LazyLock::new(|| {
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(&json!({ "format": "regex" }))
            .ok()
    });
    let text = Value::String(pattern.to_owned());
    let is_valid = SYNTAX.as_ref().is_some_and(|syntax| syntax.is_valid(&text));
    is_valid.then_some(()).ok_or(PatternError::Invalid)
}
