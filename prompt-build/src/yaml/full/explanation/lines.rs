use crate::source::Mark;

/// The lines around a place in a text.
pub(super) struct Lines<'a> {
    text: &'a str,
    current: Line<'a>,
}

impl<'a> Lines<'a> {
    pub(super) fn around(text: &'a str, offset: usize) -> Self {
        let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
        let current = lines(text, start).next();
        let current = current.unwrap_or(Line { start, text: "" });
        Self { text, current }
    }

    pub(super) fn current(&self) -> &Line<'a> {
        &self.current
    }

    /// The line and those below it.
    pub(super) fn onwards(&self) -> impl Iterator<Item = Line<'a>> {
        lines(self.text, self.current.start)
    }

    /// The lines above, the nearest first, without blank ones and comments.
    pub(super) fn above(&self) -> impl Iterator<Item = Line<'a>> {
        let mut end = self.current.start;
        let lines = std::iter::from_fn(move || {
            let text = self.text[..end].strip_suffix('\n')?;
            let start = text.rfind('\n').map_or(0, |end| end + 1);
            end = start;
            Some(Line {
                start,
                text: &text[start..],
            })
        });
        lines.filter(|line| !line.content().is_empty())
    }

    /// The indentations that a line here may have: those of the keys and items that are open, the
    /// lowest first.
    pub(super) fn levels(&self) -> Vec<usize> {
        let mut levels = Vec::new();
        let mut least = usize::MAX;
        for line in self.above() {
            for column in [line.column(), line.indentation()] {
                if column < least {
                    levels.insert(0, column);
                    least = column;
                }
            }
            if least == 0 {
                break;
            }
        }
        levels
    }
}

fn lines(text: &str, start: usize) -> impl Iterator<Item = Line<'_>> {
    let mut start = start;
    text[start..].split('\n').map(move |text| {
        let line = Line { start, text };
        start += text.len() + 1;
        line
    })
}

/// A line of YAML in block style.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn start(&self) -> usize {
        self.start
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The part of the line before an offset.
    pub(super) fn until(&self, offset: usize) -> Self {
        Self {
            start: self.start,
            text: &self.text[..offset - self.start],
        }
    }

    /// The number of spaces at the start.
    pub(super) fn indentation(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Returns `true` if the line begins with a hyphen.
    pub(super) fn is_item(&self) -> bool {
        let text = self.text.trim_start_matches(' ');
        text == "-" || text.starts_with("- ")
    }

    /// The column of what follows the spaces and hyphens at the start.
    pub(super) fn column(&self) -> usize {
        let mut rest = self.text.trim_start_matches(' ');
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start_matches(' ');
        }
        self.text.len() - rest.len()
    }

    /// The text from there on, without a comment.
    pub(super) fn content(&self) -> &'a str {
        let content = &self.text[self.column()..];
        let content = content.find(" #").map_or(content, |end| &content[..end]);
        if content.starts_with('#') {
            return "";
        }
        content.trim_end()
    }

    /// The key before the first colon.
    pub(super) fn key(&self) -> Option<&'a str> {
        let content = self.content();
        let key = content.split_once(": ").map(|(key, _)| key);
        key.or_else(|| content.strip_suffix(':'))
    }

    /// The value after the first colon, if it is on this line.
    pub(super) fn value(&self) -> Option<&'a str> {
        let (_, value) = self.content().split_once(": ")?;
        Some(value.trim_start())
    }

    /// The offset of a tab among the spaces at the start.
    pub(super) fn indenting_tab(&self) -> Option<usize> {
        let blank = self.text.len() - self.text.trim_start_matches([' ', '\t']).len();
        let tab = self.text[..blank].find('\t')?;
        (blank < self.text.len()).then_some(self.start + tab)
    }

    /// The start of the line after its indentation.
    pub(super) fn start_mark(&self) -> Mark {
        let start = self.start + self.indentation();
        Mark::at(start, start)
    }

    /// The start of the content.
    pub(super) fn content_mark(&self) -> Mark {
        let start = self.start + self.column();
        Mark::at(start, start)
    }
}
