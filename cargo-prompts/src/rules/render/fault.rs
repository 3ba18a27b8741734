use prompt_build::report::quoted;
use prompt_build::template::{Json, Kind};

/// A mistake in the inputs of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The input that has the mistake, if it is one input.
    pub input: Option<String>,
    /// One lower-case sentence, names in backticks.
    pub message: String,
    /// The same without a word of the inputs: they may be people's.
    pub discreet: String,
    /// The way out.
    pub help: Option<String>,
}

impl Fault {
    /// A mistake of all inputs together.
    pub fn whole(message: String) -> Self {
        Self {
            input: None,
            discreet: message.clone(),
            message,
            help: None,
        }
    }

    /// A mistake of one input. The message is a function of its name, or of the path to a value in
    /// it: as they are, and without keys that the prompt does not declare.
    pub(super) fn about(
        input: &str,
        (shown, discreet): (&str, &str),
        message: impl Fn(&str) -> String,
    ) -> Self {
        Self {
            input: Some(input.to_owned()),
            message: message(&quoted(shown)),
            discreet: message(&quoted(discreet)),
            help: None,
        }
    }

    /// A mistake of several inputs, which a message calls "input `a`" or "inputs `a`, `b`". `None`
    /// if there is none. The discreet message has a word in place of the names, where one is given.
    pub(super) fn about_all(
        inputs: &[&str],
        discreet: Option<&str>,
        message: impl Fn(&str) -> String,
    ) -> Option<Self> {
        let first = inputs.first()?;
        let word = if inputs.len() == 1 { "input" } else { "inputs" };
        let listed = |names: Vec<String>| message(&format!("{word} {}", names.join(", ")));
        let quoted_as = |name: &&str| quoted(discreet.unwrap_or(name));
        Some(Self {
            input: Some((*first).to_owned()),
            message: listed(inputs.iter().map(|name| quoted(name)).collect()),
            discreet: listed(inputs.iter().map(quoted_as).collect()),
            help: None,
        })
    }

    pub(super) fn help(self, help: Option<String>) -> Self {
        Self { help, ..self }
    }
}

/// The choices of an enum, for the way out.
pub(super) fn listed(choices: &[Json]) -> String {
    let shown = |choice: &Json| {
        if let Json::Text(text) = choice {
            text.clone()
        } else {
            choice.to_string()
        }
    };
    format!(
        "the choices are `{}`",
        choices.iter().map(shown).collect::<Vec<_>>().join("`, `")
    )
}

/// Names a value of the type, as it is written in JSON and YAML.
pub(super) fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Any | Kind::Enum(_) => "a single value",
        Kind::Null => "nothing",
        Kind::Boolean => "`true` or `false`",
        Kind::Integer => "a whole number",
        Kind::Number => "a number",
        Kind::String => "a string",
        Kind::Array(_) => "a list",
        Kind::Object(_) | Kind::Map(_) => "a mapping",
    }
}
