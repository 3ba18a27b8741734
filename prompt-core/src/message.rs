//! The messages that a prompt renders to.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::js::is_blank;
use crate::tool_call::{ToolCall, ToolResult};
use crate::turn::Turn;
use crate::vocabulary::Role;

/// A message of a conversation.
///
/// ```
/// # mod prompt_runtime { pub use prompt_core::{message::*, vocabulary::*}; }
/// use prompt_runtime::{Message, Role};
///
/// let question = Message::new(Role::User, "Which plan has single sign-on?");
/// assert_eq!(question.text(), "Which plan has single sign-on?");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The author.
    pub role: Role,
    /// The content.
    pub content: Content,
}

/// The content of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text. It is borrowed from the binary where nothing is filled in.
    Text(Cow<'static, str>),
    /// Several parts, of which at least one comes from `{{media}}` or `{{section}}`.
    Parts(Vec<Part>),
    /// A turn of the model as its API sent it, with calls of tools for example.
    Turn(Turn),
    /// The result of a call of a tool.
    ToolResult(ToolResult),
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A text.
    Text(Cow<'static, str>),
    /// An image, a sound or a file: `{{media url=photo contentType="image/png"}}`.
    Media {
        /// The address. A `data:` URL holds the content itself.
        url: Cow<'static, str>,
        /// The MIME type, for example `image/png`.
        content_type: Option<Cow<'static, str>>,
    },
    /// A place that the caller fills in, by its name: `{{section "code"}}`.
    Section(Cow<'static, str>),
}

impl Message {
    /// Makes a message from a text.
    ///
    /// ```
    /// # mod prompt_runtime { pub use prompt_core::{message::*, vocabulary::*}; }
    /// use prompt_runtime::{Message, Role};
    ///
    /// let answer = String::from("Good morning.");
    /// let history = [Message::new(Role::User, "Hello."), Message::new(Role::Model, answer)];
    /// assert_eq!(history[1].role, Role::Model);
    /// ```
    pub fn new(role: Role, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            role,
            content: Content::Text(text.into()),
        }
    }

    /// Makes the message with the result of a call. It comes behind the model's turn with the call.
    ///
    /// ```ignore
    /// let mut history = vec![question, answer.turn()];
    /// history.extend(answer.tool_calls().iter().map(|call| Message::tool_result(call, run(call))));
    /// ```
    pub fn tool_result(call: &ToolCall, text: impl Into<Cow<'static, str>>) -> Self {
        Self::of_tool(ToolResult::new(call, text.into(), false))
    }

    /// Makes the message that tells the model why a call has no result. Anthropic's and Gemini's APIs
    /// have a mark for it; the others get the text alone.
    pub fn tool_error(call: &ToolCall, text: impl Into<Cow<'static, str>>) -> Self {
        Self::of_tool(ToolResult::new(call, text.into(), true))
    }

    fn of_tool(result: ToolResult) -> Self {
        Self {
            role: Role::Tool,
            content: Content::ToolResult(result),
        }
    }

    /// Returns the calls of tools in a turn of the model, in order. Other messages have none.
    #[must_use]
    pub fn tool_calls(&self) -> &[ToolCall] {
        match &self.content {
            Content::Turn(turn) => turn.tool_calls(),
            Content::Text(_) | Content::Parts(_) | Content::ToolResult(_) => &[],
        }
    }

    /// Returns the text of the message. The texts of several parts are joined.
    #[inline]
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match &self.content {
            Content::Text(text) => Cow::Borrowed(text),
            Content::Parts(parts) => Cow::Owned(parts.iter().filter_map(Part::as_text).collect()),
            Content::Turn(turn) => Cow::Borrowed(turn.text()),
            Content::ToolResult(result) => Cow::Borrowed(result.text()),
        }
    }

    /// Returns whether the message has nothing in it but whitespace.
    #[doc(hidden)]
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match &self.content {
            Content::Text(text) => is_blank(text),
            Content::Parts(parts) => parts.is_empty(),
            Content::Turn(_) | Content::ToolResult(_) => false,
        }
    }
}

impl Part {
    /// Returns the text of a part that is one.
    #[doc(hidden)]
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Media { .. } | Self::Section(_) => None,
        }
    }
}

/// Clones the message, so that a list of references is a conversation as well.
impl From<&Message> for Message {
    fn from(message: &Message) -> Self {
        message.clone()
    }
}

/// Collects the content of a message, part by part.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct MessageBuilder {
    parts: Vec<Part>,
    /// The text after the last part.
    text: String,
}

impl MessageBuilder {
    /// Appends to the text.
    #[inline]
    pub fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds an image, a sound or a file. An empty content type is none.
    pub fn push_media(&mut self, url: &str, content_type: &str) {
        self.end_text();
        let content_type = (!content_type.is_empty()).then(|| Cow::Owned(content_type.into()));
        self.parts.push(Part::Media {
            url: Cow::Owned(url.into()),
            content_type,
        });
    }

    /// Adds a section.
    pub fn push_section(&mut self, name: impl Into<Cow<'static, str>>) {
        self.end_text();
        self.parts.push(Part::Section(name.into()));
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.parts.is_empty()
    }

    /// Returns the text after the last part.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Lends the text after the last part, to append to it.
    pub fn text_mut(&mut self) -> &mut String {
        &mut self.text
    }

    /// Makes the message.
    #[must_use]
    #[inline]
    pub fn finish(mut self, role: Role) -> Message {
        if self.parts.is_empty() {
            return Message::new(role, self.text);
        }
        self.end_text();
        Message {
            role,
            content: Content::Parts(self.parts),
        }
    }

    /// Ends the text before a part. A blank text is left out, as in Dotprompt.
    fn end_text(&mut self) {
        let text = core::mem::take(&mut self.text);
        if !is_blank(&text) {
            self.parts.push(Part::Text(Cow::Owned(text)));
        }
    }
}

/// Collects messages whose roles are known, and whose number is not: they begin in a loop or under
/// a condition.
#[doc(hidden)]
#[derive(Debug)]
pub struct ConversationBuilder {
    /// The messages that have ended. None is blank.
    ended: Vec<Message>,
    role: Role,
    current: MessageBuilder,
}

impl ConversationBuilder {
    /// Begins the first message.
    #[must_use]
    pub fn new(role: Role) -> Self {
        Self {
            ended: Vec::new(),
            role,
            current: MessageBuilder::default(),
        }
    }

    /// Ends the current message, and begins one of this role. A blank message is left out.
    #[inline]
    pub fn begin(&mut self, role: Role) {
        self.end();
        self.role = role;
    }

    /// Ends the current message, and begins one of this role with room for a text.
    #[inline]
    pub fn begin_with_room(&mut self, role: Role, length: usize) {
        self.begin(role);
        self.current.text = String::with_capacity(length);
    }

    /// Ends the current message, and returns the number of messages so far. One that follows has the
    /// same role, unless another one begins.
    #[inline]
    pub fn end(&mut self) -> usize {
        if !self.current.is_empty() {
            self.end_current();
        }
        self.ended.len()
    }

    fn end_current(&mut self) {
        let message = core::mem::take(&mut self.current).finish(self.role);
        if !message.is_blank() {
            self.ended.push(message);
        }
    }

    /// Appends to the text of the current message.
    #[inline]
    pub fn push_text(&mut self, text: &str) {
        self.current.push_text(text);
    }

    /// Adds an image, a sound or a file to the current message.
    pub fn push_media(&mut self, url: &str, content_type: &str) {
        self.current.push_media(url, content_type);
    }

    /// Adds a section to the current message.
    pub fn push_section(&mut self, name: impl Into<Cow<'static, str>>) {
        self.current.push_section(name);
    }

    /// Returns the text of the current message after its last part.
    #[must_use]
    pub fn text(&self) -> &str {
        self.current.text()
    }

    /// Lends the text of the current message after its last part, to append to it.
    pub fn text_mut(&mut self) -> &mut String {
        self.current.text_mut()
    }

    /// Ends the current message, and returns all that are not blank. One alone needs no list.
    #[inline]
    pub fn finish_as<M: From<[Message; 1]> + From<Vec<Message>>>(self) -> M {
        if !self.ended.is_empty() {
            return self.finish().into();
        }
        let message = self.current.finish(self.role);
        if message.is_blank() {
            M::from(Vec::new())
        } else {
            M::from([message])
        }
    }

    /// Ends the current message, and returns all that are not blank.
    #[must_use]
    pub fn finish(mut self) -> Vec<Message> {
        self.end();
        self.ended
    }
}

/// Returns the index at which the conversation so far is inserted where a prompt has no
/// `{{history}}`: before the last message if that is the user's, else at the end.
#[doc(hidden)]
#[must_use]
pub fn history_index(messages: &[Message]) -> usize {
    let ends_with_user = messages
        .last()
        .is_some_and(|message| message.role == Role::User);
    messages.len() - usize::from(ends_with_user)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    /// Most messages are texts: they do not pay for what few have.
    #[test]
    fn turns_and_results_make_no_content_larger() {
        #[expect(dead_code, reason = "its size is measured")]
        enum WithoutTools {
            Text(Cow<'static, str>),
            Parts(Vec<Part>),
        }
        assert_eq!(size_of::<Content>(), size_of::<WithoutTools>());
    }

    #[test]
    fn a_message_without_a_part_is_a_text() {
        let mut builder = MessageBuilder::default();
        builder.push_text("Hello ");
        builder.push_text("Mara.");
        assert_eq!(
            builder.finish(Role::User),
            Message::new(Role::User, "Hello Mara.")
        );
        assert!(MessageBuilder::default().finish(Role::User).is_blank());
    }

    #[test]
    fn blank_texts_between_parts_are_left_out() {
        let mut builder = MessageBuilder::default();
        builder.push_text(" \n");
        builder.push_media("https://example.com/a.png", "");
        builder.push_text("\u{feff}");
        builder.push_section("code");
        builder.push_text("Say what you see.");
        let media = Part::Media {
            url: "https://example.com/a.png".into(),
            content_type: None,
        };
        let parts = vec![
            media,
            Part::Section("code".into()),
            Part::Text("Say what you see.".into()),
        ];
        assert_eq!(builder.finish(Role::User).content, Content::Parts(parts));
    }

    #[test]
    fn a_conversation_leaves_out_blank_messages() {
        let mut builder = ConversationBuilder::new(Role::System);
        builder.push_text(" \n");
        builder.begin(Role::User);
        builder.push_text("Why?");
        builder.begin(Role::Model);
        builder.push_section("code");
        builder.begin(Role::User);
        let messages = builder.finish();
        let roles = messages.iter().map(|message| message.role);
        assert_eq!(roles.collect::<Vec<_>>(), [Role::User, Role::Model]);
        assert_eq!(messages[0].text(), "Why?");
    }

    #[test]
    fn history_goes_before_the_last_message_of_the_user() {
        let of = |role| Message::new(role, "text");
        assert_eq!(history_index(&[]), 0);
        assert_eq!(history_index(&[of(Role::System)]), 1);
        assert_eq!(history_index(&[of(Role::System), of(Role::User)]), 1);
        assert_eq!(history_index(&[of(Role::User), of(Role::Model)]), 2);
    }
}
