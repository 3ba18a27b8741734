//! `{{json …}}`, by way of serde.

use alloc::string::String;

#[cfg(feature = "json")]
mod print;
#[cfg(feature = "json")]
mod scalars;

/// A value as JSON: on one line, or with an indent on several. A value whose `Serialize` fails is `null`.
#[cfg(feature = "json")]
#[doc(hidden)]
#[must_use]
pub fn json<T: serde::Serialize + ?Sized>(value: &T, indent: usize) -> String {
    print::print(value, indent)
}

/// Stands in where the feature is off: no type does.
#[cfg(not(feature = "json"))]
#[doc(hidden)]
#[must_use]
pub fn json<T: NeedsTheFeatureJson + ?Sized>(_: &T, _: usize) -> String {
    String::new()
}

/// Asks that a value can be printed as JSON.
#[cfg(feature = "json")]
#[doc(hidden)]
pub fn serializable<T: serde::Serialize + ?Sized>(_: &T) {}

/// Stands in where the feature is off: no type does.
#[cfg(not(feature = "json"))]
#[doc(hidden)]
pub fn serializable<T: NeedsTheFeatureJson + ?Sized>(_: &T) {}

#[cfg(not(feature = "json"))]
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "[missing-feature] this prompt prints JSON, which needs the feature `json` of `prompt-runtime`",
    label = "write `prompt-runtime = {{ version = \"…\", features = [\"json\"] }}` in `Cargo.toml`"
)]
pub trait NeedsTheFeatureJson {}
