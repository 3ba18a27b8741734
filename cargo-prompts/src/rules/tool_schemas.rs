//! Calls of tools, held against the tools of a prompt.

use jsonschema::Draft;
use prompt_build::body::SentTool;
use prompt_build::report::quoted;
use prompt_runtime::ToolCall;
use serde_json::Value;

use crate::rules::answer_violation::{Words, answer_violation};
use crate::rules::json_schema::JsonSchema;

/// The tools that a prompt offers, with the schemas by which arguments are judged.
#[derive(Default)]
pub struct ToolSchemas(Vec<ToolSchema>);

struct ToolSchema {
    name: String,
    json: Value,
    compiled: JsonSchema,
}

impl ToolSchemas {
    /// Compiles the schemas. Fails with the reason why one cannot be used.
    pub fn of(tools: &[SentTool]) -> Result<Self, String> {
        let schemas = tools.iter().map(|tool| {
            let json = serde_json::from_str::<Value>(&tool.validation_schema.to_string())
                .map_err(|error| error.to_string())?;
            Ok(ToolSchema {
                name: tool.name.clone(),
                compiled: JsonSchema::compile(&json, Draft::Draft202012)?,
                json,
            })
        });
        schemas.collect::<Result<_, _>>().map(Self)
    }

    /// Returns the reason why one of the calls is not of the prompt's tools, with these words of it.
    pub fn violation(&self, calls: &[ToolCall], words: Words) -> Option<String> {
        calls.iter().find_map(|call| self.violation_of(call, words))
    }

    fn violation_of(&self, call: &ToolCall, words: Words) -> Option<String> {
        let tool = self.0.iter().find(|tool| tool.name == call.name);
        let Some(ToolSchema {
            name,
            json,
            compiled,
        }) = tool
        else {
            return Some(match words {
                Words::All => format!("the prompt has no tool {}", quoted(&call.name)),
                Words::OfSchema => "a call of a tool that the prompt does not have".to_owned(),
            });
        };
        let Ok(arguments) = serde_json::from_str::<Value>(&call.arguments) else {
            return Some(format!("the arguments of `{name}` are not JSON"));
        };
        let violation = answer_violation(compiled, json, &arguments, words)?;
        Some(format!(
            "the arguments of `{name}` do not meet its schema: {violation}"
        ))
    }
}
