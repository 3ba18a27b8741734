use core::fmt;
use core::ops::Range;

#[cfg(feature = "tracing")]
use prompt_core::header::split_key;
use prompt_core::header::{Header, key};
use prompt_core::parameters::ParameterLines;

use crate::{Api, Input, Logging, Message, Role, Status, Tool, parameters};

/// A prompt in the version that the environment of this build pins.
///
/// [`prompt!`](crate::prompt!) with the id alone returns one, and [`prompts!`](crate::prompts!)
/// returns all of them. A prompt consists of static data.
///
/// ```ignore
/// let email = prompt_runtime::prompt!("sales-email-007");
/// assert_eq!(email.id, "sales-email-007");
/// assert_eq!(email.sha256.len(), 64);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prompt {
    /// The id, for example `sales-email-007`.
    pub id: &'static str,
    /// The version that is embedded, for example `2.3.0`, or `local` for a working copy.
    pub version: &'static str,
    /// The status of this version.
    pub status: Status,
    /// The SHA-256 of the whole prompt file, front matter included, in lower-case hexadecimal.
    /// `sha256sum` prints the same for a file whose lines end in LF.
    pub sha256: &'static str,
    /// The name of the environment of this build.
    pub environment: &'static str,
    /// For the macros alone, and not part of the public interface: the lines that describe the
    /// prompt. The compiler records a dependency on their file.
    #[doc(hidden)]
    pub __header: &'static str,
    /// For the macros alone: the text. It has a file of its own, so that the binary holds it once
    /// even if it is embedded twice.
    #[doc(hidden)]
    pub __text: &'static str,
}

impl Prompt {
    /// Returns the body of the prompt file: all but the front matter, unchanged except that lines
    /// end in LF.
    ///
    /// ```ignore
    /// let summary = prompt_runtime::prompt!("ops-summarize-001");
    /// assert!(!summary.text().starts_with("---"));
    /// ```
    #[inline]
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.__text
    }

    /// Returns the messages as they stand in the file, with every `{{ }}` but `{{history}}` and the
    /// roles outside of blocks.
    ///
    /// If a prompt has no other `{{ }}`, these are the messages for the model. For a prompt with
    /// inputs, pass the inputs to [`prompt!`](crate::prompt!).
    ///
    /// ```ignore
    /// use prompt_runtime::{Role, prompt};
    ///
    /// let roles = prompt!("sales-email-007").messages().map(|message| message.role).collect::<Vec<_>>();
    /// assert_eq!(roles, [Role::System, Role::User]);
    /// ```
    pub fn messages(&self) -> impl Iterator<Item = Message> + use<> {
        let text = self.text();
        self.header().all(key::MESSAGE).filter_map(move |line| {
            let mut words = line.split(' ');
            let role = Role::parse(words.next()?)?;
            let (from, to) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            Some(Message::new(role, text.get::<Range<usize>>(from..to)?))
        })
    }

    /// Returns the inputs that this version declares. Without a schema, returns those that it uses.
    pub fn inputs(&self) -> impl Iterator<Item = Input> + use<> {
        self.header().all(key::INPUT).filter_map(Input::read)
    }

    /// Returns the JSON Schema of the answer, on one line, or `None` if the file has no schema under
    /// `output`.
    ///
    /// ```ignore
    /// let schema = prompt_runtime::prompt!("sales-email-007").output().unwrap();
    /// assert!(schema.starts_with(r#"{"type":"object","properties":{"subject":{"type":"string"}"#));
    /// ```
    #[must_use]
    pub fn output(&self) -> Option<&'static str> {
        self.header().get(key::OUTPUT)
    }

    /// Returns the tools that the model may call, in the order in which they are sent.
    ///
    /// A prompt names them under `tools`, and a request sends them.
    pub fn tools(&self) -> impl Iterator<Item = Tool> + use<> {
        self.header().all(key::TOOL).filter_map(Tool::read)
    }

    /// Returns the API of the prompt's calls: the pin's, else the environment's.
    ///
    /// ```ignore
    /// use prompt_runtime::{Api, prompt};
    ///
    /// assert_eq!(prompt!("ops-summarize-001").api(), Api::ChatCompletions);
    /// ```
    #[must_use]
    pub fn api(&self) -> Api {
        self.header()
            .get(key::API)
            .and_then(Api::from_spelling)
            .unwrap_or_default()
    }

    /// Returns the model to call: the pin's, else the file's, else the environment's.
    #[must_use]
    pub fn model(&self) -> &'static str {
        self.header().get(key::MODEL).unwrap_or_default()
    }

    /// Returns the sampling temperature, 0.0 to 2.0: the pin's, else the one under `config` in the
    /// file, else the environment's. It is `None` if none of them sets one; then the provider's
    /// default counts.
    #[must_use]
    pub fn temperature(&self) -> Option<f64> {
        parameters::temperature(self.parameter_lines())
    }

    /// The name and the value of each parameter of the prompt's calls, sorted by name: what the pin
    /// says, else what the file says under `config`, else what the environment says. The value is
    /// JSON, so a string is in quotes.
    ///
    /// ```ignore
    /// let parameters = prompt_runtime::prompt!("ops-summarize-001").parameters().collect::<Vec<_>>();
    /// assert_eq!(parameters, [("temperature", "0.7")]);
    /// ```
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        parameters::values(self.parameter_lines())
    }

    /// Returns the part of a model call that the environment of this build logs.
    #[must_use]
    pub fn logging(&self) -> Logging {
        self.header()
            .get(key::LOGGING)
            .and_then(Logging::parse)
            .unwrap_or(Logging::Structured)
    }

    /// Returns `config` of the file as JSON on one line, or `None` if the file has none.
    #[must_use]
    pub fn config(&self) -> Option<&'static str> {
        self.header().get(key::CONFIG)
    }

    pub(crate) fn parameter_lines(&self) -> ParameterLines<'static> {
        ParameterLines::in_header(self.__header)
    }

    /// Returns the members of the body that are no messages, each with its value as JSON.
    #[cfg(feature = "tracing")]
    pub(crate) fn body_members(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.header().all(key::BODY).filter_map(split_key)
    }

    fn header(&self) -> Header<'static> {
        Header::new(self.__header)
    }
}

/// Shows the fields, but not the text.
impl fmt::Debug for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            version,
            status,
            sha256,
            environment,
            ..
        } = self;
        let mut debug = f.debug_struct("Prompt");
        debug
            .field("id", id)
            .field("version", version)
            .field("status", status);
        debug
            .field("sha256", sha256)
            .field("environment", environment)
            .finish_non_exhaustive()
    }
}

/// A placeholder that follows the error of a macro, so that one mistake gives one error.
#[doc(hidden)]
pub const NO_PROMPT: &Prompt = &Prompt {
    id: "",
    version: "",
    status: Status::WorkingCopy,
    sha256: "",
    environment: "",
    __header: "",
    __text: "",
};
