use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Request;
use super::content::MessageBody;
use super::parameter_value::ParameterValue;
use super::schema::Transcoded;

/// The name of the answer's schema. Clients see it in error messages only.
const SCHEMA_NAME: &str = "answer";

impl Serialize for Request<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Request {
            model,
            parameters,
            messages,
            output,
        } = *self;
        let length = 2 + parameters.iter().count() + usize::from(output.is_some());
        let mut body = serializer.serialize_struct("Request", length)?;
        body.serialize_field("model", model)?;
        for (parameter, value) in parameters.iter() {
            body.serialize_field(
                parameter.chat_completions.path().unwrap_or_default(),
                &ParameterValue::new(parameter, value),
            )?;
        }
        body.serialize_field("messages", &Messages(messages))?;
        match output {
            Some(schema) => body.serialize_field("response_format", &ResponseFormat(schema))?,
            None => body.skip_field("response_format")?,
        }
        body.end()
    }
}

struct Messages<'a>(&'a [crate::Message]);

impl Serialize for Messages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(MessageBody))
    }
}

struct ResponseFormat<'a>(&'a str);

impl Serialize for ResponseFormat<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut format = serializer.serialize_struct("ResponseFormat", 2)?;
        format.serialize_field("type", "json_schema")?;
        format.serialize_field("json_schema", &JsonSchema(self.0))?;
        format.end()
    }
}

struct JsonSchema<'a>(&'a str);

impl Serialize for JsonSchema<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut schema = serializer.serialize_struct("JsonSchema", 2)?;
        schema.serialize_field("name", SCHEMA_NAME)?;
        schema.serialize_field("schema", &Transcoded(self.0))?;
        schema.end()
    }
}
