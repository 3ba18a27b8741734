//! Calls that the macros expand to where a wrong type must give one error, and one only.

use super::{List, Map};

/// The items of a list. The lifetime is an argument of the function, not of its calls, or it could
/// not stand by itself.
#[doc(hidden)]
#[inline]
pub fn items<'a, T: List + ?Sized + 'a>(list: &'a T) -> T::Items<'a> {
    list.items()
}

/// The entries of a map.
#[doc(hidden)]
#[inline]
pub fn entries<'a, T: Map + ?Sized + 'a>(map: &'a T) -> T::Entries<'a> {
    map.entries()
}

/// Calls a function, which stands by itself in the call: so the compiler says once what it does not
/// take.
#[doc(hidden)]
#[inline]
pub fn apply<'a, T: ?Sized, R>(value: &'a T, function: fn(&'a T) -> R) -> R {
    function(value)
}

/// The same where there may be no value.
#[doc(hidden)]
#[inline]
pub fn apply_to_option<'a, T: ?Sized, R>(
    value: Option<&'a T>,
    function: fn(&'a T) -> R,
) -> Option<R> {
    value.map(function)
}
