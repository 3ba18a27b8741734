//! The check of each prompt.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::audit::Audit;
use super::calls;
use super::history::History;
use super::outcome::{CheckedPrompt, EmbeddedVersion};
use super::outside;
use super::records;
use crate::answers::{answers, tools};
use crate::body::Body;
use crate::config::{Config, EnvironmentPin, Prompt, PromptSource, Request};
use crate::contract::{Contract, PinnedVersion};
use crate::disk::Disk;
use crate::library::{
    Contents, Folders, Ledger, Moment, PinnedText, PromptFolder, Texts, prompt_id,
};
use crate::order;
use crate::parallel;
use crate::pins::{PinQuery, Selection, resolve};
use crate::report::{Code, Finding, Findings, Severity};
use crate::review::review;
use crate::source::{Location, Source};

/// The version of a working copy.
const LOCAL: &str = "local";

/// The extent of a check.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'a> {
    /// All pins and their texts. Findings about a working copy are reported only for the
    /// environment of the build.
    Build(&'a Request),
    /// Every prompt of the library, with its whole history.
    Everything(Option<&'a Audit>),
}

/// The input that the checks of all prompts share.
#[derive(Clone, Copy)]
pub(super) struct Checker<'a> {
    pub(super) disk: &'a Disk,
    pub(super) config: &'a Config,
    pub(super) library: &'a str,
    pub(super) folders: &'a Folders<'a, 'a>,
    pub(super) scope: Scope<'a>,
    /// The environments of the build.
    pub(super) environments: &'a [usize],
}

impl Checker<'_> {
    /// Checks the prompts of the configuration, and those of the library that the scope covers
    /// beyond them.
    pub(super) fn check_all(self) -> Vec<CheckedPrompt> {
        let mut prompts = parallel::map(&self.config.prompts, |prompt| self.check_prompt(prompt));
        if self.is_of_everything() {
            prompts.extend(parallel::map(&self.unpinned(), |id| {
                self.check_unpinned(id)
            }));
            prompts = order::by_text(prompts, |prompt| prompt.id.clone());
        }
        prompts
    }

    pub(super) fn check_prompt(self, prompt: &Prompt) -> CheckedPrompt {
        let mut findings = Findings::default();
        let location = || self.config.location(prompt.mark);
        let folder = PromptFolder::open(self.folders, &prompt.id, location, &mut findings);
        let has_release = folder
            .as_ref()
            .is_some_and(|folder| folder.contents.has_releases());
        let checked = folder.as_ref();
        let versions = checked
            .and_then(|folder| self.check_folder(folder, prompt, &mut findings))
            .unwrap_or_default();
        self.check_links(folder.as_ref(), &mut findings);
        let contract = Contract::check(&versions, &mut findings);
        findings.append(self.warnings(&versions));
        let unread = self.unread_elsewhere(prompt, &versions);
        if let Some(pin) = unread
            && !findings.has_errors()
        {
            findings.extend([self.unchecked_inputs(prompt, pin)]);
        }
        let allowances = self.review(&prompt.id, &versions, &mut findings);
        let patterns = patterns(&versions);
        let (answers, tools) = (answers(&versions), tools(&versions));
        let embedded = embedded(versions);
        CheckedPrompt {
            id: prompt.id.clone(),
            embedded,
            has_release,
            contract,
            has_unknown_inputs: unread.is_some(),
            answers,
            tools,
            patterns,
            findings,
            allowances,
        }
    }

    /// Checks the history of a prompt that the configuration does not name.
    pub(super) fn check_unpinned(self, id: &str) -> CheckedPrompt {
        let mut findings = Findings::default();
        let location = || Location::file(&Source::without_text(format!("{}/{id}", self.library)));
        let folder = PromptFolder::open(self.folders, id, location, &mut findings);
        if let Some(folder) = &folder
            && let Some(ledger) = folder.ledger(&mut findings)
        {
            Texts::new(folder, &ledger).verify_all(id, &mut findings);
            self.check_records(id, &ledger, &[], &mut findings);
        }
        self.check_links(folder.as_ref(), &mut findings);
        CheckedPrompt {
            id: id.to_owned(),
            embedded: Vec::new(),
            has_release: folder
                .as_ref()
                .is_some_and(|folder| folder.contents.has_releases()),
            contract: Contract::default(),
            has_unknown_inputs: false,
            answers: Vec::new(),
            tools: Vec::new(),
            patterns: Vec::new(),
            findings,
            allowances: Vec::new(),
        }
    }

    /// The prompts of the library that the configuration does not name, in the order of their ids.
    fn unpinned(self) -> Vec<String> {
        let is_known = |id: &str| self.config.prompt(id).is_some();
        let mut ids = self.disk.folders(self.library);
        ids.retain(|id| prompt_id::check(id).is_ok() && !is_known(id) && self.holds_prompt(id));
        order::by_text(ids, String::clone)
    }

    /// Returns `true` if a folder of the library holds a prompt's file, or cannot be read: then the
    /// check reports why.
    fn holds_prompt(self, folder: &str) -> bool {
        let names = self.disk.list(&format!("{}/{folder}", self.library));
        names.map_or(true, |names| Contents::read(names).is_of_prompt())
    }

    /// Reads the text that each environment pins. A text that cannot be read is left out, with a
    /// finding.
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
            let has_working_copy = folder.contents.has_working_copy();
            let query = PinQuery {
                config: self.config,
                id: &prompt.id,
                pin,
                ledger: &ledger,
                has_working_copy,
            };
            let Some(selection) = resolve(&query, findings) else {
                continue;
            };
            let text = match selection {
                Selection::WorkingCopy => self.working_copy(pin, &mut texts, findings),
                Selection::Release(release) => {
                    if self.source(pin) != Some(PromptSource::Local) {
                        texts.verify(&prompt.id, release, findings);
                    }
                    let Some(text) = texts.release(release, findings) else {
                        continue;
                    };
                    findings.extend(query.untested(release, &text.template.config));
                    findings.extend(query.unsigned(release, &text.template.config));
                    if self.is_built(pin) || self.is_of_everything() {
                        findings.extend(query.unbound(release));
                    }
                    if let Some(now) = self.now() {
                        findings.append(query.old_evidence(release, &text.template.config, now));
                    }
                    Some(text)
                }
            };
            if let Some(text) = text {
                let version = self.pinned_version(&query, text);
                findings.append(self.of_calls(&query, &version));
                versions.push(version);
            }
        }
        if self.is_of_everything() {
            texts.verify_all(&prompt.id, findings);
            self.check_records(&prompt.id, &ledger, &versions, findings);
        }
        Some(versions)
    }

    /// The time by the clock, which a build does not have.
    fn now(&self) -> Option<&Moment> {
        match self.scope {
            Scope::Everything(Some(audit)) => audit.now.as_ref(),
            _ => None,
        }
    }

    /// Returns the first pin whose version could not be read, if no environment of the build pins the prompt.
    fn unread_elsewhere<'p>(
        self,
        prompt: &'p Prompt,
        versions: &[PinnedVersion],
    ) -> Option<&'p EnvironmentPin> {
        if self.environments.is_empty() || prompt.pins.iter().any(|pin| self.is_built(pin)) {
            return None;
        }
        let name = |pin: &EnvironmentPin| &self.config.environments[pin.environment].name;
        let is_read = |pin| {
            versions
                .iter()
                .any(|version| version.environment == *name(pin))
        };
        prompt.pins.iter().find(|pin| !is_read(pin))
    }

    /// Says why calls of `optional_prompt!` are not checked.
    fn unchecked_inputs(self, prompt: &Prompt, pin: &EnvironmentPin) -> Finding {
        let environment = &self.config.environments[pin.environment].name;
        let message = format!(
            "what `{environment}` pins of `{}` cannot be read, so the inputs of its calls are not checked here",
            prompt.id
        );
        let help = format!("a build for `{environment}` says what is wrong with it");
        Finding::warning(
            Code::UncheckedInputs,
            self.config.location(pin.mark),
            message,
        )
        .help(help)
    }

    /// Reports the links in a prompt's folder that lead out of the library, also those that no pin
    /// uses.
    fn check_links(self, folder: Option<&PromptFolder<'_>>, findings: &mut Findings) {
        let Some(folder) = folder else { return };
        let told = findings.iter().collect::<Vec<_>>();
        let new = outside::of_links(self.disk, self.library, folder.links(), &told);
        findings.extend(new);
    }

    fn check_records(
        self,
        id: &str,
        ledger: &Ledger,
        versions: &[PinnedVersion],
        findings: &mut Findings,
    ) {
        findings.append(records::of_unknown_environments(self.config, ledger));
        findings.append(records::of_unknown_versions(id, ledger));
        let Scope::Everything(Some(audit)) = self.scope else {
            return;
        };
        if let Some(now) = &audit.now {
            for release in ledger.releases(&mut Findings::default()) {
                findings.append(records::of_the_future(ledger, release, now));
            }
        }
        let history = History {
            config: self.config,
            id,
            ledger,
            versions,
            audit,
        };
        findings.append(history.check());
    }

    /// Reads the working copy. Its findings are reported where a build uses it; its inputs are part
    /// of the contract everywhere.
    fn working_copy(
        self,
        pin: &EnvironmentPin,
        texts: &mut Texts<'_>,
        findings: &mut Findings,
    ) -> Option<Arc<PinnedText>> {
        if self.is_built(pin) || self.is_of_everything() {
            findings.append(texts.take_working_copy_findings());
        }
        texts.working_copy()
    }

    fn pinned_version(self, query: &PinQuery<'_>, text: Arc<PinnedText>) -> PinnedVersion {
        let environment = self.config.environments[query.pin.environment].name.clone();
        let settings = query.settings(&text.template.config);
        PinnedVersion {
            environment,
            is_built: self.is_built(query.pin),
            body: Body::of(query.id, &text, &settings),
            text,
            settings,
        }
    }

    /// The findings about the calls of a version. Those about a working copy, and all warnings, are
    /// reported where a build uses the version.
    fn of_calls(self, query: &PinQuery<'_>, version: &PinnedVersion) -> Findings {
        let mut findings = Findings::default();
        findings.extend(calls::findings(query, version));
        let is_told = version.is_built || self.is_of_everything();
        findings.retain(|finding| {
            is_told || (finding.severity == Severity::Error && version.text.version != LOCAL)
        });
        findings
    }

    /// The warnings about the texts: about that of the build, or about all.
    fn warnings(self, versions: &[PinnedVersion]) -> Findings {
        let mut warnings = Findings::default();
        let told = versions
            .iter()
            .filter(|version| version.is_built || self.is_of_everything());
        for version in told {
            warnings.append(version.text.template.warnings.clone());
        }
        warnings.deduplicate();
        warnings
    }

    /// Reviews the pinned releases: what is found is an error where an environment takes releases
    /// alone. Removes what is allowed, and returns the allowances that were needed.
    fn review(self, id: &str, versions: &[PinnedVersion], findings: &mut Findings) -> Vec<usize> {
        let mut needed = self.allow(id, LOCAL, findings);
        for (position, version) in versions.iter().enumerate() {
            let name = &version.text.version;
            let is_same = |other: &&PinnedVersion| other.text.version == *name;
            let is_first = versions[..position].iter().filter(is_same).count() == 0;
            if name == LOCAL || !is_first {
                continue;
            }
            let mut own = review(version.text.file.source());
            needed.extend(self.allow(id, name, &mut own));
            let takes_releases = |pin: &PinnedVersion| {
                let mut environments = self.config.environments.iter();
                let environment = environments.find(|known| known.name == pin.environment);
                environment.and_then(|known| known.source) != Some(PromptSource::Local)
            };
            if versions.iter().filter(is_same).any(takes_releases) {
                own.fail();
            }
            findings.append(own);
        }
        needed
    }

    /// Removes the findings of a version that the configuration allows.
    fn allow(self, id: &str, version: &str, findings: &mut Findings) -> Vec<usize> {
        let own = self.config.allowances_of(id, version).collect::<Vec<_>>();
        let allowed = own.iter().map(|(_, allowance)| allowance.code);
        let allowed = allowed.collect::<BTreeSet<_>>();
        let mut found = BTreeSet::new();
        findings.retain(|finding| {
            let is_allowed = allowed.contains(&finding.code);
            found.extend(is_allowed.then_some(finding.code));
            !is_allowed
        });
        let needed = own
            .iter()
            .filter(|(_, allowance)| found.contains(&allowance.code));
        needed.map(|(position, _)| *position).collect()
    }

    fn is_of_everything(self) -> bool {
        matches!(self.scope, Scope::Everything(_))
    }

    fn is_built(self, pin: &EnvironmentPin) -> bool {
        self.environments.contains(&pin.environment)
    }

    fn source(self, pin: &EnvironmentPin) -> Option<PromptSource> {
        self.config.environments[pin.environment].source
    }
}

/// Returns the versions that the build embeds, each with the contract from its point of view.
fn embedded(versions: Vec<PinnedVersion>) -> Vec<EmbeddedVersion> {
    let built = versions.iter().filter(|version| version.is_built);
    let contracts = built.map(|version| Contract::of(version, &versions));
    let mut contracts = contracts.collect::<Vec<_>>();
    // A call has code for each environment of the build. What only other environments ask, and the
    // declared types, are checked in one of them.
    let others = contracts.iter_mut().skip(1);
    others.for_each(|contract| contract.checks.clear());
    let built = versions.into_iter().filter(|version| version.is_built);
    let embedded = built.zip(contracts);
    embedded
        .map(|(pinned, contract)| EmbeddedVersion { pinned, contract })
        .collect()
}

/// Returns the regular expressions in the schemas of the answers and tools, with their places.
fn patterns(versions: &[PinnedVersion]) -> Vec<(String, Location)> {
    let mut found = Vec::new();
    for version in versions {
        let source = version.text.file.source();
        let patterns = version.text.template.patterns();
        found.extend(patterns.map(|pattern| {
            let location = Location::new(source, pattern.mark);
            (pattern.text.clone(), location)
        }));
    }
    found
}
