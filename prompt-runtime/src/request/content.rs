use core::fmt::{self, Display};

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::media::Media;
use crate::{Content, Message, Part, Role};

/// A message in the form of chat completions.
pub(super) struct MessageBody<'a>(pub(super) &'a Message);

impl Serialize for MessageBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut message = serializer.serialize_struct("Message", 2)?;
        message.serialize_field("role", role(self.0.role))?;
        message.serialize_field("content", &ContentBody(&self.0.content))?;
        message.end()
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Model => "assistant",
        role => role.as_str(),
    }
}

/// One text, or the parts if some of them are media. Many servers accept parts for media only.
struct ContentBody<'a>(&'a Content);

impl Serialize for ContentBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Content::Text(text) => serializer.serialize_str(text),
            Content::Parts(parts)
                if parts.iter().any(|part| matches!(part, Part::Media { .. })) =>
            {
                let is_sent = |part: &&Part| !matches!(part, Part::Section(_));
                serializer.collect_seq(parts.iter().filter(is_sent).map(PartBody))
            }
            Content::Parts(parts) => serializer.collect_str(&Texts(parts)),
        }
    }
}

struct PartBody<'a>(&'a Part);

impl Serialize for PartBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Part::Media { url, content_type } => {
                Media::of(url, content_type.as_deref()).serialize(serializer)
            }
            Part::Text(text) | Part::Section(text) => {
                let mut part = serializer.serialize_struct("Part", 2)?;
                part.serialize_field("type", "text")?;
                part.serialize_field("text", text)?;
                part.end()
            }
        }
    }
}

/// The texts among the parts, one after the other.
struct Texts<'a>(&'a [Part]);

impl Display for Texts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .filter_map(Part::as_text)
            .try_for_each(|text| f.write_str(text))
    }
}
