//! `cargo prompts new`.

use clap::Args;
use prompt_build::config::PromptSource;
use prompt_build::library::prompt_id;

use crate::commands::options::Options;
use crate::project::change::{Edit, Target};
use crate::project::pin_record::edit_of_pin;
use crate::project::session::Session;
use crate::project::starter;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::say;

/// Creates a prompt: a working copy, a golden dataset, and a pin in the first environment that
/// accepts working copies
#[derive(Debug, Args)]
pub struct New {
    /// The prompt's id: lower-case letters, digits and single hyphens, at most 64 characters
    id: String,
}

impl New {
    pub fn run(&self, options: &Options) -> CommandResult {
        let id = &self.id;
        prompt_id::check(id).map_err(|error| {
            Failure::new(format!(
                "invalid prompt id `{}`: {error}",
                id.escape_debug()
            ))
        })?;
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        let folder = format!("{}/{id}", session.library);
        if workspace.disk.exists(&folder) {
            return Err(Failure::new(format!(
                "`{folder}` already exists; nothing was changed"
            )));
        }
        let files = starter::prompt().into_iter();
        let mut edits = files
            .map(|(name, text)| Edit {
                target: Target::Library(format!("{id}/{name}")),
                from: String::new(),
                text: text.to_owned(),
            })
            .collect::<Vec<_>>();
        let mut local = session
            .config
            .environments
            .iter()
            .filter(|one| one.source == Some(PromptSource::Local));
        let environment = local.next().map(|environment| environment.name.as_str());
        if let Some(environment) = environment {
            edits.push(edit_of_pin(&session.config, id, environment, "latest")?);
        }
        session.commit(&format!("cargo prompts new {id}"), id, &edits)?;
        say!("created {folder}/local.prompt and {folder}/golden.yaml");
        match environment {
            Some(environment) => {
                say!("{environment} pins the working copy; next: `cargo prompts publish {id}`");
            }
            // Nothing builds it before it is released and pinned.
            None => say!(
                "no environment accepts working copies; next: `cargo prompts publish {id}`, then \
                 `cargo prompts promote {id} --to ENVIRONMENT`"
            ),
        }
        Ok(ExitStatus::Success)
    }
}
