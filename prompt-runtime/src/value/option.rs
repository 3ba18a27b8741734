//! Values where there may be none: an `Option`, or the value itself.

/// A reference to what a call passes for an input that may be left out.
///
/// Which of the two traits below its method is of, the compiler finds out: the first, where it fits without a
/// reference, or else the second.
#[doc(hidden)]
pub struct Given<T>(pub T);

/// What is an `Option`, or a reference to one.
#[doc(hidden)]
pub trait Perhaps {
    /// A reference to what may be there.
    type Value;

    /// What is there, if anything.
    fn option(self) -> Option<Self::Value>;
}

impl<'a, T> Perhaps for Given<&'a Option<T>> {
    type Value = &'a T;

    #[inline]
    fn option(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

impl<'a, T> Perhaps for Given<&'a &Option<T>> {
    type Value = &'a T;

    #[inline]
    fn option(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

/// What is no `Option` is always there.
#[doc(hidden)]
pub trait Always {
    /// A reference to what is there.
    type Value;

    /// What is there.
    fn option(self) -> Option<Self::Value>;
}

impl<'a, T: ?Sized> Always for &Given<&'a T> {
    type Value = &'a T;

    #[inline]
    fn option(self) -> Option<&'a T> {
        Some(self.0)
    }
}

/// Calls a function, which stands by itself in the call: so the compiler says once what it does not take.
#[doc(hidden)]
#[inline]
pub fn apply<'a, T: ?Sized, R>(value: &'a T, function: fn(&'a T) -> R) -> R {
    function(value)
}

/// The same where there may be no value.
#[doc(hidden)]
#[inline]
pub fn applied<'a, T: ?Sized, R>(value: Option<&'a T>, function: fn(&'a T) -> R) -> Option<R> {
    value.map(function)
}
