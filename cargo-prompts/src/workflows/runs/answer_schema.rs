use jsonschema::{Draft, PatternOptions, Validator};
use prompt_build::body::Body;
use serde_json::{Value, json};

use crate::project::resolved_prompt::ResolvedPrompt;
use crate::report::failure::Failure;

/// The form of a prompt's answers, compiled; `None` where they are texts.
pub struct AnswerSchema(Option<Validator>);

impl AnswerSchema {
    /// The schema that is sent, with the constraints that are not sent. Without a schema, JSON is an
    /// object of any form.
    pub fn of(prompt: &ResolvedPrompt) -> Result<Self, Failure> {
        let text = &prompt.text;
        if text.template.output.is_none() {
            return Ok(Self(None));
        }
        let body = Body::of(&prompt.id, text, &prompt.environment.settings);
        let schema = match body.judged {
            None => json!({ "type": "object" }),
            Some(schema) => serde_json::from_str::<Value>(&schema.to_string())
                .map_err(|error| unusable(&error))?,
        };
        // This engine runs in linear time.
        let options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true);
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

fn unusable(error: &dyn ToString) -> Failure {
    let error = error.to_string();
    let first = error.lines().next().unwrap_or_default().to_owned();
    Failure::because("cannot use the prompt's output schema", first)
}
