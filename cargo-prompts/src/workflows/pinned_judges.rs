//! The judges that environments pin now, for the runs of a release.

use prompt_build::config::Config;
use prompt_build::library::{Judge, Release, Run};
use prompt_build::pins::is_with;

use crate::project::prompt::Prompt;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::promotion::PinnedJudge;
use crate::workflows::runs::{judge_record, present_dataset};

/// The judges that the environments of a release's runs pin now. An environment that no longer pins
/// one, or whose pin has errors, has none.
pub fn pinned_judges(
    workspace: &Workspace,
    config: &Config,
    release: &Release,
) -> Result<Vec<PinnedJudge>, Failure> {
    let mut judges: Vec<PinnedJudge> = Vec::new();
    for run in &release.evidence {
        let Some((judge, environment)) = run.judge.as_ref().zip(run.environment.as_ref()) else {
            continue;
        };
        let is_known =
            |one: &PinnedJudge| one.environment == *environment && one.judge.id == judge.id;
        if !judges.iter().any(is_known) {
            judges.extend(pinned_judge(workspace, config, judge, environment)?);
        }
    }
    Ok(judges)
}

fn pinned_judge(
    workspace: &Workspace,
    config: &Config,
    judge: &Judge,
    environment: &str,
) -> Result<Option<PinnedJudge>, Failure> {
    let mut environments = config.environments.iter();
    let position = environments.position(|one| one.name == environment);
    let resolved = position
        .and_then(|position| ResolvedPrompt::pinned(workspace, config, &judge.id, position));
    let Some(resolved) = resolved else {
        return Ok(None);
    };
    let Some(version) = &resolved.version else {
        return Ok(None);
    };
    let prompt = Prompt::open(workspace, config, &judge.id)?;
    let release = prompt.release(version)?;
    let runs = release.evidence.iter().filter(|run| {
        run.run == Some(Run::Agreement)
            && run.is_of(&judge.id, release.sha256.as_ref())
            && is_with(run, &resolved.environment.settings)
    });
    Ok(Some(PinnedJudge {
        environment: environment.to_owned(),
        judge: judge_record(&resolved),
        labelled: present_dataset(workspace, &resolved.folder, Run::Agreement)?,
        runs: runs.cloned().collect(),
    }))
}
