//! Sentences that all renderings of a review have.

use super::model::{
    AnswerChange, BaseName, CaseChanges, DatasetChange, EnvironmentChange, NextStep, NotShown,
    PinChange, Presence, ShownAnswer, TextChange,
};
use crate::workflows::difference::ValueChange;

/// The number of characters of a commit that are shown.
const SHORT: usize = 10;

pub fn title(base: &BaseName) -> String {
    let commit = base.commit.get(..SHORT).unwrap_or(&base.commit);
    format!("what changes since {} ({commit})", base.name)
}

pub const NOTHING: &str = "nothing that concerns prompts changes";

pub fn environment(change: &EnvironmentChange) -> String {
    match change.presence {
        Presence::Added => format!("{} (a new environment)", change.name),
        Presence::Removed => format!("{} (removed)", change.name),
        Presence::Kept => change.name.clone(),
    }
}

pub fn value(change: &ValueChange) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{new} instead of {old}"),
        (None, Some(new)) => format!("{new}, which was not set"),
        (Some(old), None) => format!("not set any more; it was {old}"),
        (None, None) => String::new(),
    }
}

pub fn pin(change: &PinChange) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old == new && change.is_other_text => {
            format!("{new}, with another text")
        }
        (Some(old), Some(new)) if old == new && change.was_refused => {
            format!("{new}, as before; a build does not refuse it any more")
        }
        (Some(old), Some(new)) if old == new => format!("{new}, as before"),
        (Some(old), Some(new)) => format!("{new} instead of {old}"),
        (None, Some(new)) => format!("{new}, and nothing before"),
        (Some(old), None) => format!("no pin any more; it was {old}"),
        (None, None) => "no pin".to_owned(),
    }
}

pub fn text(change: &TextChange) -> String {
    let places = change.environments.join(", ");
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("from {old} to {new} in {places}"),
        (None, Some(new)) => format!("{new}, new in {places}"),
        (Some(old), None) => format!("{old}, gone from {places}"),
        (None, None) => places,
    }
}

/// What the golden cases show. `None` if there are none.
pub fn cases(changes: &CaseChanges) -> Option<String> {
    let different = changes.different.len() + changes.more;
    let all = different + changes.same;
    match (all, different) {
        (0, _) => None,
        (1, 0) => Some("the golden case renders to the same".to_owned()),
        (_, 0) => Some(format!("all {all} golden cases render to the same")),
        (1, _) => Some("the golden case renders differently".to_owned()),
        _ => Some(format!(
            "{different} of {all} golden cases render differently"
        )),
    }
}

/// What is shown of the saved answers to a case.
pub fn answers(change: &AnswerChange) -> String {
    let shown = |answer: &ShownAnswer| {
        let word = if answer.passed { "passed" } else { "failed" };
        format!("{} {word}", answer.model)
    };
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if before == after => {
            format!("saved answers: {} before and after", shown(after))
        }
        (Some(before), Some(after)) => {
            format!(
                "saved answers: {} before, {} after",
                shown(before),
                shown(after)
            )
        }
        (Some(before), None) => {
            format!(
                "saved answer: {} before; none is saved after",
                shown(before)
            )
        }
        (None, Some(after)) => {
            format!("saved answer: {} after; none is saved before", shown(after))
        }
        (None, None) => "no saved answer".to_owned(),
    }
}

pub fn more_cases(more: usize) -> String {
    match more {
        1 => "1 more case is not shown".to_owned(),
        more => format!("{more} more cases are not shown"),
    }
}

pub fn dataset(change: &DatasetChange) -> String {
    let what = match change.presence {
        Presence::Added => "is new",
        Presence::Removed => "was removed",
        Presence::Kept => "was changed: its runs begin anew",
    };
    format!("{} {what}", change.file)
}

/// A part that is not shown, without the reason.
pub fn not_shown(part: &NotShown) -> String {
    format!("no {} are shown", part.what.as_str())
}

pub fn step(step: &NextStep) -> String {
    let NextStep {
        environment, new, ..
    } = step;
    match &step.old {
        Some(old) if old == new => {
            format!("{environment} pins {new}, and does not take it yet")
        }
        Some(old) => format!("next for {environment}: {new} instead of {old}"),
        None => format!("next for {environment}: {new}, where nothing is pinned"),
    }
}

/// Who signed, and who still must.
pub fn signatures(step: &NextStep) -> String {
    let NextStep {
        signed, required, ..
    } = step;
    if *required == 0 {
        return "nobody must sign off".to_owned();
    }
    let so_far = match signed.as_slice() {
        [] => "nobody has signed off yet".to_owned(),
        names => format!("signed off by {}", names.join(", ")),
    };
    let missing = required.saturating_sub(signed.len());
    let people = if missing == 1 {
        "1 person"
    } else {
        &format!("{missing} people")
    };
    match &step.may_sign {
        _ if missing == 0 => so_far,
        None => format!("{so_far}; {people} must still sign off"),
        Some(names) => {
            let others = names.iter().filter(|name| !signed.contains(name));
            let others = others.map(String::as_str).collect::<Vec<_>>().join(", ");
            format!("{so_far}; {people} of these must still sign off: {others}")
        }
    }
}
