//! `llm-rubric`: answers that a prompt of the library judges, against an endpoint on the loopback.

use std::fs;

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::loopback::{Reply, Request, Server};

const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const GOLDEN: &str = "prompts/visitor-greeting/golden.yaml";
const CHECKS: &str = "prompts/visitor-greeting/checks.yaml";
const LABELLED: &str = "prompts/answer-judge/judge.yaml";
const ENVIRONMENTS: &str = "prompts/environments.yaml";
const TEST: &str = "test visitor-greeting --env staging";
const VALIDATE: &str = "validate visitor-greeting --env staging";
const MEASURE: &str = "test answer-judge --env staging";

/// The model of the judge.
const MODEL: &str = "judge-model";
const JUDGE: &str = "\
---
input:
  schema: { rubric: string, answer: string, prompt?: string }
output:
  schema: { reason?: string, score?: number, pass: boolean }
---
{{role \"system\"}}
Judge the answer by the rubric, in JSON.
{{role \"user\"}}
Rubric: {{rubric}}
Answer: {{answer}}
{{#if prompt}}
Question: {{prompt}}
{{/if}}
";
const CASES: &str = "\
threshold: 0.75
cases:
  - { description: a greeting, rubric: greets, answer: Good day., pass: true }
  - { description: no greeting, rubric: greets, answer: Go away., pass: false }
  - { description: a nod, rubric: greets, answer: Good., pass: true }
  - { description: rude, rubric: greets, answer: Go., pass: false }
";
const RUBRICS: &str = "\
judge: answer-judge
tests:
  - description: a visitor with an appointment
    vars: { visitor: Mara Lindqvist, host: the facility manager }
    assert:
      - { type: contains, value: Mara }
      - { type: llm-rubric, value: \"greets {{visitor}}\" }
  - description: a visitor who just walks in
    vars: { visitor: Ayşe Demir }
    assert:
      - { type: llm-rubric, value: greets, threshold: 0.8 }
      - { type: not-llm-rubric, value: is rude }
";

/// The fixture `ready` with a judge that is released, and that staging pins with a model of its own.
fn desk() -> Desk {
    let desk = Desk::ready();
    desk.write("prompts/answer-judge/local.prompt", JUDGE);
    desk.write(LABELLED, CASES);
    desk.succeed("publish answer-judge --by prompt-owner");
    let pins = format!(
        "\n  answer-judge:\n    staging: {{ version: \"1.0.0\", model: {MODEL}, temperature: null }}\n"
    );
    let environments = desk.read(ENVIRONMENTS);
    desk.write(ENVIRONMENTS, &(environments.trim_end().to_owned() + &pins));
    desk.write(GOLDEN, RUBRICS);
    desk
}

fn is_of_judge(request: &Request) -> bool {
    request.body["model"] == MODEL
}

/// Answers as the tested model and as a judge that passes what begins with `Good`, or what names a
/// visitor.
fn server() -> Server {
    Server::start(|request, _| {
        if !is_of_judge(request) {
            return Reply::answer("Good day, Mara Lindqvist.");
        }
        verdict(request)
    })
}

fn verdict(request: &Request) -> Reply {
    let text = request.last_message();
    let passes = text.contains("Answer: Good") && !text.contains("rude");
    let verdict = json!({ "reason": "so I think", "score": 0.9, "pass": passes });
    let message = json!({ "role": "assistant", "content": format!("```json\n{verdict}\n```") });
    let choice = json!({ "index": 0, "message": message, "finish_reason": "stop" });
    let usage = json!({ "prompt_tokens": 100, "completion_tokens": 7 });
    let body = json!({ "model": "judge-model-0711", "choices": [choice], "usage": usage });
    Reply::json(200, &body)
}

/// The ledger's new lines.
fn recorded(desk: &Desk, before: &str) -> String {
    let ledger = desk.read(LEDGER);
    let at = before.find("  pinned:").expect("staging pins it");
    let (start, end) = before.split_at(at);
    let start = start.trim_end();
    assert!(ledger.starts_with(start), "{ledger}");
    ledger[start.len()..].replace(end, "")
}

#[test]
fn the_judge_of_the_dataset_decides_and_stands_in_the_evidence() {
    let (desk, server) = (desk(), server());
    let before = desk.read(LEDGER);
    let run = desk.run_against(&server, &format!("{TEST} --jobs 1"));
    run.expect(
        0,
        &[
            "note: sending 2 cases and 3 calls of the judge `answer-judge`, up to 1 at a time",
            "passed  a visitor with an appointment",
            "judged by `answer-judge` 1.0.0 with `judge-model`",
            "answer-judge  3      300        -           21          judge-model-0711",
        ],
    );
    let requests = server.requests();
    let judged = requests.iter().filter(|request| is_of_judge(request));
    let judged = judged.collect::<Vec<_>>();
    assert_eq!((requests.len(), judged.len()), (5, 3));
    let text = judged[0].last_message();
    assert!(
        text.trim_start()
            .starts_with("Rubric: greets Mara Lindqvist\nAnswer: Good day"),
        "{text}"
    );
    assert!(text.contains("Question: Greet Mara Lindqvist"), "{text}");
    assert_eq!(judged[0].body["temperature"], Value::Null);
    let entry = recorded(&desk, &before);
    let hash = sha256(JUDGE);
    for line in [
        &format!(
            "      judge: {{ id: answer-judge, version: 1.0.0, sha256: {hash}, model: judge-model, answered_by: [judge-model-0711] }}\n"
        ),
        "passed: 2",
    ] {
        assert!(entry.contains(line), "{line} is not in {entry}");
    }
    desk.run("check").expect(0, &[]);
    desk.run("history visitor-greeting").expect(
        0,
        &["judged by `answer-judge` 1.0.0 with `judge-model`: 2 of 2 passed"],
    );
}

fn sha256(text: &str) -> String {
    prompt_build::hash::sha256(text)
}

#[test]
fn the_verdict_and_its_reason_are_shown_for_golden_cases() {
    let desk = desk();
    let server = Server::start(|request, _| {
        let text = request.last_message();
        if !is_of_judge(request) {
            return Reply::answer("Mara: hello");
        }
        let score = if text.contains("rude") { 1.0 } else { 0.5 };
        let is_passed = text.contains("rude") || !text.contains("Mara Lindqvist\n");
        let verdict = json!({ "pass": is_passed, "score": score, "reason": "it\nsays hello" });
        Reply::answer(&verdict.to_string())
    });
    desk.run_against(&server, &format!("{TEST} --format human")).expect(
        1,
        &[
            "the judge fails the answer by the rubric `greets Mara Lindqvist`: it",
            "the judge gives the answer the score 0.5 by the rubric `greets`, less than 0.8: it",
            "the judge passes the answer by the rubric `is rude`: it",
            "0 of 2 cases passed",
            "llm-rubric        2\n",
            "not-llm-rubric    1\n",
        ],
    );
    let junit = format!("{TEST} --format json --junit results.xml");
    let run = desk.run_against(&server, &junit);
    assert_eq!(run.code, Some(1));
    let value = serde_json::from_str::<Value>(&run.stdout).expect("JSON alone");
    let judge = &value["runs"][0]["judge"];
    assert_eq!(judge["prompt"], "answer-judge");
    assert_eq!(
        (&judge["version"], &judge["calls"]),
        (&json!("1.0.0"), &json!(3))
    );
    assert_eq!(value["runs"][0]["failed"]["llm-rubric"], 2);
    assert!(desk.read("results.xml").contains("by the rubric `greets`"));
}

/// A judge that gives no verdict makes the run incomplete. Finished calls are not sent again.
#[test]
fn a_verdict_that_nobody_can_read_ends_the_run() {
    for (verdict, words) in [
        ("It is fine.", "no JSON object in the answer"),
        ("{\"score\": 0.9}", "does not meet the output schema"),
        ("{\"pass\": \"yes\"}", "does not meet the output schema"),
        (
            "{\"pass\": true, \"score\": \"high\"}",
            "does not meet the output schema",
        ),
        ("", "the answer is empty"),
    ] {
        let desk = desk();
        let before = desk.read(LEDGER);
        let server = Server::start(move |request, number| match number {
            _ if !is_of_judge(request) => Reply::answer("Good day, Mara Lindqvist."),
            0..3 => self::verdict(request),
            _ => Reply::answer(verdict),
        });
        let run = desk.run_against(&server, &format!("{TEST} --jobs 1"));
        let message = format!("the judge `answer-judge` gave no verdict: {words}");
        let message = message.replace(": does", ": the answer does");
        run.expect(
            2,
            &[
                &message,
                "1 of 2 cases are done: run the same command to resume",
            ],
        );
        assert_eq!(desk.read(LEDGER), before);
        let server = self::server();
        desk.run_against(&server, &format!("{TEST} --jobs 1"))
            .expect(0, &[]);
        assert_eq!(
            server.requests().len(),
            5,
            "another endpoint is another run"
        );
    }
}

#[test]
fn an_interrupted_run_goes_on_where_it_was() {
    let desk = desk();
    let server = Server::start(|request, number| match number {
        3 => Reply::error(401, "no"),
        _ if !is_of_judge(request) => Reply::answer("Good day, Mara Lindqvist."),
        _ => verdict(request),
    });
    let test = format!("{TEST} --jobs 1");
    desk.run_against(&server, &test)
        .expect(2, &["1 of 2 cases are done"]);
    let run = desk.run_against(&server, &test);
    run.expect(
        0,
        &["note: resuming at case 2: 1 of 2 cases are done and 2 calls of the judge"],
    );
    assert_eq!(server.requests().len(), 4 + 3);
    let text = desk.read(LEDGER);
    assert!(
        text.contains("judge-model-0711"),
        "the judge's model of the first run counts: {text}"
    );
}

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
    type Change = Box<dyn Fn(&Desk)>;
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
                )
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
fn calls_of_the_judge_count() {
    let (desk, server) = (desk(), server());
    desk.run_against(&server, &format!("{TEST} --max-calls 4"))
        .expect(
            1,
            &["the run has 5 calls, more than the 4 of `--max-calls`"],
        );
    assert!(server.requests().is_empty());
    desk.run_against(&server, &format!("{TEST} --max-calls 5"))
        .expect(0, &[]);
}

/// The judge has the API of its pin, and with it an endpoint and a key of its own.
#[test]
fn a_judge_with_another_api_has_another_endpoint() {
    let (desk, tested) = (desk(), server());
    desk.edit(
        ENVIRONMENTS,
        "model: judge-model, temperature: null",
        "model: judge-model, temperature: null, api: anthropic-messages, parameters: { max_output_tokens: 500 }",
    );
    let judge = Server::start(|_, _| {
        let verdict = json!({ "pass": true }).to_string();
        let content = json!([{ "type": "text", "text": verdict }]);
        Reply::json(
            200,
            &json!({ "type": "message", "content": content, "stop_reason": "end_turn", "model": "m" }),
        )
    });
    desk.edit(
        GOLDEN,
        "      - { type: not-llm-rubric, value: is rude }\n",
        "",
    );
    let url = judge.url();
    let url = url.trim_end_matches("/v1");
    let variables = [
        ("OPENAI_API_KEY", "key-of-the-tested"),
        ("ANTHROPIC_API_KEY", "key-of-the-judge"),
        ("ANTHROPIC_BASE_URL", url),
    ];
    let command = format!("{TEST} --endpoint {}", tested.url());
    desk.run_with(&command, &variables)
        .expect(0, &["through anthropic-messages"]);
    assert_eq!((tested.requests().len(), judge.requests().len()), (2, 2));
    let request = &judge.requests()[0];
    assert_eq!(request.header("x-api-key"), Some("key-of-the-judge"));
    assert_eq!(request.line, "POST /v1/messages");
    assert!(
        tested
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some("Bearer key-of-the-tested"))
    );
}

#[test]
fn the_endpoint_of_the_judge_can_be_named() {
    let (desk, tested, judge) = (desk(), server(), server());
    desk.run(&format!(
        "{TEST} --endpoint {} --judge-endpoint {}",
        tested.url(),
        judge.url()
    ))
    .expect(0, &[]);
    assert_eq!((tested.requests().len(), judge.requests().len()), (2, 3));
}

/// Of realistic inputs nothing is shown: not even the judge's words about them.
#[test]
fn checks_are_judged_and_the_words_of_the_judge_are_not_shown() {
    let desk = desk();
    desk.write(
        CHECKS,
        "judge: answer-judge\nthreshold: 0.5\nassert:\n  - { type: llm-rubric, value: greets }\n",
    );
    let server = Server::start(|request, _| {
        if !is_of_judge(request) {
            return Reply::answer("Good day, secret-visitor.");
        }
        let is_passed = request.last_message().contains("Greet Mara");
        let verdict = json!({ "pass": is_passed, "reason": "secret-visitor is not greeted" });
        Reply::answer(&verdict.to_string())
    });
    let run = desk.run_against(&server, VALIDATE);
    let said = run.said();
    assert!(
        said.contains("does not meet `llm-rubric` (assertion 1 of `checks.yaml`)"),
        "{said}"
    );
    assert!(said.contains("and 3 calls of the judge"), "{said}");
    assert!(!said.contains("secret"), "{said}");
    assert!(desk.read(LEDGER).contains("judge: { id: answer-judge"));
    let broken = Server::start(|request, _| {
        if is_of_judge(request) {
            Reply::answer("{\"passes\": \"secret-visitor\"}")
        } else {
            Reply::answer("Good day, secret-visitor.")
        }
    });
    let run = desk.run_against(&broken, VALIDATE);
    run.expect(2, &["the judge `answer-judge` gave no verdict"]);
    assert!(!run.said().contains("secret"), "{}", run.said());
}

/// Each call of a case is judged; a share of the calls is enough.
#[test]
fn repeated_calls_are_judged_each() {
    let (desk, server) = (desk(), server());
    desk.edit(
        GOLDEN,
        "judge: answer-judge\n",
        "judge: answer-judge\nrepeat: 3\nthreshold: 0.5\n",
    );
    let run = desk.run_against(&server, TEST);
    run.expect(
        0,
        &[
            "6 of 6 calls passed",
            "sending 6 calls and 9 calls of the judge",
        ],
    );
    assert_eq!(server.requests().len(), 15);
}

/// The labelled cases say how often the judge agrees with people, and a promotion asks for that.
#[test]
fn a_promotion_asks_how_often_the_judge_agrees_with_people() {
    const PROMOTE: &str =
        "promote visitor-greeting --to staging --version 1.1.0 --by prompt-owner --reason judged";
    let (desk, server) = (desk(), server());
    desk.edit(ENVIRONMENTS, "staging: \"1.1.0\"", "staging: \"1.0.0\"");
    // The runs that the fixture has were of another dataset, and without a judge.
    desk.run(PROMOTE).expect(1, &["[missing-evidence]"]);
    let test = format!("{TEST} --version 1.1.0");
    desk.run_against(&server, &test).expect(0, &[]);
    desk.run(PROMOTE).expect(
        1,
        &[
            "no  judge       missing-evidence",
            "it was not measured how often the judge `answer-judge` 1.0.0 with `judge-model` agrees with people",
            "run `cargo prompts test answer-judge --env staging --version 1.0.0`",
        ],
    );
    desk.run_against(&server, MEASURE).expect(
        0,
        &[
            "4 of 4 cases agree with people: `answer-judge` 1.0.0 in `staging`",
            "recorded as evidence in `prompts/answer-judge/releases.yaml`",
        ],
    );
    let run = desk.run(PROMOTE);
    run.expect(
        0,
        &[
            "ok  judge       `answer-judge` 1.0.0 with `judge-model` agrees with people in 4 of 4 verdicts (0 false passes, 0 false fails)",
            "staging now pins 1.1.0",
        ],
    );
    desk.run("check").expect(0, &[]);
}

#[test]
fn a_judge_that_disagrees_with_people_is_no_evidence() {
    let desk = desk();
    desk.edit(ENVIRONMENTS, "staging: \"1.1.0\"", "staging: \"1.0.0\"");
    // It passes everything.
    let server = Server::start(|request, _| {
        if is_of_judge(request) {
            let is_rude = request.last_message().contains("is rude");
            Reply::answer(&json!({ "pass": !is_rude, "reason": "always" }).to_string())
        } else {
            Reply::answer("Good day, Mara Lindqvist.")
        }
    });
    desk.run_against(&server, MEASURE).expect(
        1,
        &[
            "failed  no greeting\n        the judge passes the answer, and people fail it: always",
            "2 of 4 cases agree with people",
            "75 % must pass",
        ],
    );
    let ledger = desk.read("prompts/answer-judge/releases.yaml");
    assert!(
        ledger.contains("run: agreement") && ledger.contains("false_passes: 2"),
        "{ledger}"
    );
    desk.run_against(&server, &format!("{TEST} --version 1.1.0"))
        .expect(0, &[]);
    desk.run("promote visitor-greeting --to staging --version 1.1.0 --by prompt-owner --reason judged")
        .expect(
            1,
            &["agrees with people in 2 of 4 verdicts (2 false passes, 0 false fails), but 75 % must agree"],
        );
    desk.run("check").expect(0, &[]);
    desk.run("history answer-judge").expect(
        0,
        &["agreement in staging with judge-model: 2 of 4 agree with people"],
    );
}

/// Verdicts of another judge than the one that is pinned now count for nothing.
#[test]
fn evidence_of_another_judge_does_not_count() {
    const PROMOTE: &str =
        "promote visitor-greeting --to staging --version 1.1.0 --by prompt-owner --reason judged";
    let (desk, server) = (desk(), server());
    desk.edit(ENVIRONMENTS, "staging: \"1.1.0\"", "staging: \"1.0.0\"");
    desk.run_against(&server, &format!("{TEST} --version 1.1.0"))
        .expect(0, &[]);
    desk.run_against(&server, MEASURE).expect(0, &[]);
    desk.run(&format!("{PROMOTE} --dry-run")).expect(0, &[]);
    let environments = desk.read(ENVIRONMENTS);
    for (from, to, words) in [
        (
            "model: judge-model",
            "model: judge-model-2",
            "and `staging` pins `answer-judge` 1.0.0 with `judge-model-2`",
        ),
        (
            "temperature: null",
            "temperature: 0.5",
            "and `staging` pins `answer-judge` 1.0.0 with `judge-model` (temperature 0.5)",
        ),
        (
            "    staging: { version: \"1.0.0\"",
            "    development: { version: \"1.0.0\"",
            "which `staging` no longer pins",
        ),
    ] {
        desk.edit(ENVIRONMENTS, from, to);
        desk.run(PROMOTE)
            .expect(1, &["lacks golden evidence: the run was judged by", words]);
        desk.write(ENVIRONMENTS, &environments);
    }
    // A record without its judge counts as little.
    let ledger = desk.read(LEDGER);
    let start = ledger.find("      judge: {").expect("a judge");
    let end = start + ledger[start..].find("      cases:").expect("more keys");
    desk.write(LEDGER, &format!("{}{}", &ledger[..start], &ledger[end..]));
    desk.run(PROMOTE).expect(
        1,
        &["the record of the run names no judge, and the dataset needs `answer-judge`"],
    );
}

#[test]
fn a_judge_from_the_working_copy_gives_no_evidence() {
    let (desk, server) = (desk(), server());
    desk.edit(
        ENVIRONMENTS,
        "  answer-judge:\n",
        "  answer-judge:\n    development: { version: latest, model: judge-model }\n",
    );
    let before = desk.read(LEDGER);
    desk.run_against(&server, "test visitor-greeting --env development --version 1.1.0").expect(
        0,
        &["this is no evidence: the judge `answer-judge` is a working copy, which can change until it is published"],
    );
    assert_eq!(desk.read(LEDGER), before);
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
        let desk = self::desk();
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

/// From staging to production: the verdicts of the judge, and how often it agrees, stand in the
/// sign-off.
#[test]
fn a_sign_off_names_the_judge_and_its_agreement() {
    let (desk, server) = (desk(), server());
    desk.write(
        CHECKS,
        "judge: answer-judge\nassert:\n  - { type: llm-rubric, value: greets }\n",
    );
    for command in [TEST, VALIDATE, MEASURE] {
        desk.run_against(&server, command).expect(0, &[]);
    }
    desk.run("promote visitor-greeting --to production --by front-desk-lead --reason 'read aloud'")
        .expect(
            0,
            &[
                "ok  judge       `answer-judge`",
                "production now pins 1.1.0",
            ],
        );
    let ledger = desk.read(LEDGER);
    assert!(
        ledger.contains(
            "; judge: `answer-judge` 1.0.0 with `judge-model` agrees with people in 4 of 4 verdicts"
        ),
        "{ledger}"
    );
    desk.run("check").expect(0, &[]);
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
