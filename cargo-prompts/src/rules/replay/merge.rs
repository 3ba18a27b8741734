//! Sampled calls as further lines of a `replay.jsonl`.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use prompt_build::report::{Code, Finding, Findings, Severity};
use prompt_build::review::review;
use prompt_build::source::Source;
use prompt_core::js::Json;
use serde_json::{Map, Value};

use super::anonymise::Placeholders;
use super::lines::for_each_line;
use super::{MOST_FINDINGS, Search, inputs_of, mask};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::rules::personal::{Finder, Kind};
use crate::rules::rendered_inputs::render_inputs;

/// A dataset with further lines.
#[derive(Debug)]
pub struct Merged {
    pub text: String,
    /// The number of all lines.
    pub lines: usize,
    /// The number of new lines.
    pub added: usize,
    /// The number of calls whose line is there already.
    pub duplicates: usize,
    /// The number of calls that were refused, by the reason. It shows no word of an input.
    pub refused: BTreeMap<String, usize>,
    /// The number of replacements of each kind of personal data in the new lines.
    pub counts: BTreeMap<Kind, usize>,
}

/// Adds calls to the dataset of a prompt.
pub struct Merger<'a> {
    prompt: &'a ResolvedPrompt,
    search: Search<'a>,
    placeholders: Placeholders<'a>,
    /// The canonical form of each line.
    known: HashSet<String>,
    merged: Merged,
}

impl<'a> Merger<'a> {
    /// Begins with the lines that are there, which stay as they are. `None` if one is no object.
    pub fn new(
        present: &Arc<Source>,
        prompt: &'a ResolvedPrompt,
        search: Search<'a>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let masked = mask::masked(present, search.names);
        let (mut own, mut known, mut lines) = (Findings::default(), HashSet::new(), 0);
        for_each_line(present, &masked, &mut own, |line, _| {
            known.insert(canonical(line.text, search.finder));
            lines += 1;
        });
        let has_errors = own.has_errors();
        own.truncate(MOST_FINDINGS);
        findings.append(own);
        let mut text = present.text.clone();
        if !(text.is_empty() || text.ends_with('\n')) {
            text.push('\n');
        }
        let merged = Merged {
            text,
            lines,
            added: 0,
            duplicates: 0,
            refused: BTreeMap::new(),
            counts: BTreeMap::new(),
        };
        (!has_errors).then(|| Self {
            prompt,
            search,
            placeholders: Placeholders::after(search, &present.text),
            known,
            merged,
        })
    }

    /// Adds a call by the object of its inputs, unless the prompt does not take it or its line is there.
    pub fn add(&mut self, inputs: &str) {
        let line = match self.checked(inputs) {
            Ok(line) => line,
            Err(reason) => {
                *self.merged.refused.entry(reason).or_default() += 1;
                return;
            }
        };
        if !self.known.insert(canonical(&line, self.search.finder)) {
            self.merged.duplicates += 1;
            return;
        }
        let line = self.placeholders.replace_line(inputs, |_, _| {});
        self.merged.text.push_str(&line);
        self.merged.text.push('\n');
        self.merged.added += 1;
        self.merged.lines += 1;
    }

    pub fn finish(self) -> Merged {
        Merged {
            counts: self.placeholders.counts,
            ..self.merged
        }
    }

    /// Returns the line with placeholders of its own, or the reason why it is refused.
    fn checked(&self, inputs: &str) -> Result<String, String> {
        let (mut keys, mut has_same_keys) = (HashSet::new(), false);
        let mut placeholders = Placeholders::after(self.search, inputs);
        let line = placeholders.replace_line(inputs, |token, replaced| {
            let is_new = !token.is_key || keys.insert((token.container, replaced.to_owned()));
            has_same_keys |= !is_new;
        });
        if has_same_keys {
            return Err("two keys of an object are the same personal data".to_owned());
        }
        let findings = review(&Source::new("replay.jsonl", line.clone()));
        // A secret is a warning in a file that is there: nobody should add one.
        let is_refused = |finding: &&Finding| {
            finding.severity == Severity::Error || finding.code == Code::SecretInPrompt
        };
        if let Some(finding) = findings.iter().find(is_refused) {
            return Err(format!(
                "`cargo prompts check` would find `{}`",
                finding.code
            ));
        }
        let values = serde_json::from_str::<Map<String, Value>>(&line);
        let values = values.map_err(|_| "the inputs are no JSON".to_owned())?;
        match render_inputs(self.prompt, inputs_of(&values)) {
            Ok(_) => Ok(line),
            Err(faults) => {
                let reasons = faults.into_iter().map(|fault| fault.discreet);
                Err(reasons.collect::<Vec<_>>().join("; "))
            }
        }
    }
}

/// A form that two lines share if they are the same call: the order of the inputs does not count, nor
/// do the numbers of placeholders, which stand for values that nobody knows.
fn canonical(line: &str, finder: &Finder) -> String {
    let (mut text, mut end) = (String::with_capacity(line.len()), 0);
    let mut numbers = BTreeMap::<Kind, Vec<usize>>::new();
    for (range, kind, number) in finder.placeholders(line) {
        let word = kind.word().to_owned();
        let known = numbers.entry(kind).or_default();
        let position = known.iter().position(|known| *known == number);
        let position = position.unwrap_or_else(|| {
            known.push(number);
            known.len() - 1
        });
        text.push_str(&line[end..range.start]);
        let number = position + 1;
        let _ = write!(text, "<{word}-{number}>");
        end = range.end;
    }
    text.push_str(&line[end..]);
    match Json::parse(&text) {
        Some(Json::Object(mut entries)) => {
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            Json::Object(entries).to_string()
        }
        _ => text,
    }
}
