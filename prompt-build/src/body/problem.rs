use prompt_core::parameters::Parameter;

use crate::report::{Code, Severity};
use crate::source::Mark;

/// A setting of a prompt that an API does not take, or probably not.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub subject: Subject,
    pub code: Code,
    pub severity: Severity,
    /// One sentence, without the environment and the prompt.
    pub sentence: String,
    /// `true` if another prompt with the same settings may have no such problem.
    pub is_of_prompt: bool,
    pub help: Option<String>,
}

/// The setting that a problem is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Subject {
    /// A parameter that is set.
    Parameter(&'static Parameter),
    /// A key in the value of a parameter that is set.
    Key(&'static Parameter, Mark),
    /// `output` in the front matter.
    Output,
    /// A tool, by its place in the front matter.
    Tool(Mark),
    /// A part of the text.
    Text(Mark),
    /// The settings as a whole: something is missing.
    Settings,
}

impl Problem {
    pub(super) fn error(subject: Subject, code: Code, sentence: String) -> Self {
        Self {
            subject,
            code,
            severity: Severity::Error,
            sentence,
            is_of_prompt: false,
            help: None,
        }
    }

    pub(super) fn warning(subject: Subject, code: Code, sentence: String) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(subject, code, sentence)
        }
    }

    /// The problem depends on the prompt, not on its settings alone.
    pub(super) fn of_prompt(self) -> Self {
        Self {
            is_of_prompt: true,
            ..self
        }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}
