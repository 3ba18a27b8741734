//! Judges in the library: who can be one, and who shows them.

use std::fs;

use serde_json::{Value, json};

use super::{ENVIRONMENTS, GOLDEN, LABELLED, LEDGER, MEASURE, MODEL, TEST, desk, server};
use crate::desk::Desk;

/// A change of the fixture.
type Change = Box<dyn Fn(&Desk)>;

/// The dataset, the environment or the library has no judge that can be asked: nothing is sent.
#[test]
fn a_judge_that_cannot_be_asked_is_refused_before_anything_is_sent() {
    let golden =
        |from: &'static str, to: &'static str| move |desk: &Desk| desk.edit(GOLDEN, from, to);
    let judge = |from: &'static str, to: &'static str| {
        move |desk: &Desk| {
            desk.edit("prompts/answer-judge/local.prompt", from, to);
            desk.edit(
                ENVIRONMENTS,
                "  answer-judge:\n",
                "  answer-judge:\n    development: latest\n",
            );
        }
    };
    let rows: Vec<(Change, &str, &str, i32)> = vec![
        (
            Box::new(golden("judge: answer-judge\n", "")),
            TEST,
            "[unsupported-golden] `llm-rubric` needs a judge, and the dataset names none",
            0,
        ),
        (
            Box::new(golden("answer-judge", "visitor-greeting")),
            TEST,
            "[invalid-judge] `visitor-greeting` cannot judge its own answers",
            1,
        ),
        (
            Box::new(golden("answer-judge", "anser-judge")),
            TEST,
            "did you mean `answer-judge`?",
            1,
        ),
        (
            Box::new(golden("answer-judge", "Answer Judge")),
            TEST,
            "[invalid-judge] `Answer Judge` is no id of a prompt",
            1,
        ),
        (
            Box::new(|desk| {
                desk.edit(
                    ENVIRONMENTS,
                    "\n  answer-judge:\n    staging:",
                    "\n  answer-judge:\n    development:",
                );
            }),
            TEST,
            "[invalid-judge] `staging` does not pin the judge `answer-judge`",
            0,
        ),
        (
            Box::new(judge(
                "rubric: string, answer: string",
                "rubric: string, reply: string",
            )),
            "test visitor-greeting --env development",
            "local.prompt",
            1,
        ),
        (
            Box::new(judge("pass: boolean", "passes: boolean")),
            "test visitor-greeting --env development",
            "[invalid-judge] the answer of the judge `answer-judge` has no `pass`",
            0,
        ),
    ];
    for (change, command, words, of_check) in rows {
        let (desk, server) = (desk(), server());
        change(&desk);
        let before = desk.all_files();
        let run = desk.run_against(&server, command);
        run.expect(1, &[words]);
        assert!(server.requests().is_empty(), "{words}");
        assert!(desk.all_files() == before, "{words}: a file was changed");
        let check = desk.run("check");
        assert_eq!(check.code, Some(of_check), "{words}: {}", check.said());
    }
}

#[test]
fn judges_do_not_judge_each_other() {
    let desk = desk();
    desk.write(
        "prompts/answer-judge/golden.yaml",
        "judge: visitor-greeting\ntests:\n- vars: { rubric: r, answer: a }\n  assert: [{ type: llm-rubric, value: fair }]\n",
    );
    desk.run("check").expect(
        1,
        &["prompts/visitor-greeting/golden.yaml:1:8: [invalid-judge] `answer-judge` cannot judge `visitor-greeting`, which judges it in turn"],
    );
}

#[test]
fn labelled_cases_are_checked() {
    for (from, to, words) in [
        ("pass: false", "pass: no", "[unexpected-type]"),
        (
            "rubric: greets, answer: Good day.",
            "rubric: greets",
            "[missing-key] missing key `answer` in a case",
        ),
        (
            "answer: Good., pass",
            "answer: Good., tone: x, pass",
            "[invalid-input]",
        ),
        (
            "answer: Go away.",
            "answer: Good day.",
            "[invalid-judge] the same case has `pass: false` here and `pass: true` before",
        ),
        ("Go away.", "Go \u{202e}away.", "[hidden-characters]"),
        (
            "threshold: 0.75\n",
            "<<<<<<< ours\nthreshold: 0.75\n",
            "[merge-conflict]",
        ),
    ] {
        let (desk, server) = (desk(), server());
        desk.edit(LABELLED, from, to);
        let code = i32::from(!words.contains("hidden"));
        desk.run("check")
            .expect(code, &["prompts/answer-judge/judge.yaml:", words]);
        let run = desk.run_against(&server, MEASURE);
        if !words.contains("hidden") {
            assert_eq!(run.code, Some(1), "{}", run.said());
            assert!(server.requests().is_empty());
        }
    }
    let desk = desk();
    fs::write(desk.root().join(LABELLED), vec![b'#'; 17 * 1024 * 1024]).unwrap();
    desk.run("check").expect(1, &["[file-too-large]"]);
}

/// promptfoo gets the judge as its own grader: the text as `rubricPrompt`, the settings as
/// `provider`.
#[test]
fn a_judge_is_exported_as_the_grader_of_promptfoo() {
    const EXPORT: &str = "export promptfoo visitor-greeting --env staging --version 1.1.0";
    let desk = desk();
    let config = serde_yaml::from_str::<Value>(&desk.succeed(EXPORT)).expect("it is YAML");
    let graded = &config["tests"][1]["assert"][0];
    assert_eq!(
        (&graded["type"], &graded["threshold"]),
        (&json!("llm-rubric"), &json!(0.8))
    );
    assert_eq!(graded["provider"]["id"], "openai:chat:judge-model");
    let schema = &graded["provider"]["config"]["passthrough"]["response_format"];
    assert_eq!(schema["json_schema"]["name"], "answer-judge");
    let prompt = graded["rubricPrompt"].as_str().expect("a text");
    let messages = serde_json::from_str::<Value>(prompt).expect("messages");
    assert_eq!(messages[0]["role"], "system");
    let text = messages[1]["content"].as_str().expect("a text");
    assert!(
        text.contains("Rubric: {{ rubric }}\nAnswer: {{ output }}\nQuestion: Greet"),
        "{text}"
    );
    assert_eq!(config["tests"][1]["assert"][1]["type"], "not-llm-rubric");

    let local = "prompts/answer-judge/local.prompt";
    for (from, to, words) in [
        (
            "Answer: {{answer}}",
            "Answer: {{json answer}}",
            "does more with `rubric` and `answer` than print them",
        ),
        (
            "Rubric: {{rubric}}",
            "Rubric: {{upper rubric}}",
            "does more with `rubric` and `answer` than print them",
        ),
    ] {
        let desk = super::desk();
        desk.edit(
            ENVIRONMENTS,
            "  answer-judge:\n",
            "  answer-judge:\n    development: latest\n",
        );
        desk.edit(local, from, to);
        desk.run("export promptfoo visitor-greeting --env development")
            .expect(2, &[words]);
    }
    desk.edit(
        ENVIRONMENTS,
        "temperature: null }",
        "temperature: null, api: gemini }",
    );
    desk.run(EXPORT).expect(
        2,
        &["the judge `answer-judge` uses `gemini`, and the export is for `chat-completions` alone"],
    );
}

/// No code calls a judge: its pin is used all the same.
#[test]
fn the_pin_of_a_judge_is_used() {
    let desk = desk();
    desk.write(
        "src/main.rs",
        "fn main() { let visitor = \"Mara\"; prompt!(\"visitor-greeting\", visitor); }\n",
    );
    let run = desk.run("check");
    assert!(!run.said().contains("unused-pin"), "{}", run.said());
    desk.write(
        GOLDEN,
        "- vars: { visitor: Mara }\n  assert: [{ type: contains, value: Mara }]\n",
    );
    fs::remove_file(desk.root().join(LABELLED)).unwrap();
    desk.run("check").expect(
        0,
        &["[unused-pin] no code of this package uses `answer-judge`"],
    );
}

/// `show` names the judge of a run, for people and for programs.
#[test]
fn the_page_of_a_prompt_names_the_judge_of_a_run() {
    let (desk, server) = (desk(), server());
    desk.run_against(&server, TEST).expect(0, &[]);
    let words = "golden: 2 of 2 passed, in staging with kimi-k2-5 (temperature 0.2), judged by `answer-judge` 1.0.0 with `judge-model`";
    desk.run("show visitor-greeting --env staging")
        .expect(0, &[words]);
    let page = desk.succeed("show visitor-greeting --env staging --format json");
    let page = serde_json::from_str::<Value>(&page).expect("JSON");
    assert_eq!(page["evidence"][2]["judge"]["model"], MODEL);
}

/// The report of promptfoo for an export: all passed.
fn report(config: &Value) -> Value {
    let tests = config["tests"].as_array().expect("a list");
    let result = |test: &Value| {
        json!({
            "success": true,
            "failureReason": 0,
            "gradingResult": { "pass": true, "componentResults": [{ "pass": true }] },
            "provider": { "id": "openai:chat:kimi-k2-5", "label": "" },
            "metadata": test["metadata"],
            "prompt": { "raw": test["vars"]["rendered_messages"], "config": test["options"] },
            "testCase": test,
        })
    };
    let results = tests.iter().map(result).collect::<Vec<_>>();
    json!({ "config": config, "results": { "results": results } })
}

/// The report counts for the judge of the export, wherever its endpoint is.
#[test]
fn a_report_of_promptfoo_names_the_judge_of_the_export() {
    const GRADED: &str = "/results/results/1/testCase/assert/0";
    let desk = desk();
    let exported = desk.succeed(
        "export promptfoo visitor-greeting --env staging --version 1.1.0 --endpoint http://127.0.0.1:9/v1",
    );
    let config = serde_yaml::from_str::<Value>(&exported).expect("it is YAML");
    let endpoint = &config["tests"][1]["assert"][0]["provider"]["config"]["apiBaseUrl"];
    assert_eq!(endpoint, "http://127.0.0.1:9/v1");
    let command = "test visitor-greeting --env staging --version 1.1.0 --evidence report.json";
    for (place, value, words) in [
        (
            format!("{GRADED}/rubricPrompt"),
            json!("Is {{ output }} good?"),
            "was run with another `assert` than the export",
        ),
        (
            format!("{GRADED}/provider/id"),
            json!("openai:chat:lenient"),
            "was run with another `assert` than the export",
        ),
        (
            format!("{GRADED}/threshold"),
            json!(0.1),
            "was run with another `assert` than the export",
        ),
    ] {
        let mut report = report(&config);
        *report.pointer_mut(&place).expect("it is there") = value;
        desk.write("report.json", &report.to_string());
        desk.run(command).expect(1, &["[invalid-report]", words]);
    }
    let mut unread = report(&config);
    let result = &mut unread["results"]["results"][1];
    result["success"] = false.into();
    let part = json!({ "pass": false, "metadata": { "graderError": true } });
    result["gradingResult"] = json!({ "pass": false, "componentResults": [part] });
    desk.write("report.json", &unread.to_string());
    desk.run(command)
        .expect(1, &["[invalid-report]", "has no verdict"]);
    desk.write("report.json", &report(&config).to_string());
    desk.run(command).expect(
        0,
        &["2 of 2 cases passed", "judged by `answer-judge` 1.0.0"],
    );
    assert!(desk.read(LEDGER).contains("judge: { id: answer-judge"));
}
