//! The number of findings that are shown of a file.

use std::sync::Arc;

use super::{Code, Finding, Severity};
use crate::source::{Location, Mark, Source};

/// The most errors of a file, and the most warnings, that are shown. Nobody reads more, and to
/// render one takes a millisecond in a build script.
const MOST: usize = 100;

/// The errors or the warnings of a file.
struct Count<'a> {
    source: &'a Arc<Source>,
    /// The offset of the first finding that is not shown.
    start: usize,
    severity: Severity,
    number: usize,
}

/// The findings that are shown, of findings in the order of their places.
pub fn first_of_each_file<'a>(sorted: &[&'a Finding]) -> Vec<&'a Finding> {
    let mut shown = Vec::new();
    count(sorted, &mut shown);
    shown
}

/// A finding for each file of which not all are shown.
pub fn omitted(sorted: &[&Finding]) -> Vec<Finding> {
    count(sorted, &mut Vec::new())
        .into_iter()
        .filter(|count| count.number > MOST)
        .map(|count| count.finding())
        .collect()
}

/// Counts the findings of each file, and collects the first of them. Those of one file stand
/// together, so that the latest counts are its own.
fn count<'a>(sorted: &[&'a Finding], shown: &mut Vec<&'a Finding>) -> Vec<Count<'a>> {
    let mut counts = Vec::<Count<'a>>::new();
    for finding in sorted {
        let source = &finding.location.source;
        let mut latest = counts.iter_mut().rev().take(2);
        let own = latest
            .find(|count| count.source.path == source.path && count.severity == finding.severity);
        let count = if let Some(own) = own {
            own.number += 1;
            if own.number == MOST + 1 {
                own.start = finding.location.span().start;
            }
            own.number
        } else {
            counts.push(Count {
                source,
                start: 0,
                severity: finding.severity,
                number: 1,
            });
            1
        };
        if count <= MOST {
            shown.push(finding);
        }
    }
    counts
}

impl Count<'_> {
    fn finding(&self) -> Finding {
        let more = self.number - MOST;
        let what = match self.severity {
            Severity::Error => "errors",
            Severity::Warning => "warnings",
        };
        let message = format!("and {more} more {what} in this file");
        let location = Location::new(self.source, Mark::at(self.start, self.start));
        Finding {
            severity: self.severity,
            ..Finding::error(Code::TooManyFindings, location, message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{first_of_each_file, omitted};
    use crate::report::{Code, Finding, Severity};
    use crate::source::{Location, Source};

    /// The numbers of errors and warnings of a file, how many are shown, and what is said of the
    /// others.
    const FILES: &[(usize, usize, usize, &[&str])] = &[
        (0, 0, 0, &[]),
        (100, 100, 200, &[]),
        (101, 0, 100, &["and 1 more errors in this file"]),
        (5, 250, 105, &["and 150 more warnings in this file"]),
        (
            300,
            300,
            200,
            &[
                "and 200 more errors in this file",
                "and 200 more warnings in this file",
            ],
        ),
    ];

    #[test]
    fn of_many_findings_the_first_are_shown() {
        for (errors, warnings, expected, more) in FILES {
            let mut findings = Vec::new();
            for path in ["a.yaml", "b.yaml"] {
                let location = || Location::file(&Source::new(path, "a"));
                let finding = |severity| Finding {
                    severity,
                    ..Finding::error(Code::UnknownKey, location(), "unknown key")
                };
                findings.extend((0..*warnings).map(|_| finding(Severity::Warning)));
                findings.extend((0..*errors).map(|_| finding(Severity::Error)));
            }
            let findings = findings.iter().collect::<Vec<_>>();
            assert_eq!(first_of_each_file(&findings).len(), 2 * expected);
            let mut said = omitted(&findings);
            said.sort_by_key(|finding| finding.message.clone());
            said.retain(|finding| finding.location.source.path == "b.yaml");
            let said = said.iter().map(|finding| finding.message.as_str());
            assert_eq!(said.collect::<Vec<_>>(), *more);
        }
    }
}
