//! How a value becomes a text: as it is, or as it prints itself.
//!
//! An expansion writes `text(…).__prompt_text()`, and the compiler looks for the method in one stage
//! after the other: each is the `Deref` of the one before, and has the method for the types of one
//! trait. So a type with `Text` is never printed by its `Display`, and a type that fits none stays
//! as it is: the error is then about the trait that the input needs.
//!
//! Most values are texts. The first stage of `text` has them, so that a call with such a value takes
//! no more code than one function.

#![expect(clippy::ref_option, reason = "an `Option` is a value of a call")]

use alloc::string::{String, ToString};
use core::fmt::Display;
use core::ops::Deref;

use super::{Boolean, Text, TextArena, ToNumber, ToScalar};

/// A value that no stage knows.
#[doc(hidden)]
pub struct Shown<'a, T: ?Sized>(&'a T);

impl<T: ?Sized> Copy for Shown<'_, T> {}

impl<T: ?Sized> Clone for Shown<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<'a, T: ?Sized> Shown<'a, T> {
    #[inline]
    pub(crate) fn value(self) -> &'a T {
        self.0
    }
}

/// Defines stages, each with the one that the compiler turns to next.
macro_rules! stages {
    ($($stage:ident, then $next:ident;)*) => {$(
        #[doc(hidden)]
        pub struct $stage<'a, T: ?Sized>($next<'a, T>);

        impl<T: ?Sized> Copy for $stage<'_, T> {}

        impl<T: ?Sized> Clone for $stage<'_, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<'a, T: ?Sized> Deref for $stage<'a, T> {
            type Target = $next<'a, T>;

            #[inline]
            fn deref(&self) -> &$next<'a, T> {
                &self.0
            }
        }

        impl<'a, T: ?Sized> From<&'a T> for $stage<'a, T> {
            #[inline]
            fn from(value: &'a T) -> Self {
                Self(value.into())
            }
        }
    )*};
}

stages! {
    Jsons, then Scalars;
    Scalars, then Texts;
    Texts, then Lists;
    Lists, then Maps;
    Maps, then Numbers;
    // A number, a `bool` or a JSON value is no text, though it has a `Display`.
    Numbers, then Booleans;
    Booleans, then JsonTexts;
    JsonTexts, then Options;
    Options, then Displays;
    Displays, then Paths;
    Paths, then PathOptions;
    PathOptions, then Shown;
}

// The forms of values of which all is to be known: see [`whole`](super::whole).
#[cfg(any(feature = "sample", feature = "tracing"))]
stages! {
    Wholes, then ScalarLists;
    ScalarLists, then TextLists;
    TextLists, then DisplayLists;
    DisplayLists, then Jsons;
}

impl<'a, T: ?Sized> From<&'a T> for Shown<'a, T> {
    #[inline]
    fn from(value: &'a T) -> Self {
        Self(value)
    }
}

/// Makes a value that is to be a text.
#[doc(hidden)]
#[inline]
pub fn text<T: ?Sized>(value: &T) -> Texts<'_, T> {
    value.into()
}

/// Makes a value that is to be printed, whatever it is.
#[doc(hidden)]
#[inline]
pub fn scalar<T: ?Sized>(value: &T) -> Scalars<'_, T> {
    value.into()
}

/// Makes a value of which a condition is to know something.
#[doc(hidden)]
#[inline]
pub fn tested<T: ?Sized>(value: &T) -> Jsons<'_, T> {
    value.into()
}

/// Implements the forms of values that stay as they are. What they are is checked by the function
/// that takes the form.
macro_rules! as_they_are {
    ($($form:ident: [$($generics:tt)*] $stage:ident;)*) => {$(
        impl<'a, $($generics)*> $stage<'a, T> {
            #[inline]
            pub fn $form(self, _: &'a TextArena) -> &'a T {
                self.value()
            }
        }
    )*};
}
#[cfg(feature = "json")]
pub(crate) use as_they_are;

/// Implements the methods for values that print themselves.
macro_rules! as_they_print {
    ($([$($generics:tt)*] $stage:ident: |$value:ident| $text:expr;)*) => {$(
        impl<'a, $($generics)*> $stage<'a, T> {
            pub fn __prompt_text(self) -> String {
                let $value = self.value();
                $text
            }

            pub fn __prompt_text_form(self, arena: &'a TextArena) -> &'a str {
                arena.keep(self.__prompt_text())
            }

            pub fn __prompt_scalar_form(self, arena: &'a TextArena) -> &'a str {
                arena.keep(self.__prompt_text())
            }
        }
    )*};
}

as_they_are! {
    __prompt_text_form: [T: Text + ?Sized] Texts;
    __prompt_text_form: [T: ToNumber + ?Sized] Numbers;
    __prompt_text_form: [T: Boolean + ?Sized] Booleans;
    __prompt_text_form: [T: ?Sized] Shown;
    __prompt_scalar_form: [T: ToScalar + ?Sized] Scalars;
    __prompt_scalar_form: [T: ?Sized] Shown;
}

as_they_print! {
    [T: Display + ?Sized] Displays: |value| value.to_string();
}

// Paths have no `Display`, because they need not be UTF-8.
#[cfg(feature = "std")]
as_they_print! {
    [T: AsRef<std::path::Path> + ?Sized] Paths: |path| path.as_ref().to_string_lossy().into_owned();
}

impl<'a, T: Text + ?Sized> Texts<'a, T> {
    #[inline]
    pub fn __prompt_scalar_form(self, _: &'a TextArena) -> &'a str {
        self.value().as_text()
    }
}

/// Implements the form of an `Option`, and of a reference to one.
macro_rules! options {
    ($([$($generics:tt)*] $stage:ident: |$value:ident| $text:expr;)*) => {$(
        impl<'a, $($generics)*> $stage<'a, Option<T>> {
            pub fn __prompt_scalar_form(self, arena: &'a TextArena) -> &'a Option<String> {
                arena.keep_option(self.value().as_ref().map(|$value| $text))
            }
        }

        impl<'a, $($generics)*> $stage<'a, &Option<T>> {
            pub fn __prompt_scalar_form(self, arena: &'a TextArena) -> &'a Option<String> {
                $stage::from(*self.value()).__prompt_scalar_form(arena)
            }
        }
    )*};
}

options! {
    [T: Text] Texts: |text| text.as_text().into();
    [T: Display] Options: |value| value.to_string();
}

#[cfg(feature = "std")]
options! {
    [T: AsRef<std::path::Path>] PathOptions: |path| path.as_ref().to_string_lossy().into_owned();
}

// These are written out: of a bound that a macro makes, the compiler's message would say so.

impl<'a, T: Text + ?Sized> Texts<'a, T> {
    #[inline]
    pub fn __prompt_text(self) -> &'a str {
        self.value().as_text()
    }
}

impl<'a, T: ToNumber + ?Sized> Numbers<'a, T> {
    pub fn __prompt_text(self) -> &'a str
    where
        T: Text,
    {
        self.value().as_text()
    }
}

impl<'a, T: Boolean + ?Sized> Booleans<'a, T> {
    pub fn __prompt_text(self) -> &'a str
    where
        T: Text,
    {
        self.value().as_text()
    }
}

impl<'a, T: ?Sized> Shown<'a, T> {
    pub fn __prompt_text(self) -> &'a str
    where
        T: Text,
    {
        self.value().as_text()
    }
}
