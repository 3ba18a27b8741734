//! The part of a pattern that is not read yet. The pattern is valid: nothing is missing in it.

#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a>(pub(super) &'a str);

impl<'a> Cursor<'a> {
    pub(super) fn next(&mut self) -> Option<char> {
        let mut rest = self.0.chars();
        let next = rest.next();
        self.0 = rest.as_str();
        next
    }

    /// Passes over a text, if it is next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let rest = self.0.strip_prefix(text);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Passes over a text and its end, and returns it without the end.
    pub(super) fn until(&mut self, end: char) -> &'a str {
        let (text, rest) = self.0.split_once(end).unwrap_or((self.0, ""));
        self.0 = rest;
        text
    }

    /// Passes over the characters of a kind, `most` of them, and returns them.
    pub(super) fn take_while(&mut self, most: usize, kind: fn(&char) -> bool) -> &'a str {
        let length = self.0.chars().take(most).take_while(kind);
        let (text, rest) = self.0.split_at(length.map(char::len_utf8).sum());
        self.0 = rest;
        text
    }
}
