//! Edits of the user's YAML that leave everything else as it is: comments, quotes, order, blank
//! lines. Text in, text out.
//!
//! An edit is proved before it is given out: the new text is read again, and must be the old one
//! with that one change.

mod configuration;
mod edit_error;
mod ledger;
#[cfg(test)]
mod tests;

pub use configuration::set_pin;
pub use edit_error::Fault;
pub use ledger::{LedgerText, NewRelease};

use serde_yaml::{Mapping, Value};
use yamlpatch::{Op, Patch, apply_yaml_patches};
use yamlpath::{Document, Route};

/// Applies one operation at a place of a document.
fn patch(text: &str, route: Route<'_>, operation: Op<'_>) -> Result<String, Fault> {
    let document = Document::new(text).map_err(|error| Fault::new(error.to_string()))?;
    let patches = [Patch { route, operation }];
    let edited =
        apply_yaml_patches(&document, &patches).map_err(|error| Fault::new(error.to_string()))?;
    Ok(edited.source().to_owned())
}

/// Reads a text as the value that it stands for.
fn value_of(text: &str) -> Result<Value, Fault> {
    serde_yaml::from_str(text).map_err(|error| Fault::new(error.to_string()))
}

/// The text, if it stands for exactly this value.
fn proved(text: String, expected: &Value) -> Result<String, Fault> {
    let found = value_of(&text)?;
    if found == *expected {
        Ok(text)
    } else {
        Err(Fault::new("the edit would change something else as well"))
    }
}

/// A mapping with its keys in the order in which they are to be written.
pub fn mapping<const N: usize>(entries: [(&str, Value); N]) -> Mapping {
    entries
        .into_iter()
        .map(|(key, value)| (Value::from(key), value))
        .collect()
}
