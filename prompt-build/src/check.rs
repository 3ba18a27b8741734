//! The whole check: configuration, library, pins, texts.

use std::path::Path;
use std::sync::Arc;

use crate::config::{Config, EnvironmentPin, Prompt, PromptSource, Request, choose, prompt_id};
use crate::contract::{Contract, PinnedVersion};
use crate::disk::Disk;
use crate::library::{CHANGES, Contents, JOURNAL, PARTIALS, PinnedText, PromptFolder, Texts};
use crate::parallel;
use crate::pins::{Question, Selection, resolve};
use crate::report::{Code, Finding, Findings, Place, Source, sorted};

/// The name of the configuration in the prompts folder.
pub const CONFIGURATION: &str = "environments.yaml";

/// All that a build needs to know, or all that is wrong.
#[derive(Debug)]
pub struct Outcome {
    pub config: Option<Config>,
    /// The environment that the build is for, by its place in the configuration.
    pub environment: Option<usize>,
    /// The prompts of the configuration, and in a check of everything those of the library that it does not name; in
    /// the order of their ids.
    pub prompts: Vec<CheckedPrompt>,
    /// What is wrong with the configuration, or with the choice of an environment.
    pub findings: Findings,
    /// The paths that the outcome depends on.
    pub inputs: Vec<String>,
}

impl Outcome {
    pub fn has_errors(&self) -> bool {
        self.findings.has_errors() || self.prompts.iter().any(|prompt| prompt.findings.has_errors())
    }

    /// All findings in the order of their places.
    pub fn findings(&self) -> Vec<&Finding> {
        let of_prompts = self.prompts.iter().flat_map(|prompt| prompt.findings.iter());
        sorted(self.findings.iter().chain(of_prompts))
    }
}

/// A prompt, with what is wrong with it.
#[derive(Debug)]
pub struct CheckedPrompt {
    pub id: String,
    /// What the environment of this build pins; `None` where it pins nothing, or something is wrong with it.
    pub pinned: Option<Arc<PinnedText>>,
    /// What all environments together ask of a call.
    pub contract: Contract,
    pub findings: Findings,
}

/// How much is checked.
#[derive(Debug, Clone, Copy)]
enum Scope<'a> {
    /// All pins, and what they stand for. Of working copies only what is wrong with that of the build is said.
    Build(&'a Request),
    /// Every prompt of the library, with its whole history.
    Everything,
}

/// Checks the prompts folder at `folder`, all pins of all environments, and picks what the requested environment pins.
pub fn check(disk: &Disk, folder: &str, request: &Request) -> Outcome {
    check_scope(disk, folder, Scope::Build(request))
}

/// Checks the prompts folder at `folder` for no environment in particular: all pins, every entry of every ledger, the
/// hash of every released file, also of prompts that nothing pins, and every working copy that an environment takes.
/// Of the text of a release that nothing pins only the hash is checked: whatever it says, it can no longer be mended.
pub fn check_everything(disk: &Disk, folder: &str) -> Outcome {
    check_scope(disk, folder, Scope::Everything)
}

/// Checks one prompt of a library in the same way.
pub fn check_prompt(disk: &Disk, library: &str, config: &Config, id: &str) -> CheckedPrompt {
    let checker = Checker { disk, config, library, scope: Scope::Everything, environment: None };
    match config.prompts.iter().find(|prompt| prompt.id == id) {
        Some(prompt) => checker.check_prompt(prompt),
        None => checker.check_unpinned(id),
    }
}

fn check_scope(disk: &Disk, folder: &str, scope: Scope<'_>) -> Outcome {
    let mut findings = Findings::default();
    let configuration = format!("{folder}/{CONFIGURATION}");
    let mut inputs = vec![configuration.clone()];
    let Some(config) = read_configuration(disk, &configuration, &mut findings) else {
        return Outcome { config: None, environment: None, prompts: Vec::new(), findings, inputs };
    };
    let environment = match scope {
        Scope::Build(request) => choose(&config, request, &mut findings),
        Scope::Everything => None,
    };
    let library = library(folder, &config);
    if let Some((_, mark)) = config.library
        && !disk.exists(&library)
    {
        let message = format!("no folder `{library}` for the library");
        findings.push(Finding::error(Code::InvalidLibrary, config.place(mark), message));
        return Outcome { config: Some(config), environment, prompts: Vec::new(), findings, inputs };
    }
    if let Some(finding) = interrupted(disk, &library) {
        findings.push(finding);
        return Outcome { config: Some(config), environment, prompts: Vec::new(), findings, inputs };
    }
    inputs.extend(config.prompts.iter().map(|prompt| format!("{library}/{}", prompt.id)));
    let partials = format!("{library}/{PARTIALS}");
    inputs.extend(disk.exists(&partials).then_some(partials));
    let checker = Checker { disk, config: &config, library: &library, scope, environment };
    let mut prompts = parallel::map(&config.prompts, |prompt| checker.check_prompt(prompt));
    if let Scope::Everything = scope {
        prompts.extend(parallel::map(&checker.unpinned(), |id| checker.check_unpinned(id)));
        prompts.sort_by(|a, b| a.id.cmp(&b.id));
    }
    Outcome { environment, prompts, findings, inputs, config: Some(config) }
}

/// A change that was decided on and not made to its end: what is there is neither the old state nor the new one.
fn interrupted(disk: &Disk, library: &str) -> Option<Finding> {
    let journal = format!("{library}/{CHANGES}/{JOURNAL}");
    let message = "a `cargo prompt` was interrupted while it changed the library";
    let finding = Finding::error(Code::InterruptedChange, Place::file(&Source::without_text(&journal)), message);
    disk.exists(&journal).then(|| finding.help("`cargo prompt check` finishes the change".to_owned()))
}

fn read_configuration(disk: &Disk, path: &str, findings: &mut Findings) -> Option<Config> {
    match disk.read(path) {
        Ok(source) => Config::read(&source, findings),
        Err(finding) => {
            let is_missing = finding.code == Code::MissingFile;
            let help = is_missing.then(|| "it holds `environments`, and under `prompts` their pins".to_owned());
            findings.push(finding.help(help));
            None
        }
    }
}

/// What the checks of all prompts share.
#[derive(Clone, Copy)]
struct Checker<'a> {
    disk: &'a Disk,
    config: &'a Config,
    library: &'a str,
    scope: Scope<'a>,
    environment: Option<usize>,
}

impl Checker<'_> {
    fn check_prompt(self, prompt: &Prompt) -> CheckedPrompt {
        let mut findings = Findings::default();
        let place = || self.config.place(prompt.mark);
        let folder = PromptFolder::open(self.disk, self.library, &prompt.id, place, &mut findings);
        let versions = folder.and_then(|folder| self.check_folder(&folder, prompt, &mut findings)).unwrap_or_default();
        let contract = Contract::of(&versions, &mut findings);
        findings.append(self.warnings(&versions));
        let built = versions.into_iter().find(|version| version.is_built);
        CheckedPrompt { id: prompt.id.clone(), pinned: built.map(|version| version.text), contract, findings }
    }

    /// A prompt of the library that the configuration does not know: it has a history all the same.
    fn check_unpinned(self, id: &str) -> CheckedPrompt {
        let mut findings = Findings::default();
        let place = || Place::file(&Source::without_text(format!("{}/{id}", self.library)));
        if let Some(folder) = PromptFolder::open(self.disk, self.library, id, place, &mut findings)
            && let Some(ledger) = folder.ledger(&mut findings)
        {
            Texts::new(&folder, &ledger).verify_all(id, &mut findings);
        }
        CheckedPrompt { id: id.to_owned(), pinned: None, contract: Contract::default(), findings }
    }

    /// The prompts of the library that the configuration does not name, in the order of their ids.
    fn unpinned(self) -> Vec<String> {
        let is_known = |id: &str| self.config.prompts.binary_search_by(|prompt| prompt.id.as_str().cmp(id)).is_ok();
        let mut ids = self.disk.folders(self.library);
        ids.retain(|id| prompt_id::check(id).is_ok() && !is_known(id) && self.holds_prompt(id));
        ids.sort();
        ids
    }

    /// Whether a folder of the library has a file of a prompt in it. One that cannot be read may have, and is told of.
    fn holds_prompt(self, folder: &str) -> bool {
        let names = self.disk.list(&format!("{}/{folder}", self.library));
        names.map_or(true, |names| Contents::read(names).is_of_prompt())
    }

    /// What each environment pins, as far as it can be read.
    fn check_folder(
        self,
        folder: &PromptFolder<'_>,
        prompt: &Prompt,
        findings: &mut Findings,
    ) -> Option<Vec<PinnedVersion>> {
        let ledger = folder.ledger(findings)?;
        let mut texts = Texts::new(folder, &ledger);
        let mut versions = Vec::new();
        for pin in &prompt.pins {
            let has_working_copy = folder.contents.has_working_copy;
            let question = Question { config: self.config, id: &prompt.id, pin, ledger: &ledger, has_working_copy };
            let Some(selection) = resolve(&question, findings) else { continue };
            let is_built = self.environment == Some(pin.environment);
            let text = match selection {
                Selection::WorkingCopy => {
                    // What is wrong with it is said where it is used. What it asks of a call holds everywhere.
                    if is_built || self.is_of_everything() {
                        findings.append(texts.take_faults_of_working_copy());
                    }
                    texts.working_copy()
                }
                Selection::Release(release) => {
                    if self.source(pin) != Some(PromptSource::Local) {
                        texts.verify(&prompt.id, release, findings);
                    }
                    texts.release(release, findings)
                }
            };
            let environment = self.config.environments[pin.environment].name.clone();
            versions.extend(text.map(|text| PinnedVersion { environment, is_built, text }));
        }
        if self.is_of_everything() {
            texts.verify_all(&prompt.id, findings);
        }
        Some(versions)
    }

    /// What is probably not meant in the texts: in that of the build, or in all.
    fn warnings(self, versions: &[PinnedVersion]) -> Findings {
        let mut warnings = Findings::default();
        let told = versions.iter().filter(|version| version.is_built || self.is_of_everything());
        for version in told {
            warnings.append(version.text.template.warnings.clone());
        }
        warnings.deduplicate();
        warnings
    }

    fn is_of_everything(self) -> bool {
        matches!(self.scope, Scope::Everything)
    }

    fn source(self, pin: &EnvironmentPin) -> Option<PromptSource> {
        self.config.environments[pin.environment].source
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
