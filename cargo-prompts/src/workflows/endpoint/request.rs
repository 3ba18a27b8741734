use prompt_core::header::{HeaderWriter, key};
use prompt_core::message::Message;
use prompt_core::parameters::Parameters;
use serde_json::{Value, json};

/// A call of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub model: String,
    pub parameters: Parameters,
    pub messages: Vec<Message>,
    /// The JSON Schema that the answer should meet.
    pub output: Option<Value>,
}

impl Request {
    /// Makes the body of the call with the code that applications use, so that a test sends what
    /// they send.
    pub fn body(&self) -> Value {
        json!(prompt_runtime::__private::request(
            &self.header(),
            &self.messages
        ))
    }

    /// Makes the lines that the build script writes for a prompt.
    fn header(&self) -> String {
        let mut header = HeaderWriter::default();
        header.push(key::MODEL, &self.model);
        self.parameters.write(&mut header);
        let mut body = |name: &str, value: &str| header.push(key::BODY, &format!("{name} {value}"));
        body("model", &json!(self.model).to_string());
        for (parameter, value) in self.parameters.iter() {
            body(parameter.body, &value.to_string());
        }
        if let Some(schema) = &self.output {
            let format = json!({
                "type": "json_schema",
                "json_schema": { "name": "answer", "schema": schema },
            });
            body("response_format", &format.to_string());
        }
        header.finish()
    }
}

#[cfg(test)]
mod tests {
    use prompt_core::message::{Content, Part};
    use prompt_core::parameters::{Parameters, find};
    use prompt_core::vocabulary::Role;
    use serde_json::json;

    use super::{Message, Request};

    fn text(text: &'static str) -> Part {
        Part::Text(text.into())
    }

    fn parameters() -> Parameters {
        let parameter = find("temperature").unwrap();
        let value = parameter.parse("0.2").unwrap();
        [(parameter, value)].into_iter().collect()
    }

    fn message(role: Role, parts: Vec<Part>) -> Message {
        let content = Content::Parts(parts);
        Message { role, content }
    }

    #[test]
    fn the_body_of_a_call() {
        let url = "https://example.com/floor-plan.png".into();
        let picture = Part::Media {
            url,
            content_type: None,
        };
        let section = Part::Section("code".into());
        let request = Request {
            model: "kimi-k2-5".to_owned(),
            parameters: parameters(),
            messages: vec![
                message(Role::System, vec![text("Be brief.")]),
                message(Role::Model, vec![text("Which "), text("floor?"), section]),
                message(Role::User, vec![text("This one: "), picture]),
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
