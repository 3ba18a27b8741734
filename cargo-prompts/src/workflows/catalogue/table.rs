//! The catalogue for people, as a table. Where that is wider than the terminal, each prompt becomes
//! a few lines.

use std::borrow::Cow;

use prompt_build::config::Config;
use prompt_build::library::Status;
use prompt_core::secret::masked;

use super::{CatalogueEntry, EnvironmentState, Newest, PinState, WorkingCopy};
use crate::project::settings_record::recorded;
use crate::report::output::{DIM, GREEN, RED, YELLOW};
use crate::report::table::{self, Cell};

/// Formats the entries. The text is at most `columns` wide if that is possible.
pub fn table(config: &Config, entries: &[CatalogueEntry], columns: usize) -> String {
    let rows = entries.iter().map(row).collect::<Vec<_>>();
    let header = header(config);
    table::table(
        &header.iter().map(|name| &**name).collect::<Vec<_>>(),
        &rows,
        columns,
    )
}

/// A name that is a key is refused, and the table is printed all the same.
fn header(config: &Config) -> Vec<Cow<'_, str>> {
    let environments = config
        .environments
        .iter()
        .map(|environment| masked(&environment.name));
    ["prompt", "newest", "working copy", "prefix"]
        .into_iter()
        .map(Cow::from)
        .chain(environments)
        .collect()
}

fn row(entry: &CatalogueEntry) -> Vec<Cell> {
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
    let mut cells = vec![
        Cell::plain(entry.id.clone()),
        newest,
        working_copy(entry),
        prefix(entry),
    ];
    cells.extend(entry.states.iter().map(state));
    cells
}

fn working_copy(entry: &CatalogueEntry) -> Cell {
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

/// The bytes before the first value and the number of tools in them, over all environments.
fn prefix(entry: &CatalogueEntry) -> Cell {
    let lengths = || entry.states.iter().filter_map(|state| state.prefix);
    let (text, colour) = match (lengths().min(), lengths().max()) {
        (Some(least), Some(most)) if least == most => (format!("{least} B"), ""),
        (Some(least), Some(most)) => (format!("{least} to {most} B"), ""),
        _ => ("-".to_owned(), DIM),
    };
    let most = entry.states.iter().map(|state| state.tools.len()).max();
    let tools = match most.unwrap_or_default() {
        0 => String::new(),
        1 => ", 1 tool".to_owned(),
        most => format!(", {most} tools"),
    };
    let text = text + &tools;
    Cell { text, colour }
}

/// The pin of an environment, with the API if it is not chat completions, and the model if it
/// differs from the environment's.
fn state(state: &EnvironmentState) -> Cell {
    let mut cell = taken(&state.taken);
    let Some(settings) = &state.settings else {
        return cell;
    };
    if let Some(api) = recorded(settings.api) {
        cell.text.extend([", api ", api.as_str()]);
    }
    if state.has_own_model {
        cell.text.extend([", ", &settings.model.value]);
    }
    cell
}

fn taken(taken: &PinState) -> Cell {
    match taken {
        PinState::Nothing => Cell {
            text: "-".to_owned(),
            colour: DIM,
        },
        PinState::Faulty => Cell {
            text: "faulty".to_owned(),
            colour: RED,
        },
        PinState::WorkingCopy => Cell::plain("working copy".to_owned()),
        PinState::Release {
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
