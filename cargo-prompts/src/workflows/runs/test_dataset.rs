use prompt_build::report::Findings;
use prompt_core::vocabulary::Api;

use super::agreement_run::{AgreementRun, open_labelled, render_labelled};
use super::dataset::{JudgeCallCounts, RenderedDataset};
use super::golden_run::{GoldenRun, judge_calls, open_golden, render_golden};
use super::judge::Judge;
use super::rubric_judge::RubricJudge;
use crate::project::dataset_files::GOLDEN;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::golden::Golden;
use crate::rules::rubric::{JudgeKey, LabelledCases};

/// A dataset that `cargo prompts test` runs.
pub enum TestDataset {
    Golden(Golden),
    /// The labelled cases of a prompt that judges answers.
    Labelled(LabelledCases),
}

impl TestDataset {
    /// The datasets of a prompt: the golden one, which a prompt with labelled cases need not have, and
    /// the labelled cases.
    pub fn of(workspace: &Workspace, prompt: &ResolvedPrompt) -> Result<Vec<Self>, Failure> {
        let labelled = open_labelled(workspace, prompt)?;
        let golden = format!("{}/{GOLDEN}", prompt.folder);
        let golden = if labelled.is_none() || workspace.disk.exists(&golden) {
            Some(open_golden(workspace, prompt)?)
        } else {
            None
        };
        let golden = golden.map(Self::Golden);
        Ok(golden
            .into_iter()
            .chain(labelled.map(Self::Labelled))
            .collect())
    }

    /// Renders every case.
    pub fn render<'a>(&self, prompt: &'a ResolvedPrompt) -> Result<RenderedDataset<'a>, Findings> {
        match self {
            Self::Golden(golden) => render_golden(prompt, golden),
            Self::Labelled(labelled) => render_labelled(prompt, labelled),
        }
    }

    /// The golden dataset, if it is one.
    pub fn golden(&self) -> Option<&Golden> {
        match self {
            Self::Golden(golden) => Some(golden),
            Self::Labelled(_) => None,
        }
    }

    /// The cases that assert nothing, as errors: any answer would pass them.
    pub fn without_assertions(&self) -> Findings {
        let findings = self.golden().map(Golden::without_assertions);
        let mut findings = findings.unwrap_or_default();
        findings.fail();
        findings
    }

    /// The findings about assertions that only promptfoo supports, for a run with this API.
    pub fn unsupported(&self, api: Api) -> Findings {
        let golden = self.golden();
        golden.map_or_else(Findings::default, |golden| golden.unsupported(api))
    }

    /// The judge that the dataset names, if an assertion needs one.
    pub fn needed_judge(&self) -> Option<&JudgeKey> {
        self.golden()?.needed_judge()
    }

    /// The calls of the judge for one answer to each case.
    pub fn judge_calls(&self) -> JudgeCallCounts {
        let golden = self.golden().map(judge_calls);
        golden.unwrap_or(JudgeCallCounts::Same(0))
    }

    /// Judges the answers of a run.
    pub fn judge<'a>(
        &'a self,
        prompt: &'a ResolvedPrompt,
        rubric_judge: Option<RubricJudge>,
    ) -> Result<Box<dyn Judge + 'a>, Failure> {
        Ok(match self {
            Self::Golden(golden) => Box::new(GoldenRun::new(golden, prompt, rubric_judge)?),
            Self::Labelled(labelled) => Box::new(AgreementRun::new(labelled, prompt)?),
        })
    }
}
