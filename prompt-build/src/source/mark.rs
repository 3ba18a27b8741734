use std::ops::Range;

/// A range of bytes in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    start: u32,
    end: u32,
}

impl Mark {
    /// Files of more than 4 GiB are refused before they are read.
    pub fn at(start: usize, end: usize) -> Self {
        let narrow = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    pub fn span(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
