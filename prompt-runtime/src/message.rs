use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::Role;
use crate::measured::Measured;

/// A message of a conversation: who speaks, and what is said.
///
/// ```
/// use prompt_runtime::{Message, Role};
///
/// let question = Message::new(Role::User, "Which plan has single sign-on?");
/// assert_eq!(question.text(), "Which plan has single sign-on?");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub content: Content,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text: borrowed from the binary where nothing is substituted in it.
    Text(Cow<'static, str>),
    /// Several parts, of a message with `{{media}}` or `{{section}}` in it.
    Parts(Vec<Part>),
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// A text.
    Text(Cow<'static, str>),
    /// An image, a sound, or another thing that the model is shown: `{{media url=photo
    /// contentType="image/png"}}`.
    Media {
        /// Where it is; a `data:` URL holds it.
        url: Cow<'static, str>,
        /// Its MIME type, for example `image/png`.
        content_type: Option<Cow<'static, str>>,
    },
    /// A place to be filled in by the caller, by its name: `{{section "code"}}`.
    Section(Cow<'static, str>),
}

impl Message {
    /// A message that is a text.
    ///
    /// ```
    /// use prompt_runtime::{Message, Role};
    ///
    /// let history = [Message::new(Role::User, "Hello."), Message::new(Role::Model, String::from("Good morning."))];
    /// assert_eq!(history[1].role, Role::Model);
    /// ```
    pub fn new(role: Role, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            role,
            content: Content::Text(text.into()),
        }
    }

    /// The text of the message; of one with several parts, its texts one after the other.
    #[inline]
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match &self.content {
            Content::Text(text) => Cow::Borrowed(text),
            Content::Parts(parts) => Cow::Owned(parts.iter().filter_map(Part::as_text).collect()),
        }
    }

    /// Whether there is nothing in the message but whitespace.
    pub(crate) fn is_blank(&self) -> bool {
        match &self.content {
            Content::Text(text) => is_blank(text),
            Content::Parts(parts) => parts.is_empty(),
        }
    }
}

impl Part {
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Media { .. } | Self::Section(_) => None,
        }
    }
}

impl From<&Message> for Message {
    fn from(message: &Message) -> Self {
        message.clone()
    }
}

/// Whether a text is nothing but whitespace, as JavaScript has it.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}'))
}

/// A message in which nothing is substituted.
#[doc(hidden)]
#[inline]
#[must_use]
pub const fn fixed(role: Role, text: &'static str) -> Message {
    Message {
        role,
        content: Content::Text(Cow::Borrowed(text)),
    }
}

/// A message in which something is.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn written(role: Role, text: Measured) -> Message {
    Message {
        role,
        content: Content::Text(Cow::Owned(text.into_string())),
    }
}

/// A message with parts while it is rendered.
#[doc(hidden)]
#[derive(Default)]
pub struct Parts {
    done: Vec<Part>,
    text: String,
}

impl Parts {
    /// Adds to the text at hand.
    pub fn prompt_push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds something that is shown; what has no URL is nothing.
    pub fn prompt_media(&mut self, url: &str, content_type: &str) {
        self.end_text();
        let content_type = (!content_type.is_empty()).then(|| Cow::Owned(content_type.into()));
        self.done.push(Part::Media {
            url: Cow::Owned(url.into()),
            content_type,
        });
    }

    /// Adds a section.
    pub fn prompt_section(&mut self, name: &'static str) {
        self.end_text();
        self.done.push(Part::Section(Cow::Borrowed(name)));
    }

    /// The text at hand.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The message.
    #[must_use]
    pub fn finish(mut self, role: Role) -> Message {
        self.end_text();
        Message {
            role,
            content: Content::Parts(self.done),
        }
    }

    /// A text between two parts that is blank is left out, as in Dotprompt.
    fn end_text(&mut self) {
        let text = core::mem::take(&mut self.text);
        if !is_blank(&text) {
            self.done.push(Part::Text(Cow::Owned(text)));
        }
    }
}
