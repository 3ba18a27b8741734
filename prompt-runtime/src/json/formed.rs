//! Prints values in their forms.

use alloc::collections::BTreeSet;
use alloc::string::String;
use core::marker::PhantomData;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::form::{AsItIs, AsList, AsObject, OrNull};
use super::{ToJson, print};
use crate::{List, Map};

/// Converts a value to JSON in a form, as [`json`](super::json) does.
#[doc(hidden)]
#[must_use]
pub fn json_as<F: JsonForm<T>, T: ?Sized>(value: &T, indent: usize) -> String {
    print::print(&Formed::<F, T>::new(value), indent)
}

/// A form in which values of a type can be printed.
#[doc(hidden)]
pub trait JsonForm<T: ?Sized> {
    /// Serializes a value in this form.
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: ToJson + ?Sized> JsonForm<T> for AsItIs {
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize_to(serializer)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Map + ?Sized, F: JsonForm<T::Value>> JsonForm<T> for AsObject<F> {
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        let mut known = BTreeSet::new();
        for (key, value) in value.entries() {
            // Of two entries with the same key, the first counts, as in a prompt.
            if !known.contains(&key) {
                object.serialize_entry(&*key, &Formed::<F, _>::new(value))?;
                known.insert(key);
            }
        }
        object.end()
    }
}

#[diagnostic::do_not_recommend]
impl<T: List + ?Sized, F: JsonForm<T::Item>> JsonForm<T> for AsList<F> {
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        let items = value.items();
        let mut list = serializer.serialize_seq(Some(items.len()))?;
        for item in items {
            list.serialize_element(&Formed::<F, _>::new(item))?;
        }
        list.end()
    }
}

#[diagnostic::do_not_recommend]
impl<T, F: JsonForm<T>> JsonForm<Option<T>> for OrNull<F> {
    fn serialize<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => F::serialize(value, serializer),
            None => serializer.serialize_unit(),
        }
    }
}

/// A value that is serialized in a form.
struct Formed<'a, F, T: ?Sized> {
    value: &'a T,
    form: PhantomData<F>,
}

impl<'a, F, T: ?Sized> Formed<'a, F, T> {
    fn new(value: &'a T) -> Self {
        Self {
            value,
            form: PhantomData,
        }
    }
}

impl<F: JsonForm<T>, T: ?Sized> Serialize for Formed<'_, F, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        F::serialize(self.value, serializer)
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::vec::Vec;

    use super::*;

    type Limits = AsObject<AsItIs>;

    #[test]
    fn a_map_is_an_object_however_it_is_passed() {
        let pairs = [("seats", 3), ("api", 1), ("seats", 4)];
        assert_eq!(json_as::<Limits, _>(&pairs, 0), r#"{"seats":3,"api":1}"#);
        assert_eq!(
            json_as::<Limits, _>(&&pairs[..1], 2),
            "{\n  \"seats\": 3\n}"
        );
        let map = BTreeMap::from([("seats", 3), ("api", 1)]);
        assert_eq!(json_as::<Limits, _>(&map, 0), r#"{"api":1,"seats":3}"#);
        assert_eq!(json_as::<Limits, _>(&Vec::<(&str, i32)>::new(), 2), "{}");
    }

    #[test]
    fn maps_in_lists_maps_and_options_are_objects() {
        let lists = [("a", [[("b", 1)]])];
        assert_eq!(
            json_as::<AsObject<AsList<Limits>>, _>(&lists, 0),
            r#"{"a":[{"b":1}]}"#
        );
        let given = Some(&[("b", 1)]);
        assert_eq!(json_as::<OrNull<Limits>, _>(&given, 0), r#"{"b":1}"#);
        let none = None::<&[(&str, i32)]>;
        assert_eq!(json_as::<OrNull<Limits>, _>(&none, 0), "null");
    }
}
