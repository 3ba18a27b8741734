use alloc::string::String;

/// A text that was measured before it is written, and does not grow.
///
/// A `String` alone would be ready to grow at each piece, and for that keep all that it is in
/// memory. A way that leads out of the rendering lets the compiler keep it in registers.
///
/// Its methods have names that no trait in the user's scope is likely to have.
#[doc(hidden)]
pub struct Measured(String);

impl Measured {
    /// An empty text with room for this many bytes.
    #[inline]
    #[must_use]
    pub fn with_capacity(length: usize) -> Self {
        Self(String::with_capacity(length))
    }

    /// Adds a piece from whose very length the room was measured.
    #[inline]
    pub fn prompt_put(&mut self, piece: &str) {
        if !self.prompt_push(piece) {
            no_room();
        }
    }

    /// Adds a piece, if there is room for it.
    #[inline]
    #[must_use]
    pub fn prompt_push(&mut self, piece: &str) -> bool {
        let has_room = piece.len() <= self.0.capacity() - self.0.len();
        if has_room {
            self.0.push_str(piece);
        }
        has_room
    }

    /// The text.
    #[inline]
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// A text does not change its length.
#[cold]
#[inline(never)]
fn no_room() -> ! {
    unreachable!("a text is longer than when it was measured")
}

/// How much room to try with where it was not enough: a value is longer than when it was measured.
/// That happens with a type of the user's own which gives another text each time it is asked.
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
        let written = ["", "a", "bcd", "bc", "", "d"].map(|piece| text.prompt_push(piece));
        assert_eq!(written, [true, true, false, true, true, false]);
        let text = text.into_string();
        assert_eq!((text.as_str(), text.capacity()), ("abc", 3));
    }
}
