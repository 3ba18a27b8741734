use core::num::NonZero;

use crate::Number;

/// A value that is a number, for inputs of the type `number`. All numbers of Rust implement it.
///
/// ```
/// use prompt_runtime::{Number, ToNumber};
///
/// struct Euros(f64);
///
/// impl ToNumber for Euros {
///     fn to_number(&self) -> Number {
///         Number::from(self.0)
///     }
/// }
///
/// assert_eq!(Euros(9.5).to_number(), Number::from(9.5));
/// ```
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a number for this input, found `{Self}`",
    label = "expected one of Rust's numbers, or another type that is `prompt_runtime::ToNumber`",
    note = "an input that may be an `Option` has a `?` after its name in the schema"
)]
pub trait ToNumber {
    /// Converts the value to a number.
    fn to_number(&self) -> Number;
}

/// A value that is a whole number, for inputs of the type `integer`. All integers of Rust implement
/// it.
///
/// ```
/// use prompt_runtime::{Integer, Number, ToNumber};
///
/// struct Seats(u16);
///
/// impl ToNumber for Seats {
///     fn to_number(&self) -> Number {
///         Number::from(self.0)
///     }
/// }
///
/// impl Integer for Seats {}
/// # fn whole(_: impl Integer) {}
/// # whole(Seats(4));
/// ```
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a whole number for this input, found `{Self}`",
    label = "expected one of Rust's integers, or another type that is `prompt_runtime::Integer`",
    note = "an input that may be an `Option` has a `?` after its name in the schema"
)]
pub trait Integer: ToNumber {
    /// Converts the value to a whole number.
    fn to_integer(&self) -> Number {
        self.to_number()
    }
}

macro_rules! numbers {
    ($($type:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl ToNumber for $type {
            #[inline]
            fn to_number(&self) -> Number {
                Number::from(*self)
            }
        }
    )*};
}

numbers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64
);

macro_rules! integers {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Integer for $type {}

        #[diagnostic::do_not_recommend]
        impl ToNumber for NonZero<$type> {
            #[inline]
            fn to_number(&self) -> Number {
                Number::from(self.get())
            }
        }

        #[diagnostic::do_not_recommend]
        impl Integer for NonZero<$type> {}
    )*};
}

integers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize
);
