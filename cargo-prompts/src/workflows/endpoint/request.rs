use std::borrow::Cow;

use prompt_build::template::Role;
use prompt_runtime::{self as runtime, Content};
use serde_json::{Value, json};

use crate::rules::render::{Message, Part};

/// One call: what is sent, and to which model.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub model: String,
    /// 0.0 to 2.0.
    pub temperature: f64,
    pub messages: Vec<Message>,
    /// The JSON Schema that the answer should meet.
    pub output: Option<Value>,
}

impl Request {
    /// The body of the call: made by the code that applications send their prompts with, so that
    /// what is tested is what is sent.
    pub fn body(&self) -> Value {
        let messages = self.messages.iter().map(message).collect::<Vec<_>>();
        let schema = self.output.as_ref().map(Value::to_string);
        json!(runtime::__private::request(
            &self.model,
            self.temperature,
            &messages,
            schema.as_deref()
        ))
    }
}

fn message(message: &Message) -> runtime::Message {
    let role = match message.role {
        Role::System => runtime::Role::System,
        Role::User => runtime::Role::User,
        Role::Model => runtime::Role::Model,
        Role::Tool => runtime::Role::Tool,
    };
    runtime::Message {
        role,
        content: Content::Parts(message.parts.iter().map(part).collect()),
    }
}

/// A section is filled in by an application, so it is sent unchanged here.
fn part(part: &Part) -> runtime::Part {
    match part {
        Part::Text(text) => runtime::Part::Text(Cow::Owned(text.clone())),
        Part::Media { url, content_type } => runtime::Part::Media {
            url: Cow::Owned(url.clone()),
            content_type: content_type.clone().map(Cow::Owned),
        },
        Part::Section(name) => runtime::Part::Section(Cow::Owned(name.clone())),
    }
}

#[cfg(test)]
mod tests {
    use prompt_build::template::Role;
    use serde_json::json;

    use super::{Message, Part, Request};

    fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    #[test]
    fn the_body_of_a_call() {
        let url = "https://example.com/floor-plan.png".to_owned();
        let picture = Part::Media {
            url,
            content_type: None,
        };
        let section = Part::Section("code".to_owned());
        let request = Request {
            model: "kimi-k2-5".to_owned(),
            temperature: 0.2,
            messages: vec![
                Message {
                    role: Role::System,
                    parts: vec![text("Be brief.")],
                },
                Message {
                    role: Role::Model,
                    parts: vec![text("Which "), text("floor?"), section],
                },
                Message {
                    role: Role::User,
                    parts: vec![text("This one: "), picture],
                },
            ],
            output: Some(json!({ "type": "object" })),
        };
        let expected = json!({
            "model": "kimi-k2-5",
            "temperature": 0.2,
            "messages": [
                { "role": "system", "content": "Be brief." },
                { "role": "assistant", "content": "Which floor?" },
                { "role": "user", "content": [
                    { "type": "text", "text": "This one: " },
                    { "type": "image_url", "image_url": { "url": "https://example.com/floor-plan.png" } },
                ] },
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": { "name": "answer", "schema": { "type": "object" } },
            },
        });
        assert_eq!(request.body(), expected);
        let plain = Request {
            output: None,
            ..request
        };
        assert!(plain.body().get("response_format").is_none());
    }
}
