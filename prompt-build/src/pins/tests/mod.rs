//! Which release a pin takes, and what stands in its way.

mod advice;
mod demands;
mod evidence;
mod refusals;
mod selection;
mod sign_offs;

use super::{Approval, PinQuery, Selection, resolve};
use crate::config::Config;
use crate::library::Ledger;
use crate::report::{Finding, Findings};
use crate::source::Source;
use crate::template::Config as FileConfig;

/// A ledger with a release of each status.
const ONE_OF_EACH: &str = "1.0.0 active live, 1.1.0 deprecated live, 1.2.0 active, 1.3.0 draft live, 2.0.0 withdrawn live";

const POLICY_WORDS: &[(&str, &str)] = &[
    (
        "{lead}",
        "{ environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good }",
    ),
    (
        "{LEAD}",
        "{ environment: live, by: LEAD, at: 2026-10-05T14:00:00Z, reason: good }",
    ),
    (
        "{owner}",
        "{ environment: live, by: owner, at: 2026-10-05T14:00:00Z, reason: good }",
    ),
    (
        "{elsewhere}",
        "{ environment: canary, by: owner, at: 2026-10-05T14:00:00Z, reason: good }",
    ),
    (
        "{signed HASH}",
        "{ environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good, sha256: HASH }",
    ),
    (
        "{signed OTHER}",
        "{ environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good, sha256: OTHER }",
    ),
    (
        "{golden}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden but one}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 3, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{agreement}",
        "{ prompt: note, run: agreement, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{agreement but one}",
        "{ prompt: note, run: agreement, environment: live, model: m, temperature: 0, cases: 4, passed: 3, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{agreement elsewhere}",
        "{ prompt: note, run: agreement, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: OTHER, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{earlier agreement}",
        "{ prompt: note, run: agreement, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: HASH, dataset: OTHER, at: 2026-10-05T13:00:00Z }",
    ),
    (
        "{golden of nothing}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 0, passed: 0, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden elsewhere}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: OTHER, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden of another prompt}",
        "{ prompt: card, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden of no prompt}",
        "{ run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 4, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{golden of three in four}",
        "{ prompt: note, run: golden, environment: live, model: m, temperature: 0, cases: 4, passed: 3, threshold: 0.75, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
    (
        "{elsewhere of another prompt}",
        "{ prompt: card, environment: canary, by: lead, at: 2026-10-05T14:00:00Z, reason: good, sha256: HASH }",
    ),
    (
        "{lead of another prompt}",
        "{ prompt: card, environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good, sha256: HASH }",
    ),
    (
        "{validation}",
        "{ prompt: note, run: validation, environment: live, model: m, temperature: 0, cases: 9, passed: 9, sha256: HASH, dataset: OTHER, at: 2026-10-05T14:00:00Z }",
    ),
];

/// The message of a finding, and its helps.
fn told(finding: &Finding) -> Vec<&str> {
    let help = finding.help.iter().map(String::as_str);
    std::iter::once(finding.message.as_str())
        .chain(help)
        .collect()
}

fn take(pin: &str, source: &str, releases: &str) -> String {
    take_from(pin, source, &ledger(releases), releases.starts_with("wc"))
}

fn take_from(pin: &str, source: &str, ledger: &str, has_working_copy: bool) -> String {
    let (taken, findings) = resolve_from(pin, source, ledger, has_working_copy);
    let codes = findings
        .iter()
        .map(|finding| finding.code.as_str().to_owned());
    taken.into_iter().chain(codes).collect::<Vec<_>>().join(" ")
}

fn resolve_from(
    pin: &str,
    source: &str,
    ledger: &str,
    has_working_copy: bool,
) -> (Option<String>, Vec<Finding>) {
    let mut findings = Findings::default();
    let config = Source::new("environments.yaml", configuration(pin, source));
    let config = Config::read(&config, &mut findings).unwrap();
    let ledger = Ledger::read(&Source::new("releases.yaml", ledger), &mut findings).unwrap();
    let query = PinQuery {
        config: &config,
        id: "note",
        pin: &config.prompts[0].pins[0],
        ledger: &ledger,
        has_working_copy,
    };
    let taken = resolve(&query, &mut findings).map(|selection| match selection {
        Selection::WorkingCopy => "working copy".to_owned(),
        Selection::Release(release) => release.version.to_string(),
    });
    (taken, findings.sorted().into_iter().cloned().collect())
}

fn configuration(pin: &str, source: &str) -> String {
    format!(
        "environments:\n  live:\n    prompt_source: {source}\n    model: m\n    temperature: 0\n    logging: full\n    \
         rate_limit: null\nprompts:\n  note:\n    live: \"{pin}\"\n"
    )
}

/// The ledger of a release 1.0.0, which is active, with a record that [`POLICY_WORDS`] abbreviate.
fn release(record: &str) -> String {
    let hash = "a".repeat(64);
    let record = POLICY_WORDS
        .iter()
        .fold(record.to_owned(), |text, (word, entry)| {
            text.replace(word, entry)
        });
    let record = record
        .replace("HASH", &hash)
        .replace("OTHER", &"b".repeat(64));
    format!("- version: 1.0.0\n  status: active\n  sha256: {hash}\n  {record}\n")
}

fn ledger(releases: &str) -> String {
    let releases = releases
        .split(", ")
        .filter(|release| !release.is_empty() && *release != "wc");
    let entry = |release: &str| {
        let words = release.split(' ').collect::<Vec<_>>();
        let (version, status) = (words[0], words[1]);
        let sign_off = if words.contains(&"live") {
            "  sign_offs: [{ environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good }]\n"
        } else {
            ""
        };
        format!(
            "- version: {version}\n  status: {status}\n  sha256: {}\n{sign_off}",
            "a".repeat(64)
        )
    };
    releases.map(entry).collect()
}
