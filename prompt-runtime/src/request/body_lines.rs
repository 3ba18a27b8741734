use prompt_core::header::{Header, key, split_key};

/// The members of a body that are no messages: lines such as `body temperature 0.2`, with values in
/// JSON.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct BodyLines<'a>(&'a str);

impl<'a> BodyLines<'a> {
    pub(super) const fn new(lines: &'a str) -> Self {
        Self(lines)
    }

    /// Returns the key and the JSON of each member, in order.
    pub(super) fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let lines = Header::new(self.0).lines();
        lines
            .filter(|line| line.key == key::BODY)
            .filter_map(|line| split_key(line.value))
    }
}
