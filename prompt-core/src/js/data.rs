use alloc::borrow::Cow;
use alloc::string::String;
use core::slice;

use super::{Json, View};

/// A value of an input, or a part of one: a reference to data, however it is stored.
pub trait Data<'a>: Copy {
    /// A value that does not exist.
    const NULL: Self;

    /// The items of a list, or the values of an object with their keys.
    type Parts: Iterator<Item = (Option<&'a str>, Self)>;

    /// Returns what the value is.
    fn view(self) -> View<'a>;

    /// Returns the value of a key of an object, or `NULL`.
    #[must_use]
    fn field(self, name: &str) -> Self;

    /// Returns the value of a key of an object, or `NULL`. The key is the one at a position of a list.
    #[must_use]
    fn named(self, position: usize, names: &[String]) -> Self {
        names
            .get(position)
            .map_or(Self::NULL, |name| self.field(name))
    }

    /// Returns the text of a value that is one.
    fn as_text(self) -> Option<&'a str> {
        match self.view() {
            View::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns an item of a list, or `NULL`.
    #[must_use]
    fn item(self, index: usize) -> Self;

    /// Returns the items of a list, or the values of an object. Other values have no parts.
    fn parts(self) -> Self::Parts;

    /// Returns the value as JSON.
    fn to_json(self) -> Cow<'a, Json>;

    /// Returns the item of a list, or the value of a key of an object, or `NULL`.
    #[must_use]
    fn part(self, key: View<'_>) -> Self {
        match key {
            View::Number(index) => index
                .to_index()
                .map_or(Self::NULL, |index| self.item(index)),
            View::Text(name) => self.field(name),
            _ => Self::NULL,
        }
    }
}

impl<'a> Data<'a> for &'a Json {
    const NULL: Self = &Json::Null;

    type Parts = Parts<'a>;

    fn view(self) -> View<'a> {
        self.view()
    }

    fn field(self, name: &str) -> Self {
        self.field(name)
    }

    fn item(self, index: usize) -> Self {
        self.item(index)
    }

    fn parts(self) -> Parts<'a> {
        match self {
            Json::List(items) => Parts::Items(items.iter()),
            Json::Object(entries) => Parts::Entries(entries.iter()),
            _ => Parts::Items([].iter()),
        }
    }

    fn to_json(self) -> Cow<'a, Json> {
        Cow::Borrowed(self)
    }
}

/// The parts of a JSON value.
#[derive(Debug)]
pub enum Parts<'a> {
    Items(slice::Iter<'a, Json>),
    Entries(slice::Iter<'a, (String, Json)>),
}

impl<'a> Iterator for Parts<'a> {
    type Item = (Option<&'a str>, &'a Json);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Items(items) => items.next().map(|item| (None, item)),
            Self::Entries(entries) => entries
                .next()
                .map(|(key, value)| (Some(key.as_str()), value)),
        }
    }
}
