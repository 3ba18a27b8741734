//! The calls of tools in an answer.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString as _};

use prompt_core::js::{Json, is_blank};
use prompt_core::tool_call::{ToolCall, ToolKind};

use super::Answer;
use super::fields::Fields;

/// The problem of a call that does not say which tool it calls.
const WITHOUT_NAME: &str = "a call of a tool without a name";

impl Answer {
    /// Returns the calls of tools that the model asks for, in order. Calls that the provider runs
    /// itself are not among them.
    ///
    /// Send [the model's turn](Self::turn) back, and behind it the result of each call, by
    /// [`Message::tool_result`](crate::Message::tool_result). An answer can have a text beside its
    /// calls. In an answer that is not [complete](Self::is_complete) the last call may be
    /// [cut off](ToolCall::is_cut_off).
    ///
    /// ```
    /// # #[cfg(feature = "serde")] {
    /// let body = r#"{"choices":[{"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
    ///     "tool_calls":[{"id":"call_7","type":"function","function":{"name":"look-up-order","arguments":"{\"order\":\"4711\"}"}}]}}]}"#;
    /// let answer = serde_json::from_str::<prompt_runtime::Answer>(body).unwrap();
    /// let [call] = answer.tool_calls() else { panic!("one call") };
    /// assert_eq!((&*call.id, &*call.name), ("call_7", "look-up-order"));
    /// assert_eq!(call.arguments, r#"{"order":"4711"}"#);
    /// # }
    /// ```
    #[must_use]
    pub fn tool_calls(&self) -> &[ToolCall] {
        self.turn.as_ref().map_or(&[], |turn| turn.tool_calls())
    }
}

/// Reads a call of a function. The name of the member with the arguments is the API's.
pub(super) fn function(
    id: Option<&str>,
    function: Fields<'_>,
    arguments: &str,
) -> Result<ToolCall, &'static str> {
    let arguments = self::arguments(function.value(arguments));
    call(ToolKind::Function, id, function, arguments)
}

/// Reads a call of one of OpenAI's custom tools, whose input is any text.
pub(super) fn custom(id: Option<&str>, custom: Fields<'_>) -> Result<ToolCall, &'static str> {
    let input = custom.text("input")?.unwrap_or_default().to_owned();
    call(ToolKind::Custom, id, custom, input)
}

fn call(
    kind: ToolKind,
    id: Option<&str>,
    of: Fields<'_>,
    arguments: String,
) -> Result<ToolCall, &'static str> {
    let name = of.words("name")?.ok_or(WITHOUT_NAME)?;
    let id = id.unwrap_or_default().to_owned();
    Ok(ToolCall::new(kind, id, name, arguments))
}

/// Returns arguments as JSON. Models leave them out, or write nothing, where a tool takes none.
fn arguments(value: Option<&Json>) -> String {
    match value {
        None => "{}".to_owned(),
        Some(Json::Text(json)) if is_blank(json) => "{}".to_owned(),
        Some(Json::Text(json)) => json.clone(),
        Some(value) => value.to_string(),
    }
}
