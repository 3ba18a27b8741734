use jsonschema::Draft;
use prompt_build::body::Body;
use serde_json::{Value, json};

use crate::project::resolved_prompt::ResolvedPrompt;
use crate::report::failure::Failure;
use crate::rules::answer_violation::{Words, answer_violation};
use crate::rules::json_schema::JsonSchema;

/// The form of a prompt's answers; `None` where they are texts.
pub struct AnswerSchema(Option<CompiledSchema>);

struct CompiledSchema {
    json: Value,
    compiled: JsonSchema,
}

impl AnswerSchema {
    /// The schema that is sent, with the constraints that are not sent. Without a schema, JSON is an
    /// object of any form.
    pub fn of(prompt: &ResolvedPrompt) -> Result<Self, Failure> {
        let text = &prompt.text;
        if text.template.output.is_none() {
            return Ok(Self(None));
        }
        let body = Body::of(&prompt.id, text, &prompt.environment.settings);
        let json = match body.validation_schema {
            None => json!({ "type": "object" }),
            Some(schema) => serde_json::from_str::<Value>(&schema.to_string())
                .map_err(|error| unusable(error.to_string()))?,
        };
        let compiled = JsonSchema::compile(&json, Draft::Draft202012).map_err(unusable)?;
        Ok(Self(Some(CompiledSchema { json, compiled })))
    }

    /// The reason why an answer does not meet the schema, with these words of the answer.
    pub fn violation(&self, answer: &str, words: Words) -> Option<String> {
        let CompiledSchema { json, compiled } = self.0.as_ref()?;
        let Ok(value) = serde_json::from_str::<Value>(answer) else {
            return Some("the answer is not JSON".to_owned());
        };
        let violation = answer_violation(compiled, json, &value, words)?;
        Some(format!(
            "the answer does not meet the output schema: {violation}"
        ))
    }
}

fn unusable(reason: String) -> Failure {
    Failure::because("cannot use the prompt's output schema", reason)
}
