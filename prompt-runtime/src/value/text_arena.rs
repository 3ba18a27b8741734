//! The texts that a call makes of values which print themselves.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};

/// The number of texts in the first chunk.
const FIRST: usize = 8;

/// Texts that live as long as a call renders. A call without such texts allocates nothing here.
///
/// It only grows, so a text can be borrowed while others are added. Each chunk has twice the room of
/// the one before: the last one is found in a few steps.
#[doc(hidden)]
#[derive(Default)]
pub struct TextArena(OnceCell<Box<Chunk>>);

struct Chunk {
    texts: Vec<OnceCell<Option<String>>>,
    used: Cell<usize>,
    next: OnceCell<Box<Self>>,
}

impl TextArena {
    /// Keeps a text, and returns it.
    pub fn keep(&self, text: String) -> &str {
        self.keep_option(Some(text)).as_deref().unwrap_or_default()
    }

    /// Keeps a text that may be missing, and returns it.
    pub fn keep_option(&self, text: Option<String>) -> &Option<String> {
        let mut chunk = self.0.get_or_init(|| Chunk::new(FIRST));
        loop {
            if let Some(free) = chunk.take() {
                return free.get_or_init(|| text);
            }
            let length = chunk.texts.len() * 2;
            chunk = chunk.next.get_or_init(|| Chunk::new(length));
        }
    }
}

impl Chunk {
    fn new(length: usize) -> Box<Self> {
        Box::new(Self {
            texts: (0..length).map(|_| OnceCell::new()).collect(),
            used: Cell::new(0),
            next: OnceCell::new(),
        })
    }

    /// Takes a place that no text has yet.
    fn take(&self) -> Option<&OnceCell<Option<String>>> {
        let used = self.used.get();
        self.used.set(used + 1);
        self.texts.get(used)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;
    use alloc::vec::Vec;

    use super::{FIRST, TextArena};

    #[test]
    fn texts_stay_while_others_are_added() {
        let arena = TextArena::default();
        let numbers = 0..FIRST * 20;
        let texts = numbers.clone().map(|number| arena.keep(number.to_string()));
        let texts = texts.collect::<Vec<_>>();
        assert!(numbers.map(|number| number.to_string()).eq(texts));
        assert_eq!(arena.keep_option(None), &None);
    }
}
