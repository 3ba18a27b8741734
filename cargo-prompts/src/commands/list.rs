//! `cargo prompts list`.

use clap::{Args, ValueEnum};
use prompt_build::config::Config;
use prompt_core::secret::masked;
use serde_json::{Map, Value, json};

use crate::commands::options::Options;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::failure::CommandResult;
use crate::report::output::{escape_line, print, print_json};
use crate::workflows::catalogue::{
    self, CatalogueEntry, EnvironmentState, Newest, PinState, WorkingCopy,
};

/// Lists all prompts, with their newest release and the version in each environment
///
/// "behind" is the number of newer releases, without withdrawn ones. A working copy is the "same"
/// where publishing it, with its partials, named schemas and tools inlined, would repeat the newest
/// release. "prefix" is the length of the tools and the text before the first value, which providers
/// can cache. A model is shown where a pin or the prompt's file sets another one than the environment, an API
/// where it is not `chat-completions`. The JSON has the API, the model and the parameters of each
/// pin.
///
/// Findings about a prompt go to standard error; the other prompts are still listed.
#[derive(Debug, Args)]
pub struct List {
    /// The output format; `cargo prompts schema list-output` describes the JSON
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
        let workspace = Workspace::find_noting(&options.prompts)?;
        let (config, mut findings) = workspace.config()?;
        let Some(config) = config else {
            return Ok(print_findings(&findings));
        };
        let (entries, own) = catalogue::read(&workspace, &config);
        findings.append(own);
        match self.format {
            Format::Human => print(&human(&config, &entries))?,
            Format::Json => print_json(&to_json(&config, &entries))?,
        }
        Ok(print_findings(&findings))
    }
}

fn human(config: &Config, entries: &[CatalogueEntry]) -> String {
    // Without a terminal, the width is unlimited.
    let columns =
        terminal_size::terminal_size().map_or(usize::MAX, |(width, _)| usize::from(width.0));
    let mut text = catalogue::table(config, entries, columns);
    let unpinned = entries
        .iter()
        .filter(|entry| !entry.is_pinned())
        .map(|entry| entry.id.as_str())
        .collect::<Vec<_>>();
    if !unpinned.is_empty() {
        text.extend(["\nnothing pins ", &escape_line(&unpinned.join(", ")), "\n"]);
    }
    text
}

fn to_json(config: &Config, entries: &[CatalogueEntry]) -> Value {
    let prompts = entries.iter().map(|entry| {
        let environments = config.environments.iter().zip(&entry.states);
        let environments = environments.map(|(environment, state)| {
            (masked(&environment.name).into_owned(), state_to_json(state))
        });
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
            "id": masked(&entry.id),
            "newest": newest,
            "working_copy": working_copy,
            "environments": environments.collect::<Map<_, _>>(),
        })
    });
    json!({ "prompts": prompts.collect::<Vec<_>>() })
}

fn state_to_json(state: &EnvironmentState) -> Value {
    let mut json = pin_to_json(&state.taken);
    if let Some(settings) = &state.settings {
        json["api"] = json!(settings.api.as_str());
        json["model"] = json!(settings.model.value);
        let values = settings.values();
        let parameters = values
            .iter()
            .map(|(parameter, value)| (parameter.name.to_owned(), json!(value)));
        json["parameters"] = parameters.collect();
    }
    if !state.tools.is_empty() {
        json["tools"] = json!(state.tools);
    }
    if let Some(prefix) = state.prefix {
        json["prefix_bytes"] = json!(prefix);
    }
    json
}

fn pin_to_json(taken: &PinState) -> Value {
    match taken {
        PinState::Nothing => Value::Null,
        PinState::Faulty => json!({ "version": null, "status": "faulty", "behind": null }),
        PinState::WorkingCopy => {
            json!({ "version": "local", "status": "working-copy", "behind": 0 })
        }
        PinState::Release {
            version,
            status,
            behind,
        } => {
            json!({ "version": version.to_string(), "status": status.as_str(), "behind": behind })
        }
    }
}
