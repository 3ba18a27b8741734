//! Values where there may be none: an `Option`, or the value itself.

/// A reference to what a call passes for an input that may be left out.
#[doc(hidden)]
pub struct Given<T>(pub T);

/// What is not an `Option` is always there. An inherent method comes before this one, and `Option`s have one.
#[doc(hidden)]
pub trait Always {
    /// What is there.
    type Value;

    /// It.
    fn option(self) -> Option<Self::Value>;
}

impl<'a, T: ?Sized> Always for Given<&'a T> {
    type Value = &'a T;

    #[inline]
    fn option(self) -> Option<&'a T> {
        Some(self.0)
    }
}

impl<'a, T> Given<&'a Option<T>> {
    /// What is there, if anything.
    #[inline]
    #[must_use]
    pub fn option(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

impl<'a, T> Given<&'a &Option<T>> {
    /// What is there, if anything.
    #[inline]
    #[must_use]
    pub fn option(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}
