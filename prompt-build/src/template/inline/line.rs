//! Where on its line the next character will stand.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Start,
    Within,
    /// It depends on what is passed.
    Unknown,
}

impl Line {
    /// What must stand before something that is rendered here, and is not empty. `None` where it
    /// depends on what is passed.
    pub(super) fn begin<'a>(&mut self, indent: &'a str) -> Option<&'a str> {
        let before = match self {
            Self::Start => indent,
            Self::Within => "",
            Self::Unknown => return None,
        };
        *self = Self::Within;
        Some(before)
    }

    /// The text with its lines indented. An empty last line has no indent.
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

    /// Where a line stands that is either at this place or at that.
    pub(super) fn or(self, other: Self) -> Self {
        if self == other { self } else { Self::Unknown }
    }
}
