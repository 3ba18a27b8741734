use jsonschema::Draft;
use prompt_build::body::Body;
use serde_json::{Value, json};

use crate::project::resolved_prompt::ResolvedPrompt;
use crate::report::failure::Failure;
use crate::rules::answer_violation::{Words, answer_violation};
use crate::rules::json_schema::JsonSchema;
use crate::rules::render::to_serde;
use crate::rules::tool_schemas::ToolSchemas;

/// The kind of failure of an answer that does not meet the output schema.
pub const OUTPUT_SCHEMA: &str = "output schema";

/// The form of a prompt's answers; without a schema they are texts. An answer can be calls of tools in its
/// place.
pub struct AnswerSchema {
    schema: Option<CompiledSchema>,
    pub tools: ToolSchemas,
}

struct CompiledSchema {
    json: Value,
    compiled: JsonSchema,
}

impl CompiledSchema {
    fn of(json: Value) -> Result<Self, Failure> {
        let compiled = JsonSchema::compile(&json, Draft::Draft202012).map_err(unusable)?;
        Ok(Self { json, compiled })
    }
}

impl AnswerSchema {
    /// The schema that is sent, with the constraints that are not sent. Without a schema, JSON is an
    /// object of any form.
    pub fn of(prompt: &ResolvedPrompt) -> Result<Self, Failure> {
        let text = &prompt.text;
        let body = Body::of(&prompt.id, text, &prompt.environment.settings);
        let tools = ToolSchemas::of(&body.tools).map_err(unusable_tool)?;
        if text.template.output.is_none() {
            return Ok(Self {
                schema: None,
                tools,
            });
        }
        let json = match body.validation_schema {
            None => json!({ "type": "object" }),
            Some(schema) => serde_json::from_str::<Value>(&schema.to_string())
                .map_err(|error| unusable(error.to_string()))?,
        };
        let schema = Some(CompiledSchema::of(json)?);
        Ok(Self { schema, tools })
    }

    /// The schema as the prompt declares it: of an answer that may lack what is optional, whatever
    /// the API is asked for. Tools are left out.
    pub fn declared(prompt: &ResolvedPrompt) -> Result<Self, Failure> {
        let output = prompt.text.template.output.as_ref();
        let schema = output.and_then(|output| output.schema.as_ref());
        let schema = schema.map(|schema| CompiledSchema::of(to_serde(schema)));
        Ok(Self {
            schema: schema.transpose()?,
            tools: ToolSchemas::default(),
        })
    }

    /// The reason why an answer does not meet the schema, with these words of the answer.
    pub fn violation(&self, answer: &str, words: Words) -> Option<String> {
        self.schema.as_ref()?;
        match serde_json::from_str::<Value>(answer) {
            Ok(value) => self.violation_of(&value, words),
            Err(_) => Some("the answer is not JSON".to_owned()),
        }
    }

    /// The reason why the value of an answer does not meet the schema, with these words of it.
    pub fn violation_of(&self, value: &Value, words: Words) -> Option<String> {
        let CompiledSchema { json, compiled } = self.schema.as_ref()?;
        let violation = answer_violation(compiled, json, value, words)?;
        Some(format!(
            "the answer does not meet the output schema: {violation}"
        ))
    }
}

fn unusable_tool(reason: String) -> Failure {
    Failure::because("cannot use the schema of a tool", reason)
}

fn unusable(reason: String) -> Failure {
    Failure::because("cannot use the prompt's output schema", reason)
}
