use std::ops::Range;
use std::sync::Arc;

use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};

/// The way out for a line that is no line of the file.
pub(super) const FORM: &str =
    "a line is `NAME ssh-ed25519 KEY`, with options between the name and the type";

/// Reports what is wrong in a file of allowed signers.
pub(super) struct Mistakes<'a> {
    source: &'a Arc<Source>,
    findings: &'a mut Findings,
    is_any: bool,
}

impl<'a> Mistakes<'a> {
    pub fn new(source: &'a Arc<Source>, findings: &'a mut Findings) -> Self {
        Self {
            source,
            findings,
            is_any: false,
        }
    }

    /// Reports a mistake at a range of the file. Returns `None`, in place of what cannot be read.
    pub fn add<T>(&mut self, range: Range<usize>, message: String, help: &str) -> Option<T> {
        let finding = self.finding(range, message, help);
        self.push(finding)
    }

    /// Reports that two places contradict each other.
    pub fn add_second<T>(
        &mut self,
        (range, message, help): (Range<usize>, String, &str),
        (first, label): (Range<usize>, &'static str),
    ) -> Option<T> {
        let first = self.location(first);
        let finding = self.finding(range, message, help).related(first, label);
        self.push(finding)
    }

    pub fn is_any(&self) -> bool {
        self.is_any
    }

    /// Returns `true` if there are more findings than anyone is shown: then reading ends.
    pub fn are_many(&self) -> bool {
        self.findings.are_many()
    }

    fn push<T>(&mut self, finding: Finding) -> Option<T> {
        self.is_any = true;
        self.findings.push(finding);
        None
    }

    fn finding(&self, range: Range<usize>, message: String, help: &str) -> Finding {
        let location = self.location(range);
        Finding::error(Code::InvalidAllowedSigners, location, message).help(help.to_owned())
    }

    fn location(&self, range: Range<usize>) -> Location {
        Location::new(self.source, Mark::at(range.start, range.end))
    }
}
