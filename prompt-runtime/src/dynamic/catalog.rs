use core::fmt;
use std::sync::OnceLock;

use prompt_core::suggest::did_you_mean;
use serde::Serialize;

use super::form::Form;
use super::{Fault, PromptCall};
#[cfg(feature = "tracing")]
use crate::trace::LogVariables;
use crate::{Prompt, RenderError, RenderErrorKind, Rendered};

/// All prompts that the environment pins, to be chosen and rendered at run time.
/// [`catalog!`](crate::catalog!) returns it.
pub struct Catalog {
    /// Sorted by id.
    entries: &'static [CatalogEntry],
}

/// A prompt of the [`Catalog`].
pub struct CatalogEntry {
    prompt: Prompt,
    /// The compiled program, or an empty text if the prompt has no inputs.
    program: &'static str,
    /// The program as it was read, once it is needed.
    form: OnceLock<Form>,
    #[cfg(feature = "tracing")]
    log: LogVariables,
}

impl Catalog {
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(entries: &'static [CatalogEntry]) -> Self {
        Self { entries }
    }

    /// Returns the prompt with this id.
    ///
    /// # Errors
    ///
    /// Fails where the environment pins no prompt with this id. The error names one that is like it.
    pub fn get(&self, id: &str) -> Result<&'static CatalogEntry, RenderError> {
        let found = self
            .entries
            .binary_search_by(|entry| entry.prompt.id.cmp(id));
        found
            .ok()
            .and_then(|position| self.entries.get(position))
            .ok_or_else(|| self.unknown(id))
    }

    /// Returns all prompts, sorted by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'static CatalogEntry> + use<> {
        self.entries.iter()
    }

    fn unknown(&self, id: &str) -> RenderError {
        let known = self.entries.iter().map(|entry| entry.prompt.id);
        let environment = self.entries.first().map(|entry| entry.prompt.environment);
        let help = did_you_mean(id, known).unwrap_or_else(|| match environment {
            Some(name) => alloc::format!("`{name}` pins no prompt with this id"),
            None => "the environment pins no prompt".into(),
        });
        Fault::new(RenderErrorKind::UnknownPrompt, help).of_prompt(id)
    }
}

impl CatalogEntry {
    #[doc(hidden)]
    #[must_use]
    #[cfg(not(feature = "tracing"))]
    pub const fn __new(prompt: Prompt, program: &'static str) -> Self {
        Self {
            prompt,
            program,
            form: OnceLock::new(),
        }
    }

    #[doc(hidden)]
    #[must_use]
    #[cfg(feature = "tracing")]
    pub const fn __new(prompt: Prompt, program: &'static str, log: LogVariables) -> Self {
        Self {
            prompt,
            program,
            form: OnceLock::new(),
            log,
        }
    }

    /// Returns the prompt, with its id, version and hash.
    #[must_use]
    pub fn prompt(&'static self) -> &'static Prompt {
        &self.prompt
    }

    /// Renders the prompt with inputs: a struct, a map or a `serde_json::Value`, and `()` for a prompt
    /// without inputs. See [`catalog!`](crate::catalog!) for what each type of input takes.
    ///
    /// # Errors
    ///
    /// Fails where an input is missing, unknown or of another type, or is none of its choices.
    pub fn render<T: Serialize + ?Sized>(
        &'static self,
        inputs: &T,
    ) -> Result<Rendered, RenderError> {
        self.with(inputs).render()
    }

    /// Begins a call with inputs. It takes the conversation so far and the names of secrets as well.
    pub fn with<T: Serialize + ?Sized>(&'static self, inputs: &T) -> PromptCall<'static> {
        PromptCall::new(self, inputs)
    }

    pub(super) fn form(&self) -> &Form {
        self.form
            .get_or_init(|| Form::read(&self.prompt, self.program))
    }

    #[cfg(feature = "tracing")]
    pub(super) fn log(&self) -> LogVariables {
        self.log
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.entries.iter().map(|entry| entry.prompt.id);
        f.debug_list().entries(ids).finish()
    }
}

impl fmt::Debug for CatalogEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("CatalogEntry");
        debug.field("prompt", &self.prompt).finish_non_exhaustive()
    }
}
