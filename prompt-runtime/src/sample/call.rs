//! A call that is drawn.

use alloc::string::String;
use alloc::sync::Arc;
use core::cell::Cell;
use std::thread_local;

use prompt_core::js::Json;

use super::line::{Passed, Secret, line};
use super::sampler::{Sampler, draw};
use crate::{Message, Prompt};

thread_local! {
    /// Whether a sink runs on this thread. A call that it makes would lead to the next one, and so on.
    static IS_IN_SINK: Cell<bool> = const { Cell::new(false) };
}

/// A call that is sampled.
pub(crate) struct Drawn(Arc<Sampler>);

impl Drawn {
    /// Returns the call if it is drawn.
    #[inline]
    pub(crate) fn of(prompt: &Prompt) -> Option<Self> {
        let sampler = draw(prompt)?;
        (!IS_IN_SINK.get()).then_some(Self(sampler))
    }

    /// Hands a line to the sink.
    pub(crate) fn send(&self, line: &str) {
        let _guard = InSink::enter();
        self.0.sink().take(line);
    }

    /// Makes the line of the call, or `None` if a line cannot have it.
    pub(crate) fn line(prompt: &Prompt, passed: Passed<'_>) -> Option<String> {
        line(prompt.id, passed)
    }
}

/// Holds while the sink runs, and ends if it panics.
struct InSink;

impl InSink {
    fn enter() -> Self {
        IS_IN_SINK.set(true);
        Self
    }
}

impl Drop for InSink {
    fn drop(&mut self) {
        IS_IN_SINK.set(false);
    }
}

/// Samples a call if it is drawn. `inputs` returns the inputs for the line, and all that is known of the
/// secret ones. `secrets` are the inputs that are secret; `history`
/// is the conversation so far, and whether it is secret.
#[doc(hidden)]
#[inline]
pub fn sample(
    prompt: &Prompt,
    inputs: impl FnOnce() -> (Json, Json),
    secrets: &[Secret<'_>],
    history: Option<(&[Message], bool)>,
) {
    if let Some(drawn) = Drawn::of(prompt) {
        let (inputs, known) = inputs();
        let passed = Passed {
            inputs,
            known,
            secrets,
            history,
        };
        send(&drawn, prompt, passed);
    }
}

#[cold]
fn send(drawn: &Drawn, prompt: &Prompt, passed: Passed<'_>) {
    if let Some(line) = Drawn::line(prompt, passed) {
        drawn.send(&line);
    }
}
