use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};
use semver::Version;

use crate::project::prompt::Prompt;
use crate::report::failure::Failure;
use crate::rules::bump::{
    Change, Level, blocking_release, check, check_successor, first_unused, highest, next,
};
use crate::workflows::draft::{Draft, versions_with_text};

/// How the version of a release is asked for.
#[derive(Debug)]
pub enum Number {
    Exact(Version),
    /// The version of this level after the one before.
    Bump(Level),
    /// The lowest version that fits the change.
    Lowest,
}

impl Number {
    /// The version, if it is named.
    pub(super) fn exact(&self) -> Option<&Version> {
        match self {
            Self::Exact(version) => Some(version),
            Self::Bump(_) | Self::Lowest => None,
        }
    }

    /// The version that is asked for, by its number or by what changed.
    pub(super) fn version(&self, prompt: &Prompt, change: Option<&(Version, Change)>) -> Version {
        let level = match self {
            Self::Exact(version) => return version.clone(),
            Self::Bump(level) => Some(*level),
            Self::Lowest => None,
        };
        let all = prompt.releases();
        let versions = all.iter().map(|release| &release.version);
        let lowest = match change {
            Some((base, change)) => next(base, level.unwrap_or(change.level)),
            // All releases are withdrawn: the numbers continue after the highest one.
            None => highest(versions.clone())
                .cloned()
                .unwrap_or_else(|| Version::new(1, 0, 0)),
        };
        first_unused(lowest, versions)
    }
}

/// Refuses a version that is already released. Versions that differ only in build metadata
/// count as one.
pub(super) fn refuse_released(prompt: &Prompt, version: &Version) -> Result<(), Failure> {
    let releases = prompt.releases();
    let Some(known) = releases
        .iter()
        .find(|release| release.version.cmp_precedence(version).is_eq())
    else {
        return Ok(());
    };
    let message = format!("`{}` {} is already released", prompt.id, known.version);
    let help = "released versions never change: publish the change as a new version".to_owned();
    Err(refused(
        &prompt.location(known),
        Code::AlreadyReleased,
        message,
        Some(help),
    ))
}

/// Refuses a text that is already released: a text has only one version.
pub(super) fn refuse_same(
    prompt: &Prompt,
    draft: &Draft,
    version: &Version,
) -> Result<(), Failure> {
    let same = versions_with_text(&draft.text, draft.extension, &prompt.releases());
    let Some(known) = blocking_release(&same, version) else {
        return Ok(());
    };
    let id = &prompt.id;
    let message =
        format!("the working copy of `{id}` is identical to `{known}`: nothing to publish");
    let help = format!(
        "change the working copy first; `cargo prompts promote {id} --to ENV --version {known} --by WHO --reason WHY` pins the existing version"
    );
    Err(refused(
        &working_copy(prompt),
        Code::NothingToPublish,
        message,
        Some(help),
    ))
}

/// Refuses a version that does not fit the change.
pub(super) fn refuse_number(
    prompt: &Prompt,
    version: &Version,
    change: Option<&(Version, Change)>,
) -> Result<(), Failure> {
    let Some((base, change)) = change else {
        return Ok(());
    };
    check(base, version, change).map_err(|reason| {
        let lowest = first_unused(
            next(base, change.level),
            prompt.releases().iter().map(|release| &release.version),
        );
        let help = format!("`cargo prompts publish {} --version {lowest}`", prompt.id);
        refused(&working_copy(prompt), Code::WrongBump, reason, Some(help))
    })
}

/// Refuses a version below another one that does not take its calls: a range may bring that one.
pub(super) fn refuse_before(
    prompt: &Prompt,
    version: &Version,
    later: Option<&(Version, Change)>,
) -> Result<(), Failure> {
    let Some((successor, change)) = later else {
        return Ok(());
    };
    check_successor(version, successor, change).map_err(|reason| {
        let id = &prompt.id;
        let help = format!(
            "`cargo prompts publish {id}` gives it a number above all others; a range such as `^{version}` would bring `{successor}`"
        );
        refused(&working_copy(prompt), Code::WrongBump, reason, Some(help))
    })
}

/// The working copy as a whole.
fn working_copy(prompt: &Prompt) -> Location {
    Location::file(&Source::without_text(prompt.working_copy()))
}

fn refused(location: &Location, code: Code, message: String, help: Option<String>) -> Failure {
    Findings::from(Finding::error(code, location.clone(), message).help(help)).into()
}
