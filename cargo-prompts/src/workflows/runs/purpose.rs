use prompt_build::library::Run;
use semver::Version;

use super::dataset::RenderedDataset;
use super::rubric_judge::LOCAL;
use crate::project::prompt::Prompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// The use of a run.
#[derive(Debug)]
pub enum Purpose {
    /// The run is recorded as evidence for this release.
    Evidence(Version),
    /// The run is not recorded, for this reason.
    NoEvidence(String),
}

impl Purpose {
    /// A golden run is evidence for any release; a replay only for the release that the
    /// environment pins, because a promotion asks for a validation where the version is pinned.
    pub fn of(workspace: &Workspace, dataset: &RenderedDataset<'_>) -> Result<Self, Failure> {
        let Some(version) = &dataset.prompt.version else {
            let reason = "a working copy can change until it is published";
            return Ok(Self::NoEvidence(reason.to_owned()));
        };
        if let Some(judge) = dataset.judged.as_ref().map(|judged| &judged.judge)
            && judge.version == LOCAL
        {
            let id = &judge.id;
            return Ok(Self::NoEvidence(format!(
                "the judge `{id}` is a working copy, which can change until it is published"
            )));
        }
        if dataset.run != Run::Validation {
            return Ok(Self::Evidence(version.clone()));
        }
        let config = workspace.sound_config()?;
        let (id, name) = (&dataset.prompt.id, &dataset.prompt.environment.name);
        let position = config
            .environments
            .iter()
            .position(|environment| environment.name == *name);
        let prompt = Prompt::open(workspace, &config, id)?;
        let pinned = position.and_then(|position| prompt.pinned(&config, position));
        if pinned.as_ref() == Some(version) {
            return Ok(Self::Evidence(version.clone()));
        }
        let pinned = pinned.map_or_else(|| "no release".to_owned(), |pinned| pinned.to_string());
        let command = format!("cargo prompts promote {id} --to {name} --version {version}");
        Ok(Self::NoEvidence(format!(
            "`{name}` pins {pinned}; run `{command}` first"
        )))
    }
}
