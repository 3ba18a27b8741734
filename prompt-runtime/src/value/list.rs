use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::Text;

/// A value with items, for inputs of the type `array`: slices, arrays, `Vec` and their like. A list is gone through
/// twice, to measure and to write, so that an iterator is none: `collect` it.
///
/// ```
/// use prompt_runtime::List;
///
/// assert_eq!(vec!["basic", "team"].items().len(), 2);
/// ```
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a list for this input, found `{Self}`",
    label = "expected a slice, an array, a `Vec`, or another type that is `prompt_runtime::List`",
    note = "an iterator is none, because a list is gone through twice: `collect` it"
)]
pub trait List {
    /// What it is a list of.
    type Item;

    /// The items, in order.
    fn items(&self) -> impl ExactSizeIterator<Item = &Self::Item>;
}

/// A value with entries, for inputs that are objects with any keys: `BTreeMap`, and slices of pairs.
///
/// ```
/// use prompt_runtime::Map;
///
/// let limits = [("seats", 25), ("projects", 100)];
/// assert_eq!(limits.value("seats"), Some(&25));
/// ```
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected keys and values for this input, found `{Self}`",
    label = "expected a `BTreeMap`, a slice of pairs, or another type that is `prompt_runtime::Map`",
    note = "a `HashMap` has no order: `collect` it into a `BTreeMap`"
)]
pub trait Map {
    /// What the keys stand for.
    type Value;

    /// The entries, in order.
    fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &Self::Value)>;

    /// What a key stands for.
    fn value(&self, key: &str) -> Option<&Self::Value> {
        self.entries().find(|(known, _)| *known == key).map(|(_, value)| value)
    }
}

/// Lists whose iterators do all that is needed.
macro_rules! lists {
    ($([$($generics:tt)*] $list:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, $($generics)*> List for $list {
            type Item = T;

            #[inline]
            fn items(&self) -> impl ExactSizeIterator<Item = &T> {
                self.iter()
            }
        }
    )*};
}

lists!([] [T], [const N: usize] [T; N], [] Vec<T>, [] VecDeque<T>, [] BTreeSet<T>);

/// Passes the question on to what is pointed at.
macro_rules! pointers {
    ($([$($bound:tt)*] $pointer:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: List + $($bound)* ?Sized> List for $pointer {
            type Item = T::Item;

            #[inline]
            fn items(&self) -> impl ExactSizeIterator<Item = &T::Item> {
                (**self).items()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Map + $($bound)* ?Sized> Map for $pointer {
            type Value = T::Value;

            #[inline]
            fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &T::Value)> {
                (**self).entries()
            }
        }
    )*};
}

pointers!([] &T, [] &mut T, [] Box<T>, [] Rc<T>, [] Arc<T>, [ToOwned +] Cow<'_, T>);

impl<K: Text, V> Map for BTreeMap<K, V> {
    type Value = V;

    #[inline]
    fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &V)> {
        self.iter().map(|(key, value)| (key.as_text(), value))
    }
}

#[diagnostic::do_not_recommend]
impl<K: Text, V> Map for [(K, V)] {
    type Value = V;

    #[inline]
    fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &V)> {
        self.iter().map(|(key, value)| (key.as_text(), value))
    }
}

#[diagnostic::do_not_recommend]
impl<K: Text, V, const N: usize> Map for [(K, V); N] {
    type Value = V;

    #[inline]
    fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &V)> {
        self.as_slice().entries()
    }
}

#[diagnostic::do_not_recommend]
impl<K: Text, V> Map for Vec<(K, V)> {
    type Value = V;

    #[inline]
    fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &V)> {
        self.as_slice().entries()
    }
}
