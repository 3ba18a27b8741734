use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::sync::Arc;

/// A value that is a text, for inputs of the types `string` and `enum`.
///
/// A type that has a `Display` serves without this trait: a call prints it into a text of its own.
/// Implement the trait for a type whose text is there already, so that nothing is allocated, or for
/// one whose text in a prompt differs from its `Display`.
///
/// A rendering may call [`as_text`](Self::as_text) twice, to measure and to write.
///
/// ```
/// use prompt_runtime::Text;
///
/// enum Severity {
///     Minor,
///     Major,
/// }
///
/// impl Text for Severity {
///     fn as_text(&self) -> &str {
///         match self {
///             Self::Minor => "SEV3",
///             Self::Major => "SEV1",
///         }
///     }
/// }
///
/// assert_eq!(Severity::Major.as_text(), "SEV1");
/// # let _ = Severity::Minor;
/// ```
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a text for this input, found `{Self}`",
    label = "expected `&str`, `String`, or another type that is `prompt_runtime::Text` or `Display`",
    note = "for a type of your own: implement `Display`; for a number: pass `prompt_runtime::display(&number)`",
    note = "an input that may be an `Option` has a `?` after its name in the schema"
)]
pub trait Text {
    /// Returns the text.
    fn as_text(&self) -> &str;
}

impl Text for str {
    #[inline]
    fn as_text(&self) -> &str {
        self
    }
}

impl Text for String {
    #[inline]
    fn as_text(&self) -> &str {
        self
    }
}

/// Implements the trait for pointers, by the value that they point at.
macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Text + ?Sized> Text for $pointer {
            #[inline]
            fn as_text(&self) -> &str {
                (**self).as_text()
            }
        }
    )*};
}

pointers!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

#[diagnostic::do_not_recommend]
impl<T: Text + ToOwned + ?Sized> Text for Cow<'_, T> {
    #[inline]
    fn as_text(&self) -> &str {
        (**self).as_text()
    }
}
