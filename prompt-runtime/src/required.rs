//! What another environment's version of a prompt asks of the inputs of a call. The macros name a
//! type after that version, and it stands in the compiler's message where the answer is no.

use core::marker::PhantomData;
use core::ops::Deref;

use crate::{Boolean, Integer, Number, Scalar, Text, ToNumber, ToScalar};

/// An object whose fields a version needs: one that is not there is reported as missing in this
/// type.
pub struct Needed<T: ?Sized, By>(PhantomData<By>, T);

impl<T: ?Sized, By> Deref for Needed<T, By> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.1
    }
}

/// An object as a version sees it. What asks for its fields is compiled and never run, and neither
/// is this.
#[must_use]
pub fn object<By, T: ?Sized>(_: &T) -> &Needed<T, By> {
    unreachable!("what another environment asks is asked at compile time")
}

/// Traits that every type of another trait is of, with functions that call its method.
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

        /// The value, of which a version asks that it is of the trait.
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
