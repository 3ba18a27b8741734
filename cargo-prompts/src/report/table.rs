//! A table for people. Where it is wider than the terminal, each row becomes a few lines.

use crate::report::output::{BOLD, RESET, escape_line};

/// The text of a cell, and its colour.
#[derive(Debug)]
pub struct Cell {
    pub text: String,
    pub colour: &'static str,
}

const GAP: &str = "  ";

impl Cell {
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            colour: "",
        }
    }

    fn width(&self) -> usize {
        escape_line(&self.text).chars().count()
    }

    fn painted(&self) -> String {
        let text = escape_line(&self.text);
        if self.colour.is_empty() {
            text.into_owned()
        } else {
            format!("{}{text}{RESET}", self.colour)
        }
    }
}

/// Formats the rows below the names of their columns. The text is at most `columns` wide if that is
/// possible.
pub fn table(names: &[&str], rows: &[Vec<Cell>], columns: usize) -> String {
    let names = names
        .iter()
        .map(|name| Cell {
            text: (*name).to_owned(),
            colour: BOLD,
        })
        .collect::<Vec<_>>();
    let lines = || std::iter::once(&names).chain(rows);
    let widest = |column: usize| {
        lines()
            .map(|row| row[column].width())
            .max()
            .unwrap_or_default()
    };
    let widths = (0..names.len()).map(widest).collect::<Vec<_>>();
    let total = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
    if total <= columns {
        return lines().map(|row| line(row, &widths)).collect();
    }
    let blocks = rows.iter().map(|row| block(&names, row));
    blocks.collect::<Vec<_>>().join("\n")
}

fn line(row: &[Cell], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
        let is_last = at + 1 == row.len();
        let padding = if is_last {
            0
        } else {
            width - cell.width() + GAP.len()
        };
        line.push_str(&cell.painted());
        line.extend(std::iter::repeat_n(' ', padding));
    }
    line + "\n"
}

/// A row as a block: the first cell on a line, and the others below it.
fn block(names: &[Cell], row: &[Cell]) -> String {
    let longest = names.iter().map(Cell::width).max().unwrap_or_default();
    let lines = names.iter().zip(row).skip(1).map(|(name, cell)| {
        let padding = " ".repeat(longest - name.width() + GAP.len());
        format!("  {}{padding}{}\n", escape_line(&name.text), cell.painted())
    });
    format!(
        "{BOLD}{}{RESET}\n{}",
        escape_line(&row[0].text),
        lines.collect::<String>()
    )
}
