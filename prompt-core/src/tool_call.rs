//! Calls of tools, and their results.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;

/// A call of a tool that a model asks for.
///
/// `Answer::tool_calls` returns the calls of an answer, and
/// [`Message::tool_result`](crate::message::Message::tool_result)
/// makes the message with the result of one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ToolCall {
    /// The id of the call, which its result names. It is empty if the API gives none, as Gemini's
    /// may.
    pub id: String,
    /// The name of the tool.
    pub name: String,
    /// The arguments, as the model wrote them: JSON, except for a custom tool of OpenAI's, which takes
    /// any text. They are `{}` if the model gave none.
    pub arguments: String,
    kind: ToolKind,
    is_cut_off: bool,
}

/// The kind of a tool that is called.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolKind {
    Function,
    /// A custom tool of OpenAI's.
    Custom,
}

impl ToolCall {
    #[doc(hidden)]
    #[must_use]
    pub fn new(kind: ToolKind, id: String, name: String, arguments: String) -> Self {
        Self {
            id,
            name,
            arguments,
            kind,
            is_cut_off: false,
        }
    }

    /// Marks a call that may not be whole.
    #[doc(hidden)]
    pub fn set_cut_off(&mut self) {
        self.is_cut_off = true;
    }

    /// Returns whether the answer ended, at a limit of tokens for example, before the call was known
    /// to be whole. Its arguments may lack a part then, even if they are JSON: do not run it.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.is_cut_off
    }

    /// Reads the call into a type that `tool_type!` declares: a variant a tool, with typed arguments.
    ///
    /// # Errors
    ///
    /// Fails if the call is [cut off](Self::is_cut_off), if the type has no variant for the tool, or if
    /// the arguments are not those of the variant.
    pub fn parse<'a, T: TryFrom<&'a Self>>(&'a self) -> Result<T, T::Error> {
        T::try_from(self)
    }

    #[doc(hidden)]
    #[must_use]
    pub fn kind(&self) -> ToolKind {
        self.kind
    }
}

/// The result of a call, for the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolResult(Box<Fields>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fields {
    call_id: String,
    name: String,
    kind: ToolKind,
    text: Cow<'static, str>,
    is_error: bool,
}

impl ToolResult {
    #[doc(hidden)]
    #[must_use]
    pub fn new(call: &ToolCall, text: Cow<'static, str>, is_error: bool) -> Self {
        Self(Box::new(Fields {
            call_id: call.id.clone(),
            name: call.name.clone(),
            kind: call.kind,
            text,
            is_error,
        }))
    }

    /// Returns the id of the call.
    #[must_use]
    pub fn call_id(&self) -> &str {
        &self.0.call_id
    }

    /// Returns the name of the tool.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns what the model is told.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Returns whether the tool failed.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.0.is_error
    }

    #[doc(hidden)]
    #[must_use]
    pub fn kind(&self) -> ToolKind {
        self.0.kind
    }

    /// Returns whether this is the result of a call. Calls without an id are told apart by their
    /// names.
    #[doc(hidden)]
    #[must_use]
    pub fn is_of(&self, call: &ToolCall) -> bool {
        self.0.call_id == call.id && (!call.id.is_empty() || self.0.name == call.name)
    }
}
