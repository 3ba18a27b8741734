//! The position of the next character on its line.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Start,
    Within,
    /// The position depends on the inputs.
    Unknown,
}

impl Line {
    /// Returns the indent before the next text, which is not empty. Returns `None` if it depends on
    /// the inputs.
    pub(super) fn begin<'a>(&mut self, indent: &'a str) -> Option<&'a str> {
        let before = match self {
            Self::Start => indent,
            Self::Within => "",
            Self::Unknown => return None,
        };
        *self = Self::Within;
        Some(before)
    }

    /// Indents the lines of a text. An empty last line has no indent.
    pub(super) fn indent(&mut self, text: &str, indent: &str) -> Option<String> {
        let mut indented = String::new();
        for line in text.split_inclusive('\n') {
            indented.push_str(self.begin(indent)?);
            indented.push_str(line);
            *self = if line.ends_with('\n') {
                Self::Start
            } else {
                Self::Within
            };
        }
        Some(indented)
    }

    /// Merges the positions at the ends of two branches.
    pub(super) fn or(self, other: Self) -> Self {
        if self == other { self } else { Self::Unknown }
    }
}
