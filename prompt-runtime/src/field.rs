//! Conversions of the fields of objects.
//!
//! The macros name a type after each field. If a field has a wrong type, the compiler's message
//! names that type. The traits are written out: of one that a macro makes, the message would say so.

use crate::{Boolean, Integer, List, Map, Number, Scalar, Text, ToNumber, ToScalar};

/// A text in a field.
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a text for the field `{Field}`, found `{Self}`",
    label = "expected `&str`, `String`, or another type that is `prompt_runtime::Text` or `Display`",
    note = "for a type of your own: implement `Display`; for a number: pass `prompt_runtime::display(&number)`",
    note = "an input that may be an `Option` has a `?` after its name in the schema"
)]
#[doc(hidden)]
pub trait TextOf<Field>: Text {}

#[diagnostic::do_not_recommend]
impl<T: Text + ?Sized, Field> TextOf<Field> for T {}

/// Returns a text in a field.
#[inline]
pub fn as_text<Field, T: TextOf<Field> + ?Sized>(value: &T) -> &str {
    value.as_text()
}

/// A number in a field.
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a number for the field `{Field}`, found `{Self}`",
    label = "expected one of Rust's numbers, or another type that is `prompt_runtime::ToNumber`",
    note = "an input that may be an `Option` has a `?` after its name in the schema"
)]
#[doc(hidden)]
pub trait ToNumberOf<Field>: ToNumber {}

#[diagnostic::do_not_recommend]
impl<T: ToNumber + ?Sized, Field> ToNumberOf<Field> for T {}

/// Converts a number in a field.
#[inline]
pub fn to_number<Field, T: ToNumberOf<Field> + ?Sized>(value: &T) -> Number {
    value.to_number()
}

/// A whole number in a field.
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a whole number for the field `{Field}`, found `{Self}`",
    label = "expected one of Rust's integers, or another type that is `prompt_runtime::Integer`",
    note = "an input that may be an `Option` has a `?` after its name in the schema"
)]
#[doc(hidden)]
pub trait IntegerOf<Field>: Integer {}

#[diagnostic::do_not_recommend]
impl<T: Integer + ?Sized, Field> IntegerOf<Field> for T {}

/// Converts a whole number in a field.
#[inline]
pub fn to_integer<Field, T: IntegerOf<Field> + ?Sized>(value: &T) -> Number {
    value.to_integer()
}

/// A truth value in a field.
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a `bool` for the field `{Field}`, found `{Self}`",
    label = "expected `bool`",
    note = "an input that may be an `Option` has a `?` after its name in the schema"
)]
#[doc(hidden)]
pub trait BooleanOf<Field>: Boolean {}

#[diagnostic::do_not_recommend]
impl<T: Boolean + ?Sized, Field> BooleanOf<Field> for T {}

/// Converts a truth value in a field.
#[inline]
pub fn to_bool<Field, T: BooleanOf<Field> + ?Sized>(value: &T) -> bool {
    value.to_bool()
}

/// A value of any kind in a field.
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected something that can be printed for the field `{Field}`, found `{Self}`",
    label = "expected a text, a number, a `bool`, a type with `Display`, or an `Option` of one",
    note = "for a type of your own: implement `Display` or `prompt_runtime::ToScalar`"
)]
#[doc(hidden)]
pub trait ToScalarOf<Field>: ToScalar {}

#[diagnostic::do_not_recommend]
impl<T: ToScalar + ?Sized, Field> ToScalarOf<Field> for T {}

/// Converts a value of any kind in a field.
#[inline]
pub fn to_scalar<Field, T: ToScalarOf<Field> + ?Sized>(value: &T) -> Scalar<'_> {
    value.to_scalar()
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
