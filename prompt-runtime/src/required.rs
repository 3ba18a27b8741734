//! Checks of a call's inputs against the versions that other environments pin.
//!
//! The macros name a type after such a version. If a check fails, the compiler's message names that
//! type.

use core::marker::PhantomData;
use core::ops::Deref;

use crate::{Boolean, Integer, Number, Scalar, Text, ToNumber, ToScalar};

/// An object whose fields a version needs. The compiler reports a missing field as one of this
/// type.
pub struct Needed<T: ?Sized, By>(PhantomData<By>, T);

impl<T: ?Sized, By> Deref for Needed<T, By> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.1
    }
}

/// Marks an object as one whose fields a version needs. The code that reads the fields is compiled
/// and never run.
///
/// # Panics
///
/// Always: no generated code calls it at run time.
#[must_use]
pub fn object<By, T: ?Sized>(_: &T) -> &Needed<T, By> {
    unreachable!("the inputs of other environments are checked at compile time")
}

/// Defines traits that every type of another trait implements, with functions that call its method.
macro_rules! traits {
    ($($name:ident: $of:ident, $method:ident -> $result:ty, $message:literal, $label:literal;)*) => {$(
        #[diagnostic::on_unimplemented(
            message = $message,
            label = $label,
            note = "it is needed `{By}`: what compiles in one environment compiles in all"
        )]
        #[doc(hidden)]
        pub trait $name<By>: $of {}

        #[diagnostic::do_not_recommend]
        impl<T: $of + ?Sized, By> $name<By> for T {}

        /// Returns the value, which a version needs to be of the trait.
        #[inline]
        pub fn $method<By, T: $name<By> + ?Sized>(value: &T) -> $result {
            value.$method()
        }
    )*};
}

traits! {
    TextBy: Text, as_text -> &str,
        "[ill-typed-input] expected a text for this input, found `{Self}`", "expected a text";
    ToNumberBy: ToNumber, to_number -> Number,
        "[ill-typed-input] expected a number for this input, found `{Self}`", "expected a number";
    IntegerBy: Integer, to_integer -> Number,
        "[ill-typed-input] expected a whole number for this input, found `{Self}`", "expected a whole number";
    BooleanBy: Boolean, to_bool -> bool,
        "[ill-typed-input] expected a `bool` for this input, found `{Self}`", "expected a `bool`";
    ToScalarBy: ToScalar, to_scalar -> Scalar<'_>,
        "[ill-typed-input] expected something that can be printed for this input, found `{Self}`", "expected something that can be printed";
}
