use prompt_core::js::Json;

use crate::source::Mark;
use crate::template::schema::Pattern;

/// A function that a model may call.
#[derive(Debug, Clone)]
pub struct Tool {
    /// The name by which the model calls it.
    pub name: String,
    pub description: Option<String>,
    /// The JSON Schema of the arguments, which is that of an object.
    pub input: Json,
    /// The regular expressions in the schema. A build does not read them.
    pub patterns: Vec<Pattern>,
    /// The place in the front matter that brings the tool in.
    pub mark: Mark,
}

/// Compares the tools, wherever they stand.
impl PartialEq for Tool {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.description == other.description
            && self.input == other.input
    }
}

impl Tool {
    /// The keys of a definition.
    pub const KEYS: &'static [&'static str] =
        &["name", "description", "inputSchema", "outputSchema"];

    /// Returns the definition as JSON, as Dotprompt has it.
    pub fn definition(&self) -> Json {
        let description = self.description.as_deref().map(Json::text);
        let entries = [
            ("name", Some(Json::text(self.name.as_str()))),
            ("description", description),
            ("inputSchema", Some(self.input.clone())),
        ];
        let given = entries
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?)));
        Json::Object(given.collect())
    }
}
