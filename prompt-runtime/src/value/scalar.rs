use alloc::string::String;
use core::ops::Deref;

use prompt_core::js::Digits;

use super::ToNumber;
use crate::Number;

/// A value that is a truth value, for inputs of the type `boolean`: `bool`, or a type of your own.
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a `bool` for this input, found `{Self}`",
    label = "expected `bool`",
    note = "an input that may be an `Option` has a `?` after its name in the schema"
)]
pub trait Boolean {
    /// Converts the value to a `bool`.
    fn to_bool(&self) -> bool;
}

impl Boolean for bool {
    #[inline]
    fn to_bool(&self) -> bool {
        *self
    }
}

/// A single value of any kind.
///
/// ```
/// use prompt_runtime::{Scalar, ToScalar};
///
/// assert_eq!("Nordlicht".to_scalar(), Scalar::Text("Nordlicht"));
/// assert_eq!(None::<u8>.to_scalar(), Scalar::Nothing);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Scalar<'a> {
    /// No value. It prints as the empty text.
    Nothing,
    /// A truth value.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(&'a str),
}

/// A value that can be printed, for inputs of the type `any`, and for those of a prompt without a
/// schema: texts, numbers, truth values, and an `Option` of them. A type that has a `Display` serves
/// without this trait.
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected something that can be printed for this input, found `{Self}`",
    label = "expected a text, a number, a `bool`, a type with `Display`, or an `Option` of one",
    note = "for a type of your own: implement `Display` or `prompt_runtime::ToScalar`"
)]
pub trait ToScalar {
    /// Converts the value to a scalar.
    fn to_scalar(&self) -> Scalar<'_>;
}

impl<'a> Scalar<'a> {
    /// Returns whether `{{#if}}` passes: the value is not nothing, false, zero, NaN or empty.
    #[doc(hidden)]
    #[must_use]
    pub fn is_true(self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Boolean(value) => value,
            Self::Number(number) => number.is_true(),
            Self::Text(text) => !text.is_empty(),
        }
    }

    /// Returns whether `{{#with}}` passes: as `{{#if}}`, but zero passes.
    #[doc(hidden)]
    #[must_use]
    pub fn is_given(self) -> bool {
        match self {
            Self::Number(number) => number.is_given(),
            value => value.is_true(),
        }
    }

    /// Returns the value, or `other` if it is nothing.
    #[doc(hidden)]
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::Nothing { other } else { self }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn printed(self) -> Printed<'a> {
        match self {
            Self::Nothing => Printed::Text(""),
            Self::Boolean(value) => Printed::Text(truth(value)),
            Self::Number(number) => Printed::Digits(Digits::of(number)),
            Self::Text(text) => Printed::Text(text),
        }
    }
}

/// Returns the text of a truth value.
#[doc(hidden)]
#[inline]
#[must_use]
pub const fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// The text of a value.
#[doc(hidden)]
pub enum Printed<'a> {
    Text(&'a str),
    Digits(Digits),
}

/// `len` is an inherent method: it takes precedence over any trait in the user's scope.
impl Printed<'_> {
    /// Returns the length of the text, in bytes.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Digits(digits) => digits.len(),
        }
    }
}

impl Deref for Printed<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Digits(digits) => digits,
        }
    }
}

impl ToScalar for Scalar<'_> {
    #[inline]
    fn to_scalar(&self) -> Scalar<'_> {
        *self
    }
}

impl ToScalar for str {
    #[inline]
    fn to_scalar(&self) -> Scalar<'_> {
        Scalar::Text(self)
    }
}

impl ToScalar for String {
    #[inline]
    fn to_scalar(&self) -> Scalar<'_> {
        Scalar::Text(self)
    }
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl ToScalar for $type {
            #[inline]
            fn to_scalar(&self) -> Scalar<'_> {
                Scalar::Number(self.to_number())
            }
        }
    )*};
}

numbers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64, Number
);

impl ToNumber for Number {
    #[inline]
    fn to_number(&self) -> Number {
        *self
    }
}

#[diagnostic::do_not_recommend]
impl ToScalar for bool {
    #[inline]
    fn to_scalar(&self) -> Scalar<'_> {
        Scalar::Boolean(*self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ToScalar> ToScalar for Option<T> {
    #[inline]
    fn to_scalar(&self) -> Scalar<'_> {
        self.as_ref().map_or(Scalar::Nothing, ToScalar::to_scalar)
    }
}
