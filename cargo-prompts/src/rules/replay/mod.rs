//! Inputs sampled from real traffic: `replay.jsonl`, one JSON object of inputs a line.

mod anonymise;
mod checks;
mod declared_names;
mod line_review;
mod lines;
mod mask;
mod merge;
mod sampled;
#[cfg(test)]
mod tests;
mod tokens;

use std::sync::Arc;

use prompt_build::hash::sha256;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::review::review;
use prompt_build::source::{Location, Mark, Source};
use prompt_build::template::Json;
use serde_json::{Map, Value};

use crate::project::resolved_prompt::ResolvedPrompt;
use crate::rules::dataset::{Dataset, OTHER_INPUTS};
use crate::rules::personal::Finder;
use crate::rules::render::{Fault, from_serde};
use crate::rules::rendered_inputs::render_inputs;
use lines::{Line, for_each_line};
use prompt_core::message::Message;
use prompt_runtime::UnsupportedMessage;
use tokens::{Token, searched, tokens};

pub use anonymise::{Anonymised, anonymise};
pub use checks::{Checks, KEYS as CHECKS_KEYS};
pub use declared_names::DeclaredNames;
pub use line_review::LineReview;
pub use merge::{Merged, Merger};
pub use sampled::{SampledCall, read_sampled};

/// The limit of findings for one file.
const MOST_FINDINGS: usize = 100;

/// The forms that are searched for in a dataset, and the names that are not searched.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// The forms of personal data.
    pub finder: &'a Finder,
    /// The names that the prompt declares, which are not searched.
    pub names: &'a DeclaredNames,
}

/// The text of a dataset whose every line fits the prompt.
#[derive(Debug, Clone)]
pub struct Replay {
    pub lines: Vec<LineAt>,
    source: Arc<Source>,
    /// The text that findings show.
    pub masked: Arc<Source>,
}

/// The place of a line of the dataset.
#[derive(Debug, Clone, Copy)]
pub struct LineAt {
    /// Counted from one.
    pub number: usize,
    /// The offset in the file, in bytes.
    start: usize,
}

impl Replay {
    /// Reads the dataset, and renders each line to see whether it fits. `None` if a line has errors;
    /// personal data is an error.
    /// Findings show the masked text of a line.
    pub fn read(
        source: &Arc<Source>,
        prompt: &ResolvedPrompt,
        search: Search<'_>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let masked = mask::masked(source, search.names);
        let reader = ReplayReader {
            masked: &masked,
            id: &prompt.id,
            search,
        };
        let lines = reader.read(source, Some(prompt), findings)?;
        Some(Self {
            lines,
            source: Arc::clone(source),
            masked,
        })
    }

    /// Renders a line. `None` if the prompt does not take it, which the reader has found before.
    pub fn messages(&self, line: LineAt, prompt: &ResolvedPrompt) -> Option<Vec<Message>> {
        let text = self.source.text.get(line.start..)?.split('\n').next()?;
        render_line(text, prompt)?.ok()
    }

    /// Reviews the dataset for hidden characters and secrets. The findings show the masked text of a
    /// line, which can have personal data.
    pub fn review(source: &Arc<Source>, names: &DeclaredNames) -> Findings {
        let mut findings = review(source);
        let masked = findings.iter().next().map(|_| mask::masked(source, names));
        if let Some(masked) = masked {
            findings.show_in(&masked);
        }
        findings
    }

    /// Checks the dataset of a prompt, apart from the inputs that the prompt takes.
    pub fn check(source: &Arc<Source>, id: &str, search: Search<'_>, findings: &mut Findings) {
        let reader = ReplayReader {
            masked: &mask::masked(source, search.names),
            id,
            search,
        };
        reader.read(source, None, findings);
    }
}

/// The finding for a line, counted from one, that makes a message which the API does not take.
pub fn unsupported_line(
    masked: &Arc<Source>,
    line: usize,
    unsupported: &UnsupportedMessage,
) -> Finding {
    let before = masked
        .text
        .split_inclusive('\n')
        .take(line.saturating_sub(1));
    let start = before.map(str::len).sum();
    let location = Location::new(masked, Mark::at(start, start));
    Finding::error(Code::UnsupportedMessage, location, unsupported.to_string())
        .help(OTHER_INPUTS.to_owned())
}

/// Renders a line, or says why the prompt does not take it. `None` if it is not an object.
pub fn render_line(
    text: &str,
    prompt: &ResolvedPrompt,
) -> Option<Result<Vec<Message>, Vec<Fault>>> {
    let inputs = serde_json::from_str::<Map<String, Value>>(text).ok()?;
    Some(render_inputs(prompt, inputs_of(&inputs)))
}

/// The dataset that the lines, by the hash of their text, and the checks are together.
pub fn dataset(lines: String, checks: Option<&Checks>) -> Dataset {
    match checks {
        None => Dataset {
            sha256: lines,
            repeat: 1,
            threshold: 1.0,
            judge: None,
        },
        Some(checks) => Dataset {
            sha256: sha256(&format!("{lines}\n{}", checks.sha256)),
            repeat: checks.repeat,
            threshold: checks.threshold,
            judge: checks.needed_judge().map(|judge| judge.id.clone()),
        },
    }
}

fn inputs_of(inputs: &Map<String, Value>) -> Vec<(String, Json)> {
    let inputs = inputs.iter();
    inputs
        .map(|(name, value)| (name.clone(), from_serde(value)))
        .collect()
}

struct ReplayReader<'a> {
    masked: &'a Arc<Source>,
    /// The prompt's id.
    id: &'a str,
    search: Search<'a>,
}

impl ReplayReader<'_> {
    /// The lines; each is rendered if there is a prompt. `None` if a line has errors.
    fn read(
        &self,
        source: &Source,
        prompt: Option<&ResolvedPrompt>,
        findings: &mut Findings,
    ) -> Option<Vec<LineAt>> {
        let mut own = Findings::default();
        let mut found = Vec::new();
        for_each_line(source, self.masked, &mut own, |line, findings| {
            self.check(line, prompt, findings);
            found.push(LineAt {
                number: line.number,
                start: line.start,
            });
        });
        if found.is_empty() && !own.has_errors() {
            let message = "no inputs, expected one JSON object a line";
            own.push(Finding::error(
                Code::InvalidReplay,
                Location::file(self.masked),
                message,
            ));
        }
        let is_sound = !own.has_errors();
        own.truncate(MOST_FINDINGS);
        findings.append(own);
        is_sound.then_some(found)
    }

    /// Checks a line, and whether the prompt takes it.
    fn check(&self, line: &Line<'_>, prompt: Option<&ResolvedPrompt>, findings: &mut Findings) {
        let tokens = tokens(line.text, self.search.names);
        let personal = self.personal(line, &tokens);
        // A message about an input may quote it.
        if !personal.is_empty() {
            findings.extend(personal);
            return;
        }
        let rendered = prompt.map(|prompt| render_inputs(prompt, inputs_of(&line.inputs)));
        for fault in rendered.and_then(Result::err).unwrap_or_default() {
            findings.push(self.input_error(line, &tokens, fault));
        }
    }

    fn personal(&self, line: &Line<'_>, tokens: &[Token]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (key, token) in searched(tokens) {
            let mut found = self.search.finder.find_under(key, &token.text);
            found.truncate(MOST_FINDINGS);
            let places = token.places(line.text, found.iter().map(|found| found.range.clone()));
            for (found, range) in found.iter().zip(places) {
                let location = self.location(line, range.start, range.end);
                let message = format!("this looks like {}", found.kind.with_article());
                let help = format!(
                    "`cargo prompts anonymise {}` replaces it with a placeholder; names and postal addresses are not found",
                    self.id
                );
                findings.push(Finding::error(Code::PersonalData, location, message).help(help));
            }
        }
        findings
    }

    /// The finding for inputs that the prompt does not take, at the name of the one that it is
    /// about.
    fn input_error(&self, line: &Line<'_>, tokens: &[Token], fault: Fault) -> Finding {
        let key = fault
            .input
            .as_deref()
            .and_then(|name| tokens.iter().find(|token| token.is_key_of_line(name)));
        let range = key.map_or(0..0, |token| token.raw.clone());
        let location = self.location(line, range.start, range.end);
        Finding::error(Code::InvalidReplay, location, fault.discreet).help(fault.help)
    }

    fn location(&self, line: &Line<'_>, start: usize, end: usize) -> Location {
        Location::new(self.masked, Mark::at(line.start + start, line.start + end))
    }
}
