use core::fmt;
use core::ops::Range;

use prompt_core::header::{Header, key};
use prompt_core::parameters::ParameterLines;

use crate::{Input, Logging, Message, Role, Status, parameters};

/// One prompt, in the version that the environment of this build pins.
///
/// [`prompt!`](crate::prompt!) makes it, and [`prompts!`](crate::prompts!) a slice of them;
/// everything in it is static data.
///
/// ```ignore
/// let email = prompt_runtime::prompt!("sales-email-007");
/// assert_eq!(email.id, "sales-email-007");
/// assert_eq!(email.sha256.len(), 64);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prompt {
    /// The id, as `environments.yaml` and the call have it: `sales-email-007`.
    pub id: &'static str,
    /// The version that is embedded: `2.3.0`, or `local` for a working copy.
    pub version: &'static str,
    /// How far this version has come in its life.
    pub status: Status,
    /// The SHA-256 of the whole prompt file, front matter included, in lower-case hexadecimal:
    /// what `sha256sum` prints for the file when its lines end in LF.
    pub sha256: &'static str,
    /// The name of the environment that this build was made for.
    pub environment: &'static str,
    /// For the macros alone, and not part of the public interface: the lines that describe the
    /// prompt. The compiler records a dependency on their file.
    #[doc(hidden)]
    pub __header: &'static str,
    /// For the macros alone: the text. It is a file of its own, so that a text that is embedded
    /// twice is in the binary once.
    #[doc(hidden)]
    pub __text: &'static str,
}

impl Prompt {
    /// The body of the prompt file, byte for byte, without its front matter. Lines end in LF.
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

    /// The messages as the file has them, with the `{{ }}` in them: each what stands between two
    /// roles, and `{{history}}` left out. Of a prompt without any `{{ }}` but roles this is
    /// what the model gets; for one with inputs, pass them to [`prompt!`](crate::prompt!).
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

    /// The inputs that this version declares, or, where it has no schema, that it uses.
    pub fn inputs(&self) -> impl Iterator<Item = Input> + use<> {
        self.header().all(key::INPUT).filter_map(Input::read)
    }

    /// The JSON Schema of the answer, on one line; `None` where the file says nothing of it.
    ///
    /// ```ignore
    /// let schema = prompt_runtime::prompt!("sales-email-007").output().unwrap();
    /// assert!(schema.starts_with(r#"{"type":"object","properties":{"subject":{"type":"string"}"#));
    /// ```
    #[must_use]
    pub fn output(&self) -> Option<&'static str> {
        self.header().get(key::OUTPUT)
    }

    /// The model to call: what the pin says, else what the file says, else what the environment
    /// says.
    #[must_use]
    pub fn model(&self) -> &'static str {
        self.header().get(key::MODEL).unwrap_or_default()
    }

    /// The sampling temperature, 0.0 to 2.0: what the pin says, else what the file says under
    /// `config`, else what the environment says.
    #[must_use]
    pub fn temperature(&self) -> f64 {
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

    /// How much of a call the environment of this build logs.
    #[must_use]
    pub fn logging(&self) -> Logging {
        self.header()
            .get(key::LOGGING)
            .and_then(Logging::parse)
            .unwrap_or(Logging::Structured)
    }

    /// What the file says under `config`, as JSON on one line.
    #[must_use]
    pub fn config(&self) -> Option<&'static str> {
        self.header().get(key::CONFIG)
    }

    pub(crate) fn parameter_lines(&self) -> ParameterLines<'static> {
        ParameterLines::in_header(self.__header)
    }

    fn header(&self) -> Header<'static> {
        Header::new(self.__header)
    }
}

/// Which prompt it is, without its text.
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

/// Stands in where a macro has raised an error, so that one mistake gives one error.
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
