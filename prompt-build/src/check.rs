//! The whole check: configuration, library, pins, texts.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::Arc;

use semver::Version;

use crate::config::{Config, Prompt, PromptSource, Request, choose};
use crate::disk::{Disk, Name, describe};
use crate::hash::sha256;
use crate::library::{Folder, LEDGER, Ledger, PromptFile, Release, WORKING_COPY, release_file};
use crate::pins::{Question, Selection, resolve};
use crate::report::{Code, Finding, Findings, Place, Source, did_you_mean, quoted, sorted};

/// The name of the configuration in the prompts folder.
const CONFIGURATION: &str = "environments.yaml";

/// All that a build needs to know, or all that is wrong.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) config: Option<Config>,
    /// The environment that the build is for, by its place in the configuration.
    pub(crate) environment: Option<usize>,
    /// The pinned prompts, in the order of their ids.
    pub(crate) prompts: Vec<CheckedPrompt>,
    /// What is wrong with the configuration, or with the choice of an environment.
    pub(crate) findings: Findings,
    /// The paths that the outcome depends on.
    pub(crate) inputs: Vec<String>,
}

impl Outcome {
    pub(crate) fn has_errors(&self) -> bool {
        self.findings.has_errors() || self.prompts.iter().any(|prompt| prompt.findings.has_errors())
    }

    /// All findings in the order of their places.
    pub(crate) fn findings(&self) -> Vec<&Finding> {
        let of_prompts = self.prompts.iter().flat_map(|prompt| prompt.findings.iter());
        sorted(self.findings.iter().chain(of_prompts))
    }
}

/// A prompt, with what is wrong with it.
#[derive(Debug)]
pub(crate) struct CheckedPrompt {
    pub(crate) id: String,
    /// What the environment of this build pins; `None` where it pins nothing, or something is wrong with it.
    pub(crate) pinned: Option<PinnedText>,
    pub(crate) findings: Findings,
}

/// The text that an environment's pin stands for.
#[derive(Debug)]
pub(crate) struct PinnedText {
    /// The version, or `local` for a working copy.
    pub(crate) version: String,
    pub(crate) status: &'static str,
    pub(crate) sha256: String,
    /// The prompt's body.
    pub(crate) text: String,
}

/// Checks the prompts folder at `folder`, all pins of all environments, and picks what the requested environment pins.
pub(crate) fn check(disk: &Disk, folder: &str, request: &Request) -> Outcome {
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
    let library = config.library.as_ref().map_or(folder.to_owned(), |library| format!("{folder}/{library}"));
    inputs.extend(config.prompts.iter().map(|prompt| format!("{library}/{}", prompt.id)));
    let checker = Checker { disk, config: &config, library: &library, environment };
    let prompts = checker.check_all();
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
    /// Checks every prompt, on all processors: most of the work is reading and hashing.
    fn check_all(self) -> Vec<CheckedPrompt> {
        const WORTH_A_THREAD: usize = 64;
        let mut prompts = self.config.prompts.iter().collect::<Vec<_>>();
        prompts.sort_by(|a, b| a.id.cmp(&b.id));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let share = prompts.len().div_ceil(threads).max(WORTH_A_THREAD);
        std::thread::scope(|scope| {
            let check = |share: &[&Prompt]| share.iter().map(|prompt| self.check_prompt(prompt)).collect::<Vec<_>>();
            let workers = prompts.chunks(share).map(|share| {
                let share = share.to_vec();
                scope.spawn(move || check(&share))
            });
            let workers = workers.collect::<Vec<_>>();
            workers
                .into_iter()
                .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        })
    }

    fn check_prompt(self, prompt: &Prompt) -> CheckedPrompt {
        let mut findings = Findings::default();
        let pinned = self.check_folder(prompt, &mut findings);
        CheckedPrompt { id: prompt.id.clone(), pinned, findings }
    }

    fn check_folder(self, prompt: &Prompt, findings: &mut Findings) -> Option<PinnedText> {
        let path = format!("{}/{}", self.library, prompt.id);
        let names = self.list(prompt, &path, findings)?;
        let folder = Folder::read(&path, &names, findings);
        let on_disk = Shelf { disk: self.disk, library: self.library, path: &path, folder: &folder };
        let ledger = on_disk.ledger(findings)?;
        agree(&path, &folder, &ledger, findings);
        let mut texts = Texts { shelf: on_disk, ledger: &ledger, read: BTreeMap::new() };
        let mut pinned = None;
        for pin in &prompt.pins {
            let question = Question {
                config: self.config,
                id: &prompt.id,
                pin,
                ledger: &ledger,
                has_working_copy: folder.has_working_copy,
            };
            let selection = resolve(&question, findings);
            let is_built = self.environment == Some(pin.environment);
            match selection {
                Some(Selection::WorkingCopy) if is_built => pinned = texts.working_copy(findings),
                Some(Selection::Release(release)) => {
                    let is_local = self.config.environments[pin.environment].source == Some(PromptSource::Local);
                    if !is_local {
                        texts.verify(&prompt.id, release, findings);
                    }
                    if is_built {
                        pinned = texts.release(release, findings);
                    }
                }
                _ => {}
            }
        }
        pinned
    }

    fn list(self, prompt: &Prompt, path: &str, findings: &mut Findings) -> Option<Vec<Name>> {
        let place = || self.config.place(prompt.mark);
        if self.disk.is_symlink(path) && self.disk.leaves(self.library, path) {
            findings.push(outside(place(), path));
            return None;
        }
        match self.disk.list(path) {
            Ok(names) => Some(names),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                findings.push(self.unknown_prompt(prompt, path));
                None
            }
            Err(error) => {
                let message = format!("the folder `{path}` cannot be read: {}", describe(&error));
                findings.push(Finding::error(Code::UnreadableFile, place(), message));
                None
            }
        }
    }

    fn unknown_prompt(self, prompt: &Prompt, path: &str) -> Finding {
        let message = format!("the library has no folder for {}", quoted(&prompt.id));
        let known = self.disk.folders(self.library);
        let help = did_you_mean(&prompt.id, known.iter().map(String::as_str));
        let help = help.unwrap_or_else(|| format!("put its working copy at `{path}/{WORKING_COPY}`"));
        Finding::error(Code::UnknownPrompt, self.config.place(prompt.mark), message).help(help)
    }
}

/// One prompt's folder on disk.
#[derive(Clone, Copy)]
struct Shelf<'a> {
    disk: &'a Disk,
    library: &'a str,
    path: &'a str,
    folder: &'a Folder,
}

impl Shelf<'_> {
    fn ledger(self, findings: &mut Findings) -> Option<Ledger> {
        if self.folder.has_ledger {
            return Ledger::read(&self.read(LEDGER, findings)?, findings);
        }
        let ledger = format!("{}/{LEDGER}", self.path);
        if self.folder.versions.is_empty() {
            return Some(Ledger::empty(&ledger));
        }
        let message = format!("the folder has released versions and no ledger, expected `{LEDGER}`");
        let place = Place::file(&Source::without_text(ledger));
        findings.push(Finding::error(Code::MissingLedger, place, message));
        None
    }

    fn prompt_file(self, name: &str, findings: &mut Findings) -> Option<PromptFile> {
        PromptFile::read(&self.read(name, findings)?, findings)
    }

    /// Reads a file of the folder, if it is within the library.
    fn read(self, name: &str, findings: &mut Findings) -> Option<Arc<Source>> {
        let path = format!("{}/{name}", self.path);
        if self.folder.links.contains(name) && self.disk.leaves(self.library, &path) {
            findings.push(outside(Place::file(&Source::without_text(&path)), &path));
            return None;
        }
        self.disk.read(&path).map_err(|finding| findings.push(finding)).ok()
    }
}

/// The texts of one prompt, each read once.
struct Texts<'a> {
    shelf: Shelf<'a>,
    ledger: &'a Ledger,
    read: BTreeMap<&'a Version, Option<ReleasedText>>,
}

struct ReleasedText {
    file: PromptFile,
    sha256: String,
}

impl<'a> Texts<'a> {
    fn working_copy(&self, findings: &mut Findings) -> Option<PinnedText> {
        let file = self.shelf.prompt_file(WORKING_COPY, findings)?;
        Some(PinnedText {
            version: "local".to_owned(),
            status: "working-copy",
            sha256: sha256(file.text()),
            text: file.body().to_owned(),
        })
    }

    fn release(&mut self, release: &'a Release, findings: &mut Findings) -> Option<PinnedText> {
        let text = self.load(release, findings)?;
        Some(PinnedText {
            version: release.version.to_string(),
            status: release.status?.as_str(),
            sha256: text.sha256.clone(),
            text: text.file.body().to_owned(),
        })
    }

    /// Holds a release against the hash in its ledger. One that several environments pin is held once.
    fn verify(&mut self, id: &str, release: &'a Release, findings: &mut Findings) {
        if self.read.contains_key(&release.version) {
            return;
        }
        let Some(text) = self.load(release, findings) else { return };
        let Some(expected) = &release.sha256 else { return };
        if text.sha256 != *expected {
            let actual = &text.sha256;
            let version = &release.version;
            let message =
                format!("`{id}` {version} was altered after its release: `{version}.prompt` hashes to {actual}");
            let help = "released versions never change: restore the file, and publish the change as a new version";
            let place = self.ledger.place(release.sha256_mark);
            findings.push(Finding::error(Code::AlteredRelease, place, message).help(help.to_owned()));
        }
    }

    fn load(&mut self, release: &'a Release, findings: &mut Findings) -> Option<&ReleasedText> {
        let on_disk = self.shelf;
        let read = self.read.entry(&release.version).or_insert_with(|| {
            // A missing file is the ledger's fault, and reported there.
            on_disk.folder.versions.contains(&release.version).then_some(())?;
            let file = on_disk.prompt_file(&release_file(&release.version), findings)?;
            Some(ReleasedText { sha256: sha256(file.text()), file })
        });
        read.as_ref()
    }
}

/// Files and ledger must tell the same story.
fn agree(path: &str, folder: &Folder, ledger: &Ledger, findings: &mut Findings) {
    let is_unlisted = |version: &&Version| ledger.is_complete && ledger.find(version).is_none();
    for version in folder.versions.iter().filter(is_unlisted) {
        let file = format!("{path}/{}", release_file(version));
        let message = format!("the file is not in the ledger, `{}`", ledger.source.path);
        let help = "released versions are listed there: restore the entry, or remove the file".to_owned();
        let place = Place::file(&Source::without_text(file));
        findings.push(Finding::error(Code::UnlistedRelease, place, message).help(help));
    }
    for release in ledger.releases.iter().filter(|release| !folder.versions.contains(&release.version)) {
        let message = format!("no file `{}` for this release", release_file(&release.version));
        let place = ledger.place(release.version_mark);
        let help = "restore the file: the ledger is the record of what was released".to_owned();
        findings.push(Finding::error(Code::MissingRelease, place, message).help(help));
    }
}

fn outside(place: Place, path: &str) -> Finding {
    let message = format!("the symbolic link `{path}` leads out of the library");
    let help = "put the file into the library; a library as a whole may be a link".to_owned();
    Finding::error(Code::OutsideLibrary, place, message).help(help)
}
