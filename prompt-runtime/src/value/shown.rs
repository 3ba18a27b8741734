//! How a value becomes a text: as it is, or as it prints itself.
//!
//! An expansion writes `(&&&&&&shown(…)).__prompt_text()`. The compiler takes the implementation with
//! the most references that applies: it removes one reference after the other. So a type with
//! `Text` is never printed by its `Display`, and a type that fits none stays as it is: the error is
//! then about the trait that the input needs.

use alloc::string::{String, ToString};
use core::fmt::Display;

use super::{Boolean, Text, TextArena, ToNumber, ToScalar};

/// A value that is to be a text, and the arena for texts that are made of such values.
#[doc(hidden)]
pub struct Shown<'a, T: ?Sized> {
    pub(crate) value: &'a T,
    pub(crate) arena: &'a TextArena,
}

/// Makes a value that is to be a text.
#[doc(hidden)]
#[inline]
pub fn shown<'a, T: ?Sized>(value: &'a T, arena: &'a TextArena) -> Shown<'a, T> {
    Shown { value, arena }
}

/// A value for an input that is a text.
#[doc(hidden)]
pub trait ShowText {
    /// A reference to the value, or to its text.
    type Shown;

    /// Returns the value, or the text that it prints.
    fn __prompt_text(self) -> Self::Shown;
}

/// A value for an input of any type.
#[doc(hidden)]
pub trait ShowScalar {
    /// A reference to the value, or to its text.
    type Shown;

    /// Returns the value, or the text that it prints.
    fn __prompt_scalar(self) -> Self::Shown;
}

/// Implements a trait for values that stay as they are.
macro_rules! as_they_are {
    ($trait:ident, $method:ident: $([$($generics:tt)*] $value:ty, $shown:ty);* $(;)?) => {$(
        impl<'a, $($generics)*> $trait for $shown {
            type Shown = &'a $value;

            #[inline]
            fn $method(self) -> &'a $value {
                self.value
            }
        }
    )*};
}
#[cfg(feature = "json")]
pub(crate) use as_they_are;

as_they_are! { ShowText, __prompt_text:
    [T: Text + ?Sized] T, &&&&&&Shown<'a, T>;
    // A number or a `bool` is no text, though it has a `Display`.
    [T: ToNumber + ?Sized] T, &&&&&Shown<'a, T>;
    [T: Boolean + ?Sized] T, &&&&Shown<'a, T>;
    [T: ?Sized] T, Shown<'a, T>;
}

as_they_are! { ShowScalar, __prompt_scalar:
    [T: ToScalar + ?Sized] T, &&&&&Shown<'a, T>;
    [T: ?Sized] T, Shown<'a, T>;
}

impl<'a, T: Text + ?Sized> ShowScalar for &&&&Shown<'a, T> {
    type Shown = &'a str;

    #[inline]
    fn __prompt_scalar(self) -> &'a str {
        self.value.as_text()
    }
}

impl<'a, T: Text> ShowScalar for &&&&Shown<'a, Option<T>> {
    type Shown = &'a Option<String>;

    fn __prompt_scalar(self) -> &'a Option<String> {
        let text = self.value.as_ref().map(|text| text.as_text().into());
        self.arena.keep_option(text)
    }
}

impl<'a, T: Display + ?Sized> ShowText for &&Shown<'a, T> {
    type Shown = &'a str;

    fn __prompt_text(self) -> &'a str {
        self.arena.keep(self.value.to_string())
    }
}

impl<'a, T: Display + ?Sized> ShowScalar for &&Shown<'a, T> {
    type Shown = &'a str;

    fn __prompt_scalar(self) -> &'a str {
        self.arena.keep(self.value.to_string())
    }
}

impl<'a, T: Display> ShowScalar for &&&Shown<'a, Option<T>> {
    type Shown = &'a Option<String>;

    fn __prompt_scalar(self) -> &'a Option<String> {
        let text = self.value.as_ref().map(ToString::to_string);
        self.arena.keep_option(text)
    }
}

/// Paths. They have no `Display`, because they need not be UTF-8.
#[cfg(feature = "std")]
mod paths {
    use std::path::Path;

    use super::{ShowScalar, ShowText, Shown};

    impl<'a, T: AsRef<Path> + ?Sized> ShowText for &Shown<'a, T> {
        type Shown = &'a str;

        fn __prompt_text(self) -> &'a str {
            let path = self.value.as_ref().to_string_lossy();
            self.arena.keep(path.into_owned())
        }
    }

    impl<'a, T: AsRef<Path> + ?Sized> ShowScalar for &Shown<'a, T> {
        type Shown = &'a str;

        fn __prompt_scalar(self) -> &'a str {
            let path = self.value.as_ref().to_string_lossy();
            self.arena.keep(path.into_owned())
        }
    }
}
