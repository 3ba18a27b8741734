use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;
use prompt_core::secret::masked;

use crate::report::failure::Failure;
use crate::rules::case_result::CaseResult;
use crate::workflows::endpoint::Answer;
use crate::workflows::runs::{
    Answered, GoldenRun, Judge, ReplayRun, Verdict, progress_bar, shown_answer,
};

/// The judge of one side, which also keeps the answers to golden cases. Those to realistic inputs are
/// shown nowhere, so they are not kept.
pub struct AnswerKeeper<'a> {
    judge: DatasetJudge<'a>,
    answers: Mutex<BTreeMap<usize, KeptAnswer>>,
}

enum DatasetJudge<'a> {
    Golden(GoldenRun<'a>),
    Replay(ReplayRun),
}

struct KeptAnswer {
    text: String,
    passed: bool,
}

impl<'a> AnswerKeeper<'a> {
    pub fn golden(run: GoldenRun<'a>) -> Self {
        Self::new(DatasetJudge::Golden(run))
    }

    pub fn replay(run: ReplayRun) -> Self {
        Self::new(DatasetJudge::Replay(run))
    }

    fn new(judge: DatasetJudge<'a>) -> Self {
        Self {
            judge,
            answers: Mutex::default(),
        }
    }

    /// The answers by the positions of their cases.
    pub fn into_answers(self) -> BTreeMap<usize, String> {
        let answers = self.answers.into_inner();
        let answers = answers.unwrap_or_else(PoisonError::into_inner).into_iter();
        answers
            .map(|(position, kept)| (position, kept.text))
            .collect()
    }

    /// Keeps one answer for a case that is sent several times: the first, or the first that failed.
    fn keep(&self, position: usize, answer: KeptAnswer) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let is_worse = |known: &KeptAnswer| known.passed && !answer.passed;
        if answers.get(&position).is_none_or(is_worse) {
            answers.insert(position, answer);
        }
    }
}

impl Judge for AnswerKeeper<'_> {
    fn judge(&self, answered: &Answered<'_>) -> Result<Verdict, Failure> {
        let golden = match &self.judge {
            DatasetJudge::Golden(golden) => golden,
            DatasetJudge::Replay(lines) => return lines.judge(answered),
        };
        let verdict = golden.judge(answered)?;
        let text = match &answered.reply.answer {
            Answer::Text(text) => Some(text.clone()),
            Answer::Calls { text, calls } => Some(shown_answer(text, calls)),
            // The reasons of the verdict have it.
            Answer::Refusal(_) | Answer::Nothing(_) => None,
        };
        if let Some(text) = text {
            let passed = verdict.reasons.is_empty();
            let text = masked(&answered.client.redact(&text)).into_owned();
            self.keep(answered.position, KeptAnswer { text, passed });
        }
        Ok(verdict)
    }

    /// Both sides are shown together at the end.
    fn show(&self, _position: usize, _case: &CaseResult) {}

    fn bar(&self, calls: usize) -> ProgressBar {
        progress_bar(calls)
    }
}
