use serde_json::Value;

use crate::rules::golden::json_objects;

/// The length of the part of a reason that is shown, in characters.
const LONGEST_REASON: usize = 300;

/// The verdict of a judge on one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    pub is_passed: bool,
    /// The score; 1 or 0 where the judge gives none.
    pub score: f64,
    /// The start of the reason in the judge's words. They may repeat the answer.
    pub reason: Option<String>,
}

impl Grade {
    /// The object in the text of a judge that is its verdict: the first one, as promptfoo takes it.
    /// It may stand in a code fence.
    pub fn object(text: &str) -> Option<Value> {
        json_objects(text).into_iter().next()
    }

    /// Reads the verdict. `None` without a boolean `pass`, or with a score that is no number.
    pub fn of(verdict: &Value) -> Option<Self> {
        let is_passed = verdict["pass"].as_bool()?;
        let score = match &verdict["score"] {
            Value::Null => f64::from(u8::from(is_passed)),
            score => score.as_f64()?,
        };
        let reason = verdict["reason"]
            .as_str()
            .map(|reason| start(reason, LONGEST_REASON));
        Some(Self {
            is_passed,
            score,
            reason: reason.filter(|reason| !reason.trim().is_empty()),
        })
    }

    /// Returns `true` if the judge passes the answer, with at least this score.
    pub fn meets(&self, threshold: Option<f64>) -> bool {
        self.is_passed && threshold.is_none_or(|threshold| self.score >= threshold)
    }
}

/// The verdicts on one answer, each by the rubric that the judge was given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grades(Vec<(String, Grade)>);

impl Grades {
    pub fn add(&mut self, rubric: &str, grade: Grade) {
        self.0.push((rubric.to_owned(), grade));
    }

    pub fn by(&self, rubric: &str) -> Option<&Grade> {
        let mut grades = self.0.iter();
        let grade = grades.find(|(known, _)| known == rubric);
        grade.map(|(_, grade)| grade)
    }
}

/// The start of a text of so many characters, with a sign where it goes on.
pub fn start(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
