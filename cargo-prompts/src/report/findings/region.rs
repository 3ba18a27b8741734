//! The start and the end of a place, in lines and columns.

use prompt_build::source::{Location, Source};

/// Lines and columns, counted from one; the end is that of the first character after the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// The unit of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Characters,
    Utf16,
}

impl Region {
    pub fn of(location: &Location, unit: Unit) -> Self {
        let (source, span) = (&*location.source, location.span());
        let (line, column) = position(source, span.start, unit);
        let (end_line, end_column) =
            position(source, span.end.clamp(span.start, source.text.len()), unit);
        Self {
            line,
            column,
            end_line,
            end_column,
        }
    }
}

fn position(source: &Source, offset: usize, unit: Unit) -> (usize, usize) {
    let (number, start) = source.line(offset);
    let line = source.text.get(start..offset).unwrap_or_default();
    let column = match unit {
        Unit::Characters => line.chars().count(),
        Unit::Utf16 => line.encode_utf16().count(),
    };
    (number + 1, column + 1)
}
