//! The whole check: configuration, library, pins, texts.

mod checker;

use std::path::Path;

use self::checker::Checker;
use crate::config::{Config, Request, choose};
use crate::contract::{Contract, PinnedVersion};
use crate::disk::Disk;
use crate::library::{PARTIALS, interrupted_journal};
use crate::report::{Code, Finding, Findings, Place, Source, sorted};

/// The name of the configuration in the prompts folder.
pub const CONFIGURATION: &str = "environments.yaml";

/// All that a build needs to know, or all that is wrong.
#[derive(Debug)]
pub struct Outcome {
    pub config: Option<Config>,
    /// The environment that the build is for, by its place in the configuration.
    pub environment: Option<usize>,
    /// The prompts of the configuration, and in a check of everything those of the library that it
    /// does not name; in the order of their ids.
    pub prompts: Vec<CheckedPrompt>,
    /// What is wrong with the configuration, or with the choice of an environment.
    pub findings: Findings,
    /// The paths that the outcome depends on.
    pub inputs: Vec<String>,
}

impl Outcome {
    pub fn has_errors(&self) -> bool {
        self.findings.has_errors()
            || self
                .prompts
                .iter()
                .any(|prompt| prompt.findings.has_errors())
    }

    /// All findings in the order of their places.
    pub fn findings(&self) -> Vec<&Finding> {
        let of_prompts = self
            .prompts
            .iter()
            .flat_map(|prompt| prompt.findings.iter());
        sorted(self.findings.iter().chain(of_prompts))
    }
}

/// A prompt, with what is wrong with it.
#[derive(Debug)]
pub struct CheckedPrompt {
    pub id: String,
    /// What the environment of this build pins; `None` where it pins nothing, or something is
    /// wrong with it.
    pub pinned: Option<PinnedVersion>,
    /// What all environments together ask of a call.
    pub contract: Contract,
    pub findings: Findings,
}

/// How much is checked.
#[derive(Debug, Clone, Copy)]
enum Scope<'a> {
    /// All pins, and what they stand for. Of working copies only what is wrong with that of the
    /// build is said.
    Build(&'a Request),
    /// Every prompt of the library, with its whole history.
    Everything,
}

/// Checks the prompts folder at `folder`, all pins of all environments, and picks what the
/// requested environment pins.
pub fn check(disk: &Disk, folder: &str, request: &Request) -> Outcome {
    check_scope(disk, folder, Scope::Build(request))
}

/// Checks the prompts folder at `folder` for no environment in particular: all pins, every entry of
/// every ledger, the hash of every released file, also of prompts that nothing pins, and every
/// working copy that an environment takes. Of the text of a release that nothing pins only the hash
/// is checked: whatever it says, it can no longer be mended.
pub fn check_everything(disk: &Disk, folder: &str) -> Outcome {
    check_scope(disk, folder, Scope::Everything)
}

/// Checks one prompt of a library in the same way.
pub fn check_prompt(disk: &Disk, library: &str, config: &Config, id: &str) -> CheckedPrompt {
    let checker = Checker {
        disk,
        config,
        library,
        scope: Scope::Everything,
        environment: None,
    };
    match config.prompts.iter().find(|prompt| prompt.id == id) {
        Some(prompt) => checker.check_prompt(prompt),
        None => checker.check_unpinned(id),
    }
}

/// Checks one prompt as a build does that embeds it: of the others nothing is read.
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
    let mut outcome = Outcome {
        config: None,
        environment: None,
        prompts: Vec::new(),
        findings,
        inputs: vec![configuration],
    };
    let Some(config) = config else { return outcome };
    if let Scope::Build(request) = scope {
        outcome.environment = choose(&config, request, &mut outcome.findings);
    }
    let library = library(folder, &config);
    let journal = interrupted_journal(disk, &library);
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
        let checker = Checker {
            disk,
            config: &config,
            library: &library,
            scope,
            environment: outcome.environment,
        };
        let pinned = config.prompts.iter();
        outcome.prompts = match only {
            None => checker.check_all(),
            Some(id) => pinned
                .filter(|prompt| prompt.id == id)
                .map(|prompt| checker.check_prompt(prompt))
                .collect(),
        };
    }
    outcome.config = Some(config);
    outcome
}

/// What is wrong where the configuration names a library that is not there.
pub fn missing_library(disk: &Disk, config: &Config, library: &str) -> Option<Finding> {
    let (_, mark) = config.library.as_ref().filter(|_| !disk.exists(library))?;
    let message = format!("no folder `{library}` for the library");
    Some(Finding::error(
        Code::InvalidLibrary,
        config.place(*mark),
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
    let partials = format!("{library}/{PARTIALS}");
    inputs.extend(disk.exists(&partials).then_some(partials));
    inputs
}

/// A change that was decided on and not made to its end: what is there is neither the old state nor
/// the new one.
fn interrupted(journal: &str) -> Finding {
    let message = "a `cargo prompts` was interrupted while it changed the library";
    let place = Place::file(&Source::without_text(journal));
    Finding::error(Code::InterruptedChange, place, message).help(
        "the next `cargo prompts`, as in `cargo prompts check`, finishes the change, or says why not".to_owned(),
    )
}

fn read_configuration(disk: &Disk, path: &str, findings: &mut Findings) -> Option<Config> {
    match disk.read(path) {
        Ok(source) => Config::read(&source, findings),
        Err(finding) => {
            let is_missing = finding.code == Code::MissingFile;
            let help = is_missing
                .then(|| "it holds `environments`, and under `prompts` their pins".to_owned());
            findings.push(finding.help(help));
            None
        }
    }
}

/// Where the library is: in the prompts folder, unless the configuration says otherwise.
pub fn library(folder: &str, config: &Config) -> String {
    match &config.library {
        None => folder.to_owned(),
        Some((library, _)) if Path::new(library).is_absolute() => library.clone(),
        Some((library, _)) => format!("{folder}/{library}"),
    }
}
