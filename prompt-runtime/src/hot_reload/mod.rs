//! Working copies, read again while a development build runs.

use serde_json::Value;

use crate::Rendered;

/// The rendering of a call.
#[doc(hidden)]
pub fn render(inputs: impl FnOnce() -> Value, compiled: impl FnOnce() -> Rendered) -> Rendered {
    if std::env::var_os("SHOW_INPUTS").is_some() {
        std::eprintln!("{}", inputs());
    }
    compiled()
}
