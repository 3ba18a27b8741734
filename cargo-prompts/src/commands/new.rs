//! `cargo prompts new`.

use clap::Args;
use prompt_build::config::PromptSource;
use prompt_build::library::prompt_id;
use prompt_build::report::Findings;

use crate::commands::options::Options;
use crate::project::change::{Edit, Target};
use crate::project::dataset_files::GOLDEN;
use crate::project::pin_record::edit_of_pin;
use crate::project::session::Session;
use crate::project::starter;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::say;
use crate::rules::golden_skeleton::golden_skeleton;
use crate::workflows::draft::Draft;

/// Creates a prompt: a working copy, a golden dataset, and a pin in the first environment that
/// accepts working copies
///
/// A folder that has a working copy and nothing else is completed: the working copy is kept, and the
/// golden dataset is made from its inputs.
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
        let files = if workspace.disk.exists(&folder) {
            self.completion(&workspace, &session, &folder)?
        } else {
            starter::prompt()
        };
        let mut edits = files
            .iter()
            .map(|(name, text)| Edit {
                target: Target::Library(format!("{id}/{name}")),
                from: String::new(),
                text: text.clone(),
            })
            .collect::<Vec<_>>();
        let environment = self.environment(&session);
        if let Some(environment) = environment {
            edits.push(edit_of_pin(&session.config, id, environment, "latest")?);
        }
        session.commit(&format!("cargo prompts new {id}"), id, &edits)?;
        let created = files.iter().map(|(name, _)| format!("{folder}/{name}"));
        say!(
            "created {}",
            created.rev().collect::<Vec<_>>().join(" and ")
        );
        match environment {
            Some(environment) => {
                say!("{environment} pins the working copy; next: `cargo prompts publish {id}`");
            }
            None if self.is_pinned(&session) => say!("next: `cargo prompts publish {id}`"),
            // Nothing builds it before it is released and pinned.
            None => say!(
                "no environment accepts working copies; next: `cargo prompts publish {id}`, then \
                 `cargo prompts promote {id} --to ENVIRONMENT`"
            ),
        }
        Ok(ExitStatus::Success)
    }

    /// Returns the files that a folder with a working copy alone lacks.
    fn completion(
        &self,
        workspace: &Workspace,
        session: &Session<'_>,
        folder: &str,
    ) -> Result<Vec<(String, String)>, Failure> {
        let exists = || Failure::new(format!("`{folder}` already exists; nothing was changed"));
        let mut findings = Findings::default();
        let opened = workspace.prompt_folder(&session.library, &self.id, None, &mut findings);
        let Some(opened) = opened else {
            return Err(findings.into());
        };
        let contents = &opened.contents;
        if !contents.has_working_copy() {
            return Err(exists().help(format!("write its working copy, `{folder}/local.prompt`")));
        }
        if contents.has_releases() || workspace.disk.exists(&format!("{folder}/{GOLDEN}")) {
            return Err(exists());
        }
        let draft = Draft::read(workspace, &session.config, &self.id)?;
        let golden = golden_skeleton(&draft.template.inputs);
        Ok(vec![(GOLDEN.to_owned(), golden)])
    }

    /// The environment that will pin the working copy. `None` if no environment accepts it, or if
    /// the prompt is pinned.
    fn environment<'a>(&self, session: &'a Session<'_>) -> Option<&'a str> {
        if self.is_pinned(session) {
            return None;
        }
        let mut environments = session.config.environments.iter();
        let local = environments.find(|one| one.source == Some(PromptSource::Local))?;
        Some(&local.name)
    }

    fn is_pinned(&self, session: &Session<'_>) -> bool {
        session
            .config
            .prompts
            .iter()
            .any(|prompt| prompt.id == self.id)
    }
}
