use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::sync::Arc;
use core::num::NonZero;

/// A number of any of Rust's types.
///
/// ```
/// use prompt_runtime::Number;
///
/// assert_eq!(Number::from(3_u8), Number::from(3.0));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Number(pub(crate) Repr);

#[derive(Debug, Clone, Copy)]
pub(crate) enum Repr {
    Signed(i128),
    Unsigned(u128),
    Float(f64),
    Single(f32),
}

impl Number {
    /// Whether it is neither zero nor NaN: what `#if` asks.
    #[doc(hidden)]
    #[must_use]
    pub fn is_true(self) -> bool {
        match self.0 {
            Repr::Signed(number) => number != 0,
            Repr::Unsigned(number) => number != 0,
            Repr::Float(number) => number != 0.0 && !number.is_nan(),
            Repr::Single(number) => number != 0.0 && !number.is_nan(),
        }
    }

    /// Whether it is a number at all: what `#with` asks, which takes zero for one.
    #[doc(hidden)]
    #[must_use]
    pub fn is_given(self) -> bool {
        match self.0 {
            Repr::Signed(_) | Repr::Unsigned(_) => true,
            Repr::Float(number) => !number.is_nan(),
            Repr::Single(number) => !number.is_nan(),
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JavaScript compares numbers as `f64`"
    )]
    fn to_f64(self) -> f64 {
        match self.0 {
            Repr::Signed(number) => number as f64,
            Repr::Unsigned(number) => number as f64,
            Repr::Float(number) => number,
            Repr::Single(number) => f64::from(number),
        }
    }
}

/// Whole numbers are compared exactly, others as JavaScript does.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Repr::Signed(a), Repr::Signed(b)) => a == b,
            (Repr::Unsigned(a), Repr::Unsigned(b)) => a == b,
            _ => self.to_f64() == other.to_f64(),
        }
    }
}

/// A value that is a number, for inputs of the type `number`: all of Rust's are.
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
    label = "expected one of Rust's numbers, or another type that is `prompt_runtime::ToNumber`"
)]
pub trait ToNumber {
    /// The number.
    fn to_number(&self) -> Number;
}

/// A value that is a whole number, for inputs of the type `integer`.
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
    label = "expected one of Rust's integers, or another type that is `prompt_runtime::Integer`"
)]
pub trait Integer: ToNumber {
    /// The number.
    fn to_integer(&self) -> Number {
        self.to_number()
    }
}

macro_rules! numbers {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for Number {
            #[inline]
            fn from(number: $type) -> Self {
                Self(Repr::$variant(number.into()))
            }
        }

        #[diagnostic::do_not_recommend]
        impl ToNumber for $type {
            #[inline]
            fn to_number(&self) -> Number {
                Number::from(*self)
            }
        }
    )*};
}

numbers! {
    i8 => Signed, i16 => Signed, i32 => Signed, i64 => Signed, i128 => Signed,
    u8 => Signed, u16 => Signed, u32 => Signed, u64 => Signed, u128 => Unsigned,
    f32 => Single, f64 => Float,
}

/// The types for which the standard library has no conversion that cannot fail: they have at most
/// 64 bits.
macro_rules! sizes {
    ($($type:ty as $wide:ty),*) => {$(
        impl From<$type> for Number {
            #[inline]
            fn from(number: $type) -> Self {
                Self(Repr::Signed(number as i128))
            }
        }

        #[diagnostic::do_not_recommend]
        impl ToNumber for $type {
            #[inline]
            fn to_number(&self) -> Number {
                Number::from(*self)
            }
        }
    )*};
}

sizes!(isize as i128, usize as i128);

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

macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: ToNumber + ?Sized> ToNumber for $pointer {
            #[inline]
            fn to_number(&self) -> Number {
                (**self).to_number()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Integer + ?Sized> Integer for $pointer {}
    )*};
}

pointers!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);
