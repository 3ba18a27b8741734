use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque, btree_map, btree_set, vec_deque};
use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Deref;
use core::{iter, slice};

use super::Key;

/// A value with items, for inputs of the type `array`: slices, arrays, `Vec` and the like.
///
/// A rendering goes through a list twice, to measure and to write. An iterator is therefore not a
/// list: `collect` it into a `Vec`. A `HashSet` has no order, and the prompt would differ from run to
/// run: `collect` it into a `BTreeSet`.
///
/// ```
/// use std::collections::{BTreeSet, HashSet};
///
/// use prompt_runtime::List;
///
/// let plans = HashSet::from(["team", "basic"]);
/// let sorted = plans.iter().collect::<BTreeSet<_>>();
/// assert!(sorted.items().eq([&&"basic", &&"team"]));
/// ```
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a list for this input, found `{Self}`",
    label = "expected a slice, an array, a `Vec`, or another type that is `prompt_runtime::List`",
    note = "for an iterator, which is gone through only once: `collect` it into a `Vec`",
    note = "for a `HashSet`, which has no order: `collect` it into a `BTreeSet`"
)]
pub trait List {
    /// The type of the items.
    type Item;

    /// The iterator over the items.
    type Items<'a>: ExactSizeIterator<Item = &'a Self::Item> + Clone
    where
        Self: 'a;

    /// Returns an iterator over the items, in order.
    fn items(&self) -> Self::Items<'_>;
}

/// A value with entries, for inputs that are objects with any keys: `BTreeMap` and slices of pairs.
///
/// A key is a text or an integer. A `HashMap` has no order, and is not a map: `collect` it into a
/// `BTreeMap`.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use prompt_runtime::Map;
///
/// let limits = [("seats", 25), ("projects", 100)];
/// assert_eq!(limits.value("seats"), Some(&25));
///
/// let seats_by_floor = BTreeMap::from([(2, 40), (10, 25)]);
/// assert_eq!(seats_by_floor.value("10"), Some(&25));
/// ```
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected keys and values for this input, found `{Self}`",
    label = "expected a `BTreeMap`, a slice of pairs, or another type that is `prompt_runtime::Map`",
    note = "a `HashMap` has no order: `collect` it into a `BTreeMap`"
)]
pub trait Map {
    /// The text of a key: `&'a str`, or another type that derefs to `str`.
    type Key<'a>: Deref<Target = str> + Ord
    where
        Self: 'a;

    /// The type of the values.
    type Value;

    /// The iterator over the entries.
    type Entries<'a>: ExactSizeIterator<Item = (Self::Key<'a>, &'a Self::Value)> + Clone
    where
        Self: 'a;

    /// Returns an iterator over the entries, in order.
    fn entries(&self) -> Self::Entries<'_>;

    /// Returns the value of a key. The first entry with the key counts.
    fn value(&self, key: &str) -> Option<&Self::Value> {
        self.entries()
            .find(|(known, _)| **known == *key)
            .map(|(_, value)| value)
    }
}

/// Implements `List` by the type's own iterator.
macro_rules! lists {
    ($([$($generics:tt)*] $list:ty => $items:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, $($generics)*> List for $list {
            type Item = T;

            type Items<'a>
                = $items
            where
                Self: 'a;

            #[inline]
            fn items(&self) -> Self::Items<'_> {
                self.iter()
            }
        }
    )*};
}

lists! {
    [] [T] => slice::Iter<'a, T>,
    [const N: usize] [T; N] => slice::Iter<'a, T>,
    [] Vec<T> => slice::Iter<'a, T>,
    [] VecDeque<T> => vec_deque::Iter<'a, T>,
    [] BTreeSet<T> => btree_set::Iter<'a, T>,
}

/// Implements the traits for pointers, by the value that they point at.
macro_rules! pointers {
    ($([$($bound:tt)*] $pointer:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: List + $($bound)* ?Sized> List for $pointer {
            type Item = T::Item;
            type Items<'a>
                = T::Items<'a>
            where
                Self: 'a;

            #[inline]
            fn items(&self) -> Self::Items<'_> {
                (**self).items()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Map + $($bound)* ?Sized> Map for $pointer {
            type Key<'a>
                = T::Key<'a>
            where
                Self: 'a;

            type Value = T::Value;

            type Entries<'a>
                = T::Entries<'a>
            where
                Self: 'a;

            #[inline]
            fn entries(&self) -> Self::Entries<'_> {
                (**self).entries()
            }
        }
    )*};
}

pointers!([] &T, [] &mut T, [] Box<T>, [] Rc<T>, [] Arc<T>, [ToOwned +] Cow<'_, T>);

/// Implements `Map` for types whose keys are texts or integers.
macro_rules! maps {
    ($([$($generics:tt)*] $map:ty => $iter:ty, $entry:ty, $entries:ident);* $(;)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<K: Key, V, $($generics)*> Map for $map {
            type Key<'a>
                = K::Shown<'a>
            where
                Self: 'a;

            type Value = V;

            type Entries<'a>
                = iter::Map<$iter, fn($entry) -> (K::Shown<'a>, &'a V)>
            where
                Self: 'a;

            #[inline]
            fn entries(&self) -> Self::Entries<'_> {
                self.iter().map($entries)
            }
        }
    )*};
}

maps! {
    [] BTreeMap<K, V> => btree_map::Iter<'a, K, V>, (&'a K, &'a V), entry;
    [] [(K, V)] => slice::Iter<'a, (K, V)>, &'a (K, V), pair;
    [const N: usize] [(K, V); N] => slice::Iter<'a, (K, V)>, &'a (K, V), pair;
    [] Vec<(K, V)> => slice::Iter<'a, (K, V)>, &'a (K, V), pair;
}

fn entry<'a, K: Key, V>((key, value): (&'a K, &'a V)) -> (K::Shown<'a>, &'a V) {
    (key.to_key(), value)
}

fn pair<K: Key, V>((key, value): &(K, V)) -> (K::Shown<'_>, &V) {
    (key.to_key(), value)
}
