use core::cmp::Ordering;
use core::ops::Deref;

use prompt_core::js::Digits;

use super::{Text, ToNumber};

/// A key of a [`Map`](super::Map): a text or an integer.
///
/// ```
/// use prompt_runtime::Key;
///
/// assert_eq!(&*7_u8.to_key(), "7");
/// assert_eq!(&*"seats".to_key(), "seats");
/// ```
#[diagnostic::on_unimplemented(
    message = "[ill-typed-input] expected a key that is a text or an integer, found `{Self}`",
    label = "expected a text or one of Rust's integers",
    note = "for other keys, `collect` pairs of `key.to_string()` and the value into a `Vec`"
)]
pub trait Key {
    /// The text of the key.
    type Shown<'a>: Deref<Target = str> + Ord
    where
        Self: 'a;

    /// Returns the text of the key.
    fn to_key(&self) -> Self::Shown<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Text> Key for T {
    type Shown<'a>
        = &'a str
    where
        Self: 'a;

    #[inline]
    fn to_key(&self) -> &str {
        self.as_text()
    }
}

/// The digits of an integer that is a key.
#[doc(hidden)]
pub struct KeyDigits(Digits);

impl Deref for KeyDigits {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq for KeyDigits {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for KeyDigits {}

impl PartialOrd for KeyDigits {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for KeyDigits {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Key for $type {
            type Shown<'a> = KeyDigits;

            fn to_key(&self) -> KeyDigits {
                KeyDigits(Digits::of(self.to_number()))
            }
        }
    )*};
}

integers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize
);
