use std::ops::Range;

/// A part of a line, with its place in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub text: &'a str,
    /// The offset of its first byte in the file.
    pub start: usize,
}

impl Field<'_> {
    pub fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The part from an offset within the field to another.
    pub fn part(self, range: Range<usize>) -> Self {
        Self {
            text: &self.text[range.clone()],
            start: self.start + range.start,
        }
    }

    /// Splits off the next word, which ends at a blank outside of quotes. Returns it with what
    /// follows.
    pub fn split_word(self) -> Option<(Self, Self)> {
        let blanks = self.text.len() - self.text.trim_start_matches([' ', '\t']).len();
        let rest = self.part(blanks..self.text.len());
        let end = rest.find_outside_quotes(b" \t").unwrap_or(rest.text.len());
        (end > 0).then(|| (rest.part(0..end), rest.part(end..rest.text.len())))
    }

    /// Splits at each comma outside of quotes.
    pub fn split_commas(self) -> impl Iterator<Item = Self> {
        let mut next = Some(self);
        std::iter::from_fn(move || {
            let rest = next?;
            let end = rest.find_outside_quotes(b",");
            next = end.map(|end| rest.part(end + 1..rest.text.len()));
            Some(rest.part(0..end.unwrap_or(rest.text.len())))
        })
    }

    /// Returns `false` if a quote is opened and not closed.
    pub fn is_closed(self) -> bool {
        let mut is_quoted = false;
        self.scan(|_, quoted| {
            is_quoted = quoted;
            false
        });
        !is_quoted
    }

    fn find_outside_quotes(self, bytes: &[u8]) -> Option<usize> {
        self.scan(|byte, is_quoted| !is_quoted && bytes.contains(&byte))
    }

    /// Finds the first byte for which a test returns `true`. The test is told whether the byte
    /// stands in quotes; a quote after a backslash opens and closes nothing.
    fn scan(self, mut is_found: impl FnMut(u8, bool) -> bool) -> Option<usize> {
        let mut is_quoted = false;
        let mut is_escaped = false;
        for (at, byte) in self.text.bytes().enumerate() {
            if byte == b'"' && !is_escaped {
                is_quoted = !is_quoted;
            }
            is_escaped = byte == b'\\';
            if is_found(byte, is_quoted) {
                return Some(at);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn words_end_at_blanks_outside_of_quotes() {
        let mut rest = Field {
            text: " \ta=\"b c\\\" d\",e\t \"f g",
            start: 10,
        };
        let mut words = Vec::new();
        while let Some((word, next)) = rest.split_word() {
            words.push((word.text, word.start, word.is_closed()));
            rest = next;
        }
        let expected = [("a=\"b c\\\" d\",e", 12, true), ("\"f g", 27, false)];
        assert_eq!(words, expected);
    }

    #[test]
    fn commas_part_what_is_outside_of_quotes() {
        let field = Field {
            text: "a,b=\"c,d\",,e",
            start: 3,
        };
        let parts = field.split_commas().map(|part| (part.text, part.start));
        let expected = [("a", 3), ("b=\"c,d\"", 5), ("", 13), ("e", 14)];
        assert_eq!(parts.collect::<Vec<_>>(), expected);
    }
}
