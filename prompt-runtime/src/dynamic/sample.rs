//! A call of the catalog as the sampler of the program gets it.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use prompt_core::js::{Data as _, Json};
use prompt_core::program::use_tree::Use;
use prompt_core::program::{Class, HISTORY, Slot};

use super::CatalogEntry;
use super::data::InputData;
use super::form::Form;
use crate::Message;
use crate::sample::{Drawn, Passed, Secret};

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
    let hidden = names
        .iter()
        .filter_map(|name| Some((*name, form.input(name)?)));
    let hidden = hidden.map(|(name, input)| (name, input, input.slot.fields_beside_keys()));
    let hidden = hidden.collect::<Vec<_>>();
    let secrets = hidden.iter().map(|(name, input, fields)| Secret {
        name,
        takes_any_text: input.expected.takes_any_text(),
        fields_beside_keys: fields.as_deref(),
    });
    // Parts of a secret that the prompt does not use may stand in another input.
    let known = names.iter().map(|name| {
        let value = inputs.root().field(name).whole();
        (String::from(*name), value)
    });
    let is_secret = names.contains(&HISTORY) && form.input(HISTORY).is_none();
    let passed = Passed {
        inputs: declared_inputs(form, inputs),
        known: Json::Object(known.collect()),
        secrets: &secrets.collect::<Vec<_>>(),
        history: (!history.is_empty()).then_some((history, is_secret)),
    };
    Drawn::line(entry.prompt(), passed)
}

/// Returns what the program declares of the inputs, as `prompt!` has it.
fn declared_inputs(form: &Form, inputs: &InputData) -> Json {
    let declared = inputs.root().parts().filter_map(|(name, value)| {
        let name = name?;
        let input = form.input(name)?;
        let value = declared(&input.slot, input.expected.used(), &value.to_json());
        Some((String::from(name), value))
    });
    Json::Object(declared.collect())
}

/// Returns the declared parts of a value. Of a value of any type, that is what the program uses.
fn declared(slot: &Slot, used: &Use, value: &Json) -> Json {
    let unused = Use::default();
    // As `{{json …}}` prints it, with `1` for `1.0`.
    if used.is_serialized {
        return Json::parse(&value.to_string()).unwrap_or_default();
    }
    match (&slot.class, value) {
        (Class::List(item), Json::List(items)) => {
            let used = used.items.as_deref().unwrap_or(&unused);
            Json::List(
                items
                    .iter()
                    .map(|value| declared(item, used, value))
                    .collect(),
            )
        }
        (Class::Map(of), Json::Object(entries)) => {
            let used = used.of_values();
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (key.clone(), declared(of, &used, value)));
            Json::Object(entries.collect())
        }
        (Class::Object(fields), Json::Object(entries)) => {
            let passed = entries.iter().filter_map(|(name, value)| {
                let (_, slot) = fields.iter().find(|(field, _)| field == name)?;
                let used = used.fields.get(name).unwrap_or(&unused);
                Some((name.clone(), declared(slot, used, value)))
            });
            let mut passed = passed.collect::<Vec<_>>();
            // In the order that `prompt!` has.
            passed.sort_by(|(a, _), (b, _)| a.cmp(b));
            Json::Object(passed)
        }
        (Class::Any | Class::Null, _) if !used.is_any() => Json::Null,
        (Class::Any | Class::Null, Json::List(items)) => {
            Json::List(items.iter().map(|_| Json::Null).collect())
        }
        (Class::Any | Class::Null, Json::Object(_)) => Json::Object(Vec::new()),
        _ => value.clone(),
    }
}
