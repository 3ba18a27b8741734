//! Answers that call tools, in the four APIs: what golden cases demand, and what a replay takes.

use std::fs;

use prompt_core::vocabulary::Api;
use serde_json::{Value, json};

use crate::desk::{Desk, Run};
use crate::loopback::{Reply, Server};

const ENVIRONMENT: &str = "  API:
    prompt_source: local
    model: kimi-k2-5
    api: API
    parameters: { max_output_tokens: 900 }
    logging: structured
    rate_limit: null
";

const PROMPT: &str = "---
input: { schema: { question: string } }
output: { schema: { subject: string } }
toolDefs:
  - name: look-up-order
    inputSchema:
      type: object
      properties: { order_id: { type: string } }
      required: [order_id]
      additionalProperties: true
---
Answer in JSON: {{question}}
";

/// The assertions of a case, each with the number of cases that pass.
const ASSERTIONS: [(&str, i32); 5] = [
    ("{ type: is-valid-openai-tools-call }", 0),
    (
        "{ type: trajectory:tool-args-match, value: { name: look-up-order, args: { order_id: \"{{question}}\" } } }",
        0,
    ),
    ("{ type: not-is-valid-openai-tools-call }", 1),
    (
        "{ type: trajectory:tool-args-match, value: { name: look-up-order, args: { order_id: \"4713\" } } }",
        1,
    ),
    // It would pass if the case were about a call.
    ("{ type: not-contains, value: lost }", 1),
];

fn desk() -> Desk {
    let desk = Desk::of("desk");
    let environments = Api::ALL
        .iter()
        .map(|api| ENVIRONMENT.replace("API", api.as_str()));
    let pins = Api::ALL.iter().map(|api| format!("    {api}: latest\n"));
    let configuration = format!(
        "environments:\n{}prompts:\n  order-desk:\n{}",
        environments.collect::<String>(),
        pins.collect::<String>()
    );
    desk.write("prompts/environments.yaml", &configuration);
    desk.write("prompts/order-desk/local.prompt", PROMPT);
    desk.write(
        "prompts/order-desk/replay.jsonl",
        "{\"question\": \"4711\"}\n",
    );
    desk
}

/// An answer with two calls, as the provider's types have it.
fn answer(api: Api) -> Value {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/provider_types/answers"
    );
    let json = fs::read_to_string(format!("{folder}/{api}-tool-calls.json")).unwrap();
    serde_json::from_str(&json).unwrap()
}

fn run(desk: &Desk, command: &str, api: Api, answer: Value) -> Run {
    let server = Server::start(move |_, _| Reply::json(200, &answer));
    let endpoint = format!("--endpoint http://127.0.0.1:{}", server.port());
    desk.run(&format!("{command} order-desk --env {api} {endpoint}"))
}

#[test]
fn a_golden_case_can_demand_a_call() {
    let desk = desk();
    for (assertion, code) in ASSERTIONS {
        let case = format!("- vars: {{ question: \"4711\" }}\n  assert: [{assertion}]\n");
        desk.write("prompts/order-desk/golden.yaml", &case);
        for api in Api::ALL {
            let passed = format!("{} of 1 case passed", 1 - code);
            run(&desk, "test", *api, answer(*api)).expect(code, &[&passed]);
        }
    }
}

#[test]
fn a_replay_takes_calls_whose_arguments_meet_their_schemas() {
    let desk = desk();
    for api in Api::ALL {
        run(&desk, "validate", *api, answer(*api)).expect(0, &["1 of 1 line passed"]);
        for (old, new, reason) in [
            (
                "look-up-order",
                "find-order",
                "a call of a tool that the prompt does not have",
            ),
            (
                "order_id",
                "number",
                "the arguments of `look-up-order` do not meet its schema",
            ),
        ] {
            let other = answer(*api).to_string().replace(old, new);
            let other = serde_json::from_str(&other).unwrap();
            let run = run(&desk, "validate", *api, other);
            run.expect(1, &["0 of 1 line passed", reason]);
            // Words of the model are not shown.
            assert!(!run.stdout.contains(new) && !run.stderr.contains(new));
        }
    }
}

/// The golden case of the reference application demands the call, and its other cases an email.
#[test]
fn the_reference_application_demands_a_call() {
    const EMAIL: &str = "Mara of Nordlicht Logistik, M. O'Rourke, Ayşe Demir: 49 EUR a month, \
                         1,200 EUR a year, 5 EUR. Shall we talk?";
    let email = json!({ "subject": "Your order", "body": EMAIL, "follow_up_in_days": 3 });
    for (order_id, code) in [("A-4711", 0), ("4711", 1)] {
        let desk = Desk::of_reference_application();
        let email = email.to_string();
        let server = Server::start(move |request, _| {
            if request
                .body
                .to_string()
                .contains("Where is my order A-4711?")
            {
                let mut answer = answer(Api::ChatCompletions);
                let calls = &mut answer["choices"][0]["message"]["tool_calls"];
                calls.as_array_mut().unwrap().truncate(1);
                let arguments = json!({ "order_id": order_id }).to_string();
                calls[0]["function"]["arguments"] = arguments.into();
                Reply::json(200, &answer)
            } else {
                Reply::answer(&email)
            }
        });
        let passed = format!("{} of 4 cases passed", 4 - code);
        desk.run_against(
            &server,
            "test sales-email-007 --version 3.0.0 --env staging",
        )
        .expect(code, &[&passed]);
    }
}
