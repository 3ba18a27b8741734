use alloc::string::String;
use core::mem;

/// A text that was measured before it is written, and so has no need to grow.
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
    /// all that it is in memory; that this one is given away to grow lets the compiler keep it in registers.
    #[inline]
    pub fn push_str(&mut self, piece: &str) {
        if self.0.capacity() - self.0.len() < piece.len() {
            self.0 = grown(mem::take(&mut self.0), piece.len());
        }
        self.0.push_str(piece);
    }

    #[inline]
    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

/// A value is longer than when it was measured: a type of the user's own breaks the rule of `Text`, or serialises
/// differently each time.
#[cold]
#[inline(never)]
fn grown(mut text: String, more: usize) -> String {
    text.reserve(more);
    text
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
    fn what_does_not_fit_is_written_all_the_same() {
        let mut text = Measured::with_capacity(3);
        for piece in ["ab", "cde", "f"] {
            text.push_str(piece);
        }
        assert_eq!(text.into_string(), "abcdef");
    }
}
