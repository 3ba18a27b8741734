//! The record that a rendering keeps for the logs, as `prompt!` makes it.

use alloc::vec::Vec;

use prompt_core::interpret::{self, Inputs};
use prompt_core::js::Data as _;
use prompt_core::program::HISTORY;
use prompt_core::vocabulary::Logging;

use super::CatalogEntry;
use super::data::InputData;
use super::form::Form;
use crate::Message;
use crate::messages::Messages;
use crate::redaction::Secrets;
use crate::trace::{Record, Variables};

/// Makes the record of a call. Its inputs are shown as they were passed. The messages have those with
/// defaults.
pub(super) fn of(
    entry: &'static CatalogEntry,
    (passed, complete): (&InputData, &InputData),
    history: &[Message],
    secrets: &[&str],
) -> Record {
    let (logging, has_secrets) = (entry.prompt().logging(), !secrets.is_empty());
    let is_verbose = logging == Logging::Verbose;
    if !(has_secrets || is_verbose) {
        return Record::Nothing;
    }
    if logging == Logging::Structured {
        return Record::Withheld;
    }
    let form = entry.form();
    Record::new(has_secrets, |found| {
        // Secrets are removed from the messages and the answer, whether the inputs are shown or not. What
        // the messages do not show of them may stand elsewhere.
        for name in secrets {
            let input = form.input(name);
            let fields = input.and_then(|input| input.slot.fields_beside_keys());
            let value = passed.root().field(name).whole();
            found.hide_input(&value, fields.as_deref());
        }
        let hidden = secrets.iter().map(|name| (*name, None));
        let shown = found.hide_inputs(form.shown(passed), &hidden.collect::<Vec<_>>());
        let variables = is_verbose.then(|| Variables::new(shown, entry.log()));
        let messages = has_secrets.then(|| messages(form, complete, history, (secrets, found)));
        (variables, messages)
    })
}

/// Renders the messages without the secrets.
fn messages(
    form: &Form,
    inputs: &InputData,
    history: &[Message],
    (names, found): (&[&str], &Secrets),
) -> Messages {
    let history = if names.contains(&HISTORY) && form.input(HISTORY).is_none() {
        found.hide_messages(history)
    } else {
        history.to_vec()
    };
    let secrets = interpret::Secrets {
        names,
        hide: &|text| found.hide(text),
    };
    let inputs = Inputs::new(inputs.root());
    let rendered = form.plan.render_without_secrets(inputs, history, &secrets);
    // What is too long is an error of the call.
    rendered.unwrap_or_else(|_| Vec::new().into())
}
