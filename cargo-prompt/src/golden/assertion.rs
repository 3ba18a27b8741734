//! Assertions as they are read.

use jsonschema::Validator;
use prompt_build::report::{Code, Finding, Place, did_you_mean, quoted};
use prompt_build::template::Json;
use prompt_build::yaml::{self, Entry, Mark, Node, Value};
use regex::Regex;

use super::case::{Reader, is_key};
use super::fill::{self, fill};
use super::{WAY_OUT, comma_separated, pattern, schema};
use crate::render::{from_serde, to_serde};

/// What an answer must be like, or with `not-` must not be like.
#[derive(Debug)]
pub struct Assertion {
    /// The type as it is written, `not-` and all.
    pub kind: String,
    pub(super) is_negative: bool,
    /// The value with its variables filled in.
    pub value: Json,
    /// `None` where only promptfoo knows it.
    pub(super) expectation: Option<Expectation>,
    /// The whole, as it stands.
    pub raw: Json,
}

#[derive(Debug)]
pub(super) enum Expectation {
    Equals(Expected),
    Contains(String),
    ContainsLowerCase(String),
    ContainsAll(Vec<String>),
    ContainsAny(Vec<String>),
    StartsWith(String),
    /// The expression, and the pattern as it is written.
    Regex(Box<Regex>, String),
    IsJson(Option<Box<Validator>>),
    ContainsJson(Option<Box<Validator>>),
}

#[derive(Debug)]
pub(super) enum Expected {
    Text(String),
    Json(serde_json::Value),
}

impl Assertion {
    pub fn is_unsupported(&self) -> bool {
        self.expectation.is_none()
    }
}

const KINDS: [&str; 9] = [
    "contains",
    "contains-all",
    "contains-any",
    "contains-json",
    "equals",
    "icontains",
    "is-json",
    "regex",
    "starts-with",
];
const KEYS: [&str; 2] = ["type", "value"];

/// Why a value does not do; with an offset into it, where that is known.
struct Unfit {
    message: String,
    help: Option<String>,
    at: usize,
}

impl From<String> for Unfit {
    fn from(message: String) -> Self {
        Self { message, help: None, at: 0 }
    }
}

/// An assertion as it is written.
struct Written<'a> {
    kind: &'a str,
    kind_mark: Mark,
    entries: &'a [Entry],
    value: Option<&'a Node>,
}

impl Written<'_> {
    /// The type without `not-`.
    fn base(&self) -> &str {
        self.kind.strip_prefix("not-").unwrap_or(self.kind)
    }

    fn value_mark(&self) -> Mark {
        self.value.map_or(self.kind_mark, |node| node.mark)
    }
}

/// What an assertion comes to.
enum Meaning {
    Known(Json, Expectation),
    /// Only promptfoo knows it.
    Unsupported,
}

impl Reader<'_> {
    pub(super) fn assertion(&mut self, node: &Node, vars: &[(String, Json, Mark)]) -> Option<Assertion> {
        let entries = yaml::entries(self.source, node, "an assertion", self.findings)?;
        let value = |key: &str| entries.iter().find(|entry| is_key(entry, key)).map(|entry| &entry.value);
        let Some(kind) = value("type") else {
            self.report(Code::MissingKey, node.mark, "missing key `type` in an assertion", None);
            return None;
        };
        let name = yaml::text(self.source, kind, "`type`", self.findings)?;
        let written = Written { kind: name, kind_mark: kind.mark, entries, value: value("value") };
        let vars = vars.iter().map(|(name, value, _)| (name.as_str(), value)).collect::<Vec<_>>();
        let (value, expectation) = match self.meaning(&written, &vars)? {
            Meaning::Known(value, expectation) => (value, Some(expectation)),
            Meaning::Unsupported => (Json::Null, None),
        };
        let is_negative = written.base() != name;
        Some(Assertion { kind: name.to_owned(), is_negative, value, expectation, raw: Json::from_yaml(node) })
    }

    /// What an assertion comes to; `None` where something is wrong with it.
    fn meaning(&mut self, written: &Written<'_>, vars: &[(&str, &Json)]) -> Option<Meaning> {
        if !KINDS.contains(&written.base()) {
            self.unsupported_kind(written);
            return Some(Meaning::Unsupported);
        }
        let others = written.entries.iter().filter(|entry| !KEYS.iter().any(|key| is_key(entry, key)));
        let others = others.collect::<Vec<_>>();
        if !others.is_empty() {
            for entry in others {
                self.unsupported_key(&entry.key, "an assertion", &KEYS);
            }
            return Some(Meaning::Unsupported);
        }
        let given =
            written.value.map(Json::from_yaml).filter(|value| *value != Json::Null || written.base() == "equals");
        let value = match given.map(|given| filled(given, vars)).transpose() {
            Ok(value) => value,
            Err(fill::Fault::Unsupported(message)) => {
                self.unsupported(message, written.value_mark());
                return Some(Meaning::Unsupported);
            }
            Err(fill::Fault::Invalid(message)) => {
                self.report(Code::InvalidGolden, written.value_mark(), message, None);
                return None;
            }
        };
        match expectation(written.base(), value.as_ref()) {
            Ok(expectation) => Some(Meaning::Known(value.unwrap_or(Json::Null), expectation)),
            Err(unfit) => {
                self.unfit(written, unfit);
                None
            }
        }
    }

    fn unsupported_kind(&mut self, written: &Written<'_>) {
        let message = format!("assertions of the type {} are for promptfoo alone", quoted(written.kind));
        let help = did_you_mean(written.base(), KINDS).unwrap_or_else(|| WAY_OUT.to_owned());
        let place = Place::new(self.source, written.kind_mark);
        self.unsupported.push(Finding::error(Code::UnsupportedGolden, place, message).help(help));
    }

    fn unsupported(&mut self, message: String, mark: Mark) {
        let finding = Finding::error(Code::UnsupportedGolden, Place::new(self.source, mark), message);
        self.unsupported.push(finding.help(WAY_OUT.to_owned()));
    }

    /// The finding stands at the very character where that is known: the value is in the file as it is.
    fn unfit(&mut self, written: &Written<'_>, unfit: Unfit) {
        let mut mark = written.value_mark();
        if let Some(Node { value: Value::Text(text), mark: whole }) = written.value {
            let span = whole.span(self.source);
            let at = self.source.text.get(span.clone()).and_then(|written| written.find(text.as_str()));
            if let Some(at) = at.filter(|_| unfit.at > 0) {
                let start = span.start + at;
                mark = Mark::at(start + unfit.at, start + text.len());
            }
        }
        self.report(Code::InvalidGolden, mark, format!("`{}`: {}", written.kind, unfit.message), unfit.help);
    }
}

/// A value with its variables filled in, as promptfoo does: in a text, and in the texts of a list.
fn filled(value: Json, vars: &[(&str, &Json)]) -> Result<Json, fill::Fault> {
    let fill_text = |text: &str| {
        if text.starts_with("file://") || text.starts_with("package:") {
            let message = format!("{} names a file, which only promptfoo reads", quoted(text));
            return Err(fill::Fault::Unsupported(message));
        }
        fill(text, vars).map(Json::Text)
    };
    Ok(match value {
        Json::Text(text) => fill_text(&text)?,
        Json::List(items) => {
            let filled = items.into_iter().map(|item| match item {
                Json::Text(text) => fill_text(&text),
                item => Ok(item),
            });
            Json::List(filled.collect::<Result<_, _>>()?)
        }
        value => value,
    })
}

fn expectation(kind: &str, value: Option<&Json>) -> Result<Expectation, Unfit> {
    Ok(match kind {
        "equals" => Expectation::Equals(expected(value)?),
        "contains" => Expectation::Contains(text_or_number(value)?),
        "icontains" => Expectation::ContainsLowerCase(text_or_number(value)?),
        "contains-all" => Expectation::ContainsAll(texts(value)?),
        "contains-any" => Expectation::ContainsAny(texts(value)?),
        "starts-with" => Expectation::StartsWith(text(value)?.to_owned()),
        "regex" => regex(text(value)?)?,
        "is-json" => Expectation::IsJson(json_schema(value)?),
        _ => Expectation::ContainsJson(json_schema(value)?),
    })
}

fn expected(value: Option<&Json>) -> Result<Expected, Unfit> {
    Ok(match value {
        None => return Err("missing `value`, expected what the answer is".to_owned().into()),
        Some(Json::Text(text)) => Expected::Text(text.clone()),
        Some(Json::Number(number)) => Expected::Text(number.clone()),
        Some(Json::Bool(value)) => Expected::Text(value.to_string()),
        Some(value) => Expected::Json(to_serde(value)),
    })
}

fn text(value: Option<&Json>) -> Result<&str, Unfit> {
    match value {
        Some(Json::Text(text)) if !text.is_empty() => Ok(text),
        other => Err(format!("unexpected {}, expected a text for `value`", kind(other)).into()),
    }
}

fn text_or_number(value: Option<&Json>) -> Result<String, Unfit> {
    match value {
        Some(Json::Number(number)) => Ok(number.clone()),
        value => text(value).map(str::to_owned),
    }
}

/// A list of texts, or one text in which commas separate them.
fn texts(value: Option<&Json>) -> Result<Vec<String>, Unfit> {
    let texts = match value {
        Some(Json::Text(text)) => comma_separated::split(text).map_err(str::to_owned)?,
        Some(Json::List(items)) => items.iter().map(single).collect::<Result<_, _>>()?,
        other => return Err(format!("unexpected {}, expected a list of texts for `value`", kind(other)).into()),
    };
    if texts.is_empty() {
        return Err("no texts in `value`, expected at least one".to_owned().into());
    }
    Ok(texts)
}

fn single(item: &Json) -> Result<String, Unfit> {
    match item {
        Json::Text(text) | Json::Number(text) => Ok(text.clone()),
        Json::Bool(value) => Ok(value.to_string()),
        other => Err(format!("unexpected {} in the list, expected a text", kind(Some(other))).into()),
    }
}

fn regex(text: &str) -> Result<Expectation, Unfit> {
    match pattern::compile(text) {
        Ok(regex) => Ok(Expectation::Regex(Box::new(regex), text.to_owned())),
        Err(pattern::Fault { at, message }) => {
            let help = (at > 0 || message.contains("not supported")).then(|| WAY_OUT.to_owned());
            Err(Unfit { message, help, at })
        }
    }
}

/// The schema, if there is one: a mapping, or a text that is one in YAML.
fn json_schema(value: Option<&Json>) -> Result<Option<Box<Validator>>, Unfit> {
    let parsed;
    let schema = match value {
        None => return Ok(None),
        Some(Json::Text(text)) if text.is_empty() => return Ok(None),
        Some(Json::Text(text)) => {
            let unreadable = |_| "the text is no JSON Schema in YAML".to_owned();
            parsed = from_serde(&serde_yaml::from_str(text).map_err(unreadable)?);
            &parsed
        }
        Some(value) => value,
    };
    Ok(Some(Box::new(schema::compile(schema)?)))
}

fn kind(value: Option<&Json>) -> &'static str {
    match value {
        Some(Json::Text(text)) if text.is_empty() => "empty text",
        value => value.map_or("nothing", Json::kind).trim_start_matches("a "),
    }
}
