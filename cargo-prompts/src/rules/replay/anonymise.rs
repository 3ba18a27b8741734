use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::{Location, Mark, Source};

use super::lines::for_each_line;
use super::tokens::{Token, searched, tokens};
use super::{MOST_FINDINGS, Search, mask};
use crate::rules::personal::Kind;

/// A dataset with placeholders in place of personal data.
#[derive(Debug, PartialEq, Eq)]
pub struct Anonymised {
    pub text: String,
    /// The number of replacements of each kind.
    pub counts: BTreeMap<Kind, usize>,
}

/// Replaces personal data, with equal placeholders for equal values. All other bytes are kept, and so
/// are the names that the prompt declares.
/// `None` if a line is not an object, or if two keys of an object would become one: a finding
/// reports it.
pub fn anonymise(
    source: &Arc<Source>,
    search: Search<'_>,
    findings: &mut Findings,
) -> Option<Anonymised> {
    let masked = mask::masked(source, search.names);
    let mut lines = Vec::new();
    for_each_line(source, &masked, findings, |line, _| {
        lines.push((line.start, line.text));
    });
    if findings.has_errors() {
        findings.truncate(MOST_FINDINGS);
        return None;
    }
    let mut placeholders = Placeholders::after(search, &source.text);
    let mut text = String::with_capacity(source.text.len());
    let mut end = 0;
    for (start, line) in lines {
        let mut keys = Keys::default();
        text.push_str(&source.text[end..start]);
        text.push_str(&placeholders.replace_line(line, |token, replaced| {
            findings.extend(keys.same(&masked, start, token, replaced));
        }));
        end = start + line.len();
    }
    text.push_str(&source.text[end..]);
    if findings.has_errors() {
        findings.truncate(MOST_FINDINGS);
        return None;
    }
    Some(Anonymised {
        text,
        counts: placeholders.counts,
    })
}

/// The keys of a line that were replaced, with the objects that contain them.
#[derive(Default)]
struct Keys(HashMap<(usize, String), Location>);

impl Keys {
    /// A finding if the object has a key that became the same. Which of the two values is meant,
    /// nobody could tell.
    fn same(
        &mut self,
        masked: &Arc<Source>,
        start: usize,
        token: &Token,
        replaced: &str,
    ) -> Option<Finding> {
        if !token.is_key {
            return None;
        }
        let mark = Mark::at(start + token.raw.start, start + token.raw.end);
        let location = Location::new(masked, mark);
        let key = (token.container, replaced.to_owned());
        let earlier = self.0.insert(key, location.clone())?;
        // What stands beside the placeholder may be a name.
        let message = "two keys of an object would become the same";
        let finding = Finding::error(Code::InvalidReplay, location, message)
            .related(earlier, "the first one")
            .help("they are the same personal data: make one entry of both".to_owned());
        Some(finding)
    }
}

/// The placeholders that are in use.
pub(super) struct Placeholders<'s> {
    search: Search<'s>,
    /// The placeholders by the values that they replace.
    given: BTreeMap<(Kind, String), usize>,
    /// The highest number of each kind.
    highest: BTreeMap<Kind, usize>,
    /// The number of replacements of each kind.
    pub(super) counts: BTreeMap<Kind, usize>,
}

impl<'s> Placeholders<'s> {
    /// Continues after the existing placeholders, whose values are unknown.
    pub(super) fn after(search: Search<'s>, text: &str) -> Self {
        let mut highest = BTreeMap::<Kind, usize>::new();
        for (_, kind, number) in search.finder.placeholders(text) {
            let highest = highest.entry(kind).or_default();
            *highest = number.max(*highest);
        }
        Self {
            search,
            given: BTreeMap::new(),
            highest,
            counts: BTreeMap::new(),
        }
    }

    /// The line with placeholders. Each text that is replaced is reported.
    pub(super) fn replace_line(
        &mut self,
        line: &str,
        mut report: impl FnMut(&Token, &str),
    ) -> String {
        let mut text = String::with_capacity(line.len());
        let mut end = 0;
        for (key, token) in searched(&tokens(line, self.search.names)) {
            let Some(replaced) = self.replace(key, &token.text) else {
                continue;
            };
            report(token, &replaced);
            text.push_str(&line[end..token.raw.start]);
            // A number becomes a string, because a placeholder is not a number.
            text.push_str(&serde_json::Value::String(replaced).to_string());
            end = token.raw.end;
        }
        text.push_str(&line[end..]);
        text
    }

    /// The text with placeholders; `None` if it contains no personal data.
    fn replace(&mut self, key: Option<&str>, text: &str) -> Option<String> {
        let matches = self.search.finder.find_under(key, text);
        let mut replaced = String::new();
        let mut end = 0;
        for found in &matches {
            replaced.push_str(&text[end..found.range.start]);
            replaced.push_str(&self.placeholder(&found.kind, &text[found.range.clone()]));
            end = found.range.end;
        }
        replaced.push_str(&text[end..]);
        (!matches.is_empty()).then_some(replaced)
    }

    fn placeholder(&mut self, kind: &Kind, value: &str) -> String {
        *self.counts.entry(kind.clone()).or_default() += 1;
        let number = *self
            .given
            .entry((kind.clone(), kind.canonical(value)))
            .or_insert_with(|| {
                let highest = self.highest.entry(kind.clone()).or_default();
                *highest += 1;
                *highest
            });
        format!("<{}-{number}>", kind.word())
    }
}
