//! A rendered prompt as the body of a chat-completions call.

mod answer;
mod body;
mod content;
mod json;
mod media;
mod parameter_value;
mod schema;
mod settings;

use alloc::string::String;
use core::fmt;

use prompt_core::parameters::ParameterLines;

use self::parameter_value::ParameterValue;
use self::settings::Settings;
use crate::{Message, Prompt, Rendered, parameters};
pub use answer::Answer;

/// The body of a chat-completions call, for every server that is compatible with that interface.
///
/// It implements [`Serialize`](serde::Serialize). Send it with any client that takes such a body:
/// `async-openai` (`create_byot`), `reqwest` (`.json(&request)`), `ureq` (`.send_json(&request)`),
/// …
///
/// ```ignore
/// use prompt_runtime::prompt;
///
/// struct Product { name: &'static str, price: &'static str }
/// let products = [Product { name: "Team plan", price: "49 EUR a month" }];
/// let email = prompt!("sales-email-007", customer = "Mara Lindqvist", company = "Nordlicht", products);
///
/// let request = email.request();
/// assert_eq!((request.model(), request.temperature()), ("kimi-k2-5-turbo", 0.7));
/// let body = serde_json::to_value(request).unwrap();
/// assert_eq!(body["messages"][0]["role"], "system");
/// assert_eq!(body["response_format"]["json_schema"]["schema"]["type"], "object");
/// ```
///
/// | field | content |
/// |---|---|
/// | `model` | the pin's, else the file's, else the environment's |
/// | `temperature` and other parameters | the pin's, else the file's, else the environment's, each for itself |
/// | `messages` | the role (`system`, `user`, `assistant` or `tool`) and the text of each; its parts, if some are media |
/// | `response_format` | the JSON Schema under `output` in the file; left out if the file has none |
///
/// The MIME type decides the form of a media part. In a `data:` URL, `audio/wav` and `audio/mpeg`
/// become `input_audio`, and any other type but an image becomes a `file`. All else becomes an
/// `image_url`. A section is left out unless you replace it in
/// [`into_messages`](Rendered::into_messages) and pass the result to [`Request::new`].
///
/// Add other fields beside it:
///
/// ```ignore
/// use prompt_runtime::{Request, prompt};
///
/// #[derive(serde::Serialize)]
/// struct Streamed<'a> {
///     #[serde(flatten)]
///     request: Request<'a>,
///     stream: bool,
///     max_completion_tokens: u32,
/// }
///
/// struct Line { at: &'static str, author: &'static str, text: &'static str }
/// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
/// let summary = prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
/// let body = Streamed { request: summary.request(), stream: true, max_completion_tokens: 400 };
/// assert!(serde_json::to_string(&body).unwrap().starts_with(r#"{"model":"kimi-k2-5-turbo""#));
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct Request<'a> {
    model: &'a str,
    parameters: ParameterLines<'a>,
    messages: &'a [Message],
    /// The JSON Schema of the answer.
    output: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// Makes the body from messages that were changed after they were rendered, or made by hand.
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
        let Settings {
            model,
            parameters,
            output,
        } = Settings::read(prompt.__header);
        Self {
            model,
            parameters,
            messages,
            output,
        }
    }

    /// Returns the model to call: the pin's, else the file's, else the environment's.
    #[must_use]
    pub fn model(&self) -> &'a str {
        self.model
    }

    /// Returns the sampling temperature, 0.0 to 2.0: the pin's, else the file's, else the
    /// environment's.
    #[must_use]
    pub fn temperature(&self) -> f64 {
        parameters::temperature(self.parameters)
    }

    /// Returns the messages that are sent.
    #[must_use]
    pub fn messages(&self) -> &'a [Message] {
        self.messages
    }

    /// Converts the body to JSON, with one allocation of exactly its length.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::json(self)
    }
}

/// Shows the model and the temperature, but not the messages.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Request");
        debug.field("model", &self.model);
        for (parameter, value) in self.parameters.iter() {
            debug.field(parameter.name, &ParameterValue::new(parameter, value));
        }
        debug.finish_non_exhaustive()
    }
}

impl Rendered {
    /// Returns the body of the call that sends this rendering to the model.
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

/// Makes a body for `cargo prompts`, which sends the same as an application.
#[doc(hidden)]
#[must_use]
pub fn request<'a>(
    model: &'a str,
    parameters: ParameterLines<'a>,
    messages: &'a [Message],
    output: Option<&'a str>,
) -> Request<'a> {
    Request {
        model,
        parameters,
        messages,
        output,
    }
}

#[cfg(test)]
mod tests;
