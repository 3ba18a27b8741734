use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::messages::Messages;
use crate::{Content, Message, Prompt};

/// A prompt with its inputs filled in. [`prompt!`](crate::prompt!) with inputs returns it.
///
/// ```ignore
/// use prompt_runtime::{Role, prompt};
///
/// let incident = [("09:12", "on call", "error rate at 30 %")];
/// # struct Line { at: &'static str, author: &'static str, text: &'static str }
/// let messages = incident.map(|(at, author, text)| Line { at, author, text });
/// let rendered = prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
/// assert_eq!(rendered.prompt().id, "ops-summarize-001");
/// assert_eq!(rendered.messages()[1].role, Role::User);
/// println!("{rendered}");
/// ```
///
/// [`text`](Self::text), [`messages`](Self::messages) and `Display` give what is sent, secret inputs
/// included. `Debug` shows the prompt alone.
#[derive(Clone)]
pub struct Rendered {
    prompt: &'static Prompt,
    messages: Messages,
    #[cfg(feature = "tracing")]
    pub(crate) record: crate::trace::Record,
}

impl Rendered {
    #[inline]
    pub(crate) fn new(prompt: &'static Prompt, messages: Messages) -> Self {
        Self {
            prompt,
            messages,
            #[cfg(feature = "tracing")]
            record: crate::trace::Record::default(),
        }
    }

    /// Returns the prompt that was rendered, with its id, version and hash.
    #[inline]
    #[must_use]
    pub fn prompt(&self) -> &'static Prompt {
        self.prompt
    }

    /// Returns the messages, in order. Messages of nothing but whitespace are left out.
    #[inline]
    #[must_use]
    pub fn messages(&self) -> &[Message] {
        self.messages.as_slice()
    }

    /// Consumes the rendering and returns its messages.
    #[must_use]
    pub fn into_messages(self) -> Vec<Message> {
        self.messages.into_vec()
    }

    /// Returns the text of the message, as it is sent. The texts of several messages stand one after
    /// the other; a line end separates two that would touch.
    #[inline]
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self.messages() {
            [
                Message {
                    content: Content::Text(text),
                    ..
                },
            ] => Cow::Borrowed(text),
            messages => joined(messages),
        }
    }

    /// Consumes the rendering and returns its text.
    #[inline]
    #[must_use]
    pub fn into_text(self) -> Cow<'static, str> {
        match self.messages {
            Messages::One(
                [
                    Message {
                        content: Content::Text(text),
                        ..
                    },
                ],
            ) => text,
            messages => Cow::Owned(into_joined(messages)),
        }
    }
}

/// Joins the texts of all messages. It is not inlined: the common case is one text, which is moved.
#[inline(never)]
fn joined(messages: &[Message]) -> Cow<'_, str> {
    match messages {
        [message] => message.text(),
        messages => Cow::Owned(join(messages)),
    }
}

#[inline(never)]
#[expect(
    clippy::needless_pass_by_value,
    reason = "so that the caller need not free it"
)]
fn into_joined(messages: Messages) -> String {
    joined(messages.as_slice()).into_owned()
}

fn join(messages: &[Message]) -> String {
    let mut text = String::new();
    for message in messages {
        let next = message.text();
        if !(text.is_empty() || text.ends_with('\n') || next.starts_with('\n')) {
            text.push('\n');
        }
        text.push_str(&next);
    }
    text
}

/// Shows the prompt, but not the messages: an input may be secret, and `{:?}` ends up in logs.
impl fmt::Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Rendered");
        debug.field("prompt", &self.prompt).finish_non_exhaustive()
    }
}

impl PartialEq for Rendered {
    fn eq(&self, other: &Self) -> bool {
        self.prompt == other.prompt && self.messages == other.messages
    }
}

impl Eq for Rendered {}

/// Writes the text that [`text`](Rendered::text) returns.
impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

/// Returns the text that [`into_text`](Rendered::into_text) returns.
impl From<Rendered> for String {
    fn from(rendered: Rendered) -> Self {
        rendered.into_text().into_owned()
    }
}

/// Returns the text that [`text`](Rendered::text) returns.
impl<'a> From<&'a Rendered> for Cow<'a, str> {
    fn from(rendered: &'a Rendered) -> Self {
        rendered.text()
    }
}

/// Returns the messages, as [`into_messages`](Rendered::into_messages) does.
impl From<Rendered> for Vec<Message> {
    fn from(rendered: Rendered) -> Self {
        rendered.into_messages()
    }
}

/// Appends messages behind those of the prompt: a turn of the model and the results of its calls, for
/// the next call in the same round.
///
/// ```ignore
/// # fn send(_: prompt_runtime::Request<'_>) -> prompt_runtime::Answer { unimplemented!() }
/// # fn run(_: &prompt_runtime::ToolCall) -> String { unimplemented!() }
/// use prompt_runtime::{Message, prompt};
///
/// struct Line { at: &'static str, author: &'static str, text: &'static str }
/// # fn answer() -> prompt_runtime::Answer {
/// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
/// let mut summary = prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
/// loop {
///     let answer = send(summary.request());
///     if answer.tool_calls().is_empty() {
///         break answer;
///     }
///     summary.extend([answer.turn()]);
///     summary.extend(answer.tool_calls().iter().map(|call| Message::tool_result(call, run(call))));
/// }
/// # }
/// ```
impl Extend<Message> for Rendered {
    fn extend<I: IntoIterator<Item = Message>>(&mut self, messages: I) {
        let messages = messages.into_iter().collect::<Vec<_>>();
        #[cfg(feature = "tracing")]
        self.record.extend(&messages);
        self.messages.extend(messages);
    }
}

/// Borrows the text of the one message. It fails if there are several messages, or parts other than
/// text: then no single text exists to borrow, and [`text`](Rendered::text) makes one.
///
/// ```ignore
/// struct Line { at: &'static str, author: &'static str, text: &'static str }
/// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
/// let summary = prompt_runtime::prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
/// // It has a message of the system and one of the user.
/// assert!(<&str>::try_from(&summary).is_err());
/// assert_eq!(Vec::<prompt_runtime::Message>::from(summary).len(), 2);
/// ```
impl<'a> TryFrom<&'a Rendered> for &'a str {
    type Error = NotOneText;

    fn try_from(rendered: &'a Rendered) -> Result<Self, NotOneText> {
        match rendered.messages() {
            [
                Message {
                    content: Content::Text(text),
                    ..
                },
            ] => Ok(text),
            _ => Err(NotOneText),
        }
    }
}

/// The error for a rendering that is not one message of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotOneText;

impl fmt::Display for NotOneText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the prompt does not render to a single text")
    }
}

impl core::error::Error for NotOneText {}

#[doc(hidden)]
#[inline]
pub fn rendered(prompt: &'static Prompt, messages: impl Into<Messages>) -> Rendered {
    Rendered::new(prompt, messages.into())
}

/// Makes a rendering with a record for the logs.
#[cfg(feature = "tracing")]
#[doc(hidden)]
pub fn recorded(
    prompt: &'static Prompt,
    messages: impl Into<Messages>,
    record: crate::trace::Record,
) -> Rendered {
    with_record(Rendered::new(prompt, messages.into()), record)
}

/// Replaces the record of a rendering.
#[cfg(feature = "tracing")]
#[doc(hidden)]
#[must_use]
pub fn with_record(rendered: Rendered, record: crate::trace::Record) -> Rendered {
    Rendered { record, ..rendered }
}

/// A placeholder that follows the error of a macro, so that one mistake gives one error.
#[doc(hidden)]
#[must_use]
pub fn no_rendered() -> Rendered {
    Rendered::new(crate::prompt::NO_PROMPT, Messages::Many(Vec::new()))
}
