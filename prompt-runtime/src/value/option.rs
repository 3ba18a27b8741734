//! Values where there may be none: an `Option`, or the value itself.

/// A reference to what a call passes for an input that may be left out.
///
/// Which of the two traits below its method is of, the compiler finds out: the first, where it fits
/// without a reference, or else the second.
#[doc(hidden)]
pub struct Given<T>(pub T);

/// What is an `Option`, or a reference to one.
#[doc(hidden)]
pub trait Perhaps {
    /// A reference to what may be there.
    type Value;

    /// What is there, if anything.
    fn prompt_option(self) -> Option<Self::Value>;
}

impl<'a, T> Perhaps for Given<&'a Option<T>> {
    type Value = &'a T;

    #[inline]
    fn prompt_option(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

impl<'a, T> Perhaps for Given<&'a &Option<T>> {
    type Value = &'a T;

    #[inline]
    fn prompt_option(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

/// What is no `Option` is always there.
#[doc(hidden)]
pub trait Always {
    /// A reference to what is there.
    type Value;

    /// What is there.
    fn prompt_option(self) -> Option<Self::Value>;
}

impl<'a, T: ?Sized> Always for &Given<&'a T> {
    type Value = &'a T;

    #[inline]
    fn prompt_option(self) -> Option<&'a T> {
        Some(self.0)
    }
}
