//! Versions that keep their number, because others rely on it.

use prompt_build::config::PromptSource;
use prompt_build::library::Release;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Source};

use super::PromptSide;
use crate::project::session::Session;
use crate::report::failure::Failure;

/// Refuses to renumber a version that is signed off, that is pinned under `library:active`, or whose
/// records are signed.
pub fn refuse(
    session: &Session<'_>,
    id: &str,
    commit: &str,
    theirs: &PromptSide,
    release: &Release,
) -> Result<(), Failure> {
    let Some(reason) = reason(theirs, release) else {
        return Ok(());
    };
    let version = &release.version;
    let path = format!("{}/{id}/{}", session.library, release.file());
    let message = format!(
        "both branches have a version {version} of `{id}`, and that of the other branch {reason}"
    );
    let location = Location::file(&Source::without_text(path.clone()));
    let other_way = "end this merge (`git merge --abort`), and merge this branch into the other one: \
                     there the version of this branch gets another number";
    let again = format!(
        "if both rely on theirs: keep this branch's, write the text of `git show {commit}:./{path}` into the working copy, and publish it again"
    );
    let finding = Finding::error(Code::CannotRenumber, location, message);
    let finding = finding.help(other_way.to_owned()).help(again);
    Err(Findings::from(finding).into())
}

fn reason(theirs: &PromptSide, release: &Release) -> Option<String> {
    if let Some(sign_off) = release.sign_offs.first() {
        let environment = sign_off.environment.as_deref().unwrap_or("?");
        return Some(format!("is signed off for `{environment}`"));
    }
    let active = theirs.config.iter().flat_map(|config| &config.environments);
    let mut active = active.filter(|one| one.source == Some(PromptSource::LibraryActive));
    let number = release.version.to_string();
    if let Some(environment) = active.find(|one| theirs.pins.get(&one.name) == Some(&number)) {
        return Some(format!("is pinned in `{}`", environment.name));
    }
    let is_signed = release
        .pin_changes
        .iter()
        .any(|one| one.signature.ssh.is_some());
    is_signed.then(|| "has a signed record".to_owned())
}
