//! The texts that a call makes of values which print themselves.

#![expect(clippy::ref_option, reason = "an `Option` is a value of a call")]

use alloc::boxed::Box;
use alloc::string::String;
use core::cell::{Cell, OnceCell};

/// Each chunk has twice the room of the one before: there are never more.
const CHUNKS: usize = usize::BITS as usize;

/// Texts that live as long as a call renders. A call without such texts allocates nothing here.
///
/// It only grows, so a text can be borrowed while others are added.
///
/// The chunks stand in an array and are not linked: the compiler then sees that there are none to be
/// dropped, and a call without such texts is the same machine code as one without an arena.
#[doc(hidden)]
#[derive(Default)]
pub struct TextArena(OnceCell<Box<Texts>>);

struct Texts {
    chunks: [OnceCell<Chunk>; CHUNKS],
    length: Cell<usize>,
}

/// Places for texts. A text may be missing, as the value of an `Option` may be.
type Chunk = Box<[OnceCell<Option<String>>]>;

impl TextArena {
    /// Keeps a text, and returns it.
    pub fn keep(&self, text: String) -> &str {
        self.keep_option(Some(text)).as_deref().unwrap_or_default()
    }

    /// Keeps a text that may be missing, and returns it.
    pub fn keep_option(&self, text: Option<String>) -> &Option<String> {
        self.0.get_or_init(|| Box::new(Texts::new())).keep(text)
    }
}

impl Texts {
    const fn new() -> Self {
        Self {
            chunks: [const { OnceCell::new() }; CHUNKS],
            length: Cell::new(0),
        }
    }

    fn keep(&self, text: Option<String>) -> &Option<String> {
        // The chunks begin at 1, 2, 4, 8, …
        let number = self.length.get() + 1;
        self.length.set(number);
        let size = 1 << number.ilog2();
        let chunk = self.chunks[number.ilog2() as usize]
            .get_or_init(|| (0..size).map(|_| OnceCell::new()).collect());
        chunk[number - size].get_or_init(|| text)
    }
}

/// Renders a call whose values may print themselves. In a function of its own the arena costs the
/// compiler less: what it drops is no part of each call.
#[doc(hidden)]
#[inline]
pub fn with_texts<R>(render: impl FnOnce(&TextArena) -> R) -> R {
    render(&TextArena::default())
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;
    use alloc::vec::Vec;

    use super::TextArena;

    #[test]
    fn texts_stay_while_others_are_added() {
        let arena = TextArena::default();
        let numbers = 0..100;
        let texts = numbers.clone().map(|number| arena.keep(number.to_string()));
        let texts = texts.collect::<Vec<_>>();
        assert!(numbers.map(|number| number.to_string()).eq(texts));
        assert_eq!(arena.keep_option(None), &None);
    }
}
