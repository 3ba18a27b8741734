//! The number of findings that are shown of a file, and about the files of a folder.

use std::collections::BTreeMap;

use super::finding::MOST_SHOWN;
use super::{Code, Finding, Severity};
use crate::source::Location;

/// What findings are counted of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place<'a> {
    File(&'a str),
    /// The files of this folder, of which each has a finding about it as a whole.
    Folder(&'a str),
}

/// The errors or the warnings of a place.
#[derive(Default)]
struct Count<'a> {
    number: usize,
    /// The place of the first finding that is not shown.
    omitted: Option<&'a Location>,
}

type Counts<'a> = BTreeMap<(Place<'a>, Severity), Count<'a>>;

/// The findings that are shown, of findings in the order of their places.
pub fn first_of_each_file<'a>(sorted: &[&'a Finding]) -> Vec<&'a Finding> {
    let mut shown = Vec::new();
    count(sorted, &mut shown);
    shown
}

/// A finding for each file and each folder of which not all are shown.
pub fn omitted(sorted: &[&Finding]) -> Vec<Finding> {
    let counts = count(sorted, &mut Vec::new()).into_iter();
    let finding = |((place, severity), count): (_, Count<'_>)| count.finding(place, severity);
    counts.filter_map(finding).collect()
}

/// Counts the findings of each place, and collects the first of them.
fn count<'a>(sorted: &[&'a Finding], shown: &mut Vec<&'a Finding>) -> Counts<'a> {
    let mut counts = Counts::new();
    for finding in sorted {
        let key = (Place::of(&finding.location), finding.severity);
        let count = counts.entry(key).or_default();
        count.number += 1;
        if count.number <= MOST_SHOWN {
            shown.push(finding);
        } else if count.omitted.is_none() {
            count.omitted = Some(&finding.location);
        }
    }
    counts
}

impl<'a> Place<'a> {
    fn of(location: &'a Location) -> Self {
        let path = &location.source.path;
        if !location.source.text.is_empty() {
            return Self::File(path);
        }
        Self::Folder(path.rsplit_once('/').map_or("", |(folder, _)| folder))
    }
}

impl Count<'_> {
    fn finding(&self, place: Place<'_>, severity: Severity) -> Option<Finding> {
        let more = self.number - MOST_SHOWN.min(self.number);
        let what = match severity {
            Severity::Error => "errors",
            Severity::Warning => "warnings",
            Severity::Note => "notes",
        };
        let message = match place {
            Place::File(_) => format!("and {more} more {what} in this file"),
            Place::Folder(_) => format!("and {more} more {what} about files of this folder"),
        };
        let location = self.omitted?.clone();
        let location = Location::new(&location.source, location.start());
        Some(Finding {
            severity,
            ..Finding::error(Code::TooManyFindings, location, message)
        })
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

    /// Each of these findings stands in a file of its own.
    #[test]
    fn of_many_files_of_a_folder_the_first_are_shown() {
        let mut findings = Vec::new();
        for folder in ["a/", "b/", "b/c/"] {
            for number in 0..250 {
                let path = format!("{folder}{number:03}.prompt");
                let location = Location::file(&Source::without_text(path));
                findings.push(Finding::error(Code::UnlistedRelease, location, "unlisted"));
            }
        }
        let findings = findings.iter().collect::<Vec<_>>();
        assert_eq!(first_of_each_file(&findings).len(), 300);
        let said = omitted(&findings).into_iter();
        let said = said.map(|finding| (finding.location.source.path.clone(), finding.message));
        let message = "and 150 more errors about files of this folder".to_owned();
        let expected =
            ["a", "b", "b/c"].map(|path| (format!("{path}/100.prompt"), message.clone()));
        assert_eq!(said.collect::<Vec<_>>(), expected);
    }
}
