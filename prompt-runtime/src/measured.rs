use alloc::string::String;

/// A text that was measured before it is written, and so never grows.
#[doc(hidden)]
pub struct Measured(String);

impl Measured {
    /// An empty text with room for this many bytes.
    #[inline]
    #[must_use]
    pub fn with_capacity(length: usize) -> Self {
        Self(String::with_capacity(length))
    }

    /// Adds a piece, for which there is room. A `String` alone would be ready to grow at each piece, and for that keep
    /// all that it is in memory; a way that does not come back lets the compiler keep it in registers.
    #[inline]
    pub fn push_str(&mut self, piece: &str) {
        if self.0.capacity() - self.0.len() < piece.len() {
            changed();
        }
        self.0.push_str(piece);
    }

    #[inline]
    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

/// A type of the user's own breaks the rule of `Text` or of `List`.
#[cold]
#[inline(never)]
fn changed() -> ! {
    panic!("a value that a prompt was rendered with is longer the second time it is asked for")
}

#[cfg(test)]
mod tests {
    use super::Measured;

    #[test]
    fn what_fits_is_written() {
        let mut text = Measured::with_capacity(3);
        for piece in ["", "a", "bc", ""] {
            text.push_str(piece);
        }
        let text = text.into_string();
        assert_eq!((text.as_str(), text.capacity()), ("abc", 3));
    }

    #[test]
    #[should_panic(expected = "longer the second time")]
    fn what_does_not_fit_is_refused() {
        Measured::with_capacity(3).push_str("abcd");
    }
}
