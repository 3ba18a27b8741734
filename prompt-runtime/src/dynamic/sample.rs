//! A call of the catalog as the sampler of the program gets it.

use alloc::string::String;
use alloc::vec::Vec;

use prompt_core::program::HISTORY;

use super::CatalogEntry;
use super::data::InputData;
use crate::Message;
use crate::sample::{Drawn, Passed};

/// A call that is sampled if its rendering succeeds.
pub(super) struct Sampled {
    drawn: Drawn,
    line: String,
}

impl Sampled {
    /// Returns the call if it is drawn, and if a line can have it.
    #[inline]
    pub(super) fn of(
        entry: &'static CatalogEntry,
        inputs: &InputData,
        history: &[Message],
        secrets: &[&str],
    ) -> Option<Self> {
        let drawn = Drawn::of(entry.prompt())?;
        let line = line(entry, inputs, history, secrets)?;
        Some(Self { drawn, line })
    }

    pub(super) fn send(&self) {
        self.drawn.send(&self.line);
    }
}

#[cold]
fn line(
    entry: &'static CatalogEntry,
    inputs: &InputData,
    history: &[Message],
    names: &[&str],
) -> Option<String> {
    let form = entry.form();
    let secrets = names.iter().filter_map(|name| {
        let input = form.input(name)?;
        Some((*name, input.expected.takes_any_text()))
    });
    let is_secret = names.contains(&HISTORY) && form.input(HISTORY).is_none();
    let passed = Passed {
        inputs: form.sampled(inputs),
        secrets: &secrets.collect::<Vec<_>>(),
        history: (!history.is_empty()).then_some((history, is_secret)),
    };
    Drawn::line(entry.prompt(), passed)
}
