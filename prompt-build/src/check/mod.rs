//! The whole check: configuration, library, pins, texts.

mod audit;
mod calls;
mod checker;
mod history;
mod outcome;
mod outside;
mod records;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use audit::Audit;
pub use history::{Doubt, doubts, unconfirmed_rollback};
pub use outcome::{CheckedPrompt, EmbeddedVersion, Outcome};
pub use records::of_the_future;

use self::checker::{Checker, Scope};
use crate::config::{Config, Request, choose};
use crate::disk::Disk;
use crate::library::{
    Folders, PARTIALS, SCHEMAS, SharedLibrary, TOOLS, interrupted_journal, linked_state,
    misnamed_shared, misplaced_prompts, misshapen_journal, review_unused,
};
use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Source};

/// The name of the configuration in the prompts folder.
pub const CONFIGURATION: &str = "environments.yaml";

/// Checks all pins of all environments, and selects the texts that the requested environments pin.
pub fn check(disk: &Disk, folder: &str, request: &Request) -> Outcome {
    check_scope(disk, folder, Scope::Build(request))
}

/// Checks the whole library, for no environment in particular: all pins, all entries of all
/// ledgers, the hashes of all released files (also of prompts that nothing pins), and each working
/// copy that an environment pins. The text of a release that nothing pins is not compiled, since a
/// release cannot be changed. The audit says what records are held against.
pub fn check_everything(disk: &Disk, folder: &str, audit: &Audit) -> Outcome {
    check_scope(disk, folder, Scope::Everything(Some(audit)))
}

/// Checks one prompt of a library in the same way.
pub fn check_prompt(disk: &Disk, library: &str, config: &Config, id: &str) -> CheckedPrompt {
    let checker = Checker {
        disk,
        config,
        library,
        folders: &Folders::new(disk, library, [id]),
        scope: Scope::Everything(None),
        environments: &[],
    };
    match config.prompt(id) {
        Some(prompt) => checker.check_prompt(prompt),
        None => checker.check_unpinned(id),
    }
}

/// Checks one prompt as a build would, and reads no other.
#[cfg(feature = "hot-reload")]
pub fn check_embedded(disk: &Disk, folder: &str, request: &Request, id: &str) -> Outcome {
    check_prompts(disk, folder, Scope::Build(request), Some(id))
}

fn check_scope(disk: &Disk, folder: &str, scope: Scope<'_>) -> Outcome {
    check_prompts(disk, folder, scope, None)
}

/// Checks all prompts, or one of those that are pinned.
fn check_prompts(disk: &Disk, folder: &str, scope: Scope<'_>, only: Option<&str>) -> Outcome {
    let mut findings = Findings::default();
    let configuration = format!("{folder}/{CONFIGURATION}");
    let config = read_configuration(disk, &configuration, &mut findings);
    let mut outcome = Outcome::new(findings, vec![configuration]);
    if let Some(config) = config {
        check_configured(disk, folder, config, (scope, only), &mut outcome);
    }
    outcome.count_omitted();
    outcome
}

/// Checks the prompts of a configuration.
fn check_configured(
    disk: &Disk,
    folder: &str,
    config: Config,
    (scope, only): (Scope<'_>, Option<&str>),
    outcome: &mut Outcome,
) {
    if let Scope::Build(request) = scope {
        outcome.environments = choose(&config, request, &mut outcome.findings);
    }
    let library = library(folder, &config);
    let journal = interrupted_journal(disk, &library);
    let misshapen = misshapen_journal(disk, &library);
    outcome
        .findings
        .extend(misshapen.map(|path| no_file(&path)));
    if matches!(scope, Scope::Everything(_)) {
        let link = linked_state(disk, &library);
        outcome.findings.extend(link.map(|link| linked(&link)));
    }
    if let Some(finding) = missing_library(disk, &config, &library) {
        outcome.findings.push(finding);
    } else if let Some(journal) = journal {
        outcome.findings.push(interrupted(&journal));
        // The journal is watched only while it is there: cargo would watch the nearest folder that
        // exists in place of a missing file, which is the whole package. A journal that appears
        // later is not missed: a change that is half made has touched a file that is watched.
        outcome.inputs.push(journal);
    } else {
        outcome.inputs.extend(inputs(disk, &config, &library));
        let ids = config.prompts.iter().map(|prompt| prompt.id.as_str());
        let folders = Folders::new(disk, &library, ids);
        let checker = Checker {
            disk,
            config: &config,
            library: &library,
            folders: &folders,
            scope,
            environments: &outcome.environments,
        };
        outcome.prompts = match only {
            None => checker.check_all(),
            Some(id) => {
                let prompt = config.prompt(id).into_iter();
                prompt.map(|prompt| checker.check_prompt(prompt)).collect()
            }
        };
        if only.is_none() {
            let links = outside::at_the_root(disk, &config, &library, &outcome.all());
            outcome.findings.extend(links);
        }
        if matches!(scope, Scope::Everything(_)) {
            let unused = unused_allowances(&config, &outcome.prompts);
            outcome.findings.extend(unused);
            outcome.findings.extend(misplaced_prompts(disk, &library));
            let library = library.as_str();
            let misnamed = misnamed_shared(&SharedLibrary { disk, library });
            outcome.findings.extend(misnamed);
            outcome.findings.append(review_unused(&folders));
        }
    }
    outcome.config = Some(config);
}

/// Reports the allowances that no prompt needed.
fn unused_allowances(config: &Config, prompts: &[CheckedPrompt]) -> Vec<Finding> {
    let mut unused = config.allowances.iter().map(Some).collect::<Vec<_>>();
    for used in prompts.iter().flat_map(|prompt| &prompt.allowances) {
        unused[*used] = None;
    }
    let unused = unused.into_iter().flatten();
    unused
        .map(|allowance| allowance.unused(&config.source))
        .collect()
}

/// Reports a library that the configuration names and that does not exist.
pub fn missing_library(disk: &Disk, config: &Config, library: &str) -> Option<Finding> {
    let (_, mark) = config.library.as_ref().filter(|_| !disk.exists(library))?;
    let message = format!("no folder `{library}` for the library");
    Some(Finding::error(
        Code::InvalidLibrary,
        config.location(*mark),
        message,
    ))
}

/// The folders of a library that a build depends on.
fn inputs(disk: &Disk, config: &Config, library: &str) -> Vec<String> {
    let mut inputs = config
        .prompts
        .iter()
        .map(|prompt| format!("{library}/{}", prompt.id))
        .collect::<Vec<_>>();
    let shared = [PARTIALS, SCHEMAS, TOOLS].map(|folder| format!("{library}/{folder}"));
    inputs.extend(shared.into_iter().filter(|folder| disk.exists(folder)));
    inputs
}

/// Reports a change that was interrupted. The library is then in neither its old state nor its new
/// one.
fn interrupted(journal: &str) -> Finding {
    let message = "a `cargo prompts` was interrupted while it changed the library";
    let location = Location::file(&Source::without_text(journal));
    let finish = "`cargo prompts recover` finishes the change, or says why it cannot";
    let discard = "`cargo prompts recover --discard` leaves the files as they are";
    Finding::error(Code::InterruptedChange, location, message)
        .help(finish.to_owned())
        .help(discard.to_owned())
}

/// Reports a link in the place of a journal. A build ignores it, since no command wrote it.
fn linked(path: &str) -> Finding {
    let message =
        format!("`{path}` is a symbolic link: whether a change was interrupted cannot be told");
    let location = Location::file(&Source::without_text(path));
    let help =
        format!("remove `{path}`: `cargo prompts` keeps its state there, and follows no link");
    Finding::error(Code::UnreadableFile, location, message).help(help)
}

/// Reports something else in the place of a journal.
fn no_file(path: &str) -> Finding {
    let message = format!("`{path}` is not a file: `cargo prompts` keeps its state there");
    let location = Location::file(&Source::without_text(path));
    let help = format!("remove `{path}`: until then, no command can change the library");
    Finding::error(Code::UnreadableFile, location, message).help(help)
}

fn read_configuration(disk: &Disk, path: &str, findings: &mut Findings) -> Option<Config> {
    match disk.read(path) {
        Ok(source) => Config::open(disk, &source, findings),
        Err(finding) => {
            let is_missing = finding.code == Code::MissingFile;
            let help = is_missing
                .then(|| "it holds `environments`, and under `prompts` their pins".to_owned());
            findings.push(finding.help(help));
            None
        }
    }
}

/// The path of the library: the prompts folder, unless the configuration names another.
pub fn library(folder: &str, config: &Config) -> String {
    match &config.library {
        None => folder.to_owned(),
        Some((library, _)) if Path::new(library).is_absolute() => library.clone(),
        Some((library, _)) => format!("{folder}/{library}"),
    }
}
