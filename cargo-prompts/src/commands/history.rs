//! `cargo prompts history`.

use std::cmp::Reverse;

use clap::Args;
use prompt_build::library::prompt_id;
use prompt_build::parallel;
use prompt_build::report::Findings;

use crate::commands::options::Options;
use crate::project::lookup;
use crate::project::timestamp::to_the_second;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{BOLD, CYAN, DIM, RESET, escape_line, print};
use crate::rules::events::{Event, events};

/// Shows who changed what, when and why, newest first
///
/// The history is read from the ledgers: publications, evidence, sign-offs, promotions, rollbacks and
/// their confirmations, deprecations and withdrawals.
#[derive(Debug, Args)]
pub struct History {
    /// The prompt's id [default: all prompts]
    id: Option<String>,
    /// Show only this environment
    #[arg(long, value_name = "ENV")]
    env: Option<String>,
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
        for (own, faults) in parallel::map(&ids, |id| read(&workspace, &library, id)) {
            events.extend(own);
            findings.append(faults);
        }
        if let Some(environment) = &self.env {
            events.retain(|event| event.environment.as_ref() == Some(environment));
        }
        // Events of the same second keep the order of the rest, newest first.
        events.reverse();
        events.sort_by_cached_key(|event| Reverse(event.timestamp()));
        print(&page(&events))?;
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

fn read(workspace: &Workspace, library: &str, id: &str) -> (Vec<Event>, Findings) {
    let mut findings = Findings::default();
    let ledger = workspace.ledger(library, id, &mut findings);
    let releases = ledger
        .iter()
        .flat_map(|ledger| ledger.releases(&mut findings))
        .collect::<Vec<_>>();
    let events = releases
        .into_iter()
        .flat_map(|release| events(id, release))
        .collect();
    (events, findings)
}

fn page(events: &[Event]) -> String {
    if events.is_empty() {
        return "no history\n".to_owned();
    }
    events.iter().map(line).collect()
}

/// One event: time, version, action and person, and the reason on a second line.
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
        .map(|why| format!("    {DIM}{}{RESET}\n", escape_line(why)))
        .unwrap_or_default();
    let (id, version, at) = (&event.id, &event.version, escape_line(&at));
    let what = format!("{}{by}", event.what);
    format!(
        "{CYAN}{at}{RESET}  {BOLD}{id} {version}{RESET} {}\n{why}",
        escape_line(&what)
    )
}
