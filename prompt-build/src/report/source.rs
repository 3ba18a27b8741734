//! The text of a file, and places in it.

use std::ops::Range;
use std::sync::Arc;

use crate::yaml::Mark;

/// A file as it was read: LF line ends, no byte order mark.
#[derive(Debug)]
pub struct Source {
    /// The path as findings show it: relative to the package, with forward slashes.
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
        })
    }

    /// A file without a text: one that is missing, or cannot be read.
    pub fn without_text(path: impl Into<String>) -> Arc<Self> {
        Self::new(path, "")
    }
}

/// The offset of a line and a column in a text, both counted from one, the column in characters.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    let rest = &text[start..];
    start
        + rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(rest.len(), |(at, _)| at)
}

/// A range of a source that a finding points at.
#[derive(Debug, Clone)]
pub struct Place {
    pub source: Arc<Source>,
    mark: Mark,
}

impl Place {
    pub fn new(source: &Arc<Source>, mark: Mark) -> Self {
        Self {
            source: Arc::clone(source),
            mark,
        }
    }

    /// The start of a file.
    pub fn file(source: &Arc<Source>) -> Self {
        Self::new(source, Mark::at(0, 0))
    }

    /// The range of bytes in the source.
    pub fn span(&self) -> Range<usize> {
        self.mark.span(&self.source)
    }

    /// Orders places as they stand in their files.
    pub fn order(&self) -> (String, usize) {
        (self.source.path.clone(), self.span().start)
    }

    /// Finds the place in the text.
    pub fn locate(&self) -> Located<'_> {
        let text = &self.source.text;
        let span = self.span();
        let line_start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[span.start..]
            .find('\n')
            .map_or(text.len(), |at| span.start + at);
        Located {
            line: text[..line_start].matches('\n').count() + 1,
            column: text[line_start..span.start].chars().count() + 1,
            excerpt: &text[line_start..line_end],
            span: span.start - line_start..span.end.clamp(span.start, line_end) - line_start,
        }
    }
}

/// A place with its line and column, counted from one, the column in characters.
pub struct Located<'a> {
    pub line: usize,
    pub column: usize,
    /// The line that the place starts on.
    pub excerpt: &'a str,
    /// The place within the excerpt, in bytes.
    pub span: Range<usize>,
}
