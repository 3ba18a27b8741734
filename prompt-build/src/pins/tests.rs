//! What each source lets in, and which version a pin takes: a row a case.

use super::{Question, Selection, resolve};
use crate::config::Config;
use crate::library::Ledger;
use crate::report::{Findings, Source};

const ONE_OF_EACH: &str =
    "1.0.0 active live, 1.1.0 deprecated live, 1.2.0 active, 1.3.0 draft live, 2.0.0 withdrawn live";

/// The pin, the source, the releases (version, status, whether signed off for the environment), and what is taken or
/// which codes are given. `wc` among the releases is a working copy.
const CASES: &[(&str, &str, &str, &str)] = &[
    // What a source lets in.
    ("1.0.0", "local", ONE_OF_EACH, "1.0.0"),
    ("1.1.0", "local", ONE_OF_EACH, "1.1.0 deprecated-version"),
    ("1.3.0", "local", ONE_OF_EACH, "1.3.0"),
    ("2.0.0", "local", ONE_OF_EACH, "withdrawn-version"),
    ("1.0.0", "library:draft", ONE_OF_EACH, "1.0.0"),
    ("1.1.0", "library:draft", ONE_OF_EACH, "1.1.0 deprecated-version"),
    ("1.3.0", "library:draft", ONE_OF_EACH, "1.3.0"),
    ("2.0.0", "library:draft", ONE_OF_EACH, "withdrawn-version"),
    ("1.0.0", "library:active", ONE_OF_EACH, "1.0.0"),
    ("1.1.0", "library:active", ONE_OF_EACH, "1.1.0 deprecated-version"),
    ("1.2.0", "library:active", ONE_OF_EACH, "missing-sign-off"),
    ("1.3.0", "library:active", ONE_OF_EACH, "draft-not-allowed"),
    ("2.0.0", "library:active", ONE_OF_EACH, "withdrawn-version"),
    ("1.9.0", "library:active", ONE_OF_EACH, "unknown-version"),
    // `latest`.
    ("latest", "local", "wc, 1.0.0 active", "working copy"),
    ("latest", "local", "wc", "working copy"),
    ("latest", "local", ONE_OF_EACH, "1.3.0"),
    ("latest", "library:draft", "wc, 1.0.0 active", "1.0.0"),
    ("latest", "library:draft", ONE_OF_EACH, "1.3.0"),
    ("latest", "library:draft", "wc", "no-matching-version"),
    ("latest", "library:active", ONE_OF_EACH, "floating-pin"),
    ("latest", "local", "", "no-matching-version"),
    ("latest", "local", "2.0.0 withdrawn", "no-matching-version"),
    // Ranges.
    ("^1.1", "local", "wc, 1.0.0 active, 1.1.0 active, 1.2.0 draft, 2.0.0 active", "1.2.0"),
    ("~1.1", "library:draft", "1.1.0 active, 1.1.7 active, 1.2.0 active", "1.1.7"),
    (">=1, <2", "library:draft", "1.1.0 active, 1.10.0 active, 1.9.0 active, 2.0.0 active", "1.10.0"),
    ("1.*", "library:draft", "1.1.0 active, 2.0.0 active", "1.1.0"),
    ("^3", "library:draft", ONE_OF_EACH, "no-matching-version"),
    ("^1", "library:active", ONE_OF_EACH, "floating-pin"),
    // Pre-releases: only where there is no full release, or where the range names one.
    ("latest", "library:draft", "1.0.0 active, 2.0.0-rc.1 draft", "1.0.0"),
    ("latest", "library:draft", "2.0.0-rc.1 draft, 2.0.0-rc.2 draft", "2.0.0-rc.2"),
    ("latest", "library:draft", "1.0.0 withdrawn, 2.0.0-rc.1 draft", "2.0.0-rc.1"),
    ("^2.0", "library:draft", "2.0.0 active, 2.1.0-rc.1 draft", "2.0.0"),
    ("^2.0", "library:draft", "2.1.0-rc.1 draft, 2.1.0-rc.2 draft", "2.1.0-rc.2"),
    ("^2.1.0-rc.1", "library:draft", "2.0.0 active, 2.1.0-rc.2 draft", "2.1.0-rc.2"),
    ("^2.1.0-rc.1", "library:draft", "2.1.0-rc.2 draft, 2.1.0 draft", "2.1.0"),
    ("2.1.0-rc.1", "library:draft", "2.1.0-rc.1 draft, 2.1.0 draft", "2.1.0-rc.1"),
];

#[test]
fn pins_take_what_they_should() {
    for (pin, source, releases, expected) in CASES {
        let taken = take(pin, source, releases);
        assert_eq!(taken, *expected, "`{pin}` under `{source}` of {releases}");
    }
}

fn take(pin: &str, source: &str, releases: &str) -> String {
    let mut findings = Findings::default();
    let config = Source::new("environments.yaml", configuration(pin, source));
    let config = Config::read(&config, &mut findings).unwrap();
    let ledger = Ledger::read(&Source::new("releases.yaml", ledger(releases)), &mut findings).unwrap();
    let question = Question {
        config: &config,
        id: "note",
        pin: &config.prompts[0].pins[0],
        ledger: &ledger,
        has_working_copy: releases.starts_with("wc"),
    };
    let taken = resolve(&question, &mut findings).map(|selection| match selection {
        Selection::WorkingCopy => "working copy".to_owned(),
        Selection::Release(release) => release.version.to_string(),
    });
    let codes = findings.sorted().into_iter().map(|finding| finding.code.as_str().to_owned());
    taken.into_iter().chain(codes).collect::<Vec<_>>().join(" ")
}

fn configuration(pin: &str, source: &str) -> String {
    format!(
        "environments:\n  live:\n    prompt_source: {source}\n    model: m\n    temperature: 0\n    logging: full\n    \
         rate_limit: null\nprompts:\n  note:\n    live: \"{pin}\"\n"
    )
}

fn ledger(releases: &str) -> String {
    let releases = releases.split(", ").filter(|release| !release.is_empty() && *release != "wc");
    let entry = |release: &str| {
        let words = release.split(' ').collect::<Vec<_>>();
        let (version, status) = (words[0], words[1]);
        let sign_off = "  sign_offs: [{ environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good }]\n";
        let sign_off = if words.contains(&"live") { sign_off } else { "" };
        format!("- version: {version}\n  status: {status}\n  sha256: {}\n{sign_off}", "a".repeat(64))
    };
    releases.map(entry).collect()
}
