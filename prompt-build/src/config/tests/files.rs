//! The parts of a configuration beside its environments and pins.

use super::super::Config;
use super::{configuration, read_findings};
use crate::report::{Code, Findings};
use crate::source::Source;

/// The name of an environment and its flags.
type WithFlags = (&'static str, &'static str);

/// Environments, the rest of the file, and the findings with their places.
const FILES: &[(&[WithFlags], &str, &str)] = &[
    (&[("live", "{ a: true }"), ("test", "{ a: false }")], "", ""),
    // Each lacks what another declares.
    (
        &[
            ("live", "{ a: true }"),
            ("test", "{ b: true }"),
            ("qa", "{}"),
        ],
        "",
        "missing-flag@2:3 missing-flag@3:3 missing-flag@4:3 missing-flag@4:3",
    ),
    // A flag whose value is wrong is declared all the same.
    (
        &[("live", "{ a: 1 }"), ("test", "{ a: true }")],
        "",
        "unexpected-type@2:112",
    ),
    (
        &[("live-eu", "{}"), ("live", "{}"), ("live_eu", "{}")],
        "",
        "ambiguous-environment-name@4:3",
    ),
    (
        &[("default", "{}"), ("default-eu", "{}")],
        "  note: { default: latest }\n",
        "invalid-environment-name@2:3",
    ),
    // A name with capitals is meant in lower case, and no other name is.
    (
        &[("Live", "{}"), ("test", "{}")],
        "  note: { live: latest, test: latest }\n",
        "invalid-environment-name@2:3",
    ),
    (
        &[("Live", "{}")],
        "  note: { qa: latest }\n",
        "invalid-environment-name@2:3 unknown-environment@4:11",
    ),
    (
        &[("live", "{}")],
        "  note: { LIVE: latest }\n",
        "unknown-environment@4:11",
    ),
    (&[("live", "{}")], "library: ''\n", "invalid-library@4:10"),
    (
        &[("live", "{}")],
        "library: \"a\\tb\"\n",
        "invalid-library@4:10",
    ),
    (
        &[("live", "{}")],
        "library_name: 'a b'\n",
        "invalid-library@4:15",
    ),
    (
        &[("live", "{}")],
        "library: ../shared\nlibrary_name: desk\n",
        "",
    ),
    (&[("live", "{}")], "allow:\n", ""),
    (
        &[("live", "{}")],
        "  note: { live: latest }\nallow:\n  - { finding: hidden-characters, prompt: note, version: local, reason: a soft hyphen }\n  - { finding: merge-conflict, prompt: note, version: local, reason: it shows one }\n  - { finding: hidden-characters, prompt: note, version: local, reason: another }\n",
        "unused-allowance@8:5",
    ),
    (&[("live", "{}")], "allow: {}\n", "unexpected-type@4:8"),
    // Allowances are of prompts that are there.
    (
        &[("live", "{}")],
        "  note: { live: latest }\nallow:\n  - { finding: hidden-characters, prompt: note, version: local, reason: a soft hyphen }\n",
        "",
    ),
    (
        &[("live", "{}")],
        "  note: { live: latest }\nallow:\n  - { finding: hidden-characters, prompt: card, version: local, reason: a soft hyphen }\n",
        "unused-allowance@6:5",
    ),
];

#[test]
fn the_parts_of_a_configuration_fit_together() {
    for (environments, rest, expected) in FILES {
        let environments = environments.iter().map(|(name, flags)| {
            format!("  {name}: {{ prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null, feature_flags: {flags} }}\n")
        });
        let is_of_prompts = rest.starts_with(' ');
        let text = format!(
            "environments:\n{}prompts:{}\n{rest}",
            environments.collect::<String>(),
            if is_of_prompts { "" } else { " {}" }
        );
        assert_eq!(read_findings(&text), *expected, "{text}");
    }
}

#[test]
fn the_library_has_a_place_and_a_name() {
    let text = configuration(" {}") + "library: ../shared\nlibrary_name: desk\n";
    let config = Config::read(
        &Source::new("environments.yaml", text),
        &mut Findings::default(),
    );
    let config = config.unwrap();
    assert_eq!(config.library.unwrap().0, "../shared");
    assert_eq!(config.library_name.unwrap(), "desk");
}

#[test]
fn an_allowance_is_for_one_finding_of_one_version() {
    let allowance = "{ finding: hidden-characters, prompt: note, version: local, reason: a mark }";
    let text = configuration(" {}") + &format!("allow: [{allowance}]\n");
    let config = Config::read(
        &Source::new("environments.yaml", text),
        &mut Findings::default(),
    );
    let config = config.unwrap();
    let allowed = |prompt, version| {
        let own = config.allowances_of(prompt, version);
        own.map(|(_, allowance)| allowance.code).collect::<Vec<_>>()
    };
    assert_eq!(allowed("note", "local"), [Code::HiddenCharacters]);
    assert_eq!(allowed("card", "local"), []);
    assert_eq!(allowed("note", "1.0.0"), []);
}
