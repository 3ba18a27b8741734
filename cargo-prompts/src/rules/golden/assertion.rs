//! Assertions as they are read.

use prompt_build::report::{Code, Finding, did_you_mean, quoted};
use prompt_build::source::{Location, Mark};
use prompt_build::template::{Json, from_yaml};
use prompt_build::yaml::{self, Entry, Node, Value};

use super::case::{CaseReader, is_key};
use super::expectation::{Expectation, ExpectationError, RubricCondition, expectation};
use super::fill::{self, fill};
use super::pattern::PatternErrorKind;

/// A condition on the answer, or with `not-` its opposite.
#[derive(Debug)]
pub struct Assertion {
    /// The type as the file has it, including `not-`.
    pub kind: String,
    pub(super) is_negative: bool,
    /// The value with its variables filled in.
    pub value: Json,
    /// `None` where only promptfoo knows it.
    pub(super) expectation: Option<Expectation>,
    /// The whole assertion, unchanged.
    pub raw: Json,
}

impl Assertion {
    pub fn is_unsupported(&self) -> bool {
        self.expectation.is_none()
    }

    /// The rubric for a judge and the least score, if a judge decides the assertion.
    pub fn rubric(&self) -> Option<(&str, Option<f64>)> {
        match self.expectation.as_ref()? {
            Expectation::Rubric(condition) => Some((&condition.rubric, condition.threshold)),
            _ => None,
        }
    }

    /// Returns `true` if promptfoo takes the assertion as the file has it.
    pub fn is_exported_unchanged(&self) -> bool {
        self.is_unsupported() || matches!(self.expectation, Some(Expectation::Latency(_)))
    }
}

/// The type of an assertion that has a `threshold` in place of a `value`.
pub const LATENCY: &str = "latency";
/// The type of an assertion that a judge decides.
pub const RUBRIC_KIND: &str = "llm-rubric";
/// The types that are judged here.
pub const KINDS: [&str; 13] = [
    "contains",
    "contains-all",
    "contains-any",
    "contains-json",
    "equals",
    "icontains",
    "is-json",
    "is-valid-openai-tools-call",
    LATENCY,
    RUBRIC_KIND,
    "regex",
    "starts-with",
    "trajectory:tool-args-match",
];
/// Types of promptfoo that look like misspelt ones of the above.
const LOOKALIKES: [&str; 8] = [
    "contains-html",
    "contains-sql",
    "contains-xml",
    "icontains-all",
    "icontains-any",
    "is-html",
    "is-sql",
    "is-xml",
];
/// The keys of an assertion.
pub const KEYS: [&str; 2] = ["type", "value"];
/// The keys of an assertion about the latency.
const LATENCY_KEYS: [&str; 2] = ["threshold", "type"];

/// The keys of an assertion that a judge decides.
const RUBRIC_KEYS: [&str; 3] = ["threshold", "type", "value"];

fn keys_of(base: &str) -> &'static [&'static str] {
    match base {
        LATENCY => &LATENCY_KEYS,
        RUBRIC_KIND => &RUBRIC_KEYS,
        _ => &KEYS,
    }
}

/// An assertion as the file has it.
struct AssertionSource<'a> {
    kind: &'a str,
    kind_mark: Mark,
    entries: &'a [Entry],
    value: Option<&'a Node>,
}

impl AssertionSource<'_> {
    /// The type without `not-`.
    fn base(&self) -> &str {
        self.kind.strip_prefix("not-").unwrap_or(self.kind)
    }

    fn value_mark(&self) -> Mark {
        self.value.map_or(self.kind_mark, |node| node.mark)
    }
}

/// The result of reading an assertion.
enum Reading {
    Known(Json, Expectation),
    /// Only promptfoo knows it.
    Unsupported,
}

impl CaseReader<'_> {
    pub(super) fn assertion(
        &mut self,
        node: &Node,
        vars: &[(String, Json, Mark)],
    ) -> Option<Assertion> {
        let entries = yaml::entries(self.source, node, "an assertion", self.findings)?;
        let value = |key: &str| {
            entries
                .iter()
                .find(|entry| is_key(entry, key))
                .map(|entry| &entry.value)
        };
        let Some(kind) = value("type") else {
            self.report(
                Code::MissingKey,
                node.mark,
                "missing key `type` in an assertion",
                Some("add the type, as in `type: contains`".to_owned()),
            );
            return None;
        };
        let name = yaml::text(self.source, kind, "`type`", self.findings)?;
        let source = AssertionSource {
            kind: name,
            kind_mark: kind.mark,
            entries,
            value: value("value"),
        };
        let vars = vars
            .iter()
            .map(|(name, value, _)| (name.as_str(), value))
            .collect::<Vec<_>>();
        let (value, expectation) = match self.meaning(&source, &vars)? {
            Reading::Known(value, expectation) => (value, Some(expectation)),
            Reading::Unsupported => (Json::Null, None),
        };
        let is_negative = source.base() != name;
        Some(Assertion {
            kind: name.to_owned(),
            is_negative,
            value,
            expectation,
            raw: from_yaml(node),
        })
    }

    /// Reads the value of an assertion; `None` if it is invalid.
    fn meaning(&mut self, source: &AssertionSource<'_>, vars: &[(&str, &Json)]) -> Option<Reading> {
        if !KINDS.contains(&source.base()) {
            return self.other_kind(source);
        }
        if source.base() == RUBRIC_KIND && !self.has_judge {
            return Some(self.without_judge(source));
        }
        let keys = keys_of(source.base());
        let others = source
            .entries
            .iter()
            .filter(|entry| !keys.iter().any(|key| is_key(entry, key)));
        let others = others.collect::<Vec<_>>();
        if !others.is_empty() {
            for entry in others {
                self.unsupported_key(&entry.key, "an assertion", keys);
            }
            return Some(Reading::Unsupported);
        }
        if source.base() == LATENCY {
            return self.latency(source);
        }
        let given = source
            .value
            .map(from_yaml)
            .filter(|value| *value != Json::Null || source.base() == "equals");
        let filled = if source.base() == "trajectory:tool-args-match" {
            filled_within
        } else {
            filled
        };
        let value = match given.map(|given| filled(given, vars)).transpose() {
            Ok(value) => value,
            Err(fill::FillError::Unsupported(message)) => {
                self.unsupported(message, source.value_mark());
                return Some(Reading::Unsupported);
            }
            Err(fill::FillError::UnknownName(name)) => {
                let tag = format!("`{{{{{name}}}}}`");
                let message = if self.is_of_case {
                    format!("{tag} is not one of the case's `vars`")
                } else {
                    format!("names of inputs cannot stand in checks, such as {tag}")
                };
                self.report(Code::InvalidGolden, source.value_mark(), message, None);
                return None;
            }
            Err(fill::FillError::Invalid(message)) => {
                self.report(Code::InvalidGolden, source.value_mark(), message, None);
                return None;
            }
        };
        if source.base() == RUBRIC_KIND {
            return self.rubric(source, value);
        }
        match expectation(source.base(), value.as_ref()) {
            Ok(expectation) => Some(Reading::Known(value.unwrap_or(Json::Null), expectation)),
            Err(expectation_error) => self.expectation_error(source, &expectation_error),
        }
    }

    /// A judged assertion of a dataset that names no judge. promptfoo has one of its own.
    fn without_judge(&mut self, source: &AssertionSource<'_>) -> Reading {
        let message = format!(
            "{} needs a judge, and the dataset names none",
            quoted(source.kind)
        );
        let location = Location::new(self.source, source.kind_mark);
        let help = "name the prompt that judges, with the key `judge` beside the list, as in `judge: answer-judge`";
        let finding = Finding::error(Code::UnsupportedGolden, location, message);
        self.unsupported.push(finding.help(help.to_owned()));
        Reading::Unsupported
    }

    /// The rubric, and the least score if there is one.
    fn rubric(&mut self, source: &AssertionSource<'_>, value: Option<Json>) -> Option<Reading> {
        let Some(Json::Text(rubric)) = value.filter(|value| *value != Json::text("")) else {
            let message = format!(
                "{} has no rubric, expected a text for `value`",
                quoted(source.kind)
            );
            let help = "write what a good answer does, as in `value: names no price`".to_owned();
            self.report(
                Code::InvalidGolden,
                source.value_mark(),
                message,
                Some(help),
            );
            return None;
        };
        let mut entries = source.entries.iter();
        let threshold = entries.find(|entry| is_key(entry, "threshold"));
        let threshold = match threshold.map(|entry| (&entry.value.value, entry)) {
            None => None,
            Some((Value::Integer(number), _)) if i32::try_from(*number).is_ok() => {
                i32::try_from(*number).ok().map(f64::from)
            }
            Some((Value::Float(number), _)) if number.is_finite() => Some(*number),
            Some((other, entry)) => {
                let other = quoted(&other.to_string());
                let message = format!("invalid threshold {other}, expected the least score");
                self.report(Code::InvalidGolden, entry.value.mark, message, None);
                return None;
            }
        };
        let condition = RubricCondition {
            rubric: rubric.clone(),
            threshold,
        };
        Some(Reading::Known(
            Json::Text(rubric),
            Expectation::Rubric(condition),
        ))
    }

    /// The most milliseconds until an answer.
    fn latency(&mut self, source: &AssertionSource<'_>) -> Option<Reading> {
        let mut entries = source.entries.iter();
        let Some(entry) = entries.find(|entry| is_key(entry, "threshold")) else {
            let message = format!("missing key `threshold` in {}", quoted(source.kind));
            let help = "add the most milliseconds until the answer, as in `threshold: 5000`";
            self.report(
                Code::MissingKey,
                source.kind_mark,
                message,
                Some(help.to_owned()),
            );
            return None;
        };
        let most = match &entry.value.value {
            Value::Integer(number) => u32::try_from(*number).ok().map(f64::from),
            Value::Float(number) if *number >= 0.0 && number.is_finite() => Some(*number),
            _ => None,
        };
        let Some(most) = most else {
            let message = format!(
                "invalid threshold {}, expected a number of milliseconds",
                quoted(&entry.value.value.to_string())
            );
            self.report(Code::InvalidGolden, entry.value.mark, message, None);
            return None;
        };
        Some(Reading::Known(Json::Null, Expectation::Latency(most)))
    }

    /// A type that promptfoo may know: a misspelt one is known to neither.
    fn other_kind(&mut self, source: &AssertionSource<'_>) -> Option<Reading> {
        let (kind, base) = (quoted(source.kind), source.base());
        if let Some(help) = did_you_mean(base, KINDS).filter(|_| !LOOKALIKES.contains(&base)) {
            self.report(
                Code::InvalidGolden,
                source.kind_mark,
                format!("unknown type {kind}"),
                Some(help),
            );
            return None;
        }
        self.unsupported(
            format!("assertions of the type {kind} are for promptfoo alone"),
            source.kind_mark,
        );
        Some(Reading::Unsupported)
    }

    fn unsupported(&mut self, message: String, mark: Mark) {
        let finding = Finding::error(
            Code::UnsupportedGolden,
            Location::new(self.source, mark),
            message,
        );
        self.unsupported.push(finding);
    }

    /// If possible, the finding is at the exact character, because the value is in the file
    /// unchanged.
    fn expectation_error(
        &mut self,
        source: &AssertionSource<'_>,
        expectation_error: &ExpectationError,
    ) -> Option<Reading> {
        let mut mark = source.value_mark();
        if let Some(Node {
            value: Value::Text(text),
            mark: whole,
        }) = source.value
        {
            let span = whole.span();
            let at = self
                .source
                .text
                .get(span.clone())
                .and_then(|source| source.find(text.as_str()));
            if let Some(at) = at.filter(|_| expectation_error.at > 0) {
                let start = span.start + at;
                mark = Mark::at(start + expectation_error.at, start + text.len());
            }
        }
        let message = format!("`{}`: {}", source.kind, expectation_error.message);
        match expectation_error.kind {
            PatternErrorKind::Unsupported => {
                self.unsupported(message, mark);
                Some(Reading::Unsupported)
            }
            PatternErrorKind::Invalid => {
                self.report(Code::InvalidGolden, mark, message, None);
                None
            }
        }
    }
}

/// A value with its variables filled in, as promptfoo does: in a text, and in the texts of a list or of the
/// arguments of a call.
fn filled(value: Json, vars: &[(&str, &Json)]) -> Result<Json, fill::FillError> {
    Ok(match value {
        Json::Text(text) => Json::Text(fill_text(&text, vars)?),
        Json::List(items) => {
            let filled = items.into_iter().map(|item| match item {
                Json::Text(text) => fill_text(&text, vars).map(Json::Text),
                item => Ok(item),
            });
            Json::List(filled.collect::<Result<_, _>>()?)
        }
        value => value,
    })
}

/// A value with the variables filled in in all its texts.
fn filled_within(value: Json, vars: &[(&str, &Json)]) -> Result<Json, fill::FillError> {
    Ok(match value {
        Json::Text(text) => Json::Text(fill_text(&text, vars)?),
        Json::List(items) => {
            let items = items.into_iter().map(|item| filled_within(item, vars));
            Json::List(items.collect::<Result<_, _>>()?)
        }
        Json::Object(entries) => {
            let entries = entries
                .into_iter()
                .map(|(key, value)| Ok((key, filled_within(value, vars)?)));
            Json::Object(entries.collect::<Result<_, _>>()?)
        }
        value => value,
    })
}

fn fill_text(text: &str, vars: &[(&str, &Json)]) -> Result<String, fill::FillError> {
    if text.starts_with("file://") || text.starts_with("package:") {
        let message = format!("{} names a file, which only promptfoo reads", quoted(text));
        return Err(fill::FillError::Unsupported(message));
    }
    fill(text, vars)
}
