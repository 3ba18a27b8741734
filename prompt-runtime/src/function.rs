//! The functions of expressions, as the code of `prompt!` calls them: `(upper name)`.
//!
//! They have the values that [`prompt_core::program::Function`] gives for inputs that are data.

use alloc::string::String;
use core::cmp::Ordering;
use core::ops::Deref;

use prompt_core::text;

use crate::value::Printed;
use crate::{Number, Scalar};

/// A value that an expression makes: a single value that is passed, or a new text.
pub enum Made<'a> {
    /// A value that is passed, with the text that is printed of it.
    Passed(Scalar<'a>, Printed<'a>),
    /// A new text.
    Text(String),
}

impl<'a> Made<'a> {
    /// Wraps a value that is passed.
    #[must_use]
    pub fn passed(scalar: Scalar<'a>) -> Self {
        Self::Passed(scalar, scalar.printed())
    }

    /// Returns a value that is passed, or the other one in place of nothing.
    #[must_use]
    pub fn or(scalar: Scalar<'a>, other: Self) -> Self {
        if scalar == Scalar::Nothing {
            other
        } else {
            Self::passed(scalar)
        }
    }

    /// Returns the value, or the other one in place of nothing.
    #[must_use]
    pub fn or_made(self, other: Self) -> Self {
        if self.scalar() == Scalar::Nothing {
            other
        } else {
            self
        }
    }

    /// Returns the value.
    #[must_use]
    pub fn scalar(&self) -> Scalar<'_> {
        match self {
            Self::Passed(scalar, _) => *scalar,
            Self::Text(text) => Scalar::Text(text),
        }
    }

    /// Returns the length of the text, in bytes. It is an inherent method: it takes precedence over
    /// any trait in the user's scope.
    #[must_use]
    pub fn len(&self) -> usize {
        (**self).len()
    }

    /// Returns whether the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}

/// Returns the text that is printed.
impl Deref for Made<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Passed(_, printed) => printed,
            Self::Text(text) => text,
        }
    }
}

/// Returns the text in upper case.
#[must_use]
pub fn upper<'a>(text: &str) -> Made<'a> {
    Made::Text(text.to_uppercase())
}

/// Returns the text in lower case.
#[must_use]
pub fn lower<'a>(text: &str) -> Made<'a> {
    Made::Text(text.to_lowercase())
}

/// Returns a text without the whitespace at its ends.
#[must_use]
pub fn trimmed<'a>(text: &str) -> Made<'a> {
    Made::Text(text::trim(text).into())
}

/// Returns the texts, one after the other.
#[must_use]
pub fn concat<'a>(texts: &[&str]) -> Made<'a> {
    Made::Text(texts.concat())
}

/// A text that grows by items and what stands between them.
#[derive(Debug)]
pub struct Joined<'a> {
    text: String,
    separator: &'a str,
    is_empty: bool,
}

impl Joined<'_> {
    /// Appends an item.
    pub fn push(&mut self, item: &str) {
        if !self.is_empty {
            self.text.push_str(self.separator);
        }
        self.is_empty = false;
        self.text.push_str(item);
    }
}

/// Joins the items that `add` pushes.
pub fn join<'a>(separator: &str, add: impl FnOnce(&mut Joined<'_>)) -> Made<'a> {
    let mut joined = Joined {
        text: String::new(),
        separator,
        is_empty: true,
    };
    add(&mut joined);
    Made::Text(joined.text)
}

/// Returns the number of characters of a text. Any other value has none.
#[must_use]
pub fn length(value: Scalar<'_>) -> usize {
    match value {
        Scalar::Text(text) => text::length(text),
        _ => 0,
    }
}

/// Returns whether a text contains another one.
#[must_use]
pub fn contains(text: Scalar<'_>, part: Scalar<'_>) -> bool {
    match (text, part) {
        (Scalar::Text(text), Scalar::Text(part)) => text.contains(part),
        _ => false,
    }
}

/// Returns whether the order of two numbers is met. Values that are no numbers have no order.
#[must_use]
pub fn ordered(a: Scalar<'_>, b: Scalar<'_>, is_met: fn(Ordering) -> bool) -> bool {
    match (a, b) {
        (Scalar::Number(a), Scalar::Number(b)) => a.partial_cmp(&b).is_some_and(is_met),
        _ => false,
    }
}

/// Returns a number plus one. Any other value is nothing.
#[must_use]
pub fn inc<'a>(value: Scalar<'_>) -> Scalar<'a> {
    match value {
        Scalar::Number(number) => Scalar::Number(number.successor()),
        _ => Scalar::Nothing,
    }
}

/// Returns the index that a key of a list is.
#[must_use]
pub fn index(key: Scalar<'_>) -> Option<usize> {
    match key {
        Scalar::Number(number) => number.to_index(),
        _ => None,
    }
}

/// Returns the text that a key of a map is.
#[must_use]
pub fn key(key: Scalar<'_>) -> Option<&str> {
    match key {
        Scalar::Text(text) => Some(text),
        _ => None,
    }
}

/// Converts a length.
#[must_use]
pub fn number(length: usize) -> Number {
    Number::from(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_made_is_printed_as_what_it_is() {
        let (text, number) = (Scalar::Text("a"), Scalar::Number(3.into()));
        assert_eq!(&*Made::or(text, upper("b")), "a");
        assert_eq!(&*Made::or(number, upper("b")), "3");
        assert_eq!(Made::or(number, upper("b")).scalar(), number);
        assert_eq!(
            Made::or(Scalar::Nothing, upper("b")).scalar(),
            Scalar::Text("B")
        );
    }

    #[test]
    fn items_are_joined() {
        let joined = |items: &[&str]| {
            let made = join(", ", |joined| {
                for item in items {
                    joined.push(item);
                }
            });
            String::from(&*made)
        };
        assert_eq!(joined(&[]), "");
        assert_eq!(joined(&["", "a", ""]), ", a, ");
    }
}
