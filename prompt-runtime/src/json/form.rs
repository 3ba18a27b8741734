//! The form in which a value is printed, by its type in the schema: a map is an object, also where
//! it is passed as a slice of pairs.

use core::marker::PhantomData;

/// The form that a value's own `Serialize` gives it.
#[doc(hidden)]
#[derive(Debug)]
pub struct AsItIs;

/// An object with the entries of a map.
#[doc(hidden)]
#[derive(Debug)]
pub struct AsObject<F>(PhantomData<F>);

/// A list of items in a form.
#[doc(hidden)]
#[derive(Debug)]
pub struct AsList<F>(PhantomData<F>);

/// A value in a form, or `null`.
#[doc(hidden)]
#[derive(Debug)]
pub struct OrNull<F>(PhantomData<F>);
