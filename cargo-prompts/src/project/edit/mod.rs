//! Edits of the user's YAML that keep comments, quotes, order and blank lines. They work on texts,
//! not on files.
//!
//! Each edit is verified: the new text is parsed again, and must differ from the old one only by
//! the intended change.

mod configuration;
mod edit_error;
mod ledger;
mod pin_settings;
#[cfg(test)]
mod tests;
mod tree;

pub use configuration::set_pin;
pub use edit_error::EditError;
pub use ledger::{LedgerText, NewRelease, with_escapes};
pub use pin_settings::{SettingChange, set_pin_with};

use serde_yaml::{Mapping, Value};
use yamlpatch::{Op, Patch, apply_yaml_patches};
use yamlpath::{Document, Route};

/// Applies one operation at a place of a document.
fn patch(text: &str, route: Route<'_>, operation: Op<'_>) -> Result<String, EditError> {
    let document = Document::new(text).map_err(|_| EditError::unusual())?;
    let patches = [Patch { route, operation }];
    let edited = apply_yaml_patches(&document, &patches).map_err(|_| EditError::unusual())?;
    Ok(edited.source().to_owned())
}

/// Parses a text.
fn value_of(text: &str) -> Result<Value, EditError> {
    serde_yaml::from_str(text).map_err(|error| EditError::new(error.to_string()))
}

/// Returns the text if it has exactly this value, and can be edited again.
fn proved(text: String, expected: &Value) -> Result<String, EditError> {
    let found = value_of(&text)?;
    Document::new(text.as_str()).map_err(|_| EditError::unusual())?;
    if found == *expected {
        Ok(text)
    } else {
        Err(EditError::new("the edit would change other parts as well"))
    }
}

/// A mapping with its keys in the order of writing.
pub fn mapping<const N: usize>(entries: [(&str, Value); N]) -> Mapping {
    entries
        .into_iter()
        .map(|(key, value)| (Value::from(key), value))
        .collect()
}
