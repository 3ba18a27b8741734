//! Hot reload is for builds that take working copies, and for no other.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use proc_macro2::Span;
use prompt_core::code::Code;

use crate::data::Data;
use crate::refusal::Refusal;

/// The builds that have been told: one mistake, one error, though every call is expanded by itself.
static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Refuses the first call of a build whose prompts come from a library.
pub(crate) fn check() -> Result<(), Refusal> {
    if !cfg!(feature = "hot-reload") {
        return Ok(());
    }
    let span = Span::call_site();
    // Where there is no environment, the call itself says so.
    let Ok(Some(environment)) = Data::read("environment", span) else {
        return Ok(());
    };
    let source = environment.get("prompt_source");
    if source == "local" {
        return Ok(());
    }
    let build = ["OUT_DIR", "PROMPT_DIGEST"]
        .map(|name| std::env::var(name).unwrap_or_default())
        .concat();
    let is_first = TOLD
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(build);
    if !is_first {
        return Ok(());
    }
    let name = environment.get("environment");
    let message =
        format!("`{name}` takes its prompts from `{source}`, where none is read again at run time");
    let help = "turn the feature `hot-reload` of `prompt-runtime` on for an environment whose `prompt_source` is `local`";
    Err(Refusal::new(
        span,
        Code::HotReloadOutsideLocal,
        &message,
        help,
    ))
}
