//! A call, and the present text of its prompt.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::sync::Arc;
use alloc::vec::Vec;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use prompt_build::report::{Code, Finding, render};
use prompt_build::source::Location;
use prompt_core::interpret::TooLong;
use prompt_core::js::Json;

use super::compatible::check_compatible;
use super::form::Form;
use super::loaded::{self, Loaded};
use super::{report, watch};
use crate::{Message, Prompt, Rendered};

/// A call as it was compiled.
#[doc(hidden)]
pub struct Call {
    pub prompt: &'static Prompt,
    /// The compiled program that the macro read, or an empty text if the prompt has no inputs.
    pub program: &'static str,
    /// The root of the package.
    pub root: &'static str,
    /// The file, line and column of the call.
    pub at: &'static str,
    /// The names of the inputs that the call passes.
    pub passed: &'static [&'static str],
    /// The values that the call provides: the path and the type of each.
    pub types: &'static [(&'static str, &'static str)],
}

/// The state of one call.
#[doc(hidden)]
pub struct Site {
    call: Call,
    /// The count of changes at which the prompt was last looked up.
    seen: AtomicU64,
    is_changed: AtomicBool,
    state: RwLock<State>,
}

struct State {
    /// The prompt that was last looked up, or `None` if it is the compiled one.
    loaded: Option<Arc<Loaded>>,
    /// The form that is rendered instead of the compiled one.
    form: Option<Arc<Form>>,
    fault: Option<String>,
}

/// The form that a call renders instead of the compiled one.
#[doc(hidden)]
pub struct Changed {
    form: Arc<Form>,
    site: &'static Site,
}

impl Site {
    #[must_use]
    pub const fn new(call: Call) -> Self {
        let state = State {
            loaded: None,
            form: None,
            fault: None,
        };
        Self {
            call,
            seen: AtomicU64::new(0),
            is_changed: AtomicBool::new(false),
            state: RwLock::new(state),
        }
    }

    /// Returns the form to render instead of the compiled one, if the file has changed.
    #[must_use]
    pub fn changed(&'static self) -> Option<Changed> {
        let (seen, changes) = (self.seen.load(Ordering::Acquire), watch::changes());
        if seen != changes && (seen == 0 || watch::is_quiet()) {
            self.update(changes);
        }
        if !self.is_changed.load(Ordering::Acquire) {
            return None;
        }
        let form = self
            .state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .form
            .clone()?;
        Some(Changed { form, site: self })
    }

    fn update(&'static self, changes: u64) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if self.seen.load(Ordering::Acquire) >= changes {
            return;
        }
        let loaded = loaded::current(&self.call, changes);
        let is_same = match (&loaded, &state.loaded) {
            (Some(loaded), Some(known)) => Arc::ptr_eq(loaded, known),
            (loaded, known) => loaded.is_none() && known.is_none(),
        };
        if !is_same {
            state.loaded.clone_from(&loaded);
            state.replace(&self.call, loaded);
            self.is_changed
                .store(state.form.is_some(), Ordering::Release);
        }
        self.seen.store(changes, Ordering::Release);
    }

    /// Reports an error in the inputs, once.
    fn refuse(&self, finding: &Finding) {
        let rendered = render(finding);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.fault.as_ref() != Some(&rendered) {
            report::error(&rendered);
            state.fault = Some(rendered);
        }
    }
}

impl State {
    /// Replaces the text. If the call cannot render the new one, the old one stays.
    fn replace(&mut self, call: &Call, loaded: Option<Arc<Loaded>>) {
        let form = match loaded {
            None => Ok(None),
            Some(loaded) => form(call, loaded).map(Some),
        };
        match form {
            Ok(form) => {
                self.form = form;
                if self.fault.take().is_some() {
                    report::success(&format!(
                        "the call at `{}` renders `{}` as before",
                        call.at, call.prompt.id
                    ));
                }
            }
            Err(finding) => {
                let rendered = render(&finding);
                report::error(&rendered);
                self.fault = Some(rendered);
            }
        }
    }
}

fn form(call: &Call, loaded: Arc<Loaded>) -> Result<Arc<Form>, Finding> {
    check_compatible(call, &loaded.embedded)?;
    Ok(Arc::new(Form::new(loaded)))
}

fn too_long(source: &Arc<prompt_build::source::Source>, error: TooLong) -> Finding {
    let help = "pass shorter lists".to_string();
    Finding::error(
        Code::NotReloadable,
        Location::file(source),
        error.to_string(),
    )
    .help(help)
}

impl Changed {
    /// Renders the prompt with the inputs of the call, or returns `None` if that fails.
    #[must_use]
    pub fn render(
        &self,
        inputs: Json,
        json: &Json,
        history: Option<&Vec<Message>>,
    ) -> Option<Rendered> {
        let site = self.site;
        if let Some(finding) = self.form.missing_value(&site.call, &inputs) {
            site.refuse(&finding);
            return None;
        }
        match self.form.render(inputs, json, history.map(Vec::as_slice)) {
            Ok(rendered) => Some(rendered),
            Err(error) => {
                site.refuse(&too_long(self.form.source(), error));
                None
            }
        }
    }
}
