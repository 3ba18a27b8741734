//! Datasets: verdicts that promptfoo gives too, and what is wrong with a file.

use std::time::Duration;

use prompt_build::body::SentTool;
use prompt_build::report::{Finding, Findings, render};
use prompt_build::source::Source;
use prompt_core::tool_call::ToolKind;
use prompt_core::vocabulary::Api;
use prompt_runtime::ToolCall;
use proptest::prelude::*;
use serde_json::Value;

use super::judge::Verdict;
use super::tool_call::ExpectedCall;
use super::{Case, Golden, Said, extract, pattern};
use crate::rules::render::Fault;
use crate::rules::rubric::{Grade, Grades};
use crate::rules::tool_schemas::ToolSchemas;

/// The lines before each assertion of `verdicts.yaml`.
const CASE: &str = "- vars: { größe: XL, नाम्ना: Mara, customer: Mara, company: Nordlicht, seats: 3, share: 0.5, urgent: true, nothing: ~, \
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
        let golden = golden.unwrap_or_else(|findings| panic!("{kind} {value}: {findings}"));
        let verdict = judge(&golden.cases[0], &answer);

        assert_eq!(
            verdict.is_passed, passes,
            "{kind} {value} on {answer:?}: {:?}",
            verdict.differences
        );
        assert_eq!(verdict.is_passed, verdict.differences.is_empty());
    }
}

/// The latency of each answer.
const LATENCY: Duration = Duration::from_micros(1_200_900);

fn reasons_of(verdict: &Verdict) -> Vec<&str> {
    let reasons = verdict.differences.iter();
    reasons.map(|(_, reason)| reason.as_str()).collect()
}

/// Judges an answer without calls.
fn judge(case: &Case, text: &str) -> Verdict {
    let tools = ToolSchemas::default();
    case.judge(&Said {
        text,
        calls: &[],
        tools: &tools,
        latency: LATENCY,
        grades: &Grades::default(),
    })
}

/// An assertion, and the reasons for which it fails these answers: no call, a call that is expected, one
/// with another argument, one that does not meet the schema, and one of another tool.
const CALLS: [(&str, [&str; 5]); 7] = [
    (
        "type: is-valid-openai-tools-call",
        [
            "no call of a tool in the answer",
            "",
            "",
            "the arguments of `look-up-order` do not meet its schema: `/order_id` does not meet `type: string`",
            "the prompt has no tool `delete-order`",
        ],
    ),
    (
        "type: not-is-valid-openai-tools-call",
        [
            "",
            "the answer calls a tool of the prompt",
            "the answer calls a tool of the prompt",
            "",
            "",
        ],
    ),
    (
        "type: trajectory:tool-args-match, value: { name: look-up-order }",
        [
            "the answer does not call `look-up-order`",
            "",
            "",
            "",
            "the answer does not call `look-up-order`",
        ],
    ),
    (
        "type: trajectory:tool-args-match, value: { name: look-up-order, args: { order_id: \"{{order}}\" } }",
        [
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\"}`",
            "",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\"}`",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\"}`",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\"}`",
        ],
    ),
    (
        "type: trajectory:tool-args-match, value: { name: look-up-order, arguments: { order_id: \"4711\" }, mode: exact }",
        [
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\"}`",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\"}`",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\"}`",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\"}`",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\"}`",
        ],
    ),
    (
        "type: trajectory:tool-args-match, value: { name: look-up-order, args: { order_id: \"4711\", lines: [1] }, mode: exact }",
        [
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\",\"lines\":[1]}`",
            "",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\",\"lines\":[1]}`",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\",\"lines\":[1]}`",
            "the answer does not call `look-up-order` with `{\"order_id\":\"4711\",\"lines\":[1]}`",
        ],
    ),
    (
        "type: not-trajectory:tool-args-match, value: { name: delete-order }",
        ["", "", "", "", "the answer must not call `delete-order`"],
    ),
];

/// OpenAI's APIs make the model pass null for an optional argument, the others let it out.
#[test]
fn null_is_an_argument_that_is_left_out() {
    let rows = [
        (r#"{"id":"1"}"#, r#"{"id":"1","lines":null}"#, true),
        (r#"{"id":"1","lines":null}"#, r#"{"id":"1"}"#, true),
        (
            r#"{"id":"1","lines":null}"#,
            r#"{"id":"1","lines":[]}"#,
            false,
        ),
        (r#"{"id":"1"}"#, r#"{"id":"1","lines":[]}"#, false),
        (r#"{"id":"1"}"#, r#"{"id":null}"#, false),
        (r#"{"a":[{"b":1}]}"#, r#"{"a":[{"b":1,"c":null}]}"#, true),
        (r#"{"a":[{"b":1}]}"#, r#"{"a":[{"b":1,"c":0}]}"#, false),
        (r#"{"a":[1]}"#, r#"{"a":[1,null]}"#, false),
    ];
    for (expected, arguments, is_met) in rows {
        let value = format!(r#"{{"name":"a","mode":"exact","args":{expected}}}"#);
        let value = prompt_core::js::Json::parse(&value).unwrap();
        let expected_call = ExpectedCall::read(Some(&value)).unwrap();
        let [id, name] = ["c", "a"].map(str::to_owned);
        let call = ToolCall::new(ToolKind::Function, id, name, arguments.to_owned());
        assert_eq!(
            expected_call.is_among(&[call]),
            is_met,
            "{expected} {arguments}"
        );
    }
}

#[test]
fn assertions_on_calls() {
    let schema = r#"{"type":"object","properties":{"order_id":{"type":"string"},"lines":{}},"required":["order_id"]}"#;
    let tools = ToolSchemas::of(&[SentTool {
        name: "look-up-order".to_owned(),
        description: None,
        validation_schema: prompt_core::js::Json::parse(schema).unwrap(),
    }]);
    let tools = tools.unwrap();
    let call = |name: &str, arguments: &str| {
        let [name, arguments] = [name, arguments].map(str::to_owned);
        vec![ToolCall::new(
            ToolKind::Function,
            "c".to_owned(),
            name,
            arguments,
        )]
    };
    let answers = [
        Vec::new(),
        call("look-up-order", r#"{"lines":[1],"order_id":"4711"}"#),
        call("look-up-order", r#"{"order_id":"4712"}"#),
        call("look-up-order", r#"{"order_id":4711}"#),
        call("delete-order", r#"{"order_id":"4711"}"#),
    ];
    for (assertion, reasons) in CALLS {
        let golden = read(&format!(
            "- vars: {{ order: \"4711\" }}\n  assert:\n  - {{ {assertion} }}\n"
        ))
        .unwrap();
        assert!(golden.cases[0].expects_calls());
        for (calls, reason) in answers.iter().zip(reasons) {
            let said = Said {
                text: "",
                calls,
                tools: &tools,
                latency: LATENCY,
                grades: &Grades::default(),
            };
            let verdict = golden.cases[0].judge(&said);
            let expected = [reason].into_iter().filter(|reason| !reason.is_empty());
            assert_eq!(
                reasons_of(&verdict),
                expected.collect::<Vec<_>>(),
                "{assertion}"
            );
        }
    }
}

#[test]
fn assertions_on_calls_that_are_none() {
    let rows = [
        (
            "type: is-valid-openai-tools-call, value: a",
            "unexpected `value`, the tools are those of the prompt",
        ),
        (
            "type: trajectory:tool-args-match",
            "expected a mapping with `name` and `args` for `value`",
        ),
        (
            "type: trajectory:tool-args-match, value: { args: {} }",
            "expected the name of a tool for `name`",
        ),
        (
            "type: trajectory:tool-args-match, value: { name: a, mode: strict }",
            "expected `partial` or `exact` for `mode`",
        ),
        (
            "type: trajectory:tool-args-match, value: { name: a, args: {}, arguments: {} }",
            "`args` and `arguments` are the same",
        ),
        (
            "type: trajectory:tool-args-match, value: { name: a, arg: {} }",
            "unknown key `arg` in `value`",
        ),
    ];
    for (assertion, problem) in rows {
        let findings = read(&format!("- assert:\n  - {{ {assertion} }}\n")).unwrap_err();
        assert!(findings.contains(problem), "{assertion}: {findings}");
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
            let verdict = judge(&golden.cases[0], answer);
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
        findings.append(golden.unsupported(Api::ChatCompletions));
    }
    let told = |finding: &&Finding| {
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

/// An assertion, an answer, and the sentence that the user reads.
const SENTENCES: &[(&str, &str, &str)] = &[
    (
        "type: equals, value: Yes",
        "No",
        "the answer does not equal `Yes`",
    ),
    (
        "type: equals, value: [1]",
        "No",
        "the answer does not equal `[1]`",
    ),
    (
        "type: not-contains, value: cheap",
        "It is cheap.",
        "the answer must not contain `cheap`",
    ),
    (
        "type: icontains, value: Cheap",
        "No",
        "the answer does not contain `Cheap` in any letter case",
    ),
    (
        "type: contains-all, value: [seats, EUR]",
        "3 seats",
        "the answer does not contain all of `seats`, `EUR`",
    ),
    (
        "type: contains-any, value: [seats, EUR]",
        "No",
        "the answer does not contain any of `seats`, `EUR`",
    ),
    (
        "type: starts-with, value: Dear",
        "Hi",
        "the answer does not start with `Dear`",
    ),
    (
        "type: regex, value: EUR$",
        "Hi",
        "the answer does not match `EUR$`",
    ),
    ("type: is-json", "Hi", "the answer is not JSON"),
    (
        "type: is-json, value: { required: [a] }",
        "{\"b\": [1]}",
        "the answer does not fit the schema: `\"a\" is a required property`",
    ),
    (
        "type: is-json, value: { properties: { a: { items: { type: string } } } }",
        "{\"a\": [1]}",
        "the answer does not fit the schema: `1 is not of type \"string\"` at `/a/0`",
    ),
    ("type: not-is-json", "{}", "the answer is JSON"),
    (
        "type: not-is-json, value: { type: object }",
        "{}",
        "the answer is JSON that fits the schema",
    ),
    ("type: contains-json", "Hi", "no JSON object in the answer"),
    (
        "type: not-contains-json",
        "Hi {}",
        "a JSON object in the answer",
    ),
    (
        "type: contains-json, value: { required: [a] }",
        "Hi",
        "no JSON object in the answer",
    ),
    (
        "type: contains-json, value: { required: [a] }",
        "{}",
        "no JSON object in the answer fits the schema: `\"a\" is a required property`",
    ),
    (
        "type: not-contains-json, value: { type: object }",
        "{}",
        "a JSON object in the answer fits the schema",
    ),
    (
        "type: latency, threshold: 1199.5",
        "Hi",
        "the answer took 1200 ms, more than 1199.5 ms",
    ),
    (
        "type: not-latency, threshold: 1200",
        "Hi",
        "the answer took 1200 ms, not more than 1200 ms",
    ),
    (
        "type: llm-rubric, value: polite",
        "Hi",
        "only promptfoo supports `llm-rubric`",
    ),
];

#[test]
fn what_differs_is_told_in_a_sentence() {
    for (assertion, answer, expected) in SENTENCES {
        let golden = dataset(&format!("- assert: [{{ {assertion} }}]\n"));
        let verdict = judge(&golden.cases[0], answer);
        assert_eq!(reasons_of(&verdict), [*expected], "{assertion}");
    }
}

#[test]
fn a_latency_of_the_threshold_passes() {
    let golden = dataset("- assert: [{ type: latency, threshold: 1200 }]\n");
    assert!(judge(&golden.cases[0], "Hi").is_passed);
    let golden = dataset("- assert: [{ type: not-latency, threshold: 1199 }]\n");
    assert!(judge(&golden.cases[0], "Hi").is_passed);
}

/// A case, its name, its inputs, and whether promptfoo alone can judge it.
const CASES: &[(&str, &str, &str, bool)] = &[
    ("vars: { a: x, b: 2 }", "case 1", "a = \"x\", b = 2", false),
    (
        "description: a lead, assert: [{ type: contains, value: x }]",
        "a lead",
        "",
        false,
    ),
    ("provider: echo", "case 1", "", true),
    ("options: { transform: trim }", "case 1", "", true),
    ("assert: [{ type: llm-rubric }]", "case 1", "", true),
    (
        "assert: [{ type: contains, value: x, weight: 2 }]",
        "case 1",
        "",
        true,
    ),
];

#[test]
fn a_case_has_a_name_and_inputs() {
    for (case, name, vars, is_unsupported) in CASES {
        let golden = dataset(&format!("- {{ {case} }}\n"));
        let case = &golden.cases[0];
        let found = case
            .vars()
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect::<Vec<_>>();
        assert_eq!(case.name(0), *name);
        assert_eq!(found.join(", "), *vars);
        assert_eq!(case.is_unsupported(), *is_unsupported, "{name} {vars}");
    }
}

#[test]
fn a_case_without_assertions_is_found() {
    let golden = dataset("- assert: [{ type: contains, value: x }]\n- vars: {}\n- assert: []\n");
    let findings = golden.without_assertions();
    let lines = findings.iter().map(place);
    assert_eq!(
        lines.collect::<Vec<_>>(),
        ["golden.yaml:2:3", "golden.yaml:3:3"]
    );
}

/// The input that a prompt does not take, and the place of the finding with its way out.
#[test]
fn an_input_is_found_at_its_name() {
    let golden = dataset("- vars: { a: x, b: 2 }\n");
    for (input, expected) in [
        (Some("b"), "golden.yaml:1:17 None"),
        (
            Some("c"),
            "golden.yaml:1:3 Some(\"add `c: …` under `vars`\")",
        ),
        (None, "golden.yaml:1:3 None"),
    ] {
        let fault = Fault {
            input: input.map(str::to_owned),
            ..Fault::whole("it does not fit".to_owned())
        };
        let finding = golden.input_error(&golden.cases[0], fault);
        let help = finding.help.first();
        assert_eq!(format!("{} {help:?}", place(&finding)), expected);
    }
}

/// The file, line and column of a finding.
fn place(finding: &Finding) -> String {
    let shown = render(finding);
    shown.split(": [").next().unwrap_or_default().to_owned()
}

/// A dataset that may have what only promptfoo supports.
fn dataset(text: &str) -> Golden {
    let mut findings = Findings::default();
    let golden = Golden::read(&Source::new("golden.yaml", text), &mut findings);
    golden.unwrap_or_else(|| panic!("{text}: {findings:?}"))
}

/// The mark of a mistake within a value ends with the value.
#[test]
fn a_mistake_in_a_pattern_is_underlined_to_its_end() {
    let mut findings = Findings::default();
    let text = "- assert:\n  - type: regex\n    value: 'EUR(?!O)'\n";
    let golden = Golden::read(&Source::new("golden.yaml", text), &mut findings).unwrap();
    let shown = golden
        .unsupported(Api::ChatCompletions)
        .iter()
        .map(render)
        .collect::<String>();
    assert!(shown.contains(" ^^^^^\n"), "{shown}");
}

/// promptfoo is no way out where it cannot run the environment.
#[test]
fn the_way_out_is_one_that_the_api_has() {
    let golden = dataset("- assert:\n  - { type: llm-rubric, value: polite }\n");
    for api in [
        Api::ChatCompletions,
        Api::Responses,
        Api::AnthropicMessages,
        Api::Gemini,
    ] {
        let shown = golden
            .unsupported(api)
            .iter()
            .map(render)
            .collect::<String>();
        let is_exported = shown.contains("export promptfoo");
        assert_eq!(is_exported, api == Api::ChatCompletions, "{shown}");
        assert_eq!(shown.contains("use another assertion"), !is_exported);
    }
}

/// As in JavaScript without the flag `u`: `\\b` is a backspace there, and `\\B` a letter.
#[test]
fn boundaries_in_a_class_are_characters() {
    for (class, character) in [(r"[\b]", "\u{8}"), (r"[\B]", "B")] {
        let regex = pattern::compile(class).unwrap();
        assert!(regex.is_match(character) && !regex.is_match("b"), "{class}");
    }
}

/// Texts, and the objects in them.
#[test]
fn objects_are_found_and_closed() {
    for (text, expected) in [
        ("{ {\"a\": 1}", "[{\"a\":1}]"),
        ("so {\"a\": {\"b\": 1", "[{\"a\":{\"b\":1}}]"),
        ("{\"a\": {}, \"b\": 1", "[{\"a\":{},\"b\":1}]"),
    ] {
        let found = Value::Array(extract::objects(text));
        assert_eq!(found.to_string(), expected, "{text}");
    }
}

#[test]
fn objects_are_searched_within_limits() {
    for (depth, expected) in [(1, 1), (64, 64), (65, 64), (66, 64)] {
        let text = "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth);
        let found = extract::objects(&text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].to_string().matches('{').count(), expected);
    }
    let siblings = format!("{{\"a\":[{}1]}}", "{},[],".repeat(100));
    assert_eq!(extract::objects(&siblings)[0].to_string(), siblings);
    // A text is read once; where it stands does not count.
    let far = " ".repeat(600_000) + "{\"a\":1}";
    assert_eq!(extract::objects(&far).len(), 1);
    let of_length = |length: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(length - 8));
    assert_eq!(extract::objects(&of_length(1024 * 1024)).len(), 1);
    assert_eq!(extract::objects(&of_length(1024 * 1024 + 1)).len(), 0);
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

/// An assertion that a judge decides, the answer of the judge, and whether the case passes: as
/// promptfoo 0.121.20 has it.
const JUDGED: [(&str, &str, bool); 18] = [
    ("llm-rubric", r#"{"pass": true}"#, true),
    ("llm-rubric", r#"{"pass": false, "reason": "no"}"#, false),
    (
        "llm-rubric, threshold: 0.8",
        r#"{"pass": true, "score": 0.8}"#,
        true,
    ),
    (
        "llm-rubric, threshold: 0.8",
        r#"{"pass": true, "score": 0.79}"#,
        false,
    ),
    (
        "llm-rubric, threshold: 0.8",
        r#"{"pass": false, "score": 0.95}"#,
        false,
    ),
    ("llm-rubric, threshold: 0.8", r#"{"pass": true}"#, true),
    ("llm-rubric, threshold: 1", r#"{"pass": false}"#, false),
    ("llm-rubric", r#"{"pass": true, "score": 0}"#, true),
    (
        "llm-rubric",
        "```json\n{\"reason\": \"fenced\", \"pass\": true, \"score\": 1}\n```",
        true,
    ),
    (
        "llm-rubric",
        r#"Well. {"pass": false} Then again {"pass": true}"#,
        false,
    ),
    ("not-llm-rubric", r#"{"pass": true}"#, false),
    ("not-llm-rubric", r#"{"pass": false}"#, true),
    (
        "not-llm-rubric, threshold: 0.8",
        r#"{"pass": true, "score": 0.5}"#,
        true,
    ),
    (
        "not-llm-rubric, threshold: 0.8",
        r#"{"pass": false, "score": 0.9}"#,
        true,
    ),
    (
        "llm-rubric, threshold: 0",
        r#"{"pass": true, "score": 0}"#,
        true,
    ),
    (
        "llm-rubric",
        r#"{"pass": true, "score": null, "reason": null}"#,
        true,
    ),
    ("llm-rubric", "{pass: true, reason: 'lenient, yes'}", true),
    (
        "llm-rubric, threshold: 0.5",
        r#"{"pass": true, "score": -1}"#,
        false,
    ),
];

#[test]
fn verdicts_of_a_judge_count_as_in_promptfoo() {
    for (assertion, answer, passes) in JUDGED {
        let golden = dataset(&format!(
            "judge: answer-judge\ntests:\n- vars: {{ name: Mara }}\n  assert: [{{ type: {assertion}, value: \"greets {{{{name}}}}\" }}]\n"
        ));
        assert_eq!(golden.dataset.judge.as_deref(), Some("answer-judge"));
        assert_eq!(golden.unsupported(Api::ChatCompletions).iter().count(), 0);
        assert_eq!(golden.cases[0].rubrics(), ["greets Mara"]);
        let grade = Grade::object(answer).and_then(|verdict| Grade::of(&verdict));
        let mut grades = Grades::default();
        grades.add("greets Mara", grade.expect("a verdict"));
        let verdict = golden.cases[0].judge(&Said {
            text: "Hi",
            calls: &[],
            tools: &ToolSchemas::default(),
            latency: LATENCY,
            grades: &grades,
        });
        assert_eq!(
            verdict.is_passed, passes,
            "{assertion} {answer}: {verdict:?}"
        );
    }
}

/// One verdict serves all assertions with the same rubric; a case without one needs no judge.
#[test]
fn each_rubric_of_a_case_is_judged_once() {
    let golden = dataset(
        "judge: answer-judge\ntests:\n- assert:\n  - { type: llm-rubric, value: polite }\n  - { type: contains, value: x }\n\
         \x20 - { type: llm-rubric, value: polite, threshold: 0.5 }\n  - { type: not-llm-rubric, value: rude }\n",
    );
    assert_eq!(golden.cases[0].rubrics(), ["polite", "rude"]);
    let unused = dataset("judge: answer-judge\ntests:\n- assert: [{ type: contains, value: x }]\n");
    assert_eq!(unused.dataset.judge, None);
}
