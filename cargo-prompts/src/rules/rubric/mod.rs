//! Judges: prompts of the library whose answers are verdicts on the answers of other prompts.
//!
//! A `form` is what a prompt needs to be a judge, a `grade` is one verdict, and `labelled` reads
//! `judge.yaml`, the cases that say how often a judge agrees with people. A `judge_key` names the
//! judge of a dataset.

mod form;
mod grade;
mod judge_key;
mod labelled;
#[cfg(test)]
mod tests;

pub use form::{ANSWER, PROMPT, RUBRIC, form_errors};
pub use grade::{Grade, Grades, start};
pub use judge_key::{JUDGE, JudgeKey};
pub use labelled::{CASE_KEYS, DATASET_KEYS, FALSE_FAIL, FALSE_PASS, LabelledCases};
