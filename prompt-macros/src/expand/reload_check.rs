//! Refuses hot reload in environments that do not take working copies.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use proc_macro2::Span;
use prompt_core::code::Code;
use prompt_core::header::key;
use prompt_core::vocabulary::PromptSource;

use crate::index::Build;
use crate::refusal::Refusal;

/// The builds that have an error already. Every call is expanded by itself, and one mistake gives
/// one error.
static REPORTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Refuses the first call of a build whose prompts come from a library.
pub(crate) fn check() -> Result<(), Refusal> {
    let span = Span::call_site();
    // If there is no environment, the call itself has an error for that.
    let Ok(build) = Build::at_hand(span) else {
        return Ok(());
    };
    match refusal(&build, span) {
        Ok(Some(refusal)) if is_first() => Err(refusal),
        _ => Ok(()),
    }
}

/// Returns whether no call of this build was refused before.
fn is_first() -> bool {
    let build = ["OUT_DIR", "PROMPT_DIGEST"]
        .map(|name| std::env::var(name).unwrap_or_default())
        .concat();
    let mut reported = REPORTED.lock().unwrap_or_else(PoisonError::into_inner);
    reported.insert(build)
}

/// Returns the reason why a build has no hot reload.
fn refusal(build: &Build, span: Span) -> Result<Option<Refusal>, Refusal> {
    let [index] = build.indexes.as_slice() else {
        return Ok(Some(for_several(span)));
    };
    let environment = index.environment(span)?;
    let source = environment.get(key::PROMPT_SOURCE);
    if source == PromptSource::Local.as_str() {
        return Ok(None);
    }
    let name = environment.get(key::ENVIRONMENT);
    let message =
        format!("`{name}` takes its prompts from `{source}`, where none is read again at run time");
    let help = "turn the feature `hot-reload` of `prompt-runtime` on for an environment whose \
                `prompt_source` is `local`";
    let code = Code::HotReloadOutsideLocal;
    Ok(Some(Refusal::new(span, code, &message, help)))
}

fn for_several(span: Span) -> Refusal {
    let message = "a build for several environments reads no prompt again at run time";
    let help =
        "turn the feature `hot-reload` of `prompt-runtime` on only in builds for one environment";
    Refusal::new(span, Code::HotReloadForSeveral, message, help)
}
