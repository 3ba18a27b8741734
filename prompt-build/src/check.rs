//! The whole check: configuration, library, pins, texts.

use std::path::Path;
use std::sync::Arc;

use crate::config::{Config, EnvironmentPin, Prompt, PromptSource, Request, choose};
use crate::contract::{Contract, PinnedVersion};
use crate::disk::Disk;
use crate::library::{PARTIALS, PinnedText, PromptFolder, Texts};
use crate::parallel;
use crate::pins::{Question, Selection, resolve};
use crate::report::{Code, Finding, Findings, sorted};

/// The name of the configuration in the prompts folder.
pub const CONFIGURATION: &str = "environments.yaml";

/// All that a build needs to know, or all that is wrong.
#[derive(Debug)]
pub struct Outcome {
    pub config: Option<Config>,
    /// The environment that the build is for, by its place in the configuration.
    pub environment: Option<usize>,
    /// The pinned prompts, in the order of their ids.
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

/// Checks the prompts folder at `folder`, all pins of all environments, and picks what the requested environment pins.
pub fn check(disk: &Disk, folder: &str, request: &Request) -> Outcome {
    let mut findings = Findings::default();
    let configuration = format!("{folder}/{CONFIGURATION}");
    let mut inputs = vec![configuration.clone()];
    let config = match disk.read(&configuration) {
        Ok(source) => Config::read(&source, &mut findings),
        Err(finding) => {
            let is_missing = finding.code == Code::MissingFile;
            let help = is_missing.then(|| "it holds `environments`, and under `prompts` their pins".to_owned());
            findings.push(finding.help(help));
            None
        }
    };
    let Some(config) = config else {
        return Outcome { config, environment: None, prompts: Vec::new(), findings, inputs };
    };
    let environment = choose(&config, request, &mut findings);
    let library = library(folder, &config);
    if let Some((_, mark)) = config.library
        && !disk.exists(&library)
    {
        let message = format!("no folder `{library}` for the library");
        findings.push(Finding::error(Code::InvalidLibrary, config.place(mark), message));
        return Outcome { config: Some(config), environment, prompts: Vec::new(), findings, inputs };
    }
    inputs.extend(config.prompts.iter().map(|prompt| format!("{library}/{}", prompt.id)));
    let partials = format!("{library}/{PARTIALS}");
    inputs.extend(disk.exists(&partials).then_some(partials));
    let checker = Checker { disk, config: &config, library: &library, environment };
    let prompts = parallel::map(&config.prompts, |prompt| checker.check_prompt(prompt));
    Outcome { environment, prompts, findings, inputs, config: Some(config) }
}

/// What the checks of all prompts share.
#[derive(Clone, Copy)]
struct Checker<'a> {
    disk: &'a Disk,
    config: &'a Config,
    library: &'a str,
    environment: Option<usize>,
}

impl Checker<'_> {
    fn check_prompt(self, prompt: &Prompt) -> CheckedPrompt {
        let mut findings = Findings::default();
        let versions = self.check_folder(prompt, &mut findings).unwrap_or_default();
        let contract = Contract::of(&versions, &mut findings);
        let built = versions.into_iter().find(|version| version.is_built);
        let pinned = built.map(|version| version.text);
        if let Some(pinned) = &pinned {
            findings.append(pinned.template.warnings.clone());
        }
        CheckedPrompt { id: prompt.id.clone(), pinned, contract, findings }
    }

    /// What each environment pins, as far as it can be read.
    fn check_folder(self, prompt: &Prompt, findings: &mut Findings) -> Option<Vec<PinnedVersion>> {
        let place = || self.config.place(prompt.mark);
        let folder = PromptFolder::open(self.disk, self.library, &prompt.id, place, findings)?;
        let ledger = folder.ledger(findings)?;
        let mut texts = Texts::new(&folder, &ledger);
        let mut versions = Vec::new();
        for pin in &prompt.pins {
            let has_working_copy = folder.contents.has_working_copy;
            let question = Question { config: self.config, id: &prompt.id, pin, ledger: &ledger, has_working_copy };
            let Some(selection) = resolve(&question, findings) else { continue };
            let is_built = self.environment == Some(pin.environment);
            let text = match selection {
                Selection::WorkingCopy if is_built => texts.working_copy(findings),
                // What is wrong with it is said where it is used. What it asks of a call holds everywhere.
                Selection::WorkingCopy => texts.working_copy(&mut Findings::default()),
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
        Some(versions)
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
