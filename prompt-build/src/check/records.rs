//! The records of ledgers, held against the configuration and the clock.

use crate::config::{Config, Pin};
use crate::library::{Ledger, Moment, Release};
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};

/// Warns of runs and sign-offs for environments that the configuration does not have. In a library
/// that several applications share, the environments can be those of another application.
pub(super) fn of_unknown_environments(config: &Config, ledger: &Ledger) -> Findings {
    let mut findings = Findings::default();
    if config.library.is_some() {
        return findings;
    }
    let names = || config.environments.iter().map(|one| one.name.as_str());
    for release in ledger.releases(&mut Findings::default()) {
        for (name, mark) in release.environments() {
            if names().any(|known| known == name) {
                continue;
            }
            let message = format!(
                "the record is about the environment {}, which the configuration does not have",
                quoted(name)
            );
            let location = ledger.location(mark);
            let finding = Finding::warning(Code::UnknownEnvironment, location, message);
            let help = (!findings.fill_a_file()).then(|| did_you_mean(name, names()));
            findings.push(finding.help(help.flatten()));
        }
    }
    findings
}

/// Warns of moves whose earlier pin is a version that the ledger does not list: `rollback` goes past
/// it. It is no error, or a pin that was set to it by hand could not be moved.
pub(super) fn of_unknown_versions(id: &str, ledger: &Ledger) -> Findings {
    let mut findings = Findings::default();
    let releases = ledger.releases(&mut Findings::default());
    let known = releases
        .iter()
        .map(|release| release.version.to_string())
        .collect::<Vec<_>>();
    for change in releases.iter().flat_map(|release| &release.pin_changes) {
        let Some(Pin::Exact(version)) = change.before.as_deref().and_then(Pin::parse) else {
            continue;
        };
        if ledger.may_have(&version) {
            continue;
        }
        let message = format!("the record names `{id}` {version}, which the ledger does not list");
        let location = ledger.location(change.before_mark);
        let finding = Finding::warning(Code::UnknownVersion, location, message);
        // Each suggestion compares all versions, and further findings are not shown.
        let help = (!findings.fill_a_file())
            .then(|| did_you_mean(&version.to_string(), known.iter().map(String::as_str)));
        findings.push(finding.help(help.flatten()));
    }
    findings
}

/// Reports the records of a release that are dated later than the given time.
pub fn of_the_future(ledger: &Ledger, release: &Release, now: &Moment) -> Findings {
    let mut findings = Findings::default();
    for (at, mark) in release.times() {
        if Moment::parse(at).is_some_and(|moment| moment > *now) {
            let message = format!("the record is of {at}, which is in the future");
            let location = ledger.location(mark);
            let help = "set the clock of this machine, or correct the time".to_owned();
            findings.push(Finding::error(Code::InvalidTime, location, message).help(help));
        }
    }
    findings
}
