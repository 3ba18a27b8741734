//! Judges an answer by the assertions of a case.

use std::time::Duration;

use serde_json::Value;

use prompt_runtime::ToolCall;

use super::expectation::{Expectation, Expected, RubricCondition};
use super::{Assertion, Case, extract, schema};
use crate::rules::answer_violation::Words;
use crate::rules::json_schema::JsonSchema;
use crate::rules::rubric::{Grades, start};
use crate::rules::tool_schemas::ToolSchemas;

/// The length of the part of a rubric that is shown, in characters.
const LONGEST_RUBRIC: usize = 100;

/// The verdict on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub is_passed: bool,
    /// The type of each assertion that failed, with the reason in one sentence.
    pub differences: Vec<(String, String)>,
}

/// The answer of the model.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    pub text: &'a str,
    pub calls: &'a [ToolCall],
    /// The tools of the prompt.
    pub tools: &'a ToolSchemas,
    /// From the request to the whole response.
    pub latency: Duration,
    /// The verdicts of the judge on the answer.
    pub grades: &'a Grades,
}

impl Case {
    /// Returns whether an assertion is about calls of tools.
    pub fn expects_calls(&self) -> bool {
        let mut expectations = self
            .assertions
            .iter()
            .filter_map(|assertion| assertion.expectation.as_ref());
        expectations.any(|expectation| {
            matches!(expectation, Expectation::ValidCalls | Expectation::Call(_))
        })
    }

    /// The rubrics that a judge decides, each once.
    pub fn rubrics(&self) -> Vec<&str> {
        rubrics(&self.assertions)
    }

    /// Judges an answer: all assertions must hold, or the share in `threshold`.
    pub fn judge(&self, said: &Said<'_>) -> Verdict {
        let differences = self
            .assertions
            .iter()
            .filter_map(|assertion| Some((assertion.kind.clone(), assertion.difference(said)?)));
        let differences = differences.collect::<Vec<_>>();
        let is_passed = match self.threshold {
            None => differences.is_empty(),
            Some(threshold) => {
                share(
                    self.assertions.len() - differences.len(),
                    self.assertions.len(),
                ) >= threshold
            }
        };
        Verdict {
            is_passed,
            differences,
        }
    }
}

/// The rubrics of assertions that a judge decides, each once: one verdict serves all of them.
pub fn rubrics(assertions: &[Assertion]) -> Vec<&str> {
    let mut rubrics = Vec::new();
    for (rubric, _) in assertions.iter().filter_map(Assertion::rubric) {
        if !rubrics.contains(&rubric) {
            rubrics.push(rubric);
        }
    }
    rubrics
}

#[expect(
    clippy::cast_precision_loss,
    reason = "nobody writes that many assertions"
)]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

impl Assertion {
    /// Returns `true` if an answer meets the assertion.
    pub fn is_met(&self, said: &Said<'_>) -> bool {
        self.difference(said).is_none()
    }

    /// The reason why the answer fails the assertion.
    fn difference(&self, said: &Said<'_>) -> Option<String> {
        let answer = said.text;
        let Some(expectation) = &self.expectation else {
            return Some(format!("only promptfoo supports `{}`", self.kind));
        };
        match expectation {
            Expectation::IsJson(schema) => return self.is_json(schema.as_deref(), answer),
            Expectation::ContainsJson(schema) => {
                return self.contains_json(schema.as_deref(), answer);
            }
            Expectation::ValidCalls => return self.has_valid_calls(said),
            Expectation::Latency(most) => return self.is_fast(*most, said.latency),
            Expectation::Rubric(condition) => return self.is_graded(condition, said.grades),
            _ => {}
        }
        let holds = match expectation {
            Expectation::Call(call) => call.is_among(said.calls),
            _ => expectation.holds(answer),
        };
        (holds == self.is_negative).then(|| {
            let verb = if self.is_negative {
                "the answer must not"
            } else {
                "the answer does not"
            };
            format!("{verb} {}", expectation.describe())
        })
    }

    /// Compares the latency with the threshold, both in whole milliseconds as promptfoo counts them.
    fn is_fast(&self, most: f64, latency: Duration) -> Option<String> {
        let taken = (latency.as_secs_f64() * 1000.0).floor();
        match (self.is_negative, taken <= most) {
            (false, true) | (true, false) => None,
            (false, false) => Some(format!("the answer took {taken} ms, more than {most} ms")),
            (true, true) => Some(format!(
                "the answer took {taken} ms, not more than {most} ms"
            )),
        }
    }

    /// The verdict of the judge, or with `not-` its opposite: also of a score that is too low.
    fn is_graded(&self, condition: &RubricCondition, grades: &Grades) -> Option<String> {
        let rubric = shown(&start(&condition.rubric, LONGEST_RUBRIC));
        let Some(grade) = grades.by(&condition.rubric) else {
            return Some(format!("no verdict of a judge on the rubric {rubric}"));
        };
        if grade.meets(condition.threshold) != self.is_negative {
            return None;
        }
        let verdict = match condition.threshold.filter(|_| grade.is_passed) {
            _ if self.is_negative => format!("the judge passes the answer by the rubric {rubric}"),
            Some(threshold) => format!(
                "the judge gives the answer the score {} by the rubric {rubric}, less than {threshold}",
                grade.score
            ),
            None => format!("the judge fails the answer by the rubric {rubric}"),
        };
        let reason = grade.reason.as_deref().map(|reason| format!(": {reason}"));
        Some(verdict + &reason.unwrap_or_default())
    }

    fn has_valid_calls(&self, said: &Said<'_>) -> Option<String> {
        let misfit = if said.calls.is_empty() {
            Some("no call of a tool in the answer".to_owned())
        } else {
            said.tools.violation(said.calls, Words::All)
        };
        match (self.is_negative, misfit) {
            (false, misfit) => misfit,
            (true, None) => Some("the answer calls a tool of the prompt".to_owned()),
            (true, Some(_)) => None,
        }
    }

    fn is_json(&self, schema: Option<&JsonSchema>, answer: &str) -> Option<String> {
        let Ok(value) = serde_json::from_str::<Value>(answer) else {
            return (!self.is_negative).then(|| "the answer is not JSON".to_owned());
        };
        let misfit = schema.and_then(|schema| schema::violation(schema, &value));
        match (self.is_negative, misfit) {
            (false, None) | (true, Some(_)) => None,
            (false, Some(misfit)) => Some(format!("the answer does not fit the schema: {misfit}")),
            (true, None) if schema.is_some() => {
                Some("the answer is JSON that fits the schema".to_owned())
            }
            (true, None) => Some("the answer is JSON".to_owned()),
        }
    }

    fn contains_json(&self, schema: Option<&JsonSchema>, answer: &str) -> Option<String> {
        let objects = extract::objects(answer);
        let Some(schema) = schema else {
            return match (self.is_negative, objects.is_empty()) {
                (false, true) => Some("no JSON object in the answer".to_owned()),
                (true, false) => Some("a JSON object in the answer".to_owned()),
                _ => None,
            };
        };
        let misfits = objects
            .iter()
            .map(|object| schema::violation(schema, object))
            .collect::<Vec<_>>();
        let fits = misfits.iter().any(Option::is_none);
        match (self.is_negative, fits) {
            (false, true) | (true, false) => None,
            (true, true) => Some("a JSON object in the answer fits the schema".to_owned()),
            (false, false) => Some(match misfits.into_iter().flatten().next_back() {
                Some(misfit) => format!("no JSON object in the answer fits the schema: {misfit}"),
                None => "no JSON object in the answer".to_owned(),
            }),
        }
    }
}

impl Expectation {
    fn holds(&self, answer: &str) -> bool {
        match self {
            Self::Equals(Expected::Text(text)) => answer == text,
            Self::Equals(Expected::Json(value)) => {
                serde_json::from_str::<Value>(answer).is_ok_and(|answer| are_equal(&answer, value))
            }
            Self::Contains(text) => answer.contains(text),
            Self::ContainsLowerCase(text) => answer.to_lowercase().contains(&text.to_lowercase()),
            Self::ContainsAll(texts) => texts.iter().all(|text| answer.contains(text)),
            Self::ContainsAny(texts) => texts.iter().any(|text| answer.contains(text)),
            Self::StartsWith(text) => answer.starts_with(text),
            Self::Regex(regex, _) => regex.is_match(answer),
            Self::IsJson(_)
            | Self::ContainsJson(_)
            | Self::ValidCalls
            | Self::Call(_)
            | Self::Latency(_)
            | Self::Rubric(_) => true,
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Equals(Expected::Text(text)) => format!("equal {}", shown(text)),
            Self::Equals(Expected::Json(value)) => format!("equal {}", shown(&value.to_string())),
            Self::Contains(text) => format!("contain {}", shown(text)),
            Self::ContainsLowerCase(text) => format!("contain {} in any letter case", shown(text)),
            Self::ContainsAll(texts) => format!("contain all of {}", listed(texts)),
            Self::ContainsAny(texts) => format!("contain any of {}", listed(texts)),
            Self::StartsWith(text) => format!("start with {}", shown(text)),
            Self::Regex(_, pattern) => format!("match {}", shown(pattern)),
            Self::Call(call) => call.describe(),
            Self::IsJson(_)
            | Self::ContainsJson(_)
            | Self::ValidCalls
            | Self::Latency(_)
            | Self::Rubric(_) => String::new(),
        }
    }
}

fn listed(texts: &[String]) -> String {
    texts
        .iter()
        .map(|text| shown(text))
        .collect::<Vec<_>>()
        .join(", ")
}

fn shown(text: &str) -> String {
    prompt_build::report::quoted(text)
}

/// Returns true if two values are equal in JavaScript: `1` equals `1.0`, and the order of keys
/// does not matter.
pub(super) fn are_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| are_equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| are_equal(a, b)))
        }
        (a, b) => a == b,
    }
}
