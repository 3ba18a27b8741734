//! `{{json …}}`, by serde.

use alloc::string::String;

mod form;
#[cfg(feature = "json")]
mod formed;
#[cfg(feature = "json")]
mod print;
#[cfg(feature = "json")]
mod scalars;
#[cfg(feature = "json")]
mod value;

pub use form::{AsItIs, AsList, AsObject, OrNull};
#[cfg(feature = "json")]
pub use formed::json_as;

/// Converts a value to JSON: on one line if `indent` is zero, else on several. A value whose
/// `Serialize` fails is `null`.
#[doc(hidden)]
#[must_use]
pub fn json<T: ToJson + ?Sized>(value: &T, indent: usize) -> String {
    value.to_json(indent)
}

/// Converts a value to JSON in a form. Without the feature, there is none.
#[cfg(not(feature = "json"))]
#[doc(hidden)]
#[must_use]
pub fn json_as<F, T: ToJson + ?Sized>(value: &T, indent: usize) -> String {
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

    /// Serializes the value.
    fn serialize_to<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

#[cfg(feature = "json")]
#[diagnostic::do_not_recommend]
impl<T: serde::Serialize + ?Sized> ToJson for T {
    fn to_json(&self, indent: usize) -> String {
        print::print(self, indent)
    }

    fn serialize_to<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
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
