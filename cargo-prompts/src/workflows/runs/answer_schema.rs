use jsonschema::{Draft, PatternOptions, Validator};
use prompt_build::template::Template;
use serde_json::Value;

use crate::report::failure::Failure;

/// The output schema of a prompt, compiled; `None` where the prompt declares none.
pub struct AnswerSchema(Option<Validator>);

impl AnswerSchema {
    pub fn of(template: &Template) -> Result<Self, Failure> {
        let Some(text) = &template.output_schema() else {
            return Ok(Self(None));
        };
        let unusable = |error: &dyn ToString| {
            let error = error.to_string();
            let first = error.lines().next().unwrap_or_default().to_owned();
            Failure::because("cannot use the prompt's output schema", first)
        };
        let schema = serde_json::from_str::<Value>(text).map_err(|error| unusable(&error))?;
        // This engine runs in linear time.
        let options = jsonschema::options().with_draft(Draft::Draft202012);
        let options = options.with_pattern_options(PatternOptions::regex());
        let validator = options.build(&schema).map_err(|error| unusable(&error))?;
        Ok(Self(Some(validator)))
    }

    /// The reason why an answer does not meet the schema, without a word of the answer.
    pub fn violation(&self, answer: &str) -> Option<String> {
        let validator = self.0.as_ref()?;
        let Ok(value) = serde_json::from_str::<Value>(answer) else {
            return Some("the answer is not JSON".to_owned());
        };
        let error = validator.iter_errors(&value).next()?;
        let rule = error.schema_path().to_string();
        Some(format!(
            "the answer does not meet the output schema at `{}`",
            rule.trim_start_matches('/')
        ))
    }
}
