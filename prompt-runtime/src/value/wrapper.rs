//! Wrappers of the standard library around one value: pointers, guards, and types of arithmetic. A
//! wrapper of a number is a number. All have a `Display`, so without these implementations a number
//! in one of them would be a text.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::sync::Arc;
use core::cell::{Ref, RefMut};
use core::num::{Saturating, Wrapping};
use core::pin::Pin;

use super::{Boolean, Integer, Scalar, ToNumber, ToScalar};
use crate::Number;

/// Implements the traits for wrappers that lend their value.
macro_rules! lending {
    ($([$($bound:tt)*] $wrapper:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: ToNumber $($bound)* + ?Sized> ToNumber for $wrapper {
            #[inline]
            fn to_number(&self) -> Number {
                (**self).to_number()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Integer $($bound)* + ?Sized> Integer for $wrapper {}

        #[diagnostic::do_not_recommend]
        impl<T: Boolean $($bound)* + ?Sized> Boolean for $wrapper {
            #[inline]
            fn to_bool(&self) -> bool {
                (**self).to_bool()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: ToScalar $($bound)* + ?Sized> ToScalar for $wrapper {
            #[inline]
            fn to_scalar(&self) -> Scalar<'_> {
                (**self).to_scalar()
            }
        }
    )*};
}

lending! {
    [] &T;
    [] &mut T;
    [] Box<T>;
    [] Rc<T>;
    [] Arc<T>;
    [+ ToOwned] Cow<'_, T>;
    [] Pin<&T>;
    [] Pin<&mut T>;
    [] Pin<Box<T>>;
    [] Pin<Rc<T>>;
    [] Pin<Arc<T>>;
    [] Ref<'_, T>;
    [] RefMut<'_, T>;
}

#[cfg(feature = "std")]
lending! {
    [] std::sync::MutexGuard<'_, T>;
    [] std::sync::RwLockReadGuard<'_, T>;
    [] std::sync::RwLockWriteGuard<'_, T>;
}

/// Implements the traits for types of another arithmetic.
macro_rules! arithmetic {
    ($($wrapper:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: ToNumber> ToNumber for $wrapper {
            #[inline]
            fn to_number(&self) -> Number {
                self.0.to_number()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Integer> Integer for $wrapper {}

        #[diagnostic::do_not_recommend]
        impl<T: ToNumber> ToScalar for $wrapper {
            #[inline]
            fn to_scalar(&self) -> Scalar<'_> {
                Scalar::Number(self.0.to_number())
            }
        }
    )*};
}

arithmetic!(Wrapping<T>, Saturating<T>);
