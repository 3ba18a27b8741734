use serde_json::{Value, json};

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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// As prompt files say it: `system`, `user`, `model` or `tool`.
    pub role: &'static str,
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    /// The URL of an image, which may be one with the data in it.
    Media(String),
}

impl Request {
    /// The body of the call.
    pub fn body(&self) -> Value {
        let messages = self.messages.iter().map(Message::body).collect::<Vec<_>>();
        let mut body = json!({ "model": self.model, "temperature": self.temperature, "messages": messages });
        if let Some(schema) = &self.output {
            let json_schema = json!({ "name": "answer", "schema": schema });
            body["response_format"] = json!({ "type": "json_schema", "json_schema": json_schema });
        }
        body
    }
}

impl Message {
    fn body(&self) -> Value {
        let role = if self.role == "model" { "assistant" } else { self.role };
        let texts = self.parts.iter().map(Part::as_text).collect::<Option<Vec<_>>>();
        // Many servers take nothing but a string for what is text alone.
        let content = match texts {
            Some(texts) => Value::String(texts.concat()),
            None => self.parts.iter().map(Part::body).collect(),
        };
        json!({ "role": role, "content": content })
    }
}

impl Part {
    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Media(_) => None,
        }
    }

    fn body(&self) -> Value {
        match self {
            Self::Text(text) => json!({ "type": "text", "text": text }),
            Self::Media(url) => json!({ "type": "image_url", "image_url": { "url": url } }),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Message, Part, Request};

    fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    #[test]
    fn the_body_of_a_call() {
        let picture = Part::Media("https://example.com/floor-plan.png".to_owned());
        let request = Request {
            model: "kimi-k2-5".to_owned(),
            temperature: 0.2,
            messages: vec![
                Message { role: "system", parts: vec![text("Be brief.")] },
                Message { role: "model", parts: vec![text("Which "), text("floor?")] },
                Message { role: "user", parts: vec![text("This one: "), picture] },
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
