//! Assertions as they are read.

use prompt_build::report::{Code, Finding, Place, did_you_mean, quoted};
use prompt_build::template::{Json, from_yaml};
use prompt_build::yaml::{self, Entry, Mark, Node, Value};

use super::WAY_OUT;
use super::case::{Reader, is_key};
use super::expectation::{Expectation, Unfit, expectation};
use super::fill::{self, fill};
use super::pattern::FaultKind;

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
/// Types of promptfoo's that look like misspelt ones of the above.
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
const KEYS: [&str; 2] = ["type", "value"];

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
                None,
            );
            return None;
        };
        let name = yaml::text(self.source, kind, "`type`", self.findings)?;
        let written = Written {
            kind: name,
            kind_mark: kind.mark,
            entries,
            value: value("value"),
        };
        let vars = vars
            .iter()
            .map(|(name, value, _)| (name.as_str(), value))
            .collect::<Vec<_>>();
        let (value, expectation) = match self.meaning(&written, &vars)? {
            Meaning::Known(value, expectation) => (value, Some(expectation)),
            Meaning::Unsupported => (Json::Null, None),
        };
        let is_negative = written.base() != name;
        Some(Assertion {
            kind: name.to_owned(),
            is_negative,
            value,
            expectation,
            raw: from_yaml(node),
        })
    }

    /// What an assertion comes to; `None` where something is wrong with it.
    fn meaning(&mut self, written: &Written<'_>, vars: &[(&str, &Json)]) -> Option<Meaning> {
        if !KINDS.contains(&written.base()) {
            return self.other_kind(written);
        }
        let others = written
            .entries
            .iter()
            .filter(|entry| !KEYS.iter().any(|key| is_key(entry, key)));
        let others = others.collect::<Vec<_>>();
        if !others.is_empty() {
            for entry in others {
                self.unsupported_key(&entry.key, "an assertion", &KEYS);
            }
            return Some(Meaning::Unsupported);
        }
        let given = written
            .value
            .map(from_yaml)
            .filter(|value| *value != Json::Null || written.base() == "equals");
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
            Err(unfit) => self.unfit(written, &unfit),
        }
    }

    /// A type that promptfoo may know: a misspelt one is known to neither.
    fn other_kind(&mut self, written: &Written<'_>) -> Option<Meaning> {
        let (kind, base) = (quoted(written.kind), written.base());
        if let Some(help) = did_you_mean(base, KINDS).filter(|_| !LOOKALIKES.contains(&base)) {
            self.report(
                Code::InvalidGolden,
                written.kind_mark,
                format!("unknown type {kind}"),
                Some(help),
            );
            return None;
        }
        self.unsupported(
            format!("assertions of the type {kind} are for promptfoo alone"),
            written.kind_mark,
        );
        Some(Meaning::Unsupported)
    }

    fn unsupported(&mut self, message: String, mark: Mark) {
        let finding = Finding::error(
            Code::UnsupportedGolden,
            Place::new(self.source, mark),
            message,
        );
        self.unsupported.push(finding.help(WAY_OUT.to_owned()));
    }

    /// The finding stands at the very character where that is known: the value is in the file as it
    /// is.
    fn unfit(&mut self, written: &Written<'_>, unfit: &Unfit) -> Option<Meaning> {
        let mut mark = written.value_mark();
        if let Some(Node {
            value: Value::Text(text),
            mark: whole,
        }) = written.value
        {
            let span = whole.span();
            let at = self
                .source
                .text
                .get(span.clone())
                .and_then(|written| written.find(text.as_str()));
            if let Some(at) = at.filter(|_| unfit.at > 0) {
                let start = span.start + at;
                mark = Mark::at(start + unfit.at, start + text.len());
            }
        }
        let message = format!("`{}`: {}", written.kind, unfit.message);
        match unfit.kind {
            FaultKind::Unsupported => {
                self.unsupported(message, mark);
                Some(Meaning::Unsupported)
            }
            FaultKind::Invalid => {
                self.report(Code::InvalidGolden, mark, message, None);
                None
            }
        }
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
