//! `cargo prompts list`.

use clap::{Args, ValueEnum};
use prompt_build::config::Config;
use serde_json::{Map, Value, json};

use crate::commands::options::Options;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::failure::CommandResult;
use crate::report::output::{on_one_line, print};
use crate::workflows::catalogue::{self, Entry, Newest, Share, Taken, WorkingCopy};

/// Shows all prompts: their newest release, and what each environment takes
///
/// "behind" counts the releases that are newer than the one that an environment takes, withdrawn
/// ones aside. A working copy is the same where a release of it would be the newest release once
/// more, its partials in their places. A model is named where a pin or the prompt's file has
/// another one than the environment.
///
/// What is wrong with one prompt goes to standard error, and does not keep the others from being
/// shown.
#[derive(Debug, Args)]
pub struct List {
    /// The form of the list
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table
    Human,
    /// An object with a list of prompts
    Json,
}

impl List {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let (config, mut findings) = workspace.config()?;
        let Some(config) = config else {
            return Ok(print_findings(&findings));
        };
        let (entries, own) = catalogue::read(&workspace, &config);
        findings.append(own);
        match self.format {
            Format::Human => print(&human(&config, &entries))?,
            Format::Json => print(&format!("{:#}\n", to_json(&config, &entries)))?,
        }
        Ok(print_findings(&findings))
    }
}

fn human(config: &Config, entries: &[Entry]) -> String {
    // Where there is no terminal, nothing is too wide.
    let columns =
        terminal_size::terminal_size().map_or(usize::MAX, |(width, _)| usize::from(width.0));
    let mut text = catalogue::table(config, entries, columns);
    let unpinned = entries
        .iter()
        .filter(|entry| !entry.is_pinned())
        .map(|entry| entry.id.as_str());
    let unpinned = unpinned.collect::<Vec<_>>();
    if !unpinned.is_empty() {
        text.extend(["\nnothing pins ", &on_one_line(&unpinned.join(", ")), "\n"]);
    }
    text
}

fn to_json(config: &Config, entries: &[Entry]) -> Value {
    let prompts = entries.iter().map(|entry| {
        let environments = config.environments.iter().zip(&entry.shares);
        let environments = environments
            .map(|(environment, share)| (environment.name.clone(), share_to_json(share)));
        let working_copy = match entry.working_copy {
            WorkingCopy::Missing => Value::Null,
            WorkingCopy::SameAsNewest => json!("same"),
            WorkingCopy::Differs if entry.newest == Newest::Unknown => json!("unknown"),
            WorkingCopy::Differs => json!("differs"),
        };
        let newest = match &entry.newest {
            Newest::Version(version) => Some(version.to_string()),
            Newest::NeverReleased | Newest::Unknown => None,
        };
        json!({
            "id": entry.id,
            "newest": newest,
            "working_copy": working_copy,
            "environments": environments.collect::<Map<_, _>>(),
        })
    });
    json!({ "prompts": prompts.collect::<Vec<_>>() })
}

fn share_to_json(share: &Share) -> Value {
    let mut json = taken_to_json(&share.taken);
    if let Some(model) = &share.model {
        json["model"] = json!(model);
    }
    if let Some(temperature) = share.temperature {
        json["temperature"] = json!(temperature);
    }
    json
}

fn taken_to_json(taken: &Taken) -> Value {
    match taken {
        Taken::Nothing => Value::Null,
        Taken::Faulty => json!({ "version": null, "status": "faulty", "behind": null }),
        Taken::WorkingCopy => json!({ "version": "local", "status": "working-copy", "behind": 0 }),
        Taken::Release {
            version,
            status,
            behind,
        } => {
            json!({ "version": version.to_string(), "status": status.as_str(), "behind": behind })
        }
    }
}
