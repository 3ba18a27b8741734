use std::ops::Range;
use std::sync::Arc;

use super::{Mark, Source};

/// A range of a source that a finding points at.
#[derive(Debug, Clone)]
pub struct Location {
    pub source: Arc<Source>,
    mark: Mark,
}

impl Location {
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
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// The range of bytes in the source.
    pub fn span(&self) -> Range<usize> {
        self.mark.span()
    }

    /// The mark of its first byte.
    pub fn start(&self) -> Mark {
        let start = self.span().start;
        Mark::at(start, start)
    }

    /// The key by which locations are sorted: file by file, from the first line to the last.
    pub fn order(&self) -> (String, usize) {
        (self.source.path.clone(), self.span().start)
    }

    /// Counts lines and columns up to the location.
    pub fn locate(&self) -> Located<'_> {
        let text = &self.source.text;
        let span = self.span();
        let (line, line_start) = self.source.line(span.start);
        let line_end = text[span.start..]
            .find('\n')
            .map_or(text.len(), |at| span.start + at);
        Located {
            line: line + 1,
            column: text[line_start..span.start].chars().count() + 1,
            excerpt: &self.source.masked()[line_start..line_end],
            span: span.start - line_start..span.end.clamp(span.start, line_end) - line_start,
        }
    }
}

/// A location with its line and column, counted from one, the column in characters.
pub struct Located<'a> {
    pub line: usize,
    pub column: usize,
    /// The line that the location starts on, with secrets masked.
    pub excerpt: &'a str,
    /// The location within the excerpt, in bytes.
    pub span: Range<usize>,
}
