use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Request;
use super::content::MessageBody;

/// What the schema of an answer is called in a call. Clients see it in nothing but error messages.
const SCHEMA_NAME: &str = "answer";

/// A request with its schema in the form that suits what it is written to.
pub(super) struct Body<'a, S> {
    pub(super) request: &'a Request<'a>,
    pub(super) schema: Option<S>,
}

impl<S: Serialize> Serialize for Body<'_, S> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        let Request { model, temperature, messages, .. } = *self.request;
        let mut body = serializer.serialize_struct("Request", 3 + usize::from(self.schema.is_some()))?;
        body.serialize_field("model", model)?;
        body.serialize_field("temperature", &temperature)?;
        body.serialize_field("messages", &Messages(messages))?;
        match &self.schema {
            Some(schema) => body.serialize_field("response_format", &ResponseFormat(schema))?,
            None => body.skip_field("response_format")?,
        }
        body.end()
    }
}

struct Messages<'a>(&'a [crate::Message]);

impl Serialize for Messages<'_> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        serializer.collect_seq(self.0.iter().map(MessageBody))
    }
}

struct ResponseFormat<'a, S>(&'a S);

impl<S: Serialize> Serialize for ResponseFormat<'_, S> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        let mut format = serializer.serialize_struct("ResponseFormat", 2)?;
        format.serialize_field("type", "json_schema")?;
        format.serialize_field("json_schema", &JsonSchema(self.0))?;
        format.end()
    }
}

struct JsonSchema<'a, S>(&'a S);

impl<S: Serialize> Serialize for JsonSchema<'_, S> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        let mut schema = serializer.serialize_struct("JsonSchema", 2)?;
        schema.serialize_field("name", SCHEMA_NAME)?;
        schema.serialize_field("schema", self.0)?;
        schema.end()
    }
}
