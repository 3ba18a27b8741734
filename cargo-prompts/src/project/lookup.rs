//! Looks up the prompts, environments and versions that a user names. A failure suggests the
//! nearest name.

use prompt_build::config::Config;
use prompt_build::library::prompt_id;
use prompt_build::report::did_you_mean;
use semver::Version;

use super::workspace::Workspace;
use crate::report::failure::Failure;

/// The position of an environment in the configuration.
pub fn environment(config: &Config, name: &str) -> Result<usize, Failure> {
    let names = || {
        config
            .environments
            .iter()
            .map(|environment| environment.name.as_str())
    };
    names().position(|known| known == name).ok_or_else(|| {
        let all = || {
            format!(
                "the environments are `{}`",
                names().collect::<Vec<_>>().join("`, `")
            )
        };
        let help = did_you_mean(name, names()).unwrap_or_else(all);
        Failure::new(format!("unknown environment `{}`", name.escape_debug())).help(help)
    })
}

/// Fails for an id that no folder of the library has. A prompt need not be pinned.
pub fn prompt(workspace: &Workspace, library: &str, id: &str) -> Result<(), Failure> {
    let folders = workspace.disk.folders(library);
    let mut known = folders
        .iter()
        .map(String::as_str)
        .filter(|folder| prompt_id::check(folder).is_ok());
    if known.clone().any(|known| known == id) {
        return Ok(());
    }
    let help = did_you_mean(id, known.by_ref());
    let failure = Failure::new(format!("the library has no prompt `{}`", id.escape_debug()));
    Err(failure.help(help.unwrap_or_else(|| {
        "`cargo prompts list` lists all prompts, `cargo prompts new ID` creates one".to_owned()
    })))
}

/// The failure for a version that a prompt does not have.
pub fn unknown_version<'a>(
    id: &str,
    version: &Version,
    known: impl IntoIterator<Item = &'a Version>,
) -> Failure {
    let failure = Failure::new(format!("`{id}` has no version `{version}`"));
    let mut known = known.into_iter().collect::<Vec<_>>();
    known.sort();
    if known.is_empty() {
        return failure.help(format!(
            "nothing is released yet: run `cargo prompts publish {id}`"
        ));
    }
    let known = known
        .iter()
        .map(|version| format!("`{version}`"))
        .collect::<Vec<_>>();
    failure.help(format!("the versions are {}", known.join(", ")))
}
