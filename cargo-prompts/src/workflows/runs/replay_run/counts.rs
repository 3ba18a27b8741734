use semver::Version;

use crate::project::prompt::Prompt;
use crate::project::resolved_prompt::Subject;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// What a run is good for, if all lines pass.
#[derive(Debug)]
pub enum Counts {
    /// It is entered in the ledger of this release.
    AsEvidence(Version),
    /// It is not, and why.
    ForNothing(String),
}

impl Counts {
    /// What is promoted further was validated where it is pinned: a run of another version says
    /// nothing about that.
    pub fn of(workspace: &Workspace, subject: &Subject) -> Result<Self, Failure> {
        let Some(version) = &subject.version else {
            return Ok(Self::ForNothing(
                "a working copy can still change until it is published".to_owned(),
            ));
        };
        let config = workspace.sound_config()?;
        let name = &subject.environment.name;
        let position = config
            .environments
            .iter()
            .position(|environment| environment.name == *name);
        let prompt = Prompt::open(workspace, &config, &subject.id)?;
        let pinned = position.and_then(|position| prompt.pinned(&config, position));
        if pinned.as_ref() == Some(version) {
            return Ok(Self::AsEvidence(version.clone()));
        }
        let pinned = pinned.map_or_else(|| "no release".to_owned(), |pinned| pinned.to_string());
        let command = format!(
            "cargo prompts promote {} --to {name} --version {version}",
            subject.id
        );
        Ok(Self::ForNothing(format!(
            "`{name}` pins {pinned}, `{command}` comes first"
        )))
    }
}
