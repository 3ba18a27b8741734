//! The start and the end of a place, in lines and columns.

use prompt_build::source::Location;

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
        let (text, span) = (&location.source.text, location.span());
        let (line, column) = position(text, span.start, unit);
        let (end_line, end_column) = position(text, span.end.clamp(span.start, text.len()), unit);
        Self {
            line,
            column,
            end_line,
            end_column,
        }
    }
}

fn position(text: &str, offset: usize, unit: Unit) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let column = match unit {
        Unit::Characters => line.chars().count(),
        Unit::Utf16 => line.encode_utf16().count(),
    };
    (before.matches('\n').count() + 1, column + 1)
}
