use std::collections::BTreeSet;

use semver::{Prerelease, Version, VersionReq};

use super::pin_query::PinQuery;
use crate::config::{Pin, PromptSource};
use crate::library::{Release, Status};
use crate::report::{Code, Finding, Findings};

/// The text that a pin selects.
#[derive(Debug, Clone, Copy)]
pub enum Selection<'a> {
    WorkingCopy,
    Release(&'a Release),
}

/// Resolves a pin. `None` if it selects no text; then there is a finding, here or about the cause.
pub fn resolve<'a>(query: &PinQuery<'a>, findings: &mut Findings) -> Option<Selection<'a>> {
    let selection = select(query, findings)?;
    let Selection::Release(release) = selection else {
        return Some(selection);
    };
    let source = query.environment().source?;
    query.admit(source, release, findings).then_some(selection)
}

/// Finds the text that a pin names, whether the environment accepts it or not.
pub fn select<'a>(query: &PinQuery<'a>, findings: &mut Findings) -> Option<Selection<'a>> {
    let source = query.environment().source?;
    if source == PromptSource::LibraryActive && !matches!(query.pin.pin, Pin::Exact(_)) {
        let finding = query.floating(findings);
        findings.push(finding);
        return None;
    }
    let release = match &query.pin.pin {
        Pin::Latest if source == PromptSource::Local && query.has_working_copy => {
            return Some(Selection::WorkingCopy);
        }
        Pin::Latest => query.highest(source, None, findings)?,
        Pin::Range(range) => query.highest(source, Some(range), findings)?,
        Pin::Exact(version) => query.exact(source, version, findings)?,
    };
    Some(Selection::Release(release))
}

impl<'a> PinQuery<'a> {
    fn exact(
        &self,
        source: PromptSource,
        version: &Version,
        findings: &mut Findings,
    ) -> Option<&'a Release> {
        if !self.ledger.may_have(version) {
            let finding = self.unknown_version(source, version, findings);
            findings.push(finding);
        }
        self.ledger.find(version, findings)
    }

    /// The highest release that the source allows and the range matches. A pre-release is selected
    /// only if no full release matches, or if the range names a pre-release.
    fn highest(
        &self,
        source: PromptSource,
        range: Option<&VersionReq>,
        findings: &mut Findings,
    ) -> Option<&'a Release> {
        let releases = self.ledger.releases(findings).into_iter();
        let admitted = releases.filter(|release| allows(source, release.status));
        let matching =
            admitted.filter(|release| range.is_none_or(|range| matches(range, &release.version)));
        let highest = matching.max_by(|a, b| precedence(range, &a.version, &b.version));
        if highest.is_none() && !self.ledger.is_in_doubt() {
            let finding = self.no_match(source, range, findings);
            findings.push(finding);
        }
        highest
    }

    /// Returns `true` if the environment accepts this release; otherwise there is a finding.
    fn admit(&self, source: PromptSource, release: &Release, findings: &mut Findings) -> bool {
        let Some(status) = release.status else {
            return false;
        };
        let Some(refusal) = self.refusal(source, status, release) else {
            if status == Status::Deprecated {
                let finding = self.deprecated(release, findings);
                findings.push(finding);
            }
            return true;
        };
        let entry = self.ledger.location(release.version_mark);
        let finding = self
            .finding(refusal.code, refusal.message)
            .related(entry, "the release");
        let finding = finding.help(self.alternatives(source, findings));
        findings.push(refusal.help.into_iter().fold(finding, Finding::help));
        false
    }

    fn deprecated(&self, release: &Release, findings: &mut Findings) -> Finding {
        let message = format!("`{}` {} is deprecated", self.id, release.version);
        let location = self.config.location(self.pin.mark);
        let is_newer = |other: &Release| {
            other.status == Some(Status::Active) && other.version > release.version
        };
        let newer = self.versions(is_newer, findings);
        let help = newer
            .last()
            .map(|version| format!("`{version}` is the highest active version"));
        Finding::warning(Code::DeprecatedVersion, location, message).help(help)
    }

    fn floating(&self, findings: &mut Findings) -> Finding {
        let environment = self.name();
        let message =
            format!("unexpected floating pin, `{environment}` accepts exact versions only");
        let finding = self.finding(Code::FloatingPin, message);
        finding.help(self.alternatives(PromptSource::LibraryActive, findings))
    }

    fn unknown_version(
        &self,
        source: PromptSource,
        version: &Version,
        findings: &mut Findings,
    ) -> Finding {
        let (id, name) = (self.id, self.name());
        let nearest = self
            .accepted(source, findings)
            .into_iter()
            .min_by_key(|known| distance(known, version));
        let help = match nearest {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if self.versions(|_| true, findings).is_empty() => self.never_released(),
            None => format!("`{name}` accepts none of its versions"),
        };
        let message = format!("`{id}` has no version `{version}`");
        self.finding(Code::UnknownVersion, message).help(help)
    }

    fn never_released(&self) -> String {
        let publish = format!(
            "`cargo prompts publish {}` releases the working copy",
            self.id
        );
        let way_out = self.has_working_copy.then(|| format!(": {publish}"));
        format!(
            "the prompt was never released{}",
            way_out.unwrap_or_default()
        )
    }

    fn no_match(
        &self,
        source: PromptSource,
        range: Option<&VersionReq>,
        findings: &mut Findings,
    ) -> Finding {
        let (id, environment) = (self.id, self.name());
        let message = match range {
            Some(range) => {
                format!("no version of `{id}` that `{environment}` accepts matches `{range}`")
            }
            None => format!("`{id}` has no version that `{environment}` accepts"),
        };
        self.finding(Code::NoMatchingVersion, message)
            .help(self.alternatives(source, findings))
    }

    /// Suggests the versions that the environment would accept.
    fn alternatives(&self, source: PromptSource, findings: &mut Findings) -> Option<String> {
        let accepted = self.accepted(source, findings);
        let accepted = accepted
            .iter()
            .map(|version| format!("`{version}`"))
            .collect::<Vec<_>>();
        let list = (!accepted.is_empty()).then(|| accepted.join(", "))?;
        Some(format!("`{}` could pin {list}", self.name()))
    }

    /// The versions that the environment would accept, in ascending order.
    fn accepted(&self, source: PromptSource, findings: &mut Findings) -> Vec<&'a Version> {
        let model = self.pin.model.as_ref().map(|(model, _)| model.as_str());
        let is_accepted = |release: &Release| {
            let approval = self.approval(release);
            let is_approved = approval.is_signed_off()
                && approval.missing_runs().is_empty()
                && model.is_none_or(|model| approval.is_tested_with(model));
            allows(source, release.status) && is_approved
        };
        self.versions(is_accepted, findings)
    }

    /// The versions of the releases that pass a test, in ascending order.
    fn versions(
        &self,
        passes: impl Fn(&Release) -> bool,
        findings: &mut Findings,
    ) -> Vec<&'a Version> {
        let mut versions = BTreeSet::new();
        for release in self.ledger.releases(findings) {
            if passes(release) {
                versions.insert(&release.version);
            }
        }
        versions.into_iter().collect()
    }
}

/// Returns `true` if the source allows releases of this status, if they are signed off.
fn allows(source: PromptSource, status: Option<Status>) -> bool {
    match status {
        None | Some(Status::WorkingCopy | Status::Withdrawn) => false,
        Some(Status::Draft) => source != PromptSource::LibraryActive,
        Some(Status::Active | Status::Deprecated) => true,
    }
}

/// Returns `true` if the range matches the version, or its full release; [`precedence`] decides
/// between them.
fn matches(range: &VersionReq, version: &Version) -> bool {
    let full = Version {
        pre: Prerelease::EMPTY,
        ..version.clone()
    };
    range.matches(version) || range.matches(&full)
}

/// Orders by preference: versions that cargo would match, then full releases, then semver's
/// precedence.
fn precedence(range: Option<&VersionReq>, a: &Version, b: &Version) -> std::cmp::Ordering {
    let is_preferred = |version: &Version| {
        version.pre.is_empty() || range.is_some_and(|range| range.matches(version))
    };
    is_preferred(a)
        .cmp(&is_preferred(b))
        .then_with(|| a.cmp_precedence(b))
}

/// The distance between two versions. The major number counts most.
fn distance(a: &Version, b: &Version) -> (u64, u64, u64, bool) {
    (
        a.major.abs_diff(b.major),
        a.minor.abs_diff(b.minor),
        a.patch.abs_diff(b.patch),
        a.pre != b.pre,
    )
}

#[cfg(test)]
mod tests {
    use semver::Version;

    use super::distance;

    /// A version, and others from the nearest to the farthest.
    const DISTANCES: &[(&str, &[&str])] = &[
        (
            "2.3.4",
            &[
                "2.3.4",
                "2.3.4-rc.1",
                "2.3.5",
                "2.3.9",
                "2.4.4",
                "2.0.4",
                "3.3.4",
                "0.3.4",
            ],
        ),
        ("1.0.0", &["1.0.9", "1.9.0", "2.0.0"]),
    ];

    #[test]
    fn the_major_number_counts_most() {
        for (from, others) in DISTANCES {
            let from = Version::parse(from).unwrap();
            let of = |other: &&str| distance(&Version::parse(other).unwrap(), &from);
            assert!(others.iter().map(of).is_sorted(), "{from}: {others:?}");
            assert_eq!(
                others.len(),
                others
                    .iter()
                    .map(of)
                    .collect::<std::collections::BTreeSet<_>>()
                    .len()
            );
        }
    }
}
