use std::ops::Range;

use object::ReadRef;

/// The most bytes that are read at once, whatever size a header claims for a table. The tables of a
/// large program have a few megabytes.
const LARGEST_TABLE: u64 = 64 * 1024 * 1024;
/// The length of the part of a file in which its format is recognised.
const START: u64 = 4096;

/// A file or a part of one, read in small pieces.
#[derive(Debug, Clone, Copy)]
pub struct ByteView<R> {
    whole: R,
    at: u64,
    length: u64,
}

impl<'a, R: ReadRef<'a>> ByteView<R> {
    pub fn whole(whole: R, length: u64) -> Self {
        Self {
            whole,
            at: 0,
            length,
        }
    }

    /// A part of the view.
    pub fn part(self, at: u64, length: u64) -> Self {
        Self {
            whole: self.whole,
            at: self.at.saturating_add(at),
            length,
        }
    }

    pub fn length(self) -> u64 {
        self.length
    }

    /// The first bytes, some thousand at most.
    pub fn start(self) -> &'a [u8] {
        self.read_bytes_at(0, self.length.min(START))
            .unwrap_or_default()
    }
}

impl<'a, R: ReadRef<'a>> ReadRef<'a> for ByteView<R> {
    fn len(self) -> Result<u64, ()> {
        Ok(self.length)
    }

    fn read_bytes_at(self, offset: u64, size: u64) -> Result<&'a [u8], ()> {
        let is_within = offset
            .checked_add(size)
            .is_some_and(|end| end <= self.length);
        if !is_within || size > LARGEST_TABLE {
            return Err(());
        }
        self.whole
            .read_bytes_at(self.at.checked_add(offset).ok_or(())?, size)
    }

    fn read_bytes_at_until(self, range: Range<u64>, delimiter: u8) -> Result<&'a [u8], ()> {
        if range.end > self.length {
            return Err(());
        }
        let moved = |offset: u64| self.at.checked_add(offset).ok_or(());
        self.whole
            .read_bytes_at_until(moved(range.start)?..moved(range.end)?, delimiter)
    }
}

#[cfg(test)]
mod tests {
    use object::ReadRef as _;

    use super::{ByteView, LARGEST_TABLE};

    #[test]
    fn nothing_outside_a_part_is_read() {
        let part = ByteView::whole(b"0123456789".as_slice(), 10).part(2, 4);
        assert_eq!(part.read_bytes_at(0, 4), Ok(b"2345".as_slice()));
        assert_eq!(part.read_bytes_at_until(0..4, b'4'), Ok(b"23".as_slice()));
        assert_eq!(part.part(1, 2).start(), b"34");
        for (offset, size) in [(0, 5), (4, 1), (u64::MAX, 1), (1, u64::MAX)] {
            assert_eq!(
                part.read_bytes_at(offset, size),
                Err(()),
                "{size} at {offset}"
            );
        }
        assert_eq!(part.read_bytes_at_until(0..8, b'7'), Err(()));
    }

    #[test]
    fn no_table_is_larger_than_the_limit() {
        let length = LARGEST_TABLE + 1;
        let zeros = vec![0; usize::try_from(length).unwrap()];
        let whole = ByteView::whole(zeros.as_slice(), length);
        assert!(whole.read_bytes_at(1, LARGEST_TABLE).is_ok());
        assert_eq!(whole.read_bytes_at(0, length), Err(()));
    }
}
