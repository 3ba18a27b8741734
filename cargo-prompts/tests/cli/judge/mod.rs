//! `llm-rubric`: answers that a prompt of the library judges, against an endpoint on the loopback.

mod comparisons;
mod guide;
mod library;
mod promotions;
mod runs;

use serde_json::json;

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

fn sha256(text: &str) -> String {
    prompt_build::hash::sha256(text)
}
