//! Refuses hot reload in environments that do not take working copies.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use proc_macro2::Span;
use prompt_core::code::Code;
use prompt_core::header::key;
use prompt_core::vocabulary::PromptSource;

use crate::index::Index;
use crate::refusal::Refusal;

/// The builds that have an error already. Every call is expanded by itself, and one mistake gives
/// one error.
static REPORTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Refuses the first call of a build whose prompts come from a library.
pub(crate) fn check() -> Result<(), Refusal> {
    let span = Span::call_site();
    // If there is no environment, the call itself has an error for that.
    let Ok(environment) = Index::of_build(span).and_then(|index| index.environment(span)) else {
        return Ok(());
    };
    let source = environment.get(key::PROMPT_SOURCE);
    if source == PromptSource::Local.as_str() {
        return Ok(());
    }
    let build = ["OUT_DIR", "PROMPT_DIGEST"]
        .map(|name| std::env::var(name).unwrap_or_default())
        .concat();
    let is_first = REPORTED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(build);
    if !is_first {
        return Ok(());
    }
    let name = environment.get(key::ENVIRONMENT);
    let message =
        format!("`{name}` takes its prompts from `{source}`, where none is read again at run time");
    let help = "turn the feature `hot-reload` of `prompt-runtime` on for an environment whose \
                `prompt_source` is `local`";
    Err(Refusal::new(
        span,
        Code::HotReloadOutsideLocal,
        &message,
        help,
    ))
}
