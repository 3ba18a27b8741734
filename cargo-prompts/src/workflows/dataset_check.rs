//! Checks the datasets of a library. No model is called.

use std::collections::BTreeSet;
use std::sync::Arc;

use prompt_build::config::Config;
use prompt_build::disk::Disk;
use prompt_build::parallel;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::review::review;
use prompt_build::source::Source;

use crate::project::dataset_files::{self, ANSWERS, CHECKS, GOLDEN, LABELLED, REPLAY};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::rules::golden::Golden;
use crate::rules::personal::Finder;
use crate::rules::replay::{Checks, Replay, Search, unsupported_line};
use crate::rules::rubric::LabelledCases;
use crate::rules::saved_answers::SavedAnswers;
use crate::workflows::endpoint::Request;
use crate::workflows::judge_check::{JudgeRoles, Judges};
use crate::workflows::runs::{declared_names, render_golden, render_labelled};

/// Checks the datasets of these prompts. Each must be valid and fit at least one environment; the
/// others may pin versions with other inputs.
pub fn check(workspace: &Workspace, config: &Config, ids: &[&str]) -> DatasetCheck {
    let library = workspace.library(config);
    let mut findings = Findings::default();
    let finder = Finder::of(config, &mut findings);
    let checked = parallel::map(ids, |id| {
        Datasets {
            workspace,
            config,
            finder: &finder,
            id,
            folder: format!("{library}/{id}"),
        }
        .check()
    });
    let mut judges = Judges::default();
    for (id, (own, roles)) in ids.iter().zip(checked) {
        findings.append(own);
        judges.add(id, roles);
    }
    findings.append(judges.check(workspace, config));
    DatasetCheck {
        findings,
        judges: judges.ids(),
    }
}

/// What the datasets of a library come to.
#[derive(Debug, Default)]
pub struct DatasetCheck {
    pub findings: Findings,
    /// The prompts that judge the answers of others. No code of an application calls them.
    pub judges: BTreeSet<String>,
}

/// The datasets of a prompt.
struct Datasets<'a> {
    workspace: &'a Workspace,
    config: &'a Config,
    finder: &'a Finder,
    id: &'a str,
    /// The prompt's folder, relative to the package.
    folder: String,
}

impl Datasets<'_> {
    fn check(&self) -> (Findings, JudgeRoles) {
        let mut roles = JudgeRoles::default();
        let mut findings = self.golden(&mut roles);
        findings.append(self.replay());
        findings.append(self.checks(&mut roles));
        findings.append(self.labelled(&mut roles));
        findings.append(self.answers());
        (findings, roles)
    }

    fn golden(&self, roles: &mut JudgeRoles) -> Findings {
        let mut findings = Findings::default();
        let Some(source) = read(&self.workspace.disk, &self.folder, GOLDEN, &mut findings) else {
            return findings;
        };
        findings.append(review(&source));
        let Some(golden) = Golden::read(&source, &mut findings) else {
            return findings;
        };
        findings.append(golden.without_assertions());
        roles.named.extend(golden.judge.clone());
        findings.append(self.incompatibilities(|prompt| {
            let dataset = render_golden(prompt, &golden)?;
            let unsupported = dataset.unsupported_messages().into_iter();
            refuse(
                unsupported.map(|(number, message)| golden.unsupported_message(number, &message)),
            )
        }));
        findings
    }

    fn replay(&self) -> Findings {
        let mut findings = Findings::default();
        let Some(source) = read(&self.workspace.disk, &self.folder, REPLAY, &mut findings) else {
            return findings;
        };
        let names = declared_names(self.workspace, self.config, self.id);
        let search = Search {
            finder: self.finder,
            names: &names,
        };
        findings.append(Replay::review(&source, &names));
        Replay::check(&source, self.id, search, &mut findings);
        if !findings.has_errors() {
            findings.append(self.incompatibilities(|prompt| {
                let mut own = Findings::default();
                let replay = Replay::read(&source, prompt, search, &mut own).ok_or(own)?;
                refuse(unsupported_lines(&replay, prompt))
            }));
        }
        findings
    }

    fn checks(&self, roles: &mut JudgeRoles) -> Findings {
        let mut findings = Findings::default();
        let disk = &self.workspace.disk;
        if let Some(source) = read(disk, &self.folder, CHECKS, &mut findings) {
            findings.append(review(&source));
            let checks = Checks::read(&source, &mut findings);
            roles.named.extend(checks.and_then(|checks| checks.judge));
        }
        findings
    }

    fn answers(&self) -> Findings {
        let mut findings = Findings::default();
        let disk = &self.workspace.disk;
        if let Some(source) = read(disk, &self.folder, ANSWERS, &mut findings) {
            findings.append(review(&source));
            SavedAnswers::read(&source, &mut findings);
        }
        findings
    }

    fn labelled(&self, roles: &mut JudgeRoles) -> Findings {
        let mut findings = Findings::default();
        let disk = &self.workspace.disk;
        let Some(source) = read(disk, &self.folder, LABELLED, &mut findings) else {
            return findings;
        };
        roles.is_labelled = true;
        findings.append(review(&source));
        let Some(labelled) = LabelledCases::read(&source, &mut findings) else {
            return findings;
        };
        findings.append(self.incompatibilities(|prompt| {
            let dataset = render_labelled(prompt, &labelled)?;
            let unsupported = dataset.unsupported_messages().into_iter();
            refuse(
                unsupported.map(|(number, message)| labelled.unsupported_message(number, &message)),
            )
        }));
        findings
    }

    /// The findings of the first environment that pins the prompt; none if the dataset fits any
    /// environment.
    fn incompatibilities(
        &self,
        check_inputs: impl Fn(&ResolvedPrompt) -> Result<(), Findings>,
    ) -> Findings {
        let environments = 0..self.config.environments.len();
        let prompts = environments.filter_map(|position| {
            ResolvedPrompt::pinned(self.workspace, self.config, self.id, position)
        });
        let mut incompatibilities = None;
        for prompt in prompts {
            match check_inputs(&prompt) {
                Ok(()) => return Findings::default(),
                Err(found) => incompatibilities = incompatibilities.or(Some(found)),
            }
        }
        incompatibilities.unwrap_or_default()
    }
}

/// The lines of a dataset that make messages which the API does not take.
fn unsupported_lines(replay: &Replay, prompt: &ResolvedPrompt) -> impl Iterator<Item = Finding> {
    let settings = &prompt.environment.settings;
    let request = Request::new(&prompt.id, &prompt.text, settings, &[]);
    replay.lines.iter().filter_map(move |line| {
        let messages = replay.messages(*line, prompt)?;
        let unsupported = request.call_with(&messages).check().err()?;
        Some(unsupported_line(&replay.masked, line.number, &unsupported))
    })
}

/// Fails if there is a finding.
fn refuse(found: impl Iterator<Item = Finding>) -> Result<(), Findings> {
    let mut findings = Findings::default();
    findings.extend(found);
    if findings.has_errors() {
        return Err(findings);
    }
    Ok(())
}

/// A dataset, if there is one. Most prompts of a large library have none, so this must be fast.
fn read(disk: &Disk, folder: &str, name: &str, findings: &mut Findings) -> Option<Arc<Source>> {
    match dataset_files::read(disk, folder, name) {
        Ok(source) => Some(source),
        Err(finding) if finding.code == Code::MissingFile => None,
        Err(finding) => {
            findings.push(finding);
            None
        }
    }
}
