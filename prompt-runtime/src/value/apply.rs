//! Functions that the macros call so that a wrong type gives exactly one error.

use super::{List, Map};

/// Returns the items of a list. The lifetime is an argument of the function, so that the function
/// can be passed as a value.
#[doc(hidden)]
#[inline]
pub fn items<'a, T: List + ?Sized + 'a>(list: &'a T) -> T::Items<'a> {
    list.items()
}

/// Returns the entries of a map.
#[doc(hidden)]
#[inline]
pub fn entries<'a, T: Map + ?Sized + 'a>(map: &'a T) -> T::Entries<'a> {
    map.entries()
}

/// Calls a function. The function is an argument, so that the compiler reports a wrong type once.
#[doc(hidden)]
#[inline]
pub fn apply<'a, T: ?Sized, R>(value: &'a T, function: fn(&'a T) -> R) -> R {
    function(value)
}

/// Calls a function if there is a value.
#[doc(hidden)]
#[inline]
pub fn apply_to_option<'a, T: ?Sized, R>(
    value: Option<&'a T>,
    function: fn(&'a T) -> R,
) -> Option<R> {
    value.map(function)
}
