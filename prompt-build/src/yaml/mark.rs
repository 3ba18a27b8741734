use std::ops::Range;

use super::full;
use crate::report::Source;

/// Where a node stands. What `full` reads has no places, only an order; the place is found when it
/// is asked for, and that is only when something is wrong with the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A range of bytes.
    Span { start: u32, end: u32 },
    /// The n-th node of the text, in reading order.
    Nth(u32),
}

impl Mark {
    /// Files of more than 4 GiB are refused before they are read.
    pub fn at(start: usize, end: usize) -> Self {
        let narrow = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self(Kind::Span {
            start: narrow(start),
            end: narrow(end),
        })
    }

    pub(super) fn nth(n: u32) -> Self {
        Self(Kind::Nth(n))
    }

    /// The range of bytes in the text that the mark was made for.
    pub fn span(self, source: &Source) -> Range<usize> {
        match self.0 {
            Kind::Span { start, end } => start as usize..end as usize,
            Kind::Nth(n) => {
                let (line, column) = full::locate(&source.text, n);
                let start = crate::report::offset(&source.text, line, column);
                start..start + scalar_length(&source.text[start..])
            }
        }
    }
}

/// The length of the scalar that the text begins with, for the caret: a guess that is right for
/// what stands on one line.
fn scalar_length(text: &str) -> usize {
    let line = text.lines().next().unwrap_or_default();
    if let Some(quote @ ('"' | '\'')) = line.chars().next() {
        return line[1..].find(quote).map_or(line.len(), |at| at + 2);
    }
    let ends = [
        line.find([',', ']', '}', '#']),
        line.find(": "),
        line.ends_with(':').then(|| line.len() - 1),
    ];
    let end = ends.into_iter().flatten().min().unwrap_or(line.len());
    line[..end].trim_end().len()
}
