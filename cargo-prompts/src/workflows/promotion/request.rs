use std::collections::BTreeSet;

use prompt_build::config::{Environment, PromptSource};
use semver::Version;

use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::report::failure::Failure;
use crate::workflows::signing::Signing;

/// The request of a person, with the name and the reason that the ledger records.
#[derive(Debug)]
pub struct PromotionRequest<'a> {
    pub id: &'a str,
    /// The environment that is to pin the version.
    pub to: &'a str,
    /// The version; `None` for the one that comes next in the environment.
    pub version: Option<&'a Version>,
    pub by: &'a str,
    pub reason: &'a str,
    pub signing: Signing<'a>,
}

impl PromotionRequest<'_> {
    /// The version that is named, or else the one that comes next in the environment.
    pub(super) fn chosen_version(
        &self,
        session: &Session<'_>,
        prompt: &Prompt,
        target: &Environment,
    ) -> Result<Version, Failure> {
        if let Some(version) = self.version {
            return Ok(version.clone());
        }
        let is_last_step = target.source == Some(PromptSource::LibraryActive);
        let version = if is_last_step {
            self.staged(session, prompt)?
        } else {
            prompt.newest().map(|release| release.version.clone())
        };
        version.ok_or_else(|| {
            let failure = Failure::new(format!(
                "`{}` has no version to promote to `{}`",
                self.id, self.to
            ));
            match prompt.newest() {
                None => failure.help(format!(
                    "`cargo prompts publish {}` publishes the working copy",
                    self.id
                )),
                Some(_) => failure.help(self.way_to_a_staged_version(session)),
            }
        })
    }

    /// The way on where no environment with `library:draft` has a version: one of them may pin one
    /// that it refuses.
    fn way_to_a_staged_version(&self, session: &Session<'_>) -> String {
        let mut environments = session.config.environments.iter().enumerate();
        let refusing = environments.find(|(position, one)| {
            one.source == Some(PromptSource::LibraryDraft)
                && session.config.pin(self.id, *position).is_some()
        });
        refusing.map_or_else(
            || "promote it to an environment with `library:draft` first".to_owned(),
            |(_, one)| {
                format!(
                    "`{}` refuses the version that it pins: `cargo prompts check` says why",
                    one.name
                )
            },
        )
    }

    /// The version that is pinned in environments with `library:draft`. Fails if there are several.
    fn staged(&self, session: &Session<'_>, prompt: &Prompt) -> Result<Option<Version>, Failure> {
        let environments = session.config.environments.iter().enumerate();
        let drafts = environments.filter(|(_, one)| one.source == Some(PromptSource::LibraryDraft));
        let staged = drafts
            .filter_map(|(position, _)| prompt.pinned(&session.config, position))
            .collect::<BTreeSet<_>>();
        if staged.len() > 1 {
            let versions = staged
                .iter()
                .map(|version| format!("`{version}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let message = format!(
                "several versions of `{}` are pinned under `library:draft`: {versions}",
                self.id
            );
            return Err(Failure::new(message).help("choose one with `--version VERSION`"));
        }
        Ok(staged.into_iter().next())
    }
}
