use alloc::string::String;

/// A text of known length, which does not grow while it is written.
///
/// A `String` may grow at each piece, so the compiler keeps its pointer, length and capacity in
/// memory. Here a piece without room leaves the rendering, and the three stay in registers.
///
/// Its methods have names that a trait in the user's scope is unlikely to have.
#[doc(hidden)]
pub struct Measured(String);

impl Measured {
    /// Makes an empty text with room for this many bytes.
    #[inline]
    #[must_use]
    pub fn with_capacity(length: usize) -> Self {
        Self(String::with_capacity(length))
    }

    /// Appends a piece that was measured.
    #[inline]
    pub fn __prompt_put(&mut self, piece: &str) {
        if !self.__prompt_push(piece) {
            no_room();
        }
    }

    /// Appends a piece and returns `true`, or returns `false` if there is no room for it.
    #[inline]
    #[must_use]
    pub fn __prompt_push(&mut self, piece: &str) -> bool {
        let has_room = piece.len() <= self.0.capacity() - self.0.len();
        if has_room {
            self.0.push_str(piece);
        }
        has_room
    }

    /// Consumes the buffer and returns its text.
    #[inline]
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Panics: a text has changed its length since it was measured.
#[cold]
#[inline(never)]
fn no_room() -> ! {
    unreachable!("a text is longer than when it was measured")
}

/// Returns the capacity for the next try, if a value is longer than when it was measured. A type of
/// the user's own may return another text at each call.
#[doc(hidden)]
#[cold]
#[inline(never)]
#[must_use]
pub const fn grown_capacity(length: usize) -> usize {
    length.saturating_mul(2).saturating_add(64)
}

#[cfg(test)]
mod tests {
    use super::Measured;

    #[test]
    fn what_fits_is_written_and_what_does_not_is_left_out() {
        let mut text = Measured::with_capacity(3);
        let written = ["", "a", "bcd", "bc", "", "d"].map(|piece| text.__prompt_push(piece));
        assert_eq!(written, [true, true, false, true, true, false]);
        let text = text.into_string();
        assert_eq!((text.as_str(), text.capacity()), ("abc", 3));
    }
}
