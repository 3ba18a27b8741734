//! `cargo prompts history`.

use std::cmp::Reverse;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use prompt_build::check::doubts;
use prompt_build::config::Config;
use prompt_build::library::prompt_id;
use prompt_build::parallel;
use prompt_build::report::Findings;
use prompt_core::secret::masked;

use crate::commands::options::Options;
use crate::project::lookup;
use crate::project::timestamp::to_the_second;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{
    BOLD, CYAN, DIM, RED, RESET, escape_line, print, print_as_is, print_json,
};
use crate::rules::event_table;
use crate::rules::events::{Event, events};

/// Shows who changed what, when and why, newest first
///
/// The history is read from the ledgers: publications, evidence, sign-offs, promotions, rollbacks and
/// their confirmations, deprecations and withdrawals. Signatures are verified. A record that a build or
/// `check --strict` refuses is marked, with the reason: the sign-off, the run or the signature does not
/// count, no signature stands for the move, or the pin is of another version or has other settings.
#[derive(Debug, Args)]
pub struct History {
    /// The prompt's id [default: all prompts]
    id: Option<String>,
    /// Show all prompts, as without an id
    #[arg(long, conflicts_with = "id")]
    all: bool,
    /// Show only this environment
    #[arg(long, value_name = "ENV")]
    env: Option<String>,
    /// Show only records from this date on, as in `2026-10-05`, or from a time on, as in
    /// `2026-10-05T14:00:00Z`. A date begins at midnight in UTC. Records without a readable time are shown
    #[arg(long, value_name = "DATE", value_parser = since)]
    since: Option<Timestamp>,
    /// The output format; `cargo prompts schema history-output` describes the JSON
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Lines of text
    Human,
    /// A table with a record a row, for spreadsheets. An apostrophe stands before what a spreadsheet
    /// would take for a formula
    Csv,
    /// An object with a list of records
    Json,
}

/// Reads a date or a time.
fn since(text: &str) -> Result<Timestamp, String> {
    let time = text.parse::<Timestamp>();
    let midnight = || format!("{text}T00:00:00Z").parse::<Timestamp>();
    time.or_else(|_| midnight()).map_err(|_| {
        "expected a date as in `2026-10-05`, or a time as in `2026-10-05T14:00:00Z`".to_owned()
    })
}

impl History {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find_noting(&options.prompts)?;
        let config = workspace.sound_config()?;
        if let Some(name) = &self.env {
            lookup::environment(&config, name)?;
        }
        let library = workspace.library(&config);
        let ids = self.ids(&workspace, &library)?;
        let mut findings = Findings::default();
        let mut events = Vec::new();
        let reader = Reader {
            workspace: &workspace,
            config: &config,
            library: &library,
            application: workspace.application_of(&config)?,
        };
        for (own, faults) in parallel::map(&ids, |id| reader.read(id)) {
            events.extend(own);
            findings.append(faults);
        }
        if let Some(environment) = &self.env {
            events.retain(|event| event.environment.as_ref() == Some(environment));
        }
        if let Some(since) = self.since {
            events.retain(|event| event.timestamp().is_none_or(|at| at >= since));
        }
        // Events of the same second keep the order of the rest, newest first.
        events.reverse();
        events.sort_by_cached_key(|event| Reverse(event.timestamp()));
        match self.format {
            Format::Human => print(&page(&events))?,
            Format::Csv => print_as_is(&event_table::csv(&events))?,
            Format::Json => print_json(&event_table::json(&events))?,
        }
        Ok(print_findings(&findings))
    }

    fn ids(&self, workspace: &Workspace, library: &str) -> Result<Vec<String>, Failure> {
        if let Some(id) = &self.id {
            lookup::prompt(workspace, library, id)?;
            return Ok(vec![id.clone()]);
        }
        let folders = workspace.disk.folders(library).into_iter();
        let mut ids = folders
            .filter(|folder| prompt_id::check(folder).is_ok())
            .collect::<Vec<_>>();
        ids.sort();
        Ok(ids)
    }
}

/// Reads the history of prompts.
struct Reader<'a> {
    workspace: &'a Workspace,
    config: &'a Config,
    library: &'a str,
    application: Option<String>,
}

impl Reader<'_> {
    fn read(&self, id: &str) -> (Vec<Event>, Findings) {
        let mut findings = Findings::default();
        let folder = self
            .workspace
            .prompt_folder(self.library, id, None, &mut findings);
        let ledger = folder
            .as_ref()
            .and_then(|folder| folder.ledger(&mut findings));
        let Some((folder, ledger)) = folder.zip(ledger) else {
            return (Vec::new(), findings);
        };
        let releases = ledger.releases(&mut findings);
        let doubts = doubts(self.config, id, &folder, &ledger, self.application.clone());
        let events = releases
            .into_iter()
            .flat_map(|release| events(id, release))
            .map(|event| event.with_doubt(&doubts))
            .collect();
        (events, findings)
    }
}

fn page(events: &[Event]) -> String {
    if events.is_empty() {
        return "no history\n".to_owned();
    }
    events.iter().map(line).collect()
}

/// One event: time, version, action and person, the reason on a second line, and on a third why a
/// strict check refuses the record.
fn line(event: &Event) -> String {
    let at = to_the_second(event.at.as_deref().unwrap_or("?"));
    let by = event
        .by
        .as_ref()
        .map(|by| format!(" by {by}"))
        .unwrap_or_default();
    let why = event
        .why
        .as_ref()
        .map(|why| format!("    {DIM}{}{RESET}\n", shown(why)))
        .unwrap_or_default();
    let doubt = event
        .doubt
        .as_ref()
        .map(|reason| format!("    {RED}{}{RESET}\n", shown(reason)))
        .unwrap_or_default();
    let (id, version, at) = (&event.id, &event.version, shown(&at));
    let what = format!("{}{by}", event.what);
    format!(
        "{CYAN}{at}{RESET}  {BOLD}{id} {version}{RESET} {}\n{why}{doubt}",
        shown(&what)
    )
}

/// Words of a ledger without secrets, as the other formats show them.
fn shown(text: &str) -> String {
    escape_line(&masked(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::rules::events::{Event, EventKind};

    #[test]
    fn a_page_shows_no_secret_of_a_record() {
        let key = "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5";
        let text = || Some(format!("it has {key}"));
        let event = Event {
            id: "sales-email".to_owned(),
            version: "1.0.0".to_owned(),
            sha256: None,
            kind: EventKind::Pinned,
            what: format!("pinned in {key}"),
            environment: None,
            application: None,
            by: text(),
            name: None,
            at: text(),
            why: text(),
            mark: None,
            doubt: text(),
        };
        let shown = line(&event);
        assert!(!shown.contains(&key[4..10]), "{shown}");
        assert_eq!(shown.matches("ghp_***").count(), 5, "{shown}");
    }
}
