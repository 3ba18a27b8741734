//! What environments with the source `library:active` still need for a version that is staged.

use prompt_build::config::{Environment, PromptSource};
use prompt_build::library::{Moment, Run};
use prompt_build::pins::{Approval, each_once};
use prompt_core::secret::masked;
use semver::Version;

use super::model::{GateResult, NextStep};
use super::side::{Package, PinnedSide};
use crate::project::prompt::Prompt;
use crate::project::timestamp::now;
use crate::report::failure::Failure;
use crate::rules::promotion::{Candidate, Gate, check_gates};
use crate::workflows::pinned_judges::pinned_judges;
use crate::workflows::runs::present_dataset;

/// The next step of each such environment that does not take the version that is staged, with the text of
/// that version. The environment pins another
/// one, or this one without what it asks for. There is no step where several are staged, because a
/// person must choose.
pub fn next_steps(package: Package<'_>, id: &str) -> Result<Vec<(NextStep, PinnedSide)>, Failure> {
    let Package { workspace, config } = package;
    // A ledger with errors is reported by `check`, and a prompt without one has nothing staged.
    let Ok(prompt) = Prompt::open(workspace, config, id) else {
        return Ok(Vec::new());
    };
    let mut steps = Vec::new();
    for (position, target) in config.environments.iter().enumerate() {
        let taken = prompt.pinned(config, position);
        let staged = staged(package, &prompt);
        let is_last = target.source == Some(PromptSource::LibraryActive);
        if let Some(version) = staged.filter(|staged| is_last && Some(staged) != taken.as_ref()) {
            steps.extend(step(package, &prompt, position, &version)?);
        }
    }
    Ok(steps)
}

/// The one version that environments with `library:draft` pin.
fn staged(package: Package<'_>, prompt: &Prompt) -> Option<Version> {
    let environments = package.config.environments.iter().enumerate();
    let drafts = environments.filter(|(_, one)| one.source == Some(PromptSource::LibraryDraft));
    let mut versions = drafts.filter_map(|(position, _)| prompt.pinned(package.config, position));
    let first = versions.next()?;
    versions.all(|other| other == first).then_some(first)
}

fn step(
    package: Package<'_>,
    prompt: &Prompt,
    position: usize,
    version: &Version,
) -> Result<Option<(NextStep, PinnedSide)>, Failure> {
    let Package { workspace, config } = package;
    let target = &config.environments[position];
    let Some(side) = PinnedSide::of_release(package, &prompt.id, position, version) else {
        return Ok(None);
    };
    let release = prompt.release(version)?;
    let candidate = Candidate {
        config,
        prompt,
        release,
        file: side.prompt.text.template.config.clone(),
        target,
        golden: present_dataset(workspace, &prompt.folder, Run::Golden)?,
        replay: present_dataset(workspace, &prompt.folder, Run::Validation)?,
        labelled: present_dataset(workspace, &prompt.folder, Run::Agreement)?,
        judges: pinned_judges(workspace, config, release)?,
        future: prompt.records_of_the_future(release),
        now: Moment::parse(&now()),
    };
    let approval = Approval {
        id: &prompt.id,
        release,
        environment: target,
        trust: &config.trust,
    };
    let founded = approval.founded(side.settings());
    let policy = target.policy.sign_off.as_ref();
    let may_sign = policy.and_then(|policy| policy.by.as_ref());
    let pin = config.pin(&prompt.id, position);
    let step = NextStep {
        environment: target.name.clone(),
        old: pin.map(|pin| pin.pin.to_string()),
        new: version.to_string(),
        gates: check_gates(&candidate).into_iter().map(result).collect(),
        signed: each_once(founded.into_iter())
            .into_iter()
            .map(shown)
            .collect(),
        required: approval.required_sign_offs(),
        may_sign: may_sign.map(|people| people.names().iter().map(|name| shown(name)).collect()),
        command: command(&prompt.id, target, version),
    };
    Ok(Some((step, side)))
}

/// A name or a sentence about a record. A page is read by more people than the repository.
fn shown(words: &str) -> String {
    masked(words).into_owned()
}

fn result(Gate { name, verdict }: Gate) -> GateResult {
    let (is_met, sentence, help) = match verdict {
        Ok(proof) => (true, shown(&proof.sentence), Vec::new()),
        Err(finding) => (false, finding.message, finding.help),
    };
    GateResult {
        name: name.to_owned(),
        is_met,
        sentence,
        help,
    }
}

fn command(id: &str, target: &Environment, version: &Version) -> String {
    let sign = if target.policy.asks_for_signatures() {
        " --sign KEY"
    } else {
        ""
    };
    let name = &target.name;
    format!(
        "cargo prompts promote {id} --to {name} --version {version} --by WHO --reason WHY{sign}"
    )
}
