#[cfg(feature = "dynamic")]
use alloc::boxed::Box;
use core::error::Error;
use core::fmt;

use prompt_core::hidden::escape_line;

use crate::Prompt;

/// An error of [`try_prompt!`](crate::try_prompt): a text that is none of the choices of an enum. With
/// the feature `dynamic`, also an error of a prompt from [`catalog!`](crate::catalog!).
///
/// The message has the name of the input and what was expected, such as its choices. It does not have
/// the value, which may be a secret.
///
/// ```ignore
/// use prompt_runtime::try_prompt;
///
/// struct Line { at: &'static str, author: &'static str, text: &'static str }
/// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
/// let severity = String::from("SEV9");
/// let error = try_prompt!("ops-summarize-001", service = "checkout", severity, messages).unwrap_err();
/// assert_eq!((error.prompt_id(), error.input()), ("ops-summarize-001", "severity"));
/// assert!(error.choices().eq(["SEV1", "SEV2", "SEV3"]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderError {
    problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Problem {
    Choice {
        prompt_id: &'static str,
        input: &'static str,
        choices: &'static [&'static str],
    },
    /// A call of a prompt from the catalog.
    #[cfg(feature = "dynamic")]
    Fault(Box<crate::dynamic::Fault>),
}

/// The kind of a [`RenderError`].
///
/// [`try_prompt!`](crate::try_prompt) knows the first one alone: the others are compile errors there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RenderErrorKind {
    /// A text is none of the choices of an enum.
    UnknownChoice,
    /// The environment pins no prompt with this id.
    UnknownPrompt,
    /// An input, or a field in it, is missing.
    MissingInput,
    /// The prompt has no input of this name.
    UnknownInput,
    /// A value has another type than the prompt declares.
    IllTypedInput,
    /// The inputs cannot be serialized.
    NotSerializable,
    /// With these inputs, the prompt is longer than 64 MiB.
    TooLong,
}

impl RenderError {
    #[cfg(feature = "dynamic")]
    pub(crate) fn of_fault(fault: Box<crate::dynamic::Fault>) -> Self {
        let problem = Problem::Fault(fault);
        Self { problem }
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> RenderErrorKind {
        match &self.problem {
            Problem::Choice { .. } => RenderErrorKind::UnknownChoice,
            #[cfg(feature = "dynamic")]
            Problem::Fault(fault) => fault.kind,
        }
    }

    /// Returns the id of the prompt.
    pub fn prompt_id(&self) -> &str {
        match &self.problem {
            Problem::Choice { prompt_id, .. } => prompt_id,
            #[cfg(feature = "dynamic")]
            Problem::Fault(fault) => &fault.prompt_id,
        }
    }

    /// Returns the name of the input, with the names of fields in it: `guests[].language`. It is empty
    /// where the error is not that of one input.
    pub fn input(&self) -> &str {
        match &self.problem {
            Problem::Choice { input, .. } => input,
            #[cfg(feature = "dynamic")]
            Problem::Fault(fault) => &fault.input,
        }
    }

    /// Returns the choices of the input in the version that this build pins, in the order of the
    /// prompt's file. There are none where the error is another one.
    pub fn choices(&self) -> impl Iterator<Item = &str> {
        let of_macro = match &self.problem {
            Problem::Choice { choices, .. } => *choices,
            #[cfg(feature = "dynamic")]
            Problem::Fault(_) => &[],
        };
        let choices = of_macro.iter().copied();
        #[cfg(feature = "dynamic")]
        let choices = {
            let of_fault = match &self.problem {
                Problem::Choice { .. } => &[],
                Problem::Fault(fault) => fault.choices.as_slice(),
            };
            choices.chain(of_fault.iter().map(alloc::string::String::as_str))
        };
        choices
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (prompt_id, input) = match &self.problem {
            Problem::Choice {
                prompt_id, input, ..
            } => (prompt_id, escape_line(input)),
            #[cfg(feature = "dynamic")]
            Problem::Fault(fault) => return fault.fmt(f),
        };
        write!(
            f,
            "`{input}` of the prompt `{prompt_id}` is none of its choices"
        )?;
        for (position, choice) in self.choices().enumerate() {
            let before = if position == 0 { ": " } else { ", " };
            write!(f, "{before}`{}`", escape_line(choice))?;
        }
        Ok(())
    }
}

impl Error for RenderError {}

/// Returns an error if a text is none of the choices of an input.
#[doc(hidden)]
#[must_use]
pub fn refused_choice(
    prompt: &'static Prompt,
    input: &'static str,
    text: Option<&str>,
    choices: &'static [&'static str],
) -> Option<RenderError> {
    let is_refused = text.is_some_and(|text| !choices.contains(&text));
    is_refused.then_some(RenderError {
        problem: Problem::Choice {
            prompt_id: prompt.id,
            input,
            choices,
        },
    })
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::refused_choice;
    use crate::__private::NO_PROMPT;

    #[test]
    fn a_text_is_compared_with_the_choices() {
        let refused = |text| refused_choice(NO_PROMPT, "tone", text, &["formal", "warm"]);
        assert_eq!(refused(Some("warm")), None);
        assert_eq!(refused(None), None);
        let error = refused(Some("Warm")).unwrap().to_string();
        assert!(
            error.ends_with("is none of its choices: `formal`, `warm`"),
            "{error}"
        );
    }

    #[test]
    fn what_is_hidden_in_a_choice_is_escaped() {
        let choices = &["a\nerror: b", "\u{1b}[31m", "c\u{200b}\u{9b}"];
        let error = refused_choice(NO_PROMPT, "tone", Some("Warm"), choices);
        let error = error.unwrap().to_string();
        let expected = "choices: `a\\nerror: b`, `\\u{1b}[31m`, `c\\u{200b}\\u{9b}`";
        assert!(error.ends_with(expected), "{error}");
    }
}
