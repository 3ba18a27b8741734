//! The saved answers to a golden case, before a change and after it.

use prompt_core::message::Message;
use prompt_core::secret::masked;

use super::model::{AnswerChange, ShownAnswer};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::rules::saved_answers::{SavedAnswer, SavedAnswers};
use crate::workflows::compare::call_sha256;
use crate::workflows::difference::{Row, answer_rows};

/// A text with the messages of a case; `None` where there is none.
pub type RenderedSide<'a> = Option<(&'a ResolvedPrompt, &'a [Message])>;

/// The answers to the same calls. Each environment that goes from the one text to the other may send
/// other calls: those of which most answers were saved are shown.
pub fn answers<'a>(
    saved: &SavedAnswers,
    environments: impl Iterator<Item = (RenderedSide<'a>, RenderedSide<'a>)>,
) -> Option<AnswerChange> {
    if saved.answers.is_empty() {
        return None;
    }
    let mut best = (None, None);
    for (old, new) in environments {
        let found = (find(saved, old), find(saved, new));
        if count(&found) > count(&best) {
            best = found;
        }
    }
    (count(&best) > 0).then(|| change(best))
}

type Found<'a> = (Option<&'a SavedAnswer>, Option<&'a SavedAnswer>);

fn count((before, after): &Found<'_>) -> usize {
    before.iter().chain(after).count()
}

fn find<'s>(saved: &'s SavedAnswers, side: RenderedSide<'_>) -> Option<&'s SavedAnswer> {
    let (prompt, messages) = side?;
    saved.find(&call_sha256(prompt, messages))
}

fn change((before, after): Found<'_>) -> AnswerChange {
    let text = |answer: Option<&SavedAnswer>| {
        let text = answer.map_or("", |answer| answer.answer.as_str());
        masked(text).into_owned()
    };
    let (old, new) = (text(before), text(after));
    let rows = answer_rows(&old, &new);
    let shown = |answer: &SavedAnswer| ShownAnswer {
        model: masked(&answer.model).into_owned(),
        passed: answer.passed,
    };
    AnswerChange {
        before: before.map(shown),
        after: after.map(shown),
        // The same answer is shown once.
        rows: if rows.is_empty() {
            old.lines().map(same).collect()
        } else {
            rows
        },
    }
}

fn same(line: &str) -> Row {
    let text = line.to_owned();
    Row::Same { text }
}
