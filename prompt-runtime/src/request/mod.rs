//! A rendered prompt as the body of a call, for each API, and the answer to it.
//!
//! `settings` reads the header of a prompt: the build script wrote every member of the body but the
//! messages. `blocks` splits the content of messages, `data_url` writes media parts, and a
//! file for each API writes the messages, by `message_object` where APIs agree. `unsupported_message`
//! is one that the API does not take; `tool_rounds` holds calls of tools against their results, and
//! `instructions` finds the messages that stand apart from the conversation, for traces. `body` puts all of it together, through `object` and `json`.

mod answer;
mod anthropic_messages;
mod blocks;
mod body;
mod body_lines;
mod call_members;
mod chat_completions;
mod data_url;
mod gemini;
#[cfg(feature = "tracing")]
mod instructions;
mod json;
mod message_object;
mod object;
mod responses;
mod settings;
mod tool_rounds;
mod unsupported_message;

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::Serialize;

use self::call_members::CallMembers;
use self::settings::Settings;
use crate::{Api, Message, Prompt, Rendered, parameters};
pub use answer::{
    Answer, AnswerError, AnswerErrorKind, known_finish_reason, parse_call, read_answer,
};
pub use unsupported_message::UnsupportedMessage;

/// The version of Anthropic's interface. It fixes the form of bodies and answers.
const ANTHROPIC_VERSION: (&str, &str) = ("anthropic-version", "2023-06-01");

/// A call of a model: its body, its path and its headers, in the form of the API that the
/// environment or the pin names.
///
/// Send the body with any client: [`to_json`](Self::to_json) returns its text, and a request
/// implements [`Serialize`], for `async-openai` (`create_byot`), `reqwest` (`.json(&request)`), `ureq`
/// (`.send_json(&request)`), … [`Answer`] reads what comes back.
///
/// ```ignore
/// use prompt_runtime::{Api, prompt};
///
/// struct Product { name: &'static str, price: &'static str }
/// let products = [Product { name: "Team plan", price: "49 EUR a month" }];
/// let email = prompt!("sales-email-007", customer = "Mara Lindqvist", company = "Nordlicht", products);
///
/// let request = email.request();
/// assert_eq!((request.model(), request.temperature()), ("kimi-k2-5-turbo", Some(0.7)));
/// assert_eq!((request.api(), &*request.path()), (Api::ChatCompletions, "/chat/completions"));
/// let body = serde_json::to_value(request).unwrap();
/// assert_eq!(body["messages"][0]["role"], "system");
/// assert_eq!(body["response_format"]["json_schema"]["schema"]["type"], "object");
/// ```
///
/// The model, the parameters, the schema of the answer and the tools come first in a body. The build
/// script has written them in the form of the API. Then come the messages:
///
/// | API | system messages | other messages | their roles |
/// |---|---|---|---|
/// | `chat-completions` | in `messages` | `messages` | `user`, `assistant` |
/// | `responses` | the first in `instructions`, others in `input` | `input` | `user`, `assistant` |
/// | `anthropic-messages` | those before all others in `system`, the rest in `messages` | `messages` | `user`, `assistant` |
/// | `gemini` | all in `systemInstruction` | `contents` | `user`, `model` |
///
/// A [turn](Answer::turn) of the model goes back to its API as it came, and the
/// [results](Message::tool_result) of its calls behind it. A text of the role `tool` lacks the id of a
/// call, and is sent as one of the user.
///
/// The MIME type decides the form of a media part. It is the type that the prompt gives, else that
/// of a `data:` URL, else that of the ending of the URL, such as `.pdf`. Media of unknown type are
/// sent as an image, and to Gemini without a type. The content of a `data:` URL is sent in base 64, whatever its encoding is:
///
/// | API | image | sound in a `data:` URL | another file in a `data:` URL | another file by its URL |
/// |---|---|---|---|---|
/// | `chat-completions` | `image_url` | `input_audio` for WAV and MP3, else `file` * | `file` | `file`, with the URL as `file_data` * |
/// | `responses` | `input_image` | `input_file` * | `input_file` | `input_file`, `file_url` |
/// | `anthropic-messages` | `image` | `document` * | `document` for PDFs and texts; a text is decoded | `document` for PDFs |
/// | `gemini` | `inlineData` or `fileData` | `inlineData` | `inlineData` | `fileData` |
///
/// The provider refuses what has a `*`, and other servers may take it. The build refuses it in a
/// template. A call finds it by [`check`](Self::check), as well as media in a message of a role that
/// can have none: the user can have media in each API, the system in responses, and the model in
/// Gemini's API.
///
/// A section is left out unless you replace it in [`into_messages`](Rendered::into_messages) and pass
/// the result to [`Request::new`]. A message that has nothing else but whitespace is left out as well.
/// So is a part of a message that is whitespace alone, where the message is sent as a list of parts.
///
/// With `cache: true` the end of the static prefix of the prompt is marked: by `cache_control` for
/// Anthropic, by `prompt_cache_breakpoint` in chat completions and responses. The text is split there,
/// and a marked system message stands in `input` of responses. Gemini has no such mark.
#[derive(Clone, PartialEq)]
pub struct Request<'a> {
    settings: Settings<'a>,
    messages: &'a [Message],
    is_streamed: bool,
    call_members: CallMembers,
}

impl<'a> Request<'a> {
    /// Makes the call from messages that were changed after they were rendered, or made by hand.
    ///
    /// ```ignore
    /// use prompt_runtime::{Message, Request, Role, prompt};
    ///
    /// let prompt = prompt!("ops-summarize-001");
    /// let messages = [Message::new(Role::User, "Checkout is back since 09:41. Summarise that.")];
    /// let request = Request::new(prompt, &messages);
    /// assert!(request.to_json().contains(r#""content":"Checkout is back since 09:41. Summarise that.""#));
    /// ```
    #[must_use]
    pub fn new(prompt: &'static Prompt, messages: &'a [Message]) -> Self {
        request(prompt.__header, messages)
    }

    /// Returns the API whose form the call has: the pin's, else the environment's.
    #[must_use]
    pub fn api(&self) -> Api {
        self.settings.api
    }

    /// Returns the model to call: the pin's, else the file's, else the environment's.
    #[must_use]
    pub fn model(&self) -> &'a str {
        self.settings.model
    }

    /// Returns the sampling temperature, 0.0 to 2.0: the pin's, else the file's, else the
    /// environment's. It is `None` if none of them sets one; then the provider's default counts.
    #[must_use]
    pub fn temperature(&self) -> Option<f64> {
        parameters::temperature(self.settings.parameters)
    }

    /// Returns the messages of the call. Those that have nothing but whitespace and sections are not
    /// sent.
    #[must_use]
    pub fn messages(&self) -> &'a [Message] {
        self.messages
    }

    /// Sets a top-level member of the body for this call.
    ///
    /// It replaces a member of the same name, whatever that is: also `model`, and the members that
    /// hold messages. [`model`](Self::model), [`temperature`](Self::temperature) and
    /// [`path`](Self::path) still return what the prompt says. It also replaces what
    /// [`streaming`](Self::streaming) sets, in either order. A float that JSON does not have, such as
    /// `f64::NAN`, is sent as `null`, as by `serde_json::json!`.
    ///
    /// ```ignore
    /// struct Line { at: &'static str, author: &'static str, text: &'static str }
    /// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
    /// let summary = prompt_runtime::prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
    /// let request = summary.request().with("max_completion_tokens", 400).with("user", "desk-7");
    /// assert!(request.to_json().ends_with(r#","max_completion_tokens":400,"user":"desk-7"}"#));
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the value cannot be written as JSON: its `Serialize` fails, or it has a map whose
    /// keys are neither texts nor numbers. `serde_json::json!` panics on the same values.
    #[must_use]
    #[track_caller]
    pub fn with(mut self, key: impl Into<String>, value: impl Serialize) -> Self {
        let key = key.into();
        match serde_json::to_string(&value) {
            Ok(json) => self.call_members.set(self.settings.api, key, json),
            Err(error) => panic!("the value of `{key}` cannot be written as JSON: {error}"),
        }
        self
    }

    /// Checks that the API takes the messages.
    ///
    /// The build checks what a template says. This method checks what only a call knows: the
    /// conversation so far, the URLs of media, and whether a message of the user is left: a blank one
    /// is not sent. [`to_json`](Self::to_json) sends such messages in
    /// the nearest form, since other servers with the same API may take more than the provider does.
    ///
    /// ```ignore
    /// use prompt_runtime::{Message, Request, Role, prompt};
    ///
    /// let prompt = prompt!("ops-summarize-001");
    /// let messages = [Message::new(Role::Tool, "error rate at 30 %")];
    /// let error = Request::new(prompt, &messages).check().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`messages[0]`: `chat-completions` takes no message of the role `tool` without the id of a call",
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with the first of [`messages`](Self::messages) that the provider of this API refuses, or
    /// if none of them is a message of the user.
    pub fn check(&self) -> Result<(), UnsupportedMessage> {
        match UnsupportedMessage::find(self.settings.api, self.messages) {
            Some(unsupported) => Err(unsupported),
            None => Ok(()),
        }
    }

    /// Asks for an answer in pieces, as server-sent events.
    ///
    /// Chat completions get `stream`, and `stream_options` with which the last piece has the numbers
    /// of tokens; [`with`](Self::with) replaces these options. Responses and Anthropic's messages get
    /// `stream`. For Gemini only the [`path`](Self::path) changes. [`Answer`] reads whole answers, not
    /// pieces.
    ///
    /// ```ignore
    /// struct Line { at: &'static str, author: &'static str, text: &'static str }
    /// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
    /// let summary = prompt_runtime::prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
    /// let body = summary.request().streaming().to_json();
    /// assert!(body.ends_with(r#","stream":true,"stream_options":{"include_usage":true}}"#));
    /// ```
    #[must_use]
    pub fn streaming(mut self) -> Self {
        self.is_streamed = true;
        self
    }

    /// Returns the path of the call. Append it to the provider's base URL. For Anthropic and Gemini
    /// the path has the version of the interface, so the base URL ends before it:
    ///
    /// | API | base URL | path |
    /// |---|---|---|
    /// | `chat-completions` | `https://api.openai.com/v1`, the variable `OPENAI_BASE_URL` | `/chat/completions` |
    /// | `responses` | the same | `/responses` |
    /// | `anthropic-messages` | `https://api.anthropic.com`, the variable `ANTHROPIC_BASE_URL` | `/v1/messages` |
    /// | `gemini` | `https://generativelanguage.googleapis.com` | `/v1beta/models/MODEL:generateContent`, or `:streamGenerateContent?alt=sse` |
    ///
    /// A Gemini model whose name has a slash, such as `tunedModels/sales-7`, takes the place of
    /// `models/MODEL`. Characters that are reserved in a URL are percent-encoded.
    #[must_use]
    pub fn path(&self) -> Cow<'_, str> {
        match self.settings.api {
            Api::ChatCompletions => Cow::Borrowed("/chat/completions"),
            Api::Responses => Cow::Borrowed("/responses"),
            Api::AnthropicMessages => Cow::Borrowed("/v1/messages"),
            Api::Gemini => Cow::Owned(gemini::path(self.settings.model, self.is_streamed)),
        }
    }

    /// Returns the name and the value of each header that the API requires, except for the key.
    ///
    /// ```ignore
    /// # let prompt = prompt_runtime::prompt!("ops-summarize-001");
    /// let request = prompt_runtime::Request::new(prompt, &[]);
    /// assert_eq!(request.headers().collect::<Vec<_>>(), [("content-type", "application/json")]);
    /// assert_eq!(request.key_header("sk-7"), ("authorization", "Bearer sk-7".to_owned()));
    /// ```
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let version = (self.settings.api == Api::AnthropicMessages).then_some(ANTHROPIC_VERSION);
        [("content-type", "application/json")]
            .into_iter()
            .chain(version)
    }

    /// Returns the name and the value of the header that holds an API key.
    #[must_use]
    pub fn key_header(&self, key: &str) -> (&'static str, String) {
        match self.settings.api {
            Api::ChatCompletions | Api::Responses => ("authorization", format!("Bearer {key}")),
            Api::AnthropicMessages => ("x-api-key", key.into()),
            Api::Gemini => ("x-goog-api-key", key.into()),
        }
    }

    /// Converts the body to JSON, with one allocation of exactly its length.
    #[must_use]
    pub fn to_json(&self) -> String {
        body::json(self)
    }
}

/// Shows the API, the model and the parameters, but not the messages.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings {
            api,
            model,
            parameters,
            ..
        } = self.settings;
        let mut debug = f.debug_struct("Request");
        debug.field("api", &api).field("model", &model);
        for (parameter, value) in parameters.iter() {
            debug.field(parameter.name, &format_args!("{value}"));
        }
        debug.finish_non_exhaustive()
    }
}

impl Rendered {
    /// Returns the call that sends this rendering to the model.
    ///
    /// ```ignore
    /// struct Line { at: &'static str, author: &'static str, text: &'static str }
    /// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
    /// let summary = prompt_runtime::prompt!("ops-summarize-001", service = "checkout", severity = "SEV3", messages);
    /// println!("{}", summary.request().to_json());
    /// ```
    #[must_use]
    pub fn request(&self) -> Request<'_> {
        Request::new(self.prompt(), self.messages())
    }
}

/// Makes a call from the header of a prompt. `cargo prompts` sends the same as an application.
#[doc(hidden)]
#[must_use]
pub fn request<'a>(header: &'a str, messages: &'a [Message]) -> Request<'a> {
    Request {
        settings: Settings::read(header),
        messages,
        is_streamed: false,
        call_members: CallMembers::default(),
    }
}

#[cfg(test)]
mod tests;
