use serde_json::{Value, json};

use super::parts::{boolean, described, list, object, share, text};
use crate::rules::rubric::{CASE_KEYS, DATASET_KEYS};

/// The answers that people have judged. Other keys of a case are inputs of the judge.
pub fn schema() -> Value {
    let mut cases = list(&case());
    cases["minItems"] = 2.into();
    object(DATASET_KEYS.iter().copied(), &["cases"], |key| match key {
        "cases" => described(
            cases.clone(),
            "Answers with the verdicts of people: some that pass, and some that fail.",
        ),
        "repeat" => described(
            json!({ "type": "integer", "minimum": 1 }),
            "The number of verdicts on each case.",
        ),
        "threshold" => described(
            share(),
            "The share of the verdicts that must agree with people.",
        ),
        _ => None,
    })
}

fn case() -> Value {
    let required = ["rubric", "answer", "pass"];
    let mut case = object(CASE_KEYS.iter().copied(), &required, |key| match key {
        "rubric" => described(text(), "What a good answer does."),
        "answer" => described(text(), "The answer that is judged."),
        "pass" => described(boolean(), "The verdict of people."),
        "description" => described(text(), "The name of the case."),
        _ => None,
    });
    case["additionalProperties"] = json!({});
    case
}
