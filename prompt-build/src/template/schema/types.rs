use prompt_core::js::Json;

use crate::report::did_you_mean;
use crate::source::Mark;

/// A type with its location in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    pub kind: Kind,
    /// `true` if there may be no value.
    pub is_nullable: bool,
    pub description: Option<String>,
    /// The type of all other keys of an object with fields.
    pub others: Option<Box<Schema>>,
    pub mark: Mark,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Any value that can be printed.
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    /// One of these choices.
    Enum(Vec<Json>),
    Array(Box<Schema>),
    Object(Vec<Field>),
    /// An object with any keys, and values of one type.
    Map(Box<Schema>),
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: String,
    pub schema: Schema,
    /// The location of the name.
    pub mark: Mark,
    pub is_required: bool,
}

impl Schema {
    pub fn new(kind: Kind, mark: Mark) -> Self {
        Self {
            kind,
            is_nullable: false,
            description: None,
            others: None,
            mark,
        }
    }

    /// The field of an object.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let Kind::Object(fields) = &self.kind else {
            return None;
        };
        fields.iter().find(|field| field.name == name)
    }

    /// The type's name, as messages and `Prompt::inputs` have it.
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Any => "any",
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::String => "string",
            Kind::Enum(_) => "enum",
            Kind::Array(_) => "array",
            Kind::Object(_) | Kind::Map(_) => "object",
        }
    }

    /// Returns whether a value of the front matter has this type.
    pub fn admits(&self, value: &Json) -> bool {
        match (&self.kind, value) {
            (_, Json::Null) => self.is_nullable || matches!(self.kind, Kind::Any | Kind::Null),
            (Kind::Any, _)
            | (Kind::Boolean, Json::Bool(_))
            | (Kind::Number, Json::Number(_))
            | (Kind::String, Json::Text(_)) => true,
            (Kind::Integer, Json::Number(number)) => number.is_integer(),
            (Kind::Enum(choices), value) => choices.contains(value),
            (Kind::Array(item), Json::List(items)) => items.iter().all(|value| item.admits(value)),
            (Kind::Map(value), Json::Object(entries)) => {
                entries.iter().all(|(_, entry)| value.admits(entry))
            }
            (Kind::Object(fields), Json::Object(entries)) => {
                let has = |name: &str| entries.iter().any(|(key, _)| key == name);
                fields
                    .iter()
                    .all(|field| !field.is_required || has(&field.name))
                    && entries.iter().all(|(key, value)| {
                        fields
                            .iter()
                            .find(|field| field.name == *key)
                            .is_some_and(|field| field.schema.admits(value))
                    })
            }
            _ => false,
        }
    }
}

/// Returns a help text for a text that is none of the choices: the nearest choice, or all.
pub(in crate::template) fn nearest_choice(text: &str, choices: &[Json]) -> String {
    let texts = choices
        .iter()
        .filter_map(|choice| match choice {
            Json::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect::<Vec<_>>();
    did_you_mean(text, texts.iter().copied())
        .unwrap_or_else(|| format!("the choices are `{}`", texts.join("`, `")))
}
