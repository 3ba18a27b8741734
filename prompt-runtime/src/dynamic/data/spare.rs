//! Memory for the next call.

use alloc::boxed::Box;
use core::cell::Cell;
use std::thread_local;

use super::{Entry, InputData};

thread_local! {
    /// What the last call of this thread has left, so that the next one need not allocate.
    static SPARE: Cell<Option<Box<InputData>>> = const { Cell::new(None) };
}

/// Larger ones are not kept.
const LARGEST_SPARE: usize = 16 * 1024;

impl InputData {
    /// Returns data without a value.
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "the memory of a call before is in a box, and moves with it"
    )]
    pub(in crate::dynamic) fn empty() -> Box<Self> {
        SPARE
            .try_with(Cell::take)
            .ok()
            .flatten()
            .unwrap_or_default()
    }

    /// Keeps the memory for the next call. What was in it is no longer read.
    pub(in crate::dynamic) fn recycle(mut self: Box<Self>) {
        let size = self.entries.capacity() * size_of::<Entry>() + self.texts.capacity();
        if size <= LARGEST_SPARE {
            self.entries.clear();
            self.texts.clear();
            self.numbers.clear();
            self.direct = 0;
            _ = SPARE.try_with(|spare| spare.set(Some(self)));
        }
    }
}
