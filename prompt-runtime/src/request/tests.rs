mod bodies;
mod calls;
mod escapes;
#[cfg(feature = "tracing")]
mod instructions;
mod marks;
mod media;
mod rounds;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

use super::{Request, request};
use crate::{Content, Message, Part, Role};

/// The word of each API in a header.
const APIS: [&str; 4] = [
    "chat-completions",
    "responses",
    "anthropic-messages",
    "gemini",
];

fn header(api: &str, lines: &str) -> String {
    ["sha256 1f\nmodel kimi-k2-5\napi ", api, "\n", lines, "\n"].concat()
}

/// Returns the body, after a check that it is the same for every serializer.
fn body(request: &Request<'_>) -> Value {
    let json = request.to_json();
    assert_eq!(json.capacity(), json.len(), "{json}");
    assert_eq!(serde_json::to_string(request).unwrap(), json);
    let value = serde_json::from_str::<Value>(&json).unwrap();
    assert_eq!(serde_json::to_value(request).unwrap(), value);
    let tree = serde_yaml::to_value(request).unwrap();
    assert_eq!(serde_json::to_value(tree).unwrap(), value);
    value
}

/// Returns the body of messages without anything beside.
fn body_of(api: &str, messages: &[Message]) -> Value {
    body(&request(&header(api, ""), messages))
}

fn parts(role: Role, parts: impl Into<Vec<Part>>) -> Message {
    Message {
        role,
        content: Content::Parts(parts.into()),
    }
}

fn text(text: &'static str) -> Part {
    Part::Text(text.into())
}

fn media(url: &str, content_type: Option<&'static str>) -> Part {
    Part::Media {
        url: url.to_owned().into(),
        content_type: content_type.map(Into::into),
    }
}

fn section() -> Part {
    Part::Section("code".into())
}
