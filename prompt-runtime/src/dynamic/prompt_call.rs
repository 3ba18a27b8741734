use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use prompt_core::interpret::Inputs;
use prompt_core::program::HISTORY;
use serde::Serialize;

use super::data::InputData;
use super::form::Form;
use super::writer::NotSerializable;
use super::{CatalogEntry, Fault, writer};
use crate::messages::Messages;
use crate::{Message, RenderError, Rendered};

/// Room is made for texts of this length at most, because a prompt need not print all that is passed.
const LONGEST_GUESS: usize = 8 * 1024;

/// A call of a prompt from the [`Catalog`](crate::Catalog).
/// [`with`](CatalogEntry::with) begins one, and [`render`](Self::render) ends it.
#[must_use = "`render` renders the prompt"]
pub struct PromptCall<'a> {
    entry: &'static CatalogEntry,
    inputs: Result<Box<InputData>, NotSerializable>,
    history: Vec<Message>,
    secrets: Vec<&'a str>,
}

impl<'a> PromptCall<'a> {
    pub(super) fn new<T: Serialize + ?Sized>(entry: &'static CatalogEntry, inputs: &T) -> Self {
        Self {
            entry,
            inputs: writer::write(inputs),
            history: Vec::new(),
            secrets: Vec::new(),
        }
    }

    /// Inserts the conversation so far, as the argument `history` of [`prompt!`](crate::prompt!) does.
    pub fn history<M: Into<Message>>(mut self, messages: impl IntoIterator<Item = M>) -> Self {
        self.history.extend(messages.into_iter().map(Into::into));
        self
    }

    /// Marks an input as secret, as the word `secret` in [`prompt!`](crate::prompt!) does: logs and
    /// traces do not show it. The name `history` stands for the conversation so far.
    pub fn secret(mut self, name: &'a str) -> Self {
        self.secrets.push(name);
        self
    }

    /// Renders the prompt.
    ///
    /// # Errors
    ///
    /// Fails where an input is missing, unknown or of another type, or is none of its choices.
    pub fn render(self) -> Result<Rendered, RenderError> {
        let Self {
            entry,
            inputs,
            history,
            secrets,
        } = self;
        let (prompt, form) = (entry.prompt(), entry.form());
        let inputs = checked(form, inputs, &secrets).map_err(|fault| fault.of_prompt(prompt.id))?;
        let complete = form.with_defaults(&inputs);
        #[cfg(feature = "tracing")]
        let record = super::record::of(entry, (&inputs, &complete), &history, &secrets);
        #[cfg(feature = "sample")]
        let sampled = super::sample::Sampled::of(entry, &inputs, &history, &secrets);
        let values = Inputs {
            length: complete.text_length().min(LONGEST_GUESS),
            ..Inputs::new(complete.root())
        };
        match form.plan.render::<Messages>(values, history) {
            Ok(messages) => {
                inputs.recycle();
                #[cfg(feature = "sample")]
                sampled.inspect(super::sample::Sampled::send);
                let rendered = Rendered::new(prompt, messages);
                #[cfg(feature = "tracing")]
                let rendered = crate::rendered::with_record(rendered, record);
                Ok(rendered)
            }
            Err(error) => Err(Fault::from(error).of_prompt(prompt.id)),
        }
    }
}

/// Returns the inputs if they are those of the program.
#[inline]
fn checked(
    form: &Form,
    inputs: Result<Box<InputData>, NotSerializable>,
    secrets: &[&str],
) -> Result<Box<InputData>, Fault> {
    check_secrets(form, secrets)?;
    let mut inputs = inputs?;
    form.check(&mut inputs)?;
    Ok(inputs)
}

/// Refuses the name of a secret that is no input: the input that was meant would be logged.
fn check_secrets(form: &Form, secrets: &[&str]) -> Result<(), Fault> {
    let is_known = |name: &str| name == HISTORY || form.input(name).is_some();
    match secrets.iter().find(|name| !is_known(name)) {
        Some(name) => Err(form.unknown(name)),
        None => Ok(()),
    }
}

/// Shows the prompt, but not the inputs.
impl fmt::Debug for PromptCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("PromptCall");
        debug
            .field("prompt", self.entry.prompt())
            .finish_non_exhaustive()
    }
}
