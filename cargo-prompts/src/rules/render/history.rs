//! The conversation so far, in the inputs of a case: `history`, a list of messages.

use prompt_build::template::{Json, Role};
use prompt_core::message::Message;

use super::fault::Fault;

/// The key of the conversation, which is not the name of any input.
const KEY: &str = "history";

/// Takes the conversation out of the inputs of a case. Without one there are no messages.
pub fn take_history(inputs: &mut Vec<(String, Json)>) -> Result<Vec<Message>, Fault> {
    let Some(position) = inputs.iter().position(|(name, _)| name == KEY) else {
        return Ok(Vec::new());
    };
    let (_, history) = inputs.remove(position);
    let Json::List(items) = history else {
        return Err(fault(KEY, "is not a list of messages"));
    };
    let messages = items.iter().enumerate();
    messages
        .map(|(index, item)| message(item).map_err(|(key, what)| at(index, key, what)))
        .collect()
}

/// Reads a message. An error has the key that it is about, and what is wrong with it.
fn message(item: &Json) -> Result<Message, (&'static str, &'static str)> {
    let Json::Object(entries) = item else {
        return Err(("", "is not a message"));
    };
    if entries
        .iter()
        .any(|(key, _)| key != "role" && key != "content")
    {
        return Err(("", "has a key other than `role` and `content`"));
    }
    let Json::Text(role) = item.field("role") else {
        return Err((".role", "is not a text"));
    };
    let Json::Text(content) = item.field("content") else {
        return Err((".content", "is not a text"));
    };
    let role = Role::parse(role).ok_or((".role", "is not the role of a message"))?;
    Ok(Message::new(role, content.clone()))
}

fn at(index: usize, key: &str, what: &str) -> Fault {
    fault(&format!("{KEY}[{index}]{key}"), what)
}

fn fault(path: &str, what: &str) -> Fault {
    let roles = Role::NAMES.map(|(name, _)| name).join("`, `");
    let help = format!("write `[{{ role: user, content: … }}]`; the roles are `{roles}`");
    Fault::about(KEY, (path, path), |path| format!("{path} {what}")).help(Some(help))
}
