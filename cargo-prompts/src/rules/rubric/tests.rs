//! Verdicts as promptfoo reads them, judges that are none, and labelled cases with mistakes.

use prompt_build::report::Findings;
use prompt_build::source::Source;
use serde_json::json;

use super::{Grade, LabelledCases};

/// The answer of a judge, and its verdict: whether it passes, and with which score. `None` is one
/// that nobody can read.
const GRADES: &[(&str, Option<(bool, f64)>)] = &[
    (r#"{"pass": true}"#, Some((true, 1.0))),
    (r#"{"pass": false}"#, Some((false, 0.0))),
    (r#"{"pass": true, "score": 0.4}"#, Some((true, 0.4))),
    (
        r#"{"pass": false, "score": 1, "reason": "no"}"#,
        Some((false, 1.0)),
    ),
    (r#"{"pass": true, "score": null}"#, Some((true, 1.0))),
    (
        "```json\n{\"reason\": \"polite\", \"pass\": true}\n```",
        Some((true, 1.0)),
    ),
    (
        r#"I think so. {"pass": true, "score": 0.9} Yes."#,
        Some((true, 0.9)),
    ),
    // The first object counts, as in promptfoo.
    (r#"{"pass": false} {"pass": true}"#, Some((false, 0.0))),
    (r#"{"score": 0.9}"#, None),
    (r#"{"pass": "yes"}"#, None),
    (r#"{"pass": true, "score": "high"}"#, None),
    ("it passes", None),
    ("[true]", None),
];

#[test]
fn verdicts_are_read() {
    for (text, expected) in GRADES {
        let grade = Grade::object(text).and_then(|verdict| Grade::of(&verdict));
        let grade = grade.map(|grade| (grade.is_passed, grade.score));
        assert_eq!(grade, *expected, "{text}");
    }
    let grade = Grade::of(&json!({ "pass": true, "reason": " " })).unwrap();
    assert_eq!(grade.reason, None);
    for (length, expected) in [(300, 300), (301, 301), (5000, 301)] {
        let reason = "ä".repeat(length);
        let grade = Grade::of(&json!({ "pass": true, "reason": reason })).unwrap();
        let shown = grade.reason.unwrap();
        assert_eq!(shown.chars().count(), expected);
        assert_eq!(shown.ends_with('…'), length > 300);
    }
}

#[test]
fn a_threshold_needs_the_verdict_and_the_score() {
    for (pass, score, threshold, expected) in [
        (true, 0.5, None, true),
        (true, 0.5, Some(0.5), true),
        (true, 0.4, Some(0.5), false),
        (false, 1.0, Some(0.5), false),
        (false, 1.0, None, false),
        (true, 0.0, Some(0.0), true),
    ] {
        let grade = Grade::of(&json!({ "pass": pass, "score": score })).unwrap();
        assert_eq!(
            grade.meets(threshold),
            expected,
            "{pass} {score} {threshold:?}"
        );
    }
}

/// A file of labelled cases, and its findings: the code and the place of each.
const FILES: &[(&str, &str)] = &[
    (
        "cases:\n- { rubric: r, answer: a, pass: true }\n- { rubric: r, answer: b, pass: false }\n",
        "",
    ),
    (
        "repeat: 3\nthreshold: 0.9\ncases:\n- { rubric: r, answer: a, prompt: p, pass: true, description: d }\n- { rubric: r, answer: b, pass: false }\n",
        "",
    ),
    ("cases: []\n", "invalid-judge@1:8"),
    (
        "cases:\n- { rubric: r, answer: a, pass: true }\n",
        "invalid-judge@2:1",
    ),
    (
        "cases:\n- { rubric: r, answer: a, pass: false }\n",
        "invalid-judge@2:1",
    ),
    (
        "- { rubric: r, answer: a, pass: true }\n",
        "unexpected-type@1:1",
    ),
    ("cases: many\n", "unexpected-type@1:8"),
    ("threshold: 0.9\n", "missing-key@1:1"),
    (
        "threshold: 2\ncases:\n- { rubric: r, answer: a, pass: true }\n- { rubric: r, answer: b, pass: false }\n",
        "invalid-threshold@1:12",
    ),
    (
        "repeat: 0\ncases:\n- { rubric: r, answer: a, pass: true }\n- { rubric: r, answer: b, pass: false }\n",
        "invalid-repeat@1:9",
    ),
    (
        "tests:\n- { rubric: r, answer: a, pass: true }\n",
        "unknown-key@1:1 missing-key@1:1",
    ),
    ("cases:\n- { rubric: r, pass: true }\n", "missing-key@2:3"),
    (
        "cases:\n- { answer: a, rubric: r, pass: yes it is }\n",
        "unexpected-type@2:33",
    ),
    (
        "cases:\n- { answer: a, rubric: r, pass: true, description: [d] }\n",
        "unexpected-type@2:52",
    ),
    (
        "cases:\n- { answer: a, rubric: r, pass: true, number: .inf }\n",
        "invalid-judge@2:47",
    ),
    ("cases:\n- text\n", "unexpected-type@2:3"),
    // The inputs are the same, whatever their order and their description.
    (
        "cases:\n- { rubric: r, answer: a, pass: true }\n- { rubric: r, answer: b, pass: true }\n- { description: d, answer: a, rubric: r, pass: false }\n",
        "invalid-judge@4:3",
    ),
    (
        "cases:\n- { rubric: r, answer: a, prompt: p, pass: false }\n- { rubric: r, answer: a, prompt: p, pass: true }\n- { rubric: r, answer: a, prompt: p, pass: true }\n",
        "invalid-judge@3:3 invalid-judge@4:3",
    ),
    // They are not, where another question was answered.
    (
        "cases:\n- { rubric: r, answer: a, prompt: p, pass: false }\n- { rubric: r, answer: a, prompt: q, pass: true }\n- { rubric: r, answer: a, pass: true }\n",
        "",
    ),
    (
        "cases:\n- { rubric: r, answer: a, pass: true }\n- { rubric: r, answer: a, pass: true }\n- { rubric: a, answer: r, pass: false }\n",
        "",
    ),
];

#[test]
fn opposite_labels_are_told_with_both_places() {
    let text =
        "cases:\n- { rubric: r, answer: a, pass: true }\n- { rubric: r, answer: a, pass: false }\n";
    let mut findings = Findings::default();
    LabelledCases::read(&Source::new("judge.yaml", text), &mut findings);
    let found = findings.iter().next().expect("a finding");
    assert_eq!(
        found.message,
        "the same case has `pass: false` here and `pass: true` before"
    );
    let (first, label) = found.related.as_ref().expect("another place");
    assert_eq!((first.locate().line, *label), (2, "the first one"));
}

#[test]
fn mistakes_in_labelled_cases_have_places() {
    for (text, expected) in FILES {
        let mut findings = Findings::default();
        let labelled = LabelledCases::read(&Source::new("judge.yaml", *text), &mut findings);
        let shown = findings.sorted().into_iter().map(|finding| {
            let place = finding.location.locate();
            format!("{}@{}:{}", finding.code, place.line, place.column)
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), *expected, "{text}");
        assert_eq!(labelled.is_some(), expected.is_empty(), "{text}");
    }
}
