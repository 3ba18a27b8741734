//! Runs whose answers are judged.

use serde_json::{Value, json};

use super::{
    CHECKS, ENVIRONMENTS, GOLDEN, JUDGE, LEDGER, TEST, VALIDATE, desk, is_of_judge, recorded,
    server, sha256, verdict,
};
use crate::loopback::{Reply, Server};

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
    let schema = serde_json::from_str(&desk.succeed("schema runs-output")).unwrap();
    let errors = jsonschema::validator_for(&schema).unwrap().validate(&value);
    assert!(errors.is_ok(), "{errors:?}");
    let judge = &value["runs"][0]["judge"];
    assert_eq!(judge["prompt"], "answer-judge");
    assert_eq!(
        (&judge["version"], &judge["calls"]),
        (&json!("1.0.0"), &json!(3))
    );
    assert_eq!(value["runs"][0]["failed"]["llm-rubric"], 2);
    let xml = desk.read("results.xml");
    for words in [
        "by the rubric `greets`",
        "<property name=\"model\" value=\"kimi-k2-5\"/>",
        "<property name=\"judge\" value=\"answer-judge\"/>",
        "<property name=\"judge_version\" value=\"1.0.0\"/>",
        "<property name=\"judge_model\" value=\"judge-model\"/>",
    ] {
        assert!(xml.contains(words), "{words}: {xml}");
    }
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
            0..3 => super::verdict(request),
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
        let server = super::server();
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
    let ledger = desk.read(LEDGER);
    assert!(
        ledger.contains("judge-model-0711"),
        "the judge's model of the first run counts: {ledger}"
    );
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
