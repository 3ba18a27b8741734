use core::fmt;

/// Returns a value that is passed as the text which its `Display` prints.
///
/// A type with `Display` is a text already, unless it is a number or a `bool`: pass `display(&value)`
/// where an input is a text and the value is one of these.
///
/// ```
/// use prompt_runtime::display;
///
/// let order_number = 4711;
/// assert_eq!(display(&order_number).to_string(), "4711");
/// ```
///
/// A field can have it as its type: see [`Displayed`].
pub const fn display<T: fmt::Display>(value: T) -> Displayed<T> {
    Displayed(value)
}

/// A value that is passed as the text which its `Display` prints. [`display`] makes one.
///
/// ```
/// use prompt_runtime::{Displayed, display};
///
/// struct OrderView<'a> {
///     number: Displayed<u64>,
///     customer: &'a str,
/// }
///
/// let order = OrderView { number: display(4711), customer: "Mara Lindqvist" };
/// assert_eq!(order.number.to_string(), "4711");
/// # let _ = order.customer;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Displayed<T>(T);

impl<T> Displayed<T> {
    /// Consumes the wrapper and returns the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: fmt::Display> fmt::Display for Displayed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> From<T> for Displayed<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// `{{json …}}` prints a string.
#[cfg(feature = "json")]
impl<T: fmt::Display> serde::Serialize for Displayed<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
