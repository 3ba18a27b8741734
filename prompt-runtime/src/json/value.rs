//! Values of the crate `serde_json`: single values, lists and maps.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::{iter, slice};
use std::sync::LazyLock;

use serde_json::{Map as Object, Value, map};

use crate::value::{JsonTexts, Jsons, Tested, TextArena, as_they_are, impl_tested};
use crate::{List, Map, Number, Scalar, Text, ToScalar};

/// The entries of a value that is no object.
static NO_ENTRIES: LazyLock<Object<String, Value>> = LazyLock::new(Object::new);

/// An array or an object is nothing, as it is for `{{#if}}` and a tag. `{{json …}}` prints it.
#[diagnostic::do_not_recommend]
impl ToScalar for Value {
    fn to_scalar(&self) -> Scalar<'_> {
        match self {
            Self::Bool(value) => Scalar::Boolean(*value),
            Self::Number(value) => number(value).map_or(Scalar::Nothing, Scalar::Number),
            Self::String(text) => Scalar::Text(text),
            Self::Null | Self::Array(_) | Self::Object(_) => Scalar::Nothing,
        }
    }
}

fn number(number: &serde_json::Number) -> Option<Number> {
    let whole = number.as_i128().map(Number::from);
    whole.or_else(|| number.as_f64().map(Number::from))
}

/// A value that is no array has no items.
#[diagnostic::do_not_recommend]
impl List for Value {
    type Item = Self;
    type Items<'a> = slice::Iter<'a, Self>;

    fn items(&self) -> Self::Items<'_> {
        let items = self.as_array().map(Vec::as_slice);
        items.unwrap_or_default().iter()
    }
}

#[diagnostic::do_not_recommend]
impl Map for Object<String, Value> {
    type Key<'a> = &'a str;
    type Value = Value;
    type Entries<'a> =
        iter::Map<map::Iter<'a>, fn((&'a String, &'a Value)) -> (&'a str, &'a Value)>;

    fn entries(&self) -> Self::Entries<'_> {
        self.iter().map(|(key, value)| (key, value))
    }
}

/// A value that is no object has no entries.
#[diagnostic::do_not_recommend]
impl Map for Value {
    type Key<'a> = &'a str;
    type Value = Self;
    type Entries<'a> = <Object<String, Self> as Map>::Entries<'a>;

    fn entries(&self) -> Self::Entries<'_> {
        self.as_object().unwrap_or(&NO_ENTRIES).entries()
    }
}

/// A `Value`, or a pointer to one.
#[doc(hidden)]
pub trait JsonValue {
    /// Returns the value.
    fn json(&self) -> &Value;
}

impl JsonValue for Value {
    fn json(&self) -> &Value {
        self
    }
}

macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        impl<T: JsonValue + ?Sized> JsonValue for $pointer {
            fn json(&self) -> &Value {
                (**self).json()
            }
        }
    )*};
}

pointers!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

// A condition knows the items of an array, and that an object is one.
impl_tested! {
    [T: JsonValue + ?Sized] Jsons<'a, T>: |value, _arena| tested(value.json());
    [T: JsonValue] Jsons<'a, Option<T>>: |value, _arena| {
        value.as_ref().map_or(Tested::NOTHING, |value| tested(value.json()))
    };
    [T: JsonValue] Jsons<'a, &Option<T>>: |value, arena| Jsons::from(*value).__prompt_tested(arena);
}

fn tested(value: &Value) -> Tested<'_> {
    match value {
        Value::Array(items) => Tested::List(items.len()),
        Value::Object(_) => Tested::Object,
        value => Tested::Single(value.to_scalar()),
    }
}

// A value is no text, though it has a `Display`: that writes a text in quotes, and need not be one.
as_they_are! {
    __prompt_text_form: [T: JsonValue + ?Sized] JsonTexts;
}

impl<'a, T: JsonValue + ?Sized> JsonTexts<'a, T> {
    pub fn __prompt_text(self) -> &'a str
    where
        T: Text,
    {
        self.value().as_text()
    }
}
