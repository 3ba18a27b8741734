//! The catalogue for people: a table, or where that is wider than the terminal, a few lines for
//! each prompt.

use prompt_build::config::Config;
use prompt_build::library::Status;

use super::{Entry, Newest, Share, Taken, WorkingCopy};
use crate::report::output::{DIM, GREEN, RED, YELLOW};
use crate::report::table::{self, Cell};

/// The entries as text of at most so many columns, where that can be.
pub fn table(config: &Config, entries: &[Entry], columns: usize) -> String {
    let rows = entries.iter().map(row).collect::<Vec<_>>();
    table::table(&header(config), &rows, columns)
}

fn header(config: &Config) -> Vec<&str> {
    let environments = config
        .environments
        .iter()
        .map(|environment| environment.name.as_str());
    ["prompt", "newest", "working copy"]
        .into_iter()
        .chain(environments)
        .collect()
}

fn row(entry: &Entry) -> Vec<Cell> {
    let newest = match &entry.newest {
        Newest::Version(version) => Cell::plain(version.to_string()),
        Newest::NeverReleased => Cell {
            text: "none".to_owned(),
            colour: DIM,
        },
        Newest::Unknown => Cell {
            text: "faulty".to_owned(),
            colour: RED,
        },
    };
    let mut cells = vec![Cell::plain(entry.id.clone()), newest, working_copy(entry)];
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
    Cell {
        text: text.to_owned(),
        colour,
    }
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
        Taken::Nothing => Cell {
            text: "-".to_owned(),
            colour: DIM,
        },
        Taken::Faulty => Cell {
            text: "faulty".to_owned(),
            colour: RED,
        },
        Taken::WorkingCopy => Cell::plain("working copy".to_owned()),
        Taken::Release {
            version,
            status,
            behind,
        } => {
            let behind = if *behind == 0 {
                String::new()
            } else {
                format!(", {behind} behind")
            };
            let colour = match status {
                Status::Active if behind.is_empty() => GREEN,
                Status::WorkingCopy | Status::Draft | Status::Active => "",
                Status::Deprecated => YELLOW,
                Status::Withdrawn => RED,
            };
            Cell {
                text: format!("{version} {}{behind}", status.as_str()),
                colour,
            }
        }
    }
}
