//! The settings of environments.

use super::super::Config;
use crate::report::Findings;
use crate::source::Source;

/// The name of an environment, its logging, its rate limit and its flags; and how they are read, or
/// the codes of the findings.
const ENVIRONMENTS: &[(&str, &str, &str, &str, &str)] = &[
    ("live", "structured", "null", "null", "structured none {}"),
    ("a", "full", "1", "{}", "full 1 {}"),
    (
        "a-2_b",
        "verbose",
        "4294967295",
        "{ tools: true, b-2_c.d: false }",
        "verbose 4294967295 {\"b-2_c.d\": false, \"tools\": true}",
    ),
    ("live", "loud", "1", "{}", "unknown-logging"),
    ("live", "full", "0", "{}", "invalid-rate-limit"),
    ("live", "full", "-1", "{}", "invalid-rate-limit"),
    ("live", "full", "1.5", "{}", "invalid-rate-limit"),
    ("live", "full", "4294967296", "{}", "invalid-rate-limit"),
    ("live", "full", "'5'", "{}", "unexpected-type"),
    ("live", "full", "1", "[tools]", "unexpected-type"),
    ("live", "full", "1", "{ '': true }", "invalid-flag-name"),
    ("live", "full", "1", "{ 'a b': true }", "invalid-flag-name"),
    ("live", "full", "1", "{ tools: 'yes' }", "unexpected-type"),
    ("Live", "full", "1", "{}", "invalid-environment-name"),
    ("1live", "full", "1", "{}", "invalid-environment-name"),
    ("li.ve", "full", "1", "{}", "invalid-environment-name"),
    ("liVe", "full", "1", "{}", "invalid-environment-name"),
    (
        "a-name-of-sixty-four-characters-is-the-longest-that-there-can-be",
        "full",
        "1",
        "{}",
        "full 1 {}",
    ),
    (
        "a-name-of-sixty-five-characters-is-longer-than-any-that-there-are",
        "full",
        "1",
        "{}",
        "invalid-environment-name",
    ),
];

#[test]
fn the_settings_of_an_environment_are_read_as_they_are_meant() {
    for (name, logging, rate_limit, flags, expected) in ENVIRONMENTS {
        let text = format!(
            "environments: {{ {name}: {{ prompt_source: local, model: m, temperature: 0, logging: {logging}, \
             rate_limit: {rate_limit}, feature_flags: {flags} }} }}\nprompts: {{}}\n"
        );
        let mut findings = Findings::default();
        let source = Source::new("environments.yaml", text);
        let config = Config::read(&source, &mut findings).unwrap();
        let environment = &config.environments[0];
        let limit = environment.rate_limit.map(|limit| limit.to_string());
        let settings = format!(
            "{} {} {:?}",
            environment.logging.as_str(),
            limit.as_deref().unwrap_or("none"),
            environment.feature_flags
        );
        let read = if findings.has_errors() {
            codes(&findings)
        } else {
            settings
        };
        assert_eq!(read, *expected, "{}", source.text);
    }
}

fn codes(findings: &Findings) -> String {
    let codes = findings.sorted().into_iter().map(|one| one.code.as_str());
    codes.collect::<Vec<_>>().join(" ")
}
