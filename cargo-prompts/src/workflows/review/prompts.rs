//! What a change does to the prompts.

use std::collections::BTreeSet;

use prompt_build::config::Config;
use prompt_build::library::prompt_id;

use super::cases;
use super::model::{
    CaseAnswers, CaseChanges, HiddenPart, NextStep, NotShown, PinChange, PromptChange,
    ReasonForLevel, TextChange,
};
use super::records;
use super::side::{Package, PinnedSide, Side};
use super::steps::next_steps;
use crate::project::dataset_files::ANSWERS;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::report::failure::Failure;
use crate::rules::bump::Change;
use crate::workflows::difference::{ValueChange, changed_settings, masked_rows};
use crate::workflows::prefix_change::PrefixChange;

/// Compares a package before a change with the same package after it.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    pub old: Option<Package<'a>>,
    pub new: Package<'a>,
    /// The name of the application, where several share the library.
    pub application: Option<&'a str>,
}

/// What was found of a prompt: its pins by the names of the environments, and the rest.
#[derive(Debug)]
pub struct PromptFindings {
    pub pins: Vec<(String, PinChange)>,
    pub change: PromptChange,
}

impl Comparison<'_> {
    /// The ids of all prompts, those that are gone included.
    pub fn ids(&self) -> Vec<String> {
        let mut ids = BTreeSet::new();
        for Package { workspace, config } in self.old.iter().chain([&self.new]) {
            let folders = workspace.disk.folders(&workspace.library(config));
            ids.extend(
                folders
                    .into_iter()
                    .filter(|folder| prompt_id::check(folder).is_ok()),
            );
            ids.extend(pinned_ids(config));
        }
        ids.into_iter().collect()
    }

    /// Compares a prompt in these environments.
    pub fn prompt(&self, id: &str, environments: &[&str]) -> Result<PromptFindings, Failure> {
        let mut pins = Vec::new();
        let mut texts = Texts::default();
        for name in environments {
            let (old, new) = (
                Side::of(self.old, id, name),
                Side::of(Some(self.new), id, name),
            );
            if let Some(mut change) = pin_change(id, &old, &new) {
                change.answers = self.answers(id, &change, (&old, &new));
                pins.push(((*name).to_owned(), change));
                texts.add(old, new, (*name).to_owned());
            }
        }
        let (history, runs) = records::read(self.old, self.new, id, self.application);
        let mut change = PromptChange {
            id: id.to_owned(),
            texts: Vec::new(),
            datasets: records::datasets(self.old, self.new, id),
            not_shown: Vec::new(),
            runs,
            history,
            steps: Vec::new(),
        };
        if !pins.is_empty() || !change.is_empty() {
            for (step, next) in self.next_steps(id, &mut change)? {
                let now = Side::of(Some(self.new), id, &step.environment);
                let name = format!("{} (next)", step.environment);
                texts.add(now, Side::Text(Box::new(next)), name);
                change.steps.push(step);
            }
        }
        let of_pair = |pair: &TextPair| self.text_change(id, pair);
        change.texts = texts.pairs.iter().map(of_pair).collect();
        let answers_differ = || records::presence(self.old, self.new, (id, ANSWERS)).is_some();
        if !pins.is_empty() || !change.is_empty() || answers_differ() {
            let parts = cases::not_shown(self.new.workspace, &self.folder(id));
            change.not_shown.extend(parts);
        }
        Ok(PromptFindings { pins, change })
    }

    /// The next steps. There are none if a dataset has errors, which the change says then.
    fn next_steps(
        &self,
        id: &str,
        change: &mut PromptChange,
    ) -> Result<Vec<(NextStep, PinnedSide)>, Failure> {
        let findings = match next_steps(self.new, id) {
            Err(Failure::Refused(findings)) => findings,
            Err(Failure::Unread(finding)) => (*finding).into(),
            steps => return steps,
        };
        let part = NotShown::because(HiddenPart::NextSteps, &findings);
        change.not_shown.push(part);
        Ok(Vec::new())
    }

    /// The saved answers to the golden cases, where the settings change and the text does not.
    fn answers(
        &self,
        id: &str,
        change: &PinChange,
        (old, new): (&Side, &Side),
    ) -> Vec<CaseAnswers> {
        let both = old.prompt().zip(new.prompt());
        let both = both.filter(|_| !change.is_other_text && !change.settings.is_empty());
        let (workspace, folder) = (self.new.workspace, self.folder(id));
        both.map(|both| cases::answers_of(workspace, &folder, both))
            .unwrap_or_default()
    }

    /// The folder of a prompt in the working tree.
    fn folder(&self, id: &str) -> String {
        let Package { workspace, config } = self.new;
        format!("{}/{id}", workspace.library(config))
    }

    fn text_change(&self, id: &str, pair: &TextPair) -> TextChange {
        let (old, new) = pair.texts();
        let change = old.zip(new);
        let change = change.map(|(old, new)| Change::between(old.prompt_text(), new.prompt_text()));
        let reasons = change.iter().flat_map(|change| &change.reasons);
        let reasons = reasons.map(|reason| ReasonForLevel {
            level: reason.level.as_str().to_owned(),
            sentence: reason.sentence.clone(),
        });
        let name = |side: Option<&PinnedSide>| side.map(|side| side.prompt.version_name());
        let (workspace, folder) = (self.new.workspace, self.folder(id));
        let cases = match new {
            // What is gone renders to nothing.
            None => CaseChanges::default(),
            Some(_) => cases::compare(workspace, &folder, &pair.prompts()),
        };
        TextChange {
            old: name(old),
            new: name(new),
            environments: pair.names.clone(),
            level: change
                .as_ref()
                .map(|change| change.level.as_str().to_owned()),
            reasons: reasons.collect(),
            rows: masked_rows(text(old), text(new)),
            cases,
        }
    }
}

/// A text before and a text after, with the environments that go from the one to the other.
struct TextPair {
    names: Vec<String>,
    /// For each environment the same two texts, with its settings.
    sides: Vec<(Side, Side)>,
}

impl TextPair {
    fn is_of(&self, old: &Side, new: &Side) -> bool {
        let first = self.sides.first();
        first.is_some_and(|(before, after)| is_same(before, old) && is_same(after, new))
    }

    fn texts(&self) -> (Option<&PinnedSide>, Option<&PinnedSide>) {
        let first = self.sides.first();
        first.map_or((None, None), |(old, new)| (old.pinned(), new.pinned()))
    }

    /// The prompts of each environment.
    fn prompts(&self) -> Vec<(Option<&ResolvedPrompt>, Option<&ResolvedPrompt>)> {
        let sides = self.sides.iter();
        sides
            .map(|(old, new)| (old.prompt(), new.prompt()))
            .collect()
    }
}

/// Pairs of texts, each once.
#[derive(Default)]
struct Texts {
    pairs: Vec<TextPair>,
}

impl Texts {
    /// Adds a pair, unless both are the same.
    fn add(&mut self, old: Side, new: Side, environment: String) {
        if is_same(&old, &new) {
            return;
        }
        let mut pairs = self.pairs.iter_mut();
        match pairs.find(|pair| pair.is_of(&old, &new)) {
            Some(known) => {
                known.names.push(environment);
                known.sides.push((old, new));
            }
            None => self.pairs.push(TextPair {
                names: vec![environment],
                sides: vec![(old, new)],
            }),
        }
    }
}

fn text(side: Option<&PinnedSide>) -> &str {
    side.map_or("", |side| side.text.as_str())
}

fn pinned_ids(config: &Config) -> impl Iterator<Item = String> {
    config.prompts.iter().map(|prompt| prompt.id.clone())
}

/// Returns `true` if both are the same text under the same name.
fn is_same(a: &Side, b: &Side) -> bool {
    match (a.pinned(), b.pinned()) {
        (Some(one), Some(other)) => one.is_same_text(other) && a.name() == b.name(),
        (None, None) => a.name() == b.name(),
        _ => false,
    }
}

/// The change of a pin; `None` if the environment takes the same text with the same settings, and no
/// new error.
fn pin_change(id: &str, old: &Side, new: &Side) -> Option<PinChange> {
    let both = old.pinned().zip(new.pinned());
    let settings = both.map(|(old, new)| changed_settings(old.settings(), new.settings()));
    let settings = settings.unwrap_or_default();
    let is_other_text = !is_same(old, new);
    let is_other_call = is_other_text || !settings.is_empty();
    let is_changed = is_other_call || old.problems() != new.problems();
    let was_refused = !is_other_text && !old.problems().is_empty() && new.problems().is_empty();
    let prefix = both.filter(|_| is_other_call).map(|(old, new)| {
        PrefixChange::between(&old.cached_text(), &new.cached_text()).to_string()
    });
    is_changed.then(|| PinChange {
        id: id.to_owned(),
        old: old.name(),
        new: new.name(),
        is_other_text,
        settings,
        prefix,
        was_refused,
        problems: new.problems().to_vec(),
        answers: Vec::new(),
    })
}

/// Leaves out the settings of a pin that changed for its whole environment. `None` if nothing else
/// changed.
pub fn without(change: PinChange, of_environment: &[ValueChange]) -> Option<PinChange> {
    let mut change = change;
    let of_prompt = |setting: &ValueChange| !of_environment.contains(setting);
    let had_settings = !change.settings.is_empty();
    change.settings.retain(of_prompt);
    let is_changed = change.is_other_text
        || !change.settings.is_empty()
        || !change.problems.is_empty()
        || !change.answers.is_empty()
        || change.was_refused
        || !had_settings;
    is_changed.then_some(change)
}
