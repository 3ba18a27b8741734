use std::collections::BTreeSet;
use std::sync::Arc;

use prompt_build::config::{Config, Environment, EnvironmentPin, PromptSource};
use prompt_build::library::{Ledger, PinnedText, Release, Texts};
use prompt_build::pins::{PinQuery, Selection, resolve};
use prompt_build::report::Findings;
use prompt_build::source::Location;
use semver::Version;

use super::{ResolvedPrompt, Setting};
use crate::project::lookup;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// The text that is looked for.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    Pinned,
    Version(&'a Version),
    WorkingCopy,
}

impl<'a> Wanted<'a> {
    pub fn version_or_pinned(version: Option<&'a Version>) -> Self {
        version.map_or(Self::Pinned, Self::Version)
    }
}

/// Finds the text of a prompt in an environment.
pub struct PromptResolver<'a> {
    pub workspace: &'a Workspace,
    pub config: &'a Config,
    pub id: &'a str,
    pub environment: usize,
}

impl PromptResolver<'_> {
    pub fn run(
        &self,
        wanted: Wanted<'_>,
        findings: &mut Findings,
    ) -> Result<Option<ResolvedPrompt>, Failure> {
        let library = self.workspace.library(self.config);
        let prompt = self
            .config
            .prompts
            .iter()
            .find(|prompt| prompt.id == self.id);
        let location = prompt.map_or_else(
            || Location::file(&self.config.source),
            |prompt| self.config.location(prompt.mark),
        );
        let Some(folder) =
            self.workspace
                .prompt_folder(&library, self.id, Some(&location), findings)
        else {
            return Ok(None);
        };
        let Some(ledger) = folder.ledger(findings) else {
            return Ok(None);
        };
        let has_working_copy = folder.contents.has_working_copy();
        let Some(selection) = self.selection(wanted, &ledger, has_working_copy, findings)? else {
            return Ok(None);
        };
        let mut texts = Texts::new(&folder, &ledger);
        // As in a build: an environment that accepts working copies does not verify releases.
        let is_named = matches!(wanted, Wanted::Version(_));
        if is_named || self.environment().source != Some(PromptSource::Local) {
            self.verify(selection, &mut texts, findings);
        }
        let text = text(selection, &mut texts, findings);
        let version = match selection {
            Selection::WorkingCopy => None,
            Selection::Release(release) => Some(release.version.clone()),
        };
        let inputs = self.inputs(&ledger, has_working_copy, &mut texts);
        Ok(text.map(|text| ResolvedPrompt {
            id: self.id.to_owned(),
            folder: format!("{library}/{}", self.id),
            environment: Setting::at(self.config, self.id, self.environment, &text),
            version,
            text,
            inputs,
        }))
    }

    fn selection<'l>(
        &self,
        wanted: Wanted<'_>,
        ledger: &'l Ledger,
        has_working_copy: bool,
        findings: &mut Findings,
    ) -> Result<Option<Selection<'l>>, Failure> {
        match wanted {
            Wanted::Version(version) => {
                let release = self.release(ledger, version, findings)?;
                Ok(release.map(Selection::Release))
            }
            Wanted::Pinned => self.pinned(ledger, has_working_copy, findings),
            Wanted::WorkingCopy if has_working_copy => Ok(Some(Selection::WorkingCopy)),
            Wanted::WorkingCopy => Err(Failure::new(format!("`{}` has no working copy", self.id))),
        }
    }

    fn verify<'l>(&self, selection: Selection<'l>, texts: &mut Texts<'l>, findings: &mut Findings) {
        if let Selection::Release(release) = selection {
            texts.verify(self.id, release, findings);
        }
    }

    /// The inputs of all pinned versions. Errors in other versions are not reported here.
    fn inputs<'l>(
        &self,
        ledger: &'l Ledger,
        has_working_copy: bool,
        texts: &mut Texts<'l>,
    ) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let prompt = self
            .config
            .prompts
            .iter()
            .find(|prompt| prompt.id == self.id);
        for pin in prompt.into_iter().flat_map(|prompt| &prompt.pins) {
            let mut unsaid = Findings::default();
            let selection = self.resolved(pin, ledger, has_working_copy, &mut unsaid);
            let text = selection.and_then(|selection| text(selection, texts, &mut unsaid));
            names.extend(
                text.iter()
                    .flat_map(|text| text.template.inputs.iter().map(|input| input.name.clone())),
            );
        }
        names
    }

    fn environment(&self) -> &Environment {
        &self.config.environments[self.environment]
    }

    fn pinned<'l>(
        &self,
        ledger: &'l Ledger,
        has_working_copy: bool,
        findings: &mut Findings,
    ) -> Result<Option<Selection<'l>>, Failure> {
        let Some(pin) = self.config.pin(self.id, self.environment) else {
            let message = format!(
                "`{}` pins no version of `{}`",
                self.environment().name,
                self.id
            );
            return Err(Failure::new(message)
                .help("name a version instead; `cargo prompts list` shows the pins"));
        };
        Ok(self.resolved(pin, ledger, has_working_copy, findings))
    }

    /// The selection of a pin. The release is looked up again by its version, because the query
    /// does not outlive this function.
    fn resolved<'l>(
        &self,
        pin: &EnvironmentPin,
        ledger: &'l Ledger,
        has_working_copy: bool,
        findings: &mut Findings,
    ) -> Option<Selection<'l>> {
        let question = PinQuery {
            config: self.config,
            id: self.id,
            pin,
            ledger,
            has_working_copy,
        };
        let version = match resolve(&question, findings)? {
            Selection::WorkingCopy => return Some(Selection::WorkingCopy),
            Selection::Release(release) => release.version.clone(),
        };
        ledger.find(&version, findings).map(Selection::Release)
    }

    fn release<'l>(
        &self,
        ledger: &'l Ledger,
        version: &Version,
        findings: &mut Findings,
    ) -> Result<Option<&'l Release>, Failure> {
        if ledger.may_have(version) {
            return Ok(ledger.find(version, findings));
        }
        let known = ledger
            .releases(findings)
            .into_iter()
            .map(|release| &release.version);
        Err(lookup::unknown_version(self.id, version, known))
    }
}

/// The text of a working copy or a release.
fn text<'l>(
    selection: Selection<'l>,
    texts: &mut Texts<'l>,
    findings: &mut Findings,
) -> Option<Arc<PinnedText>> {
    match selection {
        Selection::WorkingCopy => {
            findings.append(texts.take_working_copy_findings());
            texts.working_copy()
        }
        Selection::Release(release) => texts.release(release, findings),
    }
}
