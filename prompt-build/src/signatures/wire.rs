//! The wire format of SSH: numbers are big-endian, a string is its length and its bytes.

/// Reads the fields of a value one after the other. Each is `None` if the bytes end before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct WireReader<'a> {
    rest: &'a [u8],
}

impl<'a> WireReader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(bytes)
    }

    /// An array of exactly `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    pub fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub fn string(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.bytes(usize::try_from(length).ok()?)
    }

    /// A string that is UTF-8.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.string()?).ok()
    }

    /// `None` if there are more bytes.
    pub fn end(self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }
}

/// Appends a string. One of more than 4 GiB is none: files and messages are far smaller.
pub(super) fn put_string(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
}
