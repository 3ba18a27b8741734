//! `{{json …}}`, by serde.

use alloc::string::String;

#[cfg(feature = "json")]
mod print;
#[cfg(feature = "json")]
mod scalars;

/// Converts a value to JSON: on one line if `indent` is zero, else on several. A value whose
/// `Serialize` fails is `null`.
#[doc(hidden)]
#[must_use]
pub fn json<T: ToJson + ?Sized>(value: &T, indent: usize) -> String {
    value.to_json(indent)
}

/// Requires that a value can be printed as JSON.
#[doc(hidden)]
pub fn serializable<T: ToJson + ?Sized>(_: &T) {}

/// A value that can be printed as JSON.
#[cfg(feature = "json")]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected something that can be printed as JSON for this input, found `{Self}`",
    label = "expected a type that is `serde::Serialize`",
    note = "derive `serde::Serialize` for it, and for what is in it"
)]
pub trait ToJson {
    /// The JSON.
    fn to_json(&self, indent: usize) -> String;
}

#[cfg(feature = "json")]
#[diagnostic::do_not_recommend]
impl<T: serde::Serialize + ?Sized> ToJson for T {
    fn to_json(&self, indent: usize) -> String {
        print::print(self, indent)
    }
}

/// A value that can be printed as JSON. Without the feature, no type implements it.
#[cfg(not(feature = "json"))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "[missing-feature] this prompt prints JSON, which needs the feature `json` of `prompt-runtime`",
    label = "run `cargo add prompt-runtime --features json`"
)]
pub trait ToJson {
    /// The JSON.
    fn to_json(&self, indent: usize) -> String;
}
