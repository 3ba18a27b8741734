//! Conversions of the fields of objects.
//!
//! The macros name a type after each field. If a field has a wrong type, the compiler's message
//! names that type.

use crate::{Boolean, Integer, List, Map, Number, Scalar, Text, ToNumber, ToScalar};

/// Defines traits that every type of another trait implements, with functions that call its method.
macro_rules! traits {
    ($($name:ident: $of:ident, $method:ident -> $result:ty, $message:literal, $label:literal;)*) => {$(
        #[diagnostic::on_unimplemented(message = $message, label = $label)]
        #[doc(hidden)]
        pub trait $name<Field>: $of {}

        #[diagnostic::do_not_recommend]
        impl<T: $of + ?Sized, Field> $name<Field> for T {}

        /// Returns the value, which a field needs to be of the trait.
        #[inline]
        pub fn $method<Field, T: $name<Field> + ?Sized>(value: &T) -> $result {
            value.$method()
        }
    )*};
}

traits! {
    TextOf: Text, as_text -> &str,
        "[ill-typed-input] expected a text for the field `{Field}`, found `{Self}`",
        "expected `&str`, `String`, or another type that is `prompt_runtime::Text` or `Display`";
    ToNumberOf: ToNumber, to_number -> Number,
        "[ill-typed-input] expected a number for the field `{Field}`, found `{Self}`",
        "expected one of Rust's numbers, or another type that is `prompt_runtime::ToNumber`";
    IntegerOf: Integer, to_integer -> Number,
        "[ill-typed-input] expected a whole number for the field `{Field}`, found `{Self}`",
        "expected one of Rust's integers, or another type that is `prompt_runtime::Integer`";
    BooleanOf: Boolean, to_bool -> bool,
        "[ill-typed-input] expected a `bool` for the field `{Field}`, found `{Self}`",
        "expected `bool`";
    ToScalarOf: ToScalar, to_scalar -> Scalar<'_>,
        "[ill-typed-input] expected something that can be printed for the field `{Field}`, found `{Self}`",
        "expected a text, a number, a `bool`, a type with `Display`, or an `Option` of one";
}

/// A list in a field.
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a list for the field `{Field}`, found `{Self}`",
    label = "expected a slice, an array, a `Vec`, or another type that is `prompt_runtime::List`",
    note = "for an iterator, which is gone through only once: `collect` it into a `Vec`",
    note = "for a `HashSet`, which has no order: `collect` it into a `BTreeSet`"
)]
#[doc(hidden)]
pub trait ListOf<Field>: List {}

#[diagnostic::do_not_recommend]
impl<T: List + ?Sized, Field> ListOf<Field> for T {}

/// Keys and values in a field.
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected keys and values for the field `{Field}`, found `{Self}`",
    label = "expected a `BTreeMap`, a slice of pairs, or another type that is `prompt_runtime::Map`",
    note = "a `HashMap` has no order: `collect` it into a `BTreeMap`"
)]
#[doc(hidden)]
pub trait MapOf<Field>: Map {}

#[diagnostic::do_not_recommend]
impl<T: Map + ?Sized, Field> MapOf<Field> for T {}

/// Returns the items of a list in a field.
#[inline]
pub fn items<'a, Field, T: ListOf<Field> + ?Sized + 'a>(list: &'a T) -> T::Items<'a> {
    list.items()
}

/// Returns the entries of a map in a field.
#[inline]
pub fn entries<'a, Field, T: MapOf<Field> + ?Sized + 'a>(map: &'a T) -> T::Entries<'a> {
    map.entries()
}
