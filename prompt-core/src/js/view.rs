use alloc::string::String;

use super::{Digits, Number};

/// What a value is, however it is stored. Of a list and an object, it is the length.
#[derive(Debug, Clone, Copy)]
pub enum View<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(&'a str),
    List(usize),
    Object(usize),
}

impl View<'_> {
    /// Returns whether `{{#if}}` passes: the value is none of null, false, zero, NaN and empty.
    #[inline]
    #[must_use]
    pub fn is_true(self) -> bool {
        match self {
            Self::Number(number) => number.is_true(),
            value => value.is_given(),
        }
    }

    /// Returns whether `{{#with}}` passes: as [`is_true`](Self::is_true), but zero passes.
    #[inline]
    #[must_use]
    pub fn is_given(self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => value,
            Self::Number(number) => number.is_given(),
            Self::Text(text) => !text.is_empty(),
            Self::List(length) => length > 0,
            Self::Object(_) => true,
        }
    }

    /// Appends the value as a tag prints it. Null prints nothing, and so do lists and objects,
    /// which the build script refuses.
    #[inline]
    pub fn print(self, text: &mut String) {
        match self {
            Self::Text(value) => text.push_str(value),
            Self::Bool(value) => text.push_str(if value { "true" } else { "false" }),
            Self::Number(number) => print_number(number, text),
            Self::Null | Self::List(_) | Self::Object(_) => {}
        }
    }

    /// Returns the kind of the value, as messages name it.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "a mapping",
        }
    }
}

#[inline(never)]
fn print_number(number: Number, text: &mut String) {
    text.push_str(&Digits::of(number));
}
