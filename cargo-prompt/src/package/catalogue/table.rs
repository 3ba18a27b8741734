//! The catalogue for people: a table, or where that is wider than the terminal, a few lines for each prompt.

use prompt_build::config::Config;
use prompt_build::library::Status;

use super::{Entry, Newest, Share, Taken, WorkingCopy};
use crate::report::output::{BOLD, DIM, GREEN, RED, RESET, YELLOW, on_one_line};

/// What stands in one cell, and its colour.
struct Cell {
    text: String,
    colour: &'static str,
}

/// The entries as text of at most so many columns, where that can be.
pub fn table(config: &Config, entries: &[Entry], columns: usize) -> String {
    let mut rows = vec![header(config)];
    rows.extend(entries.iter().map(row));
    let widths = (0..rows[0].len()).map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or_default());
    let widths = widths.collect::<Vec<_>>();
    let total = widths.iter().sum::<usize>() + GAP.len() * (widths.len() - 1);
    if total <= columns {
        return rows.iter().map(|row| line(row, &widths)).collect();
    }
    let blocks = rows[1..].iter().map(|row| block(&rows[0], row));
    blocks.collect::<Vec<_>>().join("\n")
}

const GAP: &str = "  ";

fn width(cell: &Cell) -> usize {
    on_one_line(&cell.text).chars().count()
}

fn header(config: &Config) -> Vec<Cell> {
    let environments = config.environments.iter().map(|environment| environment.name.clone());
    let names = ["prompt", "newest", "working copy"].map(str::to_owned).into_iter().chain(environments);
    names.map(|text| Cell { text, colour: BOLD }).collect()
}

fn row(entry: &Entry) -> Vec<Cell> {
    let newest = match &entry.newest {
        Newest::Version(version) => plain(version.to_string()),
        Newest::NeverReleased => Cell { text: "none".to_owned(), colour: DIM },
        Newest::Unknown => Cell { text: "faulty".to_owned(), colour: RED },
    };
    let mut cells = vec![plain(entry.id.clone()), newest, working_copy(entry)];
    cells.extend(entry.shares.iter().map(share));
    cells
}

fn working_copy(entry: &Entry) -> Cell {
    let (text, colour) = match (entry.working_copy, &entry.newest) {
        (WorkingCopy::Missing, _) => ("none", DIM),
        (WorkingCopy::SameAsNewest, _) => ("same", DIM),
        (WorkingCopy::Differs, Newest::Version(_)) => ("differs", YELLOW),
        (WorkingCopy::Differs, Newest::NeverReleased) => ("not released", YELLOW),
        (WorkingCopy::Differs, Newest::Unknown) => ("there", ""),
    };
    Cell { text: text.to_owned(), colour }
}

/// What the environment takes, and the model where it is not the environment's.
fn share(share: &Share) -> Cell {
    let mut cell = taken(&share.taken);
    if let Some(model) = &share.model {
        cell.text.extend([", ", model]);
    }
    cell
}

fn taken(taken: &Taken) -> Cell {
    match taken {
        Taken::Nothing => Cell { text: "-".to_owned(), colour: DIM },
        Taken::Faulty => Cell { text: "faulty".to_owned(), colour: RED },
        Taken::WorkingCopy => plain("working copy".to_owned()),
        Taken::Release { version, status, behind } => {
            let behind = if *behind == 0 { String::new() } else { format!(", {behind} behind") };
            let colour = match status {
                Status::Active if behind.is_empty() => GREEN,
                Status::Draft | Status::Active => "",
                Status::Deprecated => YELLOW,
                Status::Withdrawn => RED,
            };
            Cell { text: format!("{version} {}{behind}", status.as_str()), colour }
        }
    }
}

fn plain(text: String) -> Cell {
    Cell { text, colour: "" }
}

fn line(row: &[Cell], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
        let is_last = at + 1 == row.len();
        let padding = if is_last { 0 } else { width - self::width(cell) + GAP.len() };
        line.push_str(&painted(cell));
        line.extend(std::iter::repeat_n(' ', padding));
    }
    line + "\n"
}

/// A prompt on a line of its own, and below it what the table has in its columns.
fn block(names: &[Cell], row: &[Cell]) -> String {
    let longest = names.iter().map(width).max().unwrap_or_default();
    let lines = names.iter().zip(row).skip(1).map(|(name, cell)| {
        let padding = " ".repeat(longest - width(name) + GAP.len());
        format!("  {}{padding}{}\n", on_one_line(&name.text), painted(cell))
    });
    format!("{BOLD}{}{RESET}\n{}", on_one_line(&row[0].text), lines.collect::<String>())
}

fn painted(cell: &Cell) -> String {
    let text = on_one_line(&cell.text);
    if cell.colour.is_empty() { text.into_owned() } else { format!("{}{text}{RESET}", cell.colour) }
}
