//! Datasets: verdicts that promptfoo gives too, and what is wrong with a file.

use prompt_build::report::{Findings, render};
use prompt_build::source::Source;
use proptest::prelude::*;
use serde_json::Value;

use super::{Golden, extract, pattern};

/// The lines before each assertion of `verdicts.yaml`.
const CASE: &str = "- vars: { customer: Mara, company: Nordlicht, seats: 3, share: 0.5, urgent: true, nothing: ~, \
                    note: \"two\\nlines\\n\", pair: \"one, two\" }\n  assert:\n";

#[test]
fn verdicts_are_those_of_promptfoo() {
    let rows: Vec<(String, Value, String, bool)> =
        serde_yaml::from_str(include_str!("tests/verdicts.yaml")).unwrap();
    assert!(rows.len() > 100);
    for (kind, value, answer, passes) in rows {
        let golden = read(&format!(
            "{CASE}  - {{ \"type\": {kind}, \"value\": {value} }}\n"
        ));
        let verdict = golden
            .unwrap_or_else(|findings| panic!("{kind} {value}: {findings}"))
            .cases[0]
            .judge(&answer);
        assert_eq!(
            verdict.is_passed, passes,
            "{kind} {value} on {answer:?}: {:?}",
            verdict.differences
        );
        assert_eq!(verdict.is_passed, verdict.differences.is_empty());
    }
}

/// The assertions that pass of four, and the thresholds with which the case does.
#[test]
fn a_threshold_is_the_share_that_must_pass() {
    for (answer, least) in [("a b c d", 1.0), ("a b c", 0.75), ("a b", 0.5), ("a", 0.25)] {
        for threshold in [0.2, 0.25, 0.5, 0.75, 1.0] {
            let assertions = ["a", "b", "c", "d"]
                .map(|text| format!("{{ type: contains, value: {text} }}"))
                .join(", ");
            let golden = read(&format!(
                "- threshold: {threshold}\n  assert: [{assertions}]\n"
            ))
            .unwrap();
            let verdict = golden.cases[0].judge(answer);
            assert_eq!(
                verdict.is_passed,
                threshold <= least,
                "{answer} {threshold}"
            );
        }
    }
}

/// Files, each with the finding that it comes to: its place, code and sentence.
#[test]
fn findings() {
    let rows: Vec<(String, String)> =
        serde_yaml::from_str(include_str!("tests/findings.yaml")).unwrap();
    assert!(rows.len() > 20);
    for (file, expected) in rows {
        let told = read(&file).err().unwrap_or_default();
        assert_eq!(told, expected.trim_end(), "{file}");
    }
}

/// The dataset, or the first lines of all findings, with the ways out.
fn read(text: &str) -> Result<Golden, String> {
    let mut findings = Findings::default();
    let golden = Golden::read(&Source::new("golden.yaml", text), &mut findings);
    if let Some(golden) = &golden {
        findings.append(golden.unsupported());
    }
    let told = |finding: &&prompt_build::report::Finding| {
        let first = render(finding)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        std::iter::once(first)
            .chain(finding.help.iter().map(|help| format!("  {help}")))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let told = findings
        .sorted()
        .iter()
        .map(told)
        .collect::<Vec<_>>()
        .join("\n");
    golden.filter(|_| told.is_empty()).ok_or(told)
}

/// Quadratic or worse, these would take minutes.
#[test]
fn no_text_takes_long_to_be_searched() {
    assert!(extract::objects(&"{".repeat(200_000)).is_empty());
    extract::objects(&format!("{{{}", "[".repeat(100_000)));
    for nested in ["{x", "{a: ", "{[", "{\"a\":"] {
        extract::objects(&(nested.repeat(20_000) + "1" + &"}".repeat(20_000)));
    }
    let regex = pattern::compile("^(a+)+$").ok().unwrap();
    assert!(!regex.is_match(&("a".repeat(100_000) + "b")));
}

proptest! {
    #[test]
    fn any_file_is_read_or_refused(text in "(- |[a-z]{1,4}: |\\[|\\]|\\{|\\}|assert:\n  - |type: (contains|regex|is-json)\n    |value: |\"|[a-z0-9\n ~#]|\\{\\{){0,24}") {
        let _ = read(&text);
    }

    #[test]
    fn any_pattern_is_compiled_or_refused(text in "[\\PC]{0,4}([a-z0-9]|\\\\[a-zA-Z0-9]|[\\[\\](){}^$.*+?|,:<=!&~-]){0,14}") {
        if let Ok(regex) = pattern::compile(&text) {
            regex.is_match("a text");
        }
    }

    #[test]
    fn any_text_is_searched_for_json(text in "([{}\\[\\]\":, a1\n&*!#é-]){0,60}") {
        for object in extract::objects(&text) {
            prop_assert!(object.is_object());
        }
    }
}
