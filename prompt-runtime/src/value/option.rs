//! The values of optional inputs: an `Option`, or the value itself.

/// A reference to the value of an optional input.
///
/// The two traits below have a method of the same name. The compiler takes the first if it applies
/// without a further reference, else the second.
#[doc(hidden)]
pub struct Given<T>(pub T);

/// A reference to an `Option`, or a reference to such a reference.
#[doc(hidden)]
pub trait Perhaps {
    /// A reference to the value in the `Option`.
    type Value;

    /// Returns the value, if there is one.
    fn __prompt_option(self) -> Option<Self::Value>;
}

impl<'a, T> Perhaps for Given<&'a Option<T>> {
    type Value = &'a T;

    #[inline]
    fn __prompt_option(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

impl<'a, T> Perhaps for Given<&'a &Option<T>> {
    type Value = &'a T;

    #[inline]
    fn __prompt_option(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

/// A reference to a value that is no `Option`.
#[doc(hidden)]
pub trait Always {
    /// A reference to the value.
    type Value;

    /// Returns the value.
    fn __prompt_option(self) -> Option<Self::Value>;
}

impl<'a, T: ?Sized> Always for &Given<&'a T> {
    type Value = &'a T;

    #[inline]
    fn __prompt_option(self) -> Option<&'a T> {
        Some(self.0)
    }
}
