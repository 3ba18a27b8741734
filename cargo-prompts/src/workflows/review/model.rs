//! What a change does, as data: each rendering shows the same.

use prompt_build::report::{Finding, Findings, Severity};
use serde::{Serialize, Serializer};

use crate::workflows::difference::{Row, ValueChange};

#[derive(Debug, Serialize)]
pub struct Review {
    pub base: BaseName,
    /// The environments with a change, in the order of the configuration.
    pub environments: Vec<EnvironmentChange>,
    /// The prompts with a change, in the order of their ids.
    pub prompts: Vec<PromptChange>,
    /// The lines of `allowed_signers` that were changed.
    pub signers: Vec<Row>,
    /// The patterns of `personal_data` that were changed, a line for each.
    pub personal_data: Vec<Row>,
}

/// The commit that the change starts from.
#[derive(Debug, Serialize)]
pub struct BaseName {
    /// The revision as the user named it.
    pub name: String,
    pub commit: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    Added,
    Removed,
    Kept,
}

#[derive(Debug, Serialize)]
pub struct EnvironmentChange {
    pub name: String,
    pub presence: Presence,
    pub settings: Vec<ValueChange>,
    pub pins: Vec<PinChange>,
}

/// What an environment takes of a prompt.
#[derive(Debug, Serialize)]
pub struct PinChange {
    pub id: String,
    /// The version until now; `None` without a pin.
    pub old: Option<String>,
    pub new: Option<String>,
    pub is_other_text: bool,
    /// The settings that differ, without those that differ for the whole environment.
    pub settings: Vec<ValueChange>,
    /// The effect on the prefix that a provider has cached.
    pub prefix: Option<String>,
    /// `true` if a build refused the same text before, and does not refuse it any more.
    pub was_refused: bool,
    /// Why a build refuses the new pin.
    pub problems: Vec<String>,
    /// Where the text stays and its settings do not: the golden cases with saved answers, the first ones
    /// of them.
    pub answers: Vec<CaseAnswers>,
}

/// A golden case that renders to the same before and after, and its saved answers.
#[derive(Debug, Serialize)]
pub struct CaseAnswers {
    pub name: String,
    pub answers: AnswerChange,
}

#[derive(Debug, Serialize)]
pub struct PromptChange {
    pub id: String,
    /// Each pair of texts once, whatever environments it concerns.
    pub texts: Vec<TextChange>,
    pub datasets: Vec<DatasetChange>,
    /// The parts that are not shown, because a file of the working tree has errors.
    pub not_shown: Vec<NotShown>,
    /// The results of the runs, by version and kind.
    pub runs: Vec<RunShare>,
    /// What the ledger records, newest first.
    pub history: Vec<HistoryEntry>,
    /// What environments with the source `library:active` still need for the version that is staged.
    pub steps: Vec<NextStep>,
}

#[derive(Debug, Serialize)]
pub struct TextChange {
    /// The name of the old text; `None` if the environments had none.
    pub old: Option<String>,
    pub new: Option<String>,
    pub environments: Vec<String>,
    /// What the change means for callers, such as `minor`; `None` if there is one text alone.
    pub level: Option<String>,
    pub reasons: Vec<ReasonForLevel>,
    pub rows: Vec<Row>,
    pub cases: CaseChanges,
}

#[derive(Debug, Serialize)]
pub struct ReasonForLevel {
    pub level: String,
    pub sentence: String,
}

/// The golden cases, rendered before and after.
#[derive(Debug, Default, Serialize)]
pub struct CaseChanges {
    /// The number of cases that render to the same.
    pub same: usize,
    /// The cases that do not, the first ones of them.
    pub different: Vec<CaseChange>,
    /// The number of those that are not shown.
    pub more: usize,
}

#[derive(Debug, Serialize)]
pub struct CaseChange {
    pub name: String,
    pub rows: Vec<Row>,
    /// The answers that `compare --save` has kept; `None` if there is none.
    pub answers: Option<AnswerChange>,
}

/// The saved answers to a case before and after.
#[derive(Debug, Serialize)]
pub struct AnswerChange {
    pub before: Option<ShownAnswer>,
    pub after: Option<ShownAnswer>,
    pub rows: Vec<Row>,
}

/// An answer, without its text.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ShownAnswer {
    pub model: String,
    /// `true` if each call for the case passed.
    pub passed: bool,
}

#[derive(Debug, Serialize)]
pub struct DatasetChange {
    pub file: String,
    pub presence: Presence,
}

/// A part of the review that is not shown.
#[derive(Debug, Serialize)]
pub struct NotShown {
    pub what: HiddenPart,
    /// The first error of the file, with its place.
    pub problem: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HiddenPart {
    GoldenCases,
    SavedAnswers,
    NextSteps,
}

impl Serialize for HiddenPart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl HiddenPart {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GoldenCases => "golden cases",
            Self::SavedAnswers => "saved answers",
            Self::NextSteps => "next steps",
        }
    }
}

impl NotShown {
    /// A part that needs a file with these errors.
    pub fn because(what: HiddenPart, findings: &Findings) -> Self {
        let mut errors = findings.iter();
        let first = errors.find(|finding| finding.severity == Severity::Error);
        Self {
            what,
            problem: first.map(line).unwrap_or_default(),
        }
    }
}

/// The line with which `check` begins.
fn line(finding: &Finding) -> String {
    let Finding {
        location,
        code,
        message,
        ..
    } = finding;
    let (path, place) = (location.source.shown_path(), location.locate());
    let (line, column) = (place.line, place.column);
    format!("{path}:{line}:{column}: [{}] {message}", code.as_str())
}

/// All runs of a version on a dataset.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct RunShare {
    pub version: String,
    /// `golden` or `validation`.
    pub run: String,
    pub passed: u32,
    pub cases: u32,
}

#[derive(Debug, Serialize)]
pub struct HistoryEntry {
    pub at: String,
    pub version: String,
    /// The action, with the person.
    pub what: String,
    pub why: Option<String>,
    /// Why a strict check refuses the record.
    pub doubt: Option<String>,
    /// `true` if the change adds it.
    pub is_new: bool,
}

/// What a version still needs for an environment.
#[derive(Debug, Serialize)]
pub struct NextStep {
    pub environment: String,
    /// The pin of the environment as it is now.
    pub old: Option<String>,
    pub new: String,
    pub gates: Vec<GateResult>,
    /// The people whose sign-offs count so far.
    pub signed: Vec<String>,
    /// The number of people who must sign off.
    pub required: usize,
    /// The people who may; `None` for everybody.
    pub may_sign: Option<Vec<String>>,
    pub command: String,
}

#[derive(Debug, Serialize)]
pub struct GateResult {
    pub name: String,
    pub is_met: bool,
    pub sentence: String,
    pub help: Vec<String>,
}

impl Review {
    /// Returns `true` if nothing that concerns prompts was changed.
    pub fn is_empty(&self) -> bool {
        self.environments.is_empty()
            && self.prompts.is_empty()
            && self.signers.is_empty()
            && self.personal_data.is_empty()
    }
}

impl PromptChange {
    /// Returns `true` if nothing of the prompt was changed. What is still to do is no change.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
            && self.datasets.is_empty()
            && self.not_shown.is_empty()
            && !self.history.iter().any(|entry| entry.is_new)
    }
}
