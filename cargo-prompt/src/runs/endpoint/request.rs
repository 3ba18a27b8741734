use prompt_build::template::Role;
use serde_json::{Value, json};

use crate::runs::render::{Message, Part};

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
    /// The body of the call.
    pub fn body(&self) -> Value {
        let messages = self.messages.iter().map(message_body).collect::<Vec<_>>();
        let mut body = json!({ "model": self.model, "temperature": self.temperature, "messages": messages });
        if let Some(schema) = &self.output {
            let json_schema = json!({ "name": "answer", "schema": schema });
            body["response_format"] = json!({ "type": "json_schema", "json_schema": json_schema });
        }
        body
    }
}

fn message_body(message: &Message) -> Value {
    let role = match message.role {
        Role::System => "system",
        Role::User => "user",
        Role::Model => "assistant",
        Role::Tool => "tool",
    };
    let is_text = message.parts.iter().all(|part| !matches!(part, Part::Media { .. }));
    // Many servers take nothing but a string for what is text alone.
    let content =
        if is_text { Value::String(message.text()) } else { message.parts.iter().filter_map(part_body).collect() };
    json!({ "role": role, "content": content })
}

/// A section is for an application to fill in; here there is none.
fn part_body(part: &Part) -> Option<Value> {
    match part {
        Part::Text(text) => Some(json!({ "type": "text", "text": text })),
        Part::Media { url, .. } => Some(json!({ "type": "image_url", "image_url": { "url": url } })),
        Part::Section(_) => None,
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
        let picture = Part::Media { url, content_type: None };
        let section = Part::Section("code".to_owned());
        let request = Request {
            model: "kimi-k2-5".to_owned(),
            temperature: 0.2,
            messages: vec![
                Message { role: Role::System, parts: vec![text("Be brief.")] },
                Message { role: Role::Model, parts: vec![text("Which "), text("floor?"), section] },
                Message { role: Role::User, parts: vec![text("This one: "), picture] },
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
        let plain = Request { output: None, ..request };
        assert!(plain.body().get("response_format").is_none());
    }
}
