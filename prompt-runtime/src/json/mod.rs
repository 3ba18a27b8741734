//! `{{json …}}`, by way of serde.

use alloc::string::String;

#[cfg(feature = "json")]
mod print;
#[cfg(feature = "json")]
mod scalars;

/// A value as JSON: on one line, or with an indent on several. A value whose `Serialize` fails is
/// `null`.
#[doc(hidden)]
#[must_use]
pub fn json<T: ToJson + ?Sized>(value: &T, indent: usize) -> String {
    value.to_json(indent)
}

/// Asks that a value can be printed as JSON.
#[doc(hidden)]
pub fn serializable<T: ToJson + ?Sized>(_: &T) {}

/// What can be printed as JSON.
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

/// What can be printed as JSON: where the feature is off, nothing.
#[cfg(not(feature = "json"))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "[missing-feature] this prompt prints JSON, which needs the feature `json` of `prompt-runtime`",
    label = "write `prompt-runtime = {{ version = \"…\", features = [\"json\"] }}` in `Cargo.toml`"
)]
pub trait ToJson {
    /// The JSON.
    fn to_json(&self, indent: usize) -> String;
}
