//! The call of a tool that an assertion demands: `trajectory:tool-args-match`, as promptfoo has it.

use prompt_build::template::Json;
use prompt_runtime::ToolCall;
use serde_json::Value;

use super::judge::are_equal;
use crate::rules::render::to_serde;

/// The keys of the value of an assertion.
const KEYS: [&str; 4] = ["name", "args", "arguments", "mode"];

#[derive(Debug)]
pub(super) struct ExpectedCall {
    pub(super) name: String,
    arguments: Option<Value>,
    /// Other arguments may stand beside.
    is_partial: bool,
}

impl ExpectedCall {
    /// Reads the value of an assertion.
    pub(super) fn read(value: Option<&Json>) -> Result<Self, String> {
        let Some(Json::Object(entries)) = value else {
            return Err("expected a mapping with `name` and `args` for `value`".to_owned());
        };
        let unknown = entries
            .iter()
            .find(|(key, _)| !KEYS.contains(&key.as_str()));
        if let Some((key, _)) = unknown {
            let key = prompt_build::report::quoted(key);
            return Err(format!(
                "unknown key {key} in `value`, expected `name`, `args` and `mode`"
            ));
        }
        let field = |key: &str| {
            let entry = entries.iter().find(|(known, _)| known == key);
            entry.map(|(_, value)| value)
        };
        let Some(Json::Text(name)) = field("name").filter(|name| **name != Json::text("")) else {
            return Err("expected the name of a tool for `name`".to_owned());
        };
        let is_partial = match field("mode") {
            None => true,
            Some(Json::Text(mode)) if mode == "partial" => true,
            Some(Json::Text(mode)) if mode == "exact" => false,
            Some(_) => return Err("expected `partial` or `exact` for `mode`".to_owned()),
        };
        let arguments = match (field("args"), field("arguments")) {
            (Some(_), Some(_)) => return Err("`args` and `arguments` are the same".to_owned()),
            (Some(arguments), None) | (None, Some(arguments)) => Some(to_serde(arguments)),
            (None, None) => None,
        };
        Ok(Self {
            name: name.clone(),
            arguments,
            is_partial,
        })
    }

    /// Returns whether one of the calls is the one that is expected.
    pub(super) fn is_among(&self, calls: &[ToolCall]) -> bool {
        calls.iter().any(|call| self.is(call))
    }

    fn is(&self, call: &ToolCall) -> bool {
        if call.name != self.name {
            return false;
        }
        let Some(expected) = &self.arguments else {
            return true;
        };
        let Ok(arguments) = serde_json::from_str::<Value>(&call.arguments) else {
            return false;
        };
        meets(&arguments, expected, self.is_partial)
    }

    pub(super) fn describe(&self) -> String {
        let name = prompt_build::report::quoted(&self.name);
        match &self.arguments {
            None => format!("call {name}"),
            Some(arguments) => {
                let arguments = prompt_build::report::quoted(&arguments.to_string());
                format!("call {name} with {arguments}")
            }
        }
    }
}

/// Returns whether a value has all members of another, however deep, and no others unless it is partial.
/// Lists must be equal in length. Null is a member that is left out: in the strict form of a schema, the
/// model has no other way to leave one out.
fn meets(value: &Value, expected: &Value, is_partial: bool) -> bool {
    match (value, expected) {
        (Value::Object(value), Value::Object(expected)) => {
            let has = |(key, expected): (&String, &Value)| {
                let value = value.get(key).unwrap_or(&Value::Null);
                meets(value, expected, is_partial)
            };
            let may_stand = |(key, value): (&String, &Value)| {
                is_partial || value.is_null() || expected.contains_key(key)
            };
            expected.iter().all(has) && value.iter().all(may_stand)
        }
        (Value::Array(value), Value::Array(expected)) => {
            value.len() == expected.len()
                && value
                    .iter()
                    .zip(expected)
                    .all(|(value, expected)| meets(value, expected, is_partial))
        }
        (value, expected) => are_equal(value, expected),
    }
}
