//! The place of a named schema: its nodes at the name, with the description that stands there.

use super::json_schema::is_json_schema;
use super::picoschema::{Key, WILDCARD, split_description, split_key};
use crate::report::{Code, Finding, quoted};
use crate::source::{Location, Mark};
use crate::yaml::{Entry, Node, Value};

/// Where a name stands.
pub(super) enum Site<'a> {
    /// It is the whole schema.
    Whole,
    /// It is the type of all other keys.
    Others,
    Field(Key<'a>),
}

impl<'a> Site<'a> {
    /// The site of the value of a key. `None` if the value is no type.
    pub(super) fn of_key(key: &'a str) -> Option<Self> {
        if key == WILDCARD {
            return Some(Self::Others);
        }
        split_key(key)
            .filter(|key| key.composite != Some("enum"))
            .map(Self::Field)
    }
}

/// A name of a schema in another.
pub(super) struct UsedName<'a> {
    pub(super) name: &'a str,
    /// The place of the name.
    pub(super) mark: Mark,
    pub(super) description: Option<&'a str>,
    pub(super) site: Site<'a>,
}

/// What takes the place of a name.
pub(super) struct Placed {
    /// The key of the field, if the description moves to it.
    pub(super) key: Option<String>,
    pub(super) node: Node,
}

/// A name of a file, and what takes its place.
#[cfg_attr(
    not(feature = "publish"),
    expect(
        dead_code,
        reason = "only a release is written with the schemas in their places"
    )
)]
pub(in crate::template) struct Replacement {
    /// The place of the name with its description.
    pub(in crate::template) mark: Mark,
    /// The place of the key, and whether its mapping stands in braces. `None` for a whole schema.
    pub(in crate::template) entry: Option<(Mark, bool)>,
    /// The text of the key, if it changes.
    pub(in crate::template) key: Option<String>,
    pub(in crate::template) node: Node,
}

/// The reason why a schema cannot take the place of a name.
pub(super) enum Refusal {
    /// JSON Schema, as the type of a field.
    JsonSchema(String),
    /// A description of something that has none in Picoschema; the way out.
    Description(String),
}

impl Refusal {
    pub(super) fn finding(self, location: Location) -> Finding {
        let (message, help) = match self {
            Self::JsonSchema(name) => (
                format!(
                    "the schema {} is JSON Schema, which is no type of a field",
                    quoted(&name)
                ),
                "write its file in Picoschema, or use its name as the whole `schema`".to_owned(),
            ),
            Self::Description(help) => (
                "a schema of several fields has no description here".to_owned(),
                help,
            ),
        };
        Finding::error(Code::InvalidSchema, location, message).help(help)
    }
}

impl UsedName<'_> {
    /// Puts the content of the file in the place of the name.
    pub(super) fn place(&self, content: &Node) -> Result<Placed, Refusal> {
        let mut node = marked(content, self.mark);
        if is_json_schema(&node) {
            if !matches!(self.site, Site::Whole) {
                return Err(Refusal::JsonSchema(self.name.to_owned()));
            }
            self.describe(&mut node);
            return Ok(Placed { key: None, node });
        }
        let mut key = None;
        if let Some(description) = self.description {
            if let Value::Text(text) = &mut node.value {
                let (scalar, _) = split_description(text);
                *text = format!("{scalar}, {description}");
            } else {
                key = Some(self.described_key(description)?);
            }
        }
        Ok(Placed { key, node })
    }

    /// Gives a JSON Schema the description of this place.
    fn describe(&self, node: &mut Node) {
        let (Some(description), Value::Map(entries)) = (self.description, &mut node.value) else {
            return;
        };
        let text = |text: &str| Node {
            value: Value::Text(text.to_owned()),
            mark: self.mark,
        };
        let key = text("description");
        entries.retain(|entry| entry.key.value != key.value);
        entries.push(Entry {
            key,
            value: text(description),
        });
    }

    /// The key of a field with the description in it, which an object has nowhere else.
    fn described_key(&self, description: &str) -> Result<String, Refusal> {
        let Site::Field(key) = &self.site else {
            let help = "remove the description, or describe the fields in the file of the schema";
            return Err(Refusal::Description(help.to_owned()));
        };
        let optional = if key.is_optional { "?" } else { "" };
        if let (None | Some("object"), None) = (key.composite, key.description) {
            return Ok(format!("{}{optional}(object, {description})", key.name));
        }
        let composite = key.composite.unwrap_or("object");
        let described = key.description.unwrap_or(description);
        Err(Refusal::Description(format!(
            "describe the field alone: `{}{optional}({composite}, {described}): {}`",
            key.name, self.name
        )))
    }
}

/// The same node with all its parts at one place.
fn marked(node: &Node, mark: Mark) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(|item| marked(item, mark)).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|entry| Entry {
                    key: marked(&entry.key, mark),
                    value: marked(&entry.value, mark),
                })
                .collect(),
        ),
        value => value.clone(),
    };
    Node { value, mark }
}
