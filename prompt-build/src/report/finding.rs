use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::Code;
use crate::order;
use crate::source::{Location, Source};

/// The most errors of a file, and the most warnings, that are shown; and as many about whole files
/// of one folder. Nobody reads more, and to render one takes a millisecond in a build script.
pub const MOST_SHOWN: usize = 100;

/// An error, a warning or a note, with its location and the ways out.
#[derive(Debug, Clone)]
pub struct Finding {
    pub code: Code,
    pub severity: Severity,
    pub location: Location,
    /// One lower-case sentence without a full stop, names in backticks.
    pub message: String,
    /// A second location with its label.
    pub related: Option<(Location, &'static str)>,
    /// The ways out.
    pub help: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    /// Nothing is wrong. Only `cargo prompts check` has notes.
    Note,
}

impl Finding {
    pub fn error(code: Code, location: Location, message: impl Into<String>) -> Self {
        let message = shown(&location.source, message.into());
        Self {
            code,
            severity: Severity::Error,
            location,
            message,
            related: None,
            help: Vec::new(),
        }
    }

    pub fn warning(code: Code, location: Location, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, location, message)
        }
    }

    pub fn note(code: Code, location: Location, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::error(code, location, message)
        }
    }

    #[must_use]
    pub fn related(mut self, location: Location, label: &'static str) -> Self {
        self.related = Some((location, label));
        self
    }

    /// The text by which findings are sorted: file by file, from the first line to the last.
    fn order(&self) -> String {
        let (path, start) = (&self.location.source.path, self.location.span().start);
        format!(
            "{path}\0{start:010} {:03} {}",
            self.code as usize, self.message
        )
    }

    /// Returns whether another finding says the same about the same place.
    pub fn is_same(&self, other: &Self) -> bool {
        let (own, others) = (&self.location, &other.location);
        self.code == other.code
            && own.source.path == others.source.path
            && own.span().start == others.span().start
            && self.message == other.message
    }

    /// Adds a way out, if there is one.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        let help = help.into();
        self.help
            .extend(help.map(|help| shown(&self.location.source, help)));
        self
    }

    /// Puts a way out in the place of the others, if there is one.
    #[must_use]
    pub fn better_help(mut self, help: Option<String>) -> Self {
        if help.is_some() {
            self.help.clear();
        }
        self.help(help)
    }
}

/// A sentence with secrets masked, cut off if it quotes a whole file. It is masked first: a part of
/// a secret is found as little as another word.
fn shown(source: &Source, sentence: String) -> String {
    const LONGEST: usize = 4_000;
    let mut sentence = match source.masked_in(&sentence) {
        Cow::Borrowed(_) => sentence,
        Cow::Owned(masked) => masked,
    };
    if sentence.len() > LONGEST {
        let is_end = |at: &usize| sentence.is_char_boundary(*at);
        sentence.truncate((0..=LONGEST).rev().find(is_end).unwrap_or_default());
        sentence.push('…');
    }
    sentence
}

/// A list of findings.
#[derive(Debug, Clone, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Keeps the given number of findings, the earliest ones.
    pub fn truncate(&mut self, most: usize) {
        self.0.truncate(most);
    }

    /// Removes repeated findings.
    pub fn deduplicate(&mut self) {
        let mut told = BTreeSet::new();
        self.0.retain(|finding| told.insert(finding.order()));
    }

    /// Keeps the findings for which a test returns `true`.
    pub fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.0.retain(keep);
    }

    /// Makes errors of the warnings that have one of these codes.
    pub fn raise(&mut self, codes: &[Code]) {
        for finding in &mut self.0 {
            if codes.contains(&finding.code) {
                finding.severity = Severity::Error;
            }
        }
    }

    /// Makes each finding an error.
    pub fn fail(&mut self) {
        for finding in &mut self.0 {
            finding.severity = Severity::Error;
        }
    }

    /// Moves each finding to the same offsets of another text, which is shown in place of its own.
    pub fn show_in(&mut self, source: &Arc<Source>) {
        for finding in &mut self.0 {
            finding.location.source = Arc::clone(source);
        }
    }

    /// Returns `true` if there are more findings than are shown of a file. Then no suggestion is
    /// searched for another: the search takes most of the time of a finding.
    pub fn are_many(&self) -> bool {
        self.0.len() > 1_000
    }

    /// Returns `true` if there are as many findings as are shown of a file. Then no suggestion is
    /// searched for among many names.
    pub fn fill_a_file(&self) -> bool {
        self.0.len() >= MOST_SHOWN
    }

    pub fn has_errors(&self) -> bool {
        self.0
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// All findings in the order of their places.
    pub fn sorted(&self) -> Vec<&Finding> {
        sorted(self.iter())
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Finding> for Findings {
    fn from(finding: Finding) -> Self {
        Self(vec![finding])
    }
}

impl Extend<Finding> for Findings {
    fn extend<T: IntoIterator<Item = Finding>>(&mut self, findings: T) {
        self.0.extend(findings);
    }
}

/// Findings in the order of their places.
pub fn sorted<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<&'a Finding> {
    order::by_text(findings.collect(), |finding| finding.order())
}
